"""Detail pages of the site's earlier eras: which they are, and how they go on."""

from datetime import UTC, datetime
from typing import Any

import pytest

from crawler.crosscheck import strays
from crawler.errors import ExtractionError, IncompleteError
from crawler.items import Article, PrintedTime
from crawler.page import Answered, ArticlePage, Teaser, teaser_of
from crawler.sites.stcn.articles import ArticlePage as PageOfToday
from crawler.sites.stcn.old_articles import OldArticlePage
from crawler.sites.stcn.spider import StcnSpider
from pipelines.normalize_dates import NormalizeDatesPipeline
from tests.crawler.sites.stcn.old_pages import (
    CMSTOP,
    PARTS,
    TITLE,
    TRS,
    cmstop,
    cmstop_pages,
    linked_bar,
    trs,
)

SPIDER = StcnSpider()
NOW = datetime(2022, 12, 1, 4, 0, tzinfo=UTC)
SECOND, THIRD = (CMSTOP.replace(".shtml", f"_{n}.shtml") for n in (2, 3))
TODAY = "https://www.stcn.com/article/detail/757276.html"
PAGE_OF_TODAY = """<html><body><div class="detail-title">海棠电气中标</div>
<div class="detail-info"><span>来源：证券时报网</span><span>2022-07-12 18:26</span></div>
<div class="detail-content"><p>海棠电气公告中标。</p></div>{}</body></html>"""


def page(text: str, url: str) -> ArticlePage:
    """The page object that the site's reader chooses."""
    return SPIDER.article_page(text, Answered(url=url, reference=NOW, received=NOW))


def read(text: str, url: str, teaser: Teaser | None = None) -> Article:
    """What it reads."""
    address = SPIDER.article_at(url)
    assert address is not None
    return page(text, url).article(teaser or teaser_of(address), ())


class _Counting:
    """As much of a crawler as a stage needs."""

    settings: Any = type("Settings", (), {"getbool": staticmethod(lambda _: False)})
    stats: Any = type("Stats", (), {"inc_value": staticmethod(lambda *_, **__: None)})


def dated(article: Article) -> Article:
    """After the stage that makes one instant of the printed times."""
    stage = NormalizeDatesPipeline.__new__(NormalizeDatesPipeline)
    stage.crawler = _Counting()  # type: ignore[assignment]  # all that the stage asks of it
    return stage.improve(article)


@pytest.mark.parametrize(
    ("text", "url", "kind"),
    [
        (cmstop(PARTS[0]), CMSTOP, OldArticlePage),
        (trs(PARTS[0]), TRS, OldArticlePage),
        (PAGE_OF_TODAY, TODAY, PageOfToday),
        (PAGE_OF_TODAY, CMSTOP, PageOfToday),
        (PAGE_OF_TODAY, TRS, PageOfToday),
    ],
)
def test_a_page_is_read_as_what_it_is(text: str, url: str, kind: type[ArticlePage]) -> None:
    """Not as what its address lets expect; the article's is the address all the same."""
    assert isinstance(page(text, url), kind)
    assert read(text, url).url == url


def test_an_old_page_without_an_id_may_stand_under_another_eras_address() -> None:
    """The address says which it is; no day is in it."""
    article = read(trs(PARTS[0]).replace("createPageHTML", "x"), TODAY)

    assert (article.native_id, article.url) == ("757276", TODAY)
    assert [time.where for time in article.times] == ["detail"]


@pytest.mark.parametrize(
    ("text", "url", "got"),
    [
        (cmstop(PARTS[0], content_id="15388219"), CMSTOP, "15388219"),
        (cmstop(PARTS[0]), TODAY, "15388211"),
        (trs(PARTS[0], name="t20220712_4731009"), TRS, "t20220712_4731009"),
        (
            PAGE_OF_TODAY.format('<a class="social-bar"><b data-id="9"></b></a>'),
            CMSTOP,
            "9",
        ),
    ],
)
def test_another_articles_page_is_refused(text: str, url: str, got: str) -> None:
    """The id that it prints is not the one that was asked for."""
    with pytest.raises(ExtractionError, match=f"asked for .*, got article {got}"):
        read(text, url)


def test_the_printed_minute_counts_and_not_the_scripts_seconds() -> None:
    """What no reader saw is not what was printed; `published_raw` stays true."""
    article = dated(read(cmstop(PARTS[0]), CMSTOP))

    assert article.published is not None
    assert article.published.raw == "2019-09-12 18:26"
    assert article.published.precision == "minute"
    assert article.published_from == "detail"


