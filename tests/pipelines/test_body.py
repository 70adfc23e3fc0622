"""Bodies: safe HTML, faithful lines, nothing hidden, nothing lost."""

import json
import re
import time
import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from pipelines.body import clean_body, escape_text
from pipelines.text import normalize_line

BASE = "https://www.stcn.com/article/detail/1.html"
CORPORA = Path(__file__).parents[2].parent / "shared" / "corpora"
VECTORS = CORPORA / "hostile" / "xss_vectors.jsonl"
POSTS = CORPORA / "posts"

INLINE = {
    "strong",
    "b",
    "em",
    "i",
    "u",
    "s",
    "del",
    "ins",
    "sub",
    "sup",
    "code",
    "a",
    "br",
    "img",
}
BLOCK = {
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "blockquote",
    "pre",
    "hr",
}
PARTS = {
    "table",
    "caption",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "td",
    "th",
    "figure",
    "figcaption",
}
ATTRIBUTES = {
    "a": {"href", "rel"},
    "img": {"src", "alt"},
    "td": {"rowspan", "colspan"},
    "th": {"rowspan", "colspan"},
}


def text_of(markup: str) -> str:
    """The text of a body."""
    return clean_body(markup, BASE).text


def html_of(markup: str) -> str:
    """The HTML of a body."""
    return clean_body(markup, BASE).html


class Judge(HTMLParser):
    """A tokeniser that shares no code with the cleaning, and lists what it sees."""

    def __init__(self) -> None:
        """See nothing yet."""
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.oddities: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.seen.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.text.append(data)

    def handle_comment(self, data: str) -> None:
        """Note something that has no place in a body."""
        self.oddities.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def elements_of(markup: str) -> Iterator[tuple[str, dict[str, str | None]]]:
    """Elements and attributes as three parsers see them: stdlib, libxml2, html5ever."""
    for version in (markup, nh3.clean(markup, attributes={"*": {"href", "src", "style"}})):
        judge = Judge()
        judge.feed(version)
        judge.close()
        assert not judge.oddities
        yield from judge.seen
    for element in lxml_html.fragment_fromstring(
        markup, create_parent="div"
    ).iterdescendants():
        yield str(element.tag), dict(element.attrib)


def assert_harmless(markup: str) -> None:
    """Nothing in it can run, load or send anything but images and links over http(s)."""
    for tag, attributes in elements_of(markup):
        assert tag in INLINE | BLOCK | PARTS, tag
        assert set(attributes) <= ATTRIBUTES.get(tag, set()), (tag, attributes)
        for name in ("href", "src"):
            if name in attributes:
                address = urlsplit(attributes[name] or "")
                assert address.scheme in {"http", "https"}, attributes
                assert address.hostname, attributes


def assert_stable(markup: str) -> None:
    """Cleaning what was cleaned changes neither form."""
    once = clean_body(markup, BASE)
    twice = clean_body(once.html, "https://elsewhere.example/")
    assert (twice.html, twice.text) == (once.html, once.text)


def assert_plain(text: str) -> None:
    """Lines without mark-up, blanks, damage or characters that nobody sees."""
    assert not re.search(r"</?[a-z!][^<>]*>|&(?:nbsp|lt|gt|amp|quot);", text, re.IGNORECASE)
    assert "\ufffd" not in text
    for line in text.split("\n") if text else ():
        assert line.strip()
        assert all(normalize_line(cell) == cell for cell in line.split("\t"))


