"""Strict selectors: exactly one, some, or none, and an error that says which."""

import pytest

from crawler.errors import ExtractionError
from crawler.selecting import (
    Parts,
    every,
    html_escape,
    inner_html,
    maybe,
    one,
    parse_html,
    text_of,
    text_outside,
)

URL = "https://www.stcn.com/article/detail/4203001.html"
PAGE = parse_html(
    "<div class='detail-title'> 海棠电气\n  拟回购&nbsp;股份 </div>"
    "<div class='detail-info'><span>来源：证券时报网</span><span>10:21</span></div>"
)


def test_every_answers_in_page_order() -> None:
    """All that match, and an empty list where nothing does."""
    assert [span.text for span in every(PAGE, ".detail-info span")] == [
        "来源：证券时报网",
        "10:21",
    ]
    assert every(PAGE, ".detail-content") == []


def test_every_looks_below_an_element_and_not_at_it() -> None:
    """The box of the tags is a `div` among `div`s, and no tag."""
    root = parse_html("<div class='tags'><div>回购</div><div>电气</div></div>")
    box = one(root, ".tags", url=URL, field="tags")

    assert [text_of(div) for div in every(box, "div")] == ["回购", "电气"]


def test_one_is_exactly_one() -> None:
    """The element itself, where there is no doubt which is meant."""
    assert one(PAGE, ".detail-title", url=URL, field="title").tag == "div"


@pytest.mark.parametrize(
    ("selector", "problem"),
    [
        (".detail-content", "nothing matches .detail-content"),
        (".detail-info span", "2 elements match .detail-info span, not one"),
    ],
)
def test_none_or_several_are_an_error_of_one(selector: str, problem: str) -> None:
    """The error names the field, the page and what was found."""
    with pytest.raises(ExtractionError) as caught:
        one(PAGE, selector, url=URL, field="body")

    assert caught.value.field == "body"
    assert caught.value.url == URL
    assert str(caught.value) == f"body: {problem} ({URL})"


def test_maybe_may_be_none_and_never_several() -> None:
    """Optional is not the same as ambiguous."""
    assert maybe(PAGE, ".detail-content-editor", url=URL, field="editor") is None
    assert maybe(PAGE, ".detail-title", url=URL, field="title") is not None
    with pytest.raises(ExtractionError):
        maybe(PAGE, "span", url=URL, field="editor")


def test_parts_are_found_by_the_names_of_their_classes() -> None:
    """A name is a word among others, and whole: `tt` is not in `comment-tt`."""
    root = parse_html(
        "<div class='a tt'>甲</div><p class='comment-tt'>乙</p><b class='tt\n tt'>丙</b>"
    )
    parts = Parts(root, URL)

    assert [text_of(part) for part in parts.every("tt")] == ["甲", "丙"]
    assert text_of(parts.one("comment-tt", "title")) == "乙"
    assert parts.every("detail-title") == []
    assert parts.maybe("detail-title", "title") is None


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("detail-title", "no element has the class detail-title"),
        ("tt", "2 elements have the class tt, not one"),
    ],
)
def test_none_or_several_are_no_part(name: str, problem: str) -> None:
    """The error names the field, the page and what was found."""
    parts = Parts(parse_html("<p class='tt'>甲</p><p class='tt'>乙</p>"), URL)
    with pytest.raises(ExtractionError) as caught:
        parts.one(name, "title")

    assert str(caught.value) == f"title: {problem} ({URL})"


def test_text_is_as_html_shows_it() -> None:
    """Every run of white space is one space; nested elements are read through."""
    assert text_of(one(PAGE, ".detail-title", url=URL, field="title")) == (
        "海棠电气 拟回购 股份"
    )
    assert text_of(parse_html("<p>甲<b>乙</b>丙<!-- 丁 --></p>")) == "甲乙丙"
    assert text_of(None) == ""


def test_text_outside_leaves_out_whole_elements() -> None:
    """What stands deep within a link is link text too; what follows it is not."""
    root = parse_html(
        "<p>甲<a href='#'>乙<b>丙</b></a>丁<script>var 戊;</script></p><style>己</style>"
    )

    assert text_outside(root, "a", "script", "style").split() == ["甲", "丁"]


def test_inner_html_is_the_mark_up_inside() -> None:
    """Without the element's own tags, with everything between them."""
    root = parse_html("<div>甲&lt;乙<p>丙<br>丁</p>戊<script>a < b</script></div>")
    div = one(root, "div", url=URL, field="body")

    assert inner_html(div) == "甲&lt;乙<p>丙<br>丁</p>戊<script>a < b</script>"


def test_escaped_text_comes_back_as_it_was() -> None:
    """Plain text as mark-up, and read again."""
    text = "研发&生产 A<B>C &lt; 12元/股"

    assert text_of(parse_html(f"<p>{html_escape(text)}</p>")) == text


@pytest.mark.parametrize("text", ["", " \n", "\0", "<!-- nothing -->", "<!DOCTYPE html>"])
def test_a_page_without_elements_is_an_empty_tree(text: str) -> None:
    """Nothing matches in it, and nothing breaks."""
    assert every(parse_html(text), "p") == []


def test_no_declaration_is_believed_once_the_text_is_decoded() -> None:
    """Neither the XML one, nor the meta element, nor a byte order mark."""
    text = "\ufeff<?xml version='1.0' encoding='gb2312'?><meta charset='gbk'><p>林喆</p>"

    assert [text_of(p) for p in every(parse_html(text), "p")] == ["林喆"]


def test_characters_that_no_page_may_hold_do_no_harm() -> None:
    """NUL is dropped; half of an emoji becomes a question mark, not a crash."""
    root = parse_html("<p>海\0棠</p><p>\ud83d</p>")

    assert [text_of(p) for p in every(root, "p")] == ["海棠", "?"]


def test_a_deep_page_is_not_cut() -> None:
    """A `<font>` per character, none of them closed, hides nothing that follows."""
    body = "<div class='detail-content'><p>" + "<font>字" * 1000 + "</p></div><p>末段</p>"
    root = parse_html(body)

    assert text_of(root).count("字") == 1000
    assert text_of(root).endswith("末段")


def test_a_long_page_is_not_cut() -> None:
    """Eleven megabytes in one paragraph are much, and still its text."""
    assert len(text_of(parse_html(f"<p>{'字' * 4_000_000}</p>"))) == 4_000_000