@pytest.mark.parametrize(
    ("text", "url", "raw", "instant", "where", "precision"),
    [
        (
            cmstop(PARTS[0], info="<span>来源：证券时报网</span>"),
            *(CMSTOP, "2019-09-12 18:26:41", "2019-09-12T10:26:41", "detail", "second"),
        ),
        (
            cmstop(PARTS[0], info="").replace("publishdate", "none"),
            *(CMSTOP, "2019/0912", "2019-09-11T16:00:00", "url", "day"),
        ),
        (
            trs(PARTS[0]).replace("2022-07-12 18:26", ""),
            *(TRS, "20220712", "2022-07-11T16:00:00", "url", "day"),
        ),
    ],
)
def test_without_a_printed_time_the_next_best_counts(
    text: str, url: str, raw: str, instant: str, where: str, precision: str
) -> None:
    """The script, then the day in the address: read, never made up."""
    article = dated(read(text, url))

    assert article.published is not None
    assert article.published.instant == datetime.fromisoformat(f"{instant}+00:00")
    assert (article.published.raw, article.published_from) == (raw, where)
    assert article.published.precision == precision


@pytest.mark.parametrize(
    ("info", "is_off"),
    [
        ("2019-09-12 18:26", False),
        ("2019-09-13 00:06", False),
        ("2019-09-14 00:06", True),
        ("2018-09-12 18:26", True),
        ("", False),
    ],
)
def test_an_address_of_another_day_is_remarked(info: str, *, is_off: bool) -> None:
    """Around midnight it may be the next; the printed time counts either way."""
    article = read(cmstop(PARTS[0], info=info).replace("publishdate", "none"), CMSTOP)

    assert strays(article) is is_off
    assert article.times[0].raw == (info or "2019/0912")


def test_a_lists_time_stands_between_page_and_address() -> None:
    """In the order of trust."""
    address = SPIDER.article_at(CMSTOP)
    assert address is not None
    listed = PrintedTime(raw="2019-09-12 18:25", where="list", reference=NOW)
    teaser = Teaser(
        native_id=address.native_id, url=CMSTOP, title="", printed=listed, summary="摘要"
    )
    article = read(cmstop(PARTS[0]), CMSTOP, teaser)

    assert [time.where for time in article.times] == ["detail", "list", "url"]
    assert article.summary == "摘要"


@pytest.mark.parametrize(
    "info",
    [
        "2019-09-12 18:26<span>来源：证券时报网</span><span>作者：林一鸣</span>",
        "2019-09-12 18:26来源：证券时报网 作者：林一鸣",
        "<span>2019-09-12 18:26</span> <span>来源：证券时报网</span>作者：林一鸣",
    ],
)
def test_time_and_credits_are_told_apart_by_their_labels(info: str) -> None:
    """In elements of their own or run together."""
    article = read(cmstop(PARTS[0], info=info), CMSTOP)

    assert article.times[0].raw == "2019-09-12 18:26"
    assert (article.source_raw, article.author_raw) == ("来源：证券时报网", "作者：林一鸣")


def test_the_second_layout_of_2022_may_have_boxes_that_nobody_described() -> None:
    """Around its time, and the text outside of the headline's; buttons credit nobody."""
    text, line = trs(PARTS[0]), "<span>2022-07-12 18:26 来源：证券时报·e公司</span>"
    buttons = "<i><a href='#'>大</a> <a href='#'>小</a></i>"
    credit = f"{line}<i>作者：林一鸣</i>"
    boxed = text.replace(credit, f"<div>{credit}</div>")
    outside = text.replace('<div class="text">', '</div><div class="text">')
    scripted = text.replace(
        credit, line.replace("证券", "<script>x()</script>证券") + buttons
    )

    for page_text, author in (
        (boxed, "作者：林一鸣"),
        (outside, "作者：林一鸣"),
        (scripted, None),
    ):
        article = read(page_text, TRS)
        assert article.times[0].raw == "2022-07-12 18:26"
        assert article.source_raw in ("来源：证券时报·e公司", "来源： 证券时报·e公司")
        assert article.author_raw == author
        assert article.html == PARTS[0]


def test_the_first_layout_may_have_another_headline_and_another_box_of_text() -> None:
    """As a crawler of those years asks for them."""
    text = cmstop(PARTS[0]).replace("h2>", "h1>")
    text = text.replace('class="txt_con" id="ctrlfscont"', 'class="text"')
    article = read(text, CMSTOP)

    assert (article.title, article.html.strip()) == (TITLE, PARTS[0])


def test_a_label_with_nothing_behind_it_credits_nobody() -> None:
    """`作者：` alone stands on many a page."""
    info = "2019-09-12 18:26<span>来源：</span><span>作者：</span>"
    article = read(cmstop(PARTS[0], info=info), CMSTOP)

    assert (article.source_raw, article.author_raw) == (None, None)


@pytest.mark.parametrize("url", [CMSTOP, SECOND, THIRD])
def test_every_page_says_what_comes_after_it(url: str) -> None:
    """By its links, those to 单页阅读 by script and to other articles left out."""
    after = {CMSTOP: (SECOND, THIRD), SECOND: (THIRD,), THIRD: ()}

    assert page(cmstop_pages()[url], url).more() == after[url]