# --- lines ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>甲</p><p>乙</p>", "甲\n乙"),
        ("<p>　　甲　乙\xa0\xa0丙　</p>", "甲 乙 丙"),
        ("<p>甲<br>乙<br/><br>丙</p>", "甲\n乙\n丙"),
        ("甲<p>乙</p>丙", "甲\n乙\n丙"),
        ("<div>甲<div>乙</div>丙</div>", "甲\n乙\n丙"),
        ("<p>甲<b>乙</b><i>丙</i>丁</p>", "甲乙丙丁"),
        ("<p>甲 <b> 乙</b></p>", "甲 乙"),
        ("<p>甲\n   乙</p>", "甲 乙"),
        ("<h2>甲</h2><ul><li>乙<ul><li>丙</li></ul></li></ul>", "甲\n乙\n丙"),
        ("<blockquote>甲<p>乙</p></blockquote>", "甲\n乙"),
        ("<figure><img src=/a.png><figcaption>甲</figcaption></figure>", "甲"),
        ("<dl><dt>甲</dt><dd>乙</dd></dl>", "甲\n乙"),
        ("<pre>甲\n  乙\n\n丙</pre>", "甲\n乙\n丙"),
        ("<p></p><p> </p><p><br></p><p>&nbsp;</p>", ""),
        ("<p>甲<wbr>乙</p>", "甲乙"),
        ("<p>利润&gt;5%且&lt;9%</p>", "利润>5%且<9%"),
    ],
)
def test_lines(markup: str, text: str) -> None:
    """One line per block and per `<br>`, no blank lines, inline elements glue."""
    assert text_of(markup) == text
    assert_stable(markup)


def test_a_font_around_every_character_leaves_one_word() -> None:
    """新浪财经 copies WeChat's stories so."""
    fonts = "".join(
        f'<font cms-style="font-L"><font>{one}</font></font>' for one in "亲子游订单"
    )
    clean = clean_body(f"<p>　　{fonts}</p>", BASE)
    assert (clean.text, clean.html) == ("亲子游订单", "<p>亲子游订单</p>")


@pytest.mark.parametrize(
    "name", ["trsHotWords", "hotword", "hot_words", "keyword", "keytip"]
)
def test_a_hot_word_is_unwrapped_without_a_gap(name: str) -> None:
    """It may be half a word: 中国建筑 inside 中国建筑玻璃."""
    markup = (
        f'<p>中国<a class="x {name}" href="https://a.example/" code="1">建筑</a>玻璃</p>'
    )
    assert html_of(markup) == "<p>中国建筑玻璃</p>"


def test_bold_around_whole_paragraphs_is_kept() -> None:
    """The tree is a browser's, so mark-up that nests against the rules survives."""
    assert html_of("<b><p>甲</p><p>乙</p></b>") == "<p><b>甲</b></p><p><b>乙</b></p>"


@pytest.mark.parametrize(
    "hidden",
    [
        '<p style="color:red; DISPLAY : none">暗</p>',
        '<span style="visibility:hidden">暗</span>',
        "<div hidden><p>暗</p></div>",
        '<s style="display:none"><p>暗</p></s>',
        '<table style="display:none"><tr><td>暗</td></tr></table>',
        "<script>暗</script>",
        "<style>暗</style>",
        "<template>暗</template>",
        "<noscript>暗</noscript>",
        "<!-- <p>暗</p> -->",
        "<svg><text>暗</text></svg>",
        '<iframe src="/x">暗</iframe>',
        "<textarea>暗</textarea><select><option>暗</option></select><button>暗</button>",
        "<title>暗</title>",
        '<video src="/v.mp4">暗</video><audio>暗</audio><object>暗</object>',
    ],
)
def test_what_no_reader_sees_is_dropped(hidden: str) -> None:
    """From both forms, and the text around it is not parted by it."""
    clean = clean_body(f"<p>明</p>{hidden}<p>亮</p>", BASE)
    assert clean.text == "明\n亮"
    assert "暗" not in clean.html


def test_a_script_inside_a_paragraph_leaves_its_text() -> None:
    """Flashes of stcn.com open with the chart library's script."""
    assert (
        text_of('<p style="text-indent:0"><script src="/e.js"></script>某某讯，甲。</p>')
        == "某某讯，甲。"
    )


def test_an_element_that_xml_closed_swallows_nothing() -> None:
    """Saved fragments of stcn.com hold `<script …/>`, an open script in HTML."""
    assert text_of('<p><script src="/e.js"/>甲</p><textarea name=a /><p>乙</p>') == "甲\n乙"
    assert text_of("<p>甲<script/>暗</script>乙</p>") == "甲乙"


