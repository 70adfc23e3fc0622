"""Titles: whole, and without the name of the site."""

import pytest

from crawler.anypage import read_any
from crawler.anypage.errors import NoArticleError
from crawler.anypage.title import without_site
from tests.crawler.anypage.invented_pages import STORY, page

_INFO = "<div class='info'>2026-09-24 18:26 来源：云岭日报</div>"


def test_a_hyphen_does_not_cut_a_title() -> None:
    """The heading says where the title ends, not the first hyphen."""
    heading = "云岭股份-B股转H股获受理 - 首家"
    text = page(f"{heading}_公司_云岭网", f"<h1>{heading}</h1>{_INFO}<div>{STORY}</div>")
    assert read_any(text, "").title == heading


def test_the_logo_of_the_site_is_no_title() -> None:
    """The first heading names the site, the title is a plain element."""
    content = (
        "<h1 class='logo'><a href='/'>云岭证券网</a></h1>"
        "<div class='bt'><span>云岭股份：A股-H股溢价收窄</span></div>"
    )
    text = page(
        "云岭股份：A股-H股溢价收窄_公司_云岭证券网", f"{content}{_INFO}<div>{STORY}</div>"
    )
    assert read_any(text, "").title == "云岭股份：A股-H股溢价收窄"


def test_a_section_in_the_head_does_not_hide_the_heading() -> None:
    """`<title>` names the section only: the heading by the time is the title."""
    text = page("要闻--云岭网", f"<h5>云岭股份签约大单</h5>{_INFO}<div>{STORY}</div>")
    assert read_any(text, "").title == "云岭股份签约大单"


def test_a_title_that_is_printed_nowhere_is_taken_from_the_head() -> None:
    """og:title before `<title>`, the site's name off."""
    head = "<meta property='og:title' content='云岭股份签约大单|云岭网'>"
    text = page("首页", f"{_INFO}<div class='content'>{STORY}</div>", head=head)
    assert read_any(text, "").title == "云岭股份签约大单"


def test_a_line_break_is_a_space_and_a_mark_is_off() -> None:
    """Headings in two lines, and 原创 behind them."""
    heading = "<h1>云岭股份签约大单<br>创历史新高 <span>原创</span></h1>"
    text = page("云岭股份签约大单 创历史新高_云岭网", f"{heading}{_INFO}<div>{STORY}</div>")
    assert read_any(text, "").title == "云岭股份签约大单 创历史新高"


@pytest.mark.parametrize(
    "behind",
    [f"{_INFO}<div>{STORY}</div>", f"<span>2026-09-24 18:26</span><div>{STORY}</div>"],
    ids=["a block", "the time"],
)
@pytest.mark.parametrize("document", ["云岭股份签约大单_云岭网", ""])
def test_a_heading_without_its_end_does_not_swallow_the_page(
    document: str, behind: str
) -> None:
    """Its title ends where a block begins, or its time."""
    found = read_any(page(document, f"<h1>云岭股份签约大单{behind}"), "")

    assert found.title == "云岭股份签约大单"
    assert found.times[0][0] == "2026-09-24 18:26"
    assert "签约大单" not in found.html.split("</p>")[0]


def test_a_day_in_a_heading_is_part_of_its_title() -> None:
    """Only a time with its clock ends one."""
    heading = "<h1><b>云岭早报</b>2026年9月24日要闻</h1>"
    found = read_any(page("云岭网", f"{heading}{_INFO}<div>{STORY}</div>"), "")

    assert found.title == "云岭早报2026年9月24日要闻"


def test_a_title_given_as_source_and_author_is_neither() -> None:
    """Templates put it where the field is empty."""
    title = "云岭股份签约大单"
    info = f"<div>2026-09-24 18:26 来源：{title} 作者：{title}</div>"
    found = read_any(page(title, f"<h1>{title}</h1>{info}<div>{STORY}</div>"), "")

    assert (found.source_raw, found.author_raw) == (None, None)


def test_a_page_in_a_field_for_input_is_no_article() -> None:
    """Its mark-up would be the text."""
    content = f"<h1>云岭股份签约大单</h1>{_INFO}<textarea><div>{STORY}</div>"
    with pytest.raises(NoArticleError):
        read_any(page("云岭股份签约大单", content), "")


@pytest.mark.parametrize(
    ("whole", "bare"),
    [
        ("云岭股份签约大单_云岭财经_云岭网", "云岭股份签约大单"),
        ("云岭股份签约大单 - 云岭日报", "云岭股份签约大单"),
        ("A股-H股溢价收窄", "A股-H股溢价收窄"),
        ("棱镜|云岭股份签约大单", "棱镜|云岭股份签约大单"),
    ],
    ids=["two names", "hyphen", "no name", "bar"],
)
def test_only_names_are_taken_off(whole: str, bare: str) -> None:
    """What stands behind a separator and is no site's name belongs to the title."""
    assert without_site(whole) == bare