def test_a_long_list_of_pages_is_filled_in() -> None:
    """`1 2 … 5` means five of them, in their order."""
    bar = f'<b>1</b><a href="{SECOND}">2</a>…<a href="15388211_5.shtml">5</a>'
    more = page(cmstop(PARTS[0], bar=bar), CMSTOP).more()

    assert more == tuple(CMSTOP.replace(".shtml", f"_{n}.shtml") for n in range(2, 6))


def test_a_document_of_trs_counts_its_pages_in_a_script() -> None:
    """`createPageHTML`, or the script of cs.com.cn, which is of the same system."""
    second, third = (TRS.replace(".html", f"_{n}.html") for n in (1, 2))
    script = (
        "<script>var currentPage = 1;//所在页从0开始\nvar countPage = 3//共多少页\n"
        r'document.write("<a href=\"t20220712_4731002"+"_" + prevPage + "."+"html\">");'
        "</script>"
    )
    theirs = f"{script}<script>none("
    other = trs(PARTS[1]).replace("<script>createPageHTML(", theirs)

    assert page(trs(PARTS[0]), TRS).more() == ()
    assert page(trs(PARTS[0], count=3), TRS).more() == (second, third)
    assert page(trs(PARTS[1], count=3, current=1), second).more() == (third,)
    assert page(other, second).more() == (third,)


def test_all_of_it_on_one_page_is_better_than_several() -> None:
    """The first page leaves its text to that one, which leads no further."""
    whole = CMSTOP.replace(".shtml", "_all.shtml")
    bar = linked_bar(1, 3).replace("javascript:fulltext();", whole)
    first = page(cmstop(PARTS[0], bar=bar), CMSTOP)
    entire = page(cmstop("".join(PARTS), bar=linked_bar(1, 3)), whole)

    assert first.more() == (whole,)
    assert read(cmstop(PARTS[0], bar=bar), CMSTOP).html == ""
    assert entire.more() == ()


@pytest.mark.parametrize(
    ("text", "url"),
    [
        (cmstop_pages()[SECOND], CMSTOP),
        (cmstop_pages()[THIRD], CMSTOP),
        (cmstop(PARTS[1], head=f'<link rel="canonical" href="{SECOND}">'), CMSTOP),
        (trs(PARTS[1], count=2, current=1), TRS),
    ],
)
def test_a_later_page_alone_is_no_article(text: str, url: str) -> None:
    """It would be stored as one, without its beginning."""
    with pytest.raises(IncompleteError, match="of its article, and not the first"):
        page(text, url)


def test_a_site_that_answers_every_number_with_the_first_page_is_found_out() -> None:
    """Else its text would stand in the article twice."""
    with pytest.raises(ExtractionError, match="asked for page 2, got page 1"):
        page(cmstop_pages()[CMSTOP], SECOND)


def test_a_bar_of_pages_in_the_body_is_not_its_text() -> None:
    """The words before and behind it are, and a story that speaks of 下一页."""
    story = "<p>翻到下一页，就是答案。</p>"
    bar = f'<p><b>1</b> <a href="{SECOND}">2</a> <a href="{SECOND}">下一页</a></p>'
    html = read(cmstop(f"{story}{bar}尾声。{PARTS[1]}"), CMSTOP).html

    assert story in html
    assert "尾声。" in html
    assert "15388211_2" not in html


@pytest.mark.parametrize(
    "bar",
    [
        '<div id="show-all-cont"><a href="javascript:;">单页阅读</a></div>',
        '<p><a href="javascript:void(0)">单页阅读</a> <a>分页阅读</a></p>',
        f'<a href="{SECOND}">下一页</a>',
        f'<p>共2页 <a href="{SECOND}">下一页</a></p>',
    ],
)
def test_a_link_to_the_other_pages_is_no_text_wherever_it_stands(bar: str) -> None:
    """Its address may be a script, and the body itself the only box around it."""
    picture = f'<p><a href="{CMSTOP}"><img src="/1568284001123.jpg"></a></p>'
    html = read(cmstop(f"{PARTS[0]}{bar}尾声。{picture}"), CMSTOP).html

    assert "页" not in html
    assert html.split("</p>", 1)[1].strip() == f"尾声。{picture}"


def test_two_bodies_are_a_layout_that_nobody_knows() -> None:
    """So are two lines of credits that belong to different boxes."""
    with pytest.raises(ExtractionError, match="body: 2 elements hold the text"):
        read(cmstop("</div><div id='ctrlfscont'>"), CMSTOP)
    twice = cmstop(PARTS[0]).replace('class="info"', 'class="data"')
    boxes = '<div><p class="info">甲</p></div><div><p class="info">乙</p></div></body>'
    with pytest.raises(ExtractionError, match="published: 2 elements may hold the time"):
        read(twice.replace("</body>", boxes), CMSTOP)