def test_wechats_hidden_wrapper_is_not_hidden() -> None:
    """Its article is invisible until its script has run."""
    assert (
        text_of('<div id="js_content" style="visibility: hidden;"><p>甲</p></div>') == "甲"
    )


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>甲<p>乙", "甲\n乙"),
        ("<p>甲<b>乙<p>丙", "甲乙\n丙"),
        ("<div><p>甲</div></p>乙", "甲\n乙"),
        ("<p>甲</p></body></html><p>乙</p>", "甲\n乙"),
        ("<p>甲</p><p>乙<a href='https://x.exam", "甲\n乙"),
        ("<p>甲</p><tab", "甲"),
        ("<tr><td>甲</td><td>乙</td></tr>", "甲\t乙"),
        ("<table><tr><td>甲<td>乙<tr><td>丙", "甲\t乙\n丙"),
        ("涨幅<5%的个股", "涨幅<5%的个股"),
        ("<p>a&nbspb &ldquo;甲&hellip;</p>", "a b “甲…"),
        ("<o:p>甲</o:p><p>乙</p>", "甲\n乙"),
    ],
)
def test_malformed_markup_is_read_as_a_browser_reads_it(markup: str, text: str) -> None:
    """Unclosed, crossed and truncated tags lose no text."""
    assert text_of(markup) == text
    assert_stable(markup)


def test_references_to_no_character_leave_nothing() -> None:
    """`&#0;` and its like would be U+FFFD for a browser; lone surrogates go too."""
    clean = clean_body("<p>甲&#0;&#xD800;&#x110000;\x00\ud800乙\ud83d\ude42</p>", BASE)
    assert clean.text == "甲乙🙂"
    assert "\ufffd" not in clean.html


def test_printed_damage_stays_visible() -> None:
    """A U+FFFD of the page is evidence that it was decoded wrongly."""
    assert text_of("<p>甲\ufffd乙</p>") == "甲\ufffd乙"


def test_markup_that_was_escaped_once_too_often_is_taken_out() -> None:
    """Feeds escape twice; a comparison with < is no tag."""
    assert (
        text_of("<p>&amp;nbsp;甲&lt;b&gt;乙&lt;/b&gt;，PE&lt;5且ROE&gt;9</p>")
        == "甲乙，PE<5且ROE>9"
    )


# --- tables --------------------------------------------------------------------------

SPANS = """
<table><tr><td rowspan=2>组</td><td colspan=2>收入</td><td>率</td></tr>
<tr><td>亿</td><td>%</td><td>点</td></tr>
<tr><td>计</td><td>1</td><td>2</td><td>3</td></tr></table>
"""
LAYOUT = """
<table><tr><td><p>段一</p><p>段二</p>
<table><tr><td>甲</td><td>乙</td></tr></table></td></tr></table>
"""


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (
            "<table><tr><th>甲</th><th>乙</th></tr><tr><td>1 </td><td>2</td></tr></table>",
            "甲\t乙\n1\t2",
        ),
        ("<table><tr><td>甲</td><td></td><td>丙</td></tr></table>", "甲\t\t丙"),
        ("<table><tr><td></td><td>乙</td></tr></table>", "\t乙"),
        ("<table><tr><td>甲</td><td></td></tr></table>", "甲"),
        (
            "<table><tr><td><p>甲</p><p>乙</p></td><td>丙<br>丁</td></tr></table>",
            "甲 乙\t丙 丁",
        ),
        (
            SPANS,
            "组\t收入\t率\n亿\t%\t点\n计\t1\t2\t3",
        ),
        (
            "<table><caption>表1</caption><thead><tr><th>甲</th></tr></thead></table>",
            "表1\n甲",
        ),
        (
            "<table><tr><td>甲<table><tr><td>一</td><td>二</td></tr></table></td><td>乙</td></tr></table>",
            "甲 一 二\t乙",
        ),
        (
            LAYOUT,
            "段一\n段二\n甲\t乙",
        ),
        (
            "<table><tr style='display:none'><td>暗</td></tr><tr><td>明</td></tr></table>",
            "明",
        ),
        ("<table><tr><td>甲</td><td hidden>暗</td><td>乙</td></tr></table>", "甲\t乙"),
        ("<table><tr><td>甲</td></tr><tr><td> </td></tr></table>", "甲"),
    ],
)
def test_tables(markup: str, text: str) -> None:
    """A row is a line of its own cells; a layout table is no table."""
    assert text_of(markup) == text
    assert_stable(markup)


def test_a_table_keeps_its_spans_and_nothing_else() -> None:
    """The two spans are meaning, the rest is looks."""
    row = '<tr class=a><td rowspan="2" width=9 align=left>甲</td><td>乙</td></tr>'
    markup = f"<table border=1>{row}</table>"
    assert html_of(markup) == (
        '<table><tbody><tr><td rowspan="2">甲</td><td>乙</td></tr></tbody></table>'
    )


@pytest.mark.parametrize("span", ["0", "-3", "x", "1e9", "99999999999999999999", ""])
def test_an_absurd_span_neither_hangs_nor_counts(span: str) -> None:
    """A row stays a row."""
    markup = (
        f'<table><tr><td colspan="{span}" rowspan="{span}">甲</td><td>乙</td></tr></table>'
    )
    assert [cell for cell in text_of(markup).split("\t") if cell] == ["甲", "乙"]


# --- links and images ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("attributes", "source"),
    [
        ('src="/a.png"', "https://www.stcn.com/a.png"),
        ('src="b/c.jpg"', "https://www.stcn.com/article/detail/b/c.jpg"),
        ('src="//i.example/a.jpg"', "https://i.example/a.jpg"),
        ('data-src="/a.png"', "https://www.stcn.com/a.png"),
        ('src="" data-original="/a.png"', "https://www.stcn.com/a.png"),
        (
            'src="data:image/gif;base64,R0" data-lazy-src="/a.png"',
            "https://www.stcn.com/a.png",
        ),
        ('src="/img/loading.gif" data-src="/a.png"', "https://www.stcn.com/a.png"),
        ('src="https://c.example/blank.png" _src="/a.png"', "https://www.stcn.com/a.png"),
        ('src="/real.png" data-src="/other.png"', "https://www.stcn.com/real.png"),
        ('src="/a.jpg?x-oss-process=image/resize,w_150"', "https://www.stcn.com/a.jpg"),
        (
            'src="/a.jpg?v=2&amp;x-oss-process=image/resize"',
            "https://www.stcn.com/a.jpg?v=2",
        ),
        ('src="/a.jpg?imageView2/2/w/100"', "https://www.stcn.com/a.jpg"),
        ('src="/i?id=7&amp;wx_fmt=png"', "https://www.stcn.com/i?id=7&amp;wx_fmt=png"),
        (
            'src="https://p.example/?http://i.example/a.jpg"',
            "https://p.example/?http://i.example/a.jpg",
        ),
    ],
)
def test_images(attributes: str, source: str) -> None:
    """Lazy images get their address, every address is absolute, transforms go."""
    assert (
        html_of(f'<p><img {attributes} alt="图 1"></p>')
        == f'<p><img src="{source}" alt="图 1"></p>'
    )


@pytest.mark.parametrize(
    "attributes",
    [
        "",
        'src=""',
        'src="data:image/png;base64,AA"',
        'src="javascript:alert(1)"',
        'src="blob:https://x.example/1"',
        'src="http://[bad/a.png"',
        'src="/t.gif" width=1 height=1',
        'src="/img/blank.gif"',
    ],
)
def test_dead_images_and_counting_pixels_go(attributes: str) -> None:
    """Nothing is left of them, not even their paragraph."""
    assert html_of(f"<p><img {attributes}></p><p>甲</p>") == "<p>甲</p>"


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("/quotes/index/sz000001.html", "https://www.stcn.com/quotes/index/sz000001.html"),
        (
            "2.html?id=3&amp;utm_source=w&amp;spm=1.2",
            "https://www.stcn.com/article/detail/2.html?id=3",
        ),
        ("https://x.example/?from=app", "https://x.example/"),
        ("https://x.example/?q=a%20b&amp;page=2", "https://x.example/?q=a%20b&amp;page=2"),
        (" https://x.example/a b ", "https://x.example/a%20b"),
        ("https://x.example/证券", "https://x.example/证券"),
    ],
)
def test_links(href: str, target: str) -> None:
    """Absolute and without tracking; what else a query holds stays as it was."""
    link = f'<p>甲<a href="{target}" rel="noopener noreferrer nofollow">乙</a></p>'
    assert (
        html_of(f'<p>甲<a href="{href}" onclick="x()" target="_blank">乙</a></p>') == link
    )


@pytest.mark.parametrize(
    "href",
    [
        "",
        "#",
        "#top",
        "javascript:void(0)",
        "mailto:a@x.example",
        "tel:1",
        "ftp://x/",
        "http:",
    ],
)
def test_dead_links_are_unwrapped(href: str) -> None:
    """Their words stay in the line."""
    assert html_of(f'<p>甲<a href="{href}">乙</a>丙</p>') == "<p>甲乙丙</p>"


def test_noise_in_addresses_makes_no_new_version() -> None:
    """Advertising parameters and image sizes leave both forms as they were."""
    page = '<p>甲<a href="/a?{}">乙</a><img src="/b.png?x-oss-process=image/{}"></p>'
    one, other = page.format("utm_medium=x", "w_1"), page.format("spm=9", "w_2")
    assert clean_body(one, BASE) == clean_body(other, BASE)


def test_a_page_without_an_address_keeps_absolute_links_only() -> None:
    """Relative ones lead nowhere then."""
    clean = clean_body('<p><a href="/a">甲</a><a href="https://x.example/">乙</a></p>', "")
    assert clean.html == (
        '<p>甲<a href="https://x.example/" rel="noopener noreferrer nofollow">乙</a></p>'
    )


# --- plain text ----------------------------------------------------------------------


def test_plain_text_gives_the_same_text() -> None:
    """A flash from an interface goes the way of every body."""
    text = "某某9月28日电，甲<5%，“乙”&丙。\r\n\n　　第二段。"
    assert (
        escape_text(text) == "<p>某某9月28日电，甲&lt;5%，“乙”&amp;丙。</p><p>第二段。</p>"
    )
    assert text_of(escape_text(text)) == "某某9月28日电，甲<5%，“乙”&丙。\n第二段。"


# --- anything ------------------------------------------------------------------------

PIECES = (
    *(
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<b>",
        "</b>",
        "<a href='/x'>",
        "</a>",
        "<br>",
        "<ul>",
    ),
    *(
        "<li>",
        "</li>",
        "</ul>",
        "<table>",
        "<tr>",
        "<td rowspan=2>",
        "<td>",
        "</td>",
        "</table>",
    ),
    *(
        "<caption>",
        "<pre>",
        "</pre>",
        "<h2>",
        "<hr>",
        "<img src=a.png>",
        "<s hidden>",
        "</s>",
    ),
    *("<font>", "<blockquote>", "<figure>", "<figcaption>", "<svg>", "<style>", "</style>"),
    *(
        "<!--",
        "-->",
        "<![CDATA[",
        "<plaintext>",
        "甲",
        "乙 ",
        "\n",
        "　",
        "&nbsp;",
        "&lt;b&gt;",
    ),
    *(
        "&amp;nbsp;",
        "\u200b",
        "e\u0301",
        "5<6",
        "&#0;",
        "\ud800",
        "（责任编辑：王某）",
        "来源：某报",
    ),
    *(
        "<p>责编：李某</p>",
        "返回搜狐，查看更多",
        "<p>原标题：某</p>",
        "\ufffe",
        "&#11;",
        "\x0c",
    ),
)
SOUP = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@settings(deadline=None)
@given(st.text(st.characters(), max_size=80) | SOUP)
def test_anything_is_cleaned_and_stays_clean(markup: str) -> None:
    """No input crashes; the result is harmless, plain, visible and stable."""
    clean = clean_body(markup, BASE)
    assert_harmless(clean.html)
    assert_stable(markup)
    for line in clean.text.split("\n") if clean.text else ():
        assert line.strip()
        for cell in line.split("\t"):
            assert not {unicodedata.category(one) for one in cell} & {"Cc", "Cf", "Cs"}
            assert normalize_line(cell) == cell
    assert clean.text.count("\ufffd") <= markup.count("\ufffd")


@settings(deadline=None)
@given(st.text(st.characters(exclude_characters="\t"), max_size=80))
def test_plain_text_survives_the_way_through_markup(text: str) -> None:
    """Every visible character of a flash arrives, unless it looks like a tag or a tail."""
    expected = [line for line in map(normalize_line, text.splitlines()) if line]
    clean = clean_body(escape_text(text), BASE)
    if "<" not in text and "&" not in text and not clean.removed and "\ufffd" not in text:
        assert clean.text == "\n".join(expected)


@pytest.mark.parametrize(
    "tag", ["div", "b", "blockquote", "ul", "span", "a href=/x", "table><tr><td"]
)
def test_absurd_nesting_is_flattened(tag: str) -> None:
    """Ten thousand levels neither crash nor take long, and the text is still there."""
    end = f"</{tag.partition('>')[0]}>"
    start = time.perf_counter()
    assert text_of(f"<{tag}>" * 10_000 + "甲" + end * 10_000) == "甲"
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    "markup",
    ["<" * 100_000, "<a" * 100_000, "&" * 100_000, "<p>" + " " * 300_000, "<p>甲" * 20_000],
)
def test_long_nonsense_takes_linear_time(markup: str) -> None:
    """A hundred thousand characters of one kind are no trap."""
    start = time.perf_counter()
    clean_body(markup, BASE)
    assert time.perf_counter() - start < 10


# --- real material -------------------------------------------------------------------


def vectors() -> list[tuple[str, str]]:
    """Names and inputs of the stored attacks; none where the corpora are absent."""
    if not VECTORS.exists():
        return []
    rows = [json.loads(line) for line in VECTORS.read_text("utf-8").split("\n") if line]
    return [(row["id"], row["input"]) for row in rows]


def posts() -> list[Path]:
    """The stored posts; none where the corpora are absent."""
    return sorted(POSTS.glob("*.md"))


needs_vectors = pytest.mark.skipif(not VECTORS.exists(), reason=f"no corpus at {VECTORS}")
needs_posts = pytest.mark.skipif(not POSTS.exists(), reason=f"no corpus at {POSTS}")


@needs_vectors
@pytest.mark.parametrize(
    "attack", [pytest.param(text, id=name) for name, text in vectors()]
)
def test_no_stored_attack_gets_through(attack: str) -> None:
    """Judged by three parsers; the text has no tag, and the result is stable."""
    clean = clean_body(attack, BASE)
    assert_harmless(clean.html)
    assert not re.search(r"</?[a-z!][^<>]*>", clean.text, re.IGNORECASE)
    assert_stable(attack)


@needs_posts
@pytest.mark.parametrize("post", [pytest.param(path, id=path.name) for path in posts()])
def test_every_stored_post_is_clean(post: Path) -> None:
    """Plain lines, safe HTML, no tail, none of the site's notices."""
    body = post.read_text("utf-8").split("\n---\n", 2)[-1]
    clean = clean_body(body, BASE)
    assert_plain(clean.text)
    assert_harmless(clean.html)
    assert_stable(body)
    last = clean.text.rsplit("\n", 1)[-1]
    assert not re.search(r"责任编辑|责编|原标题|新浪财经APP|不构成投资建议|声明[:：]", last)
    assert not re.search(r"新浪财经APP|本文系新闻报道|appendQr|&#", clean.text)
