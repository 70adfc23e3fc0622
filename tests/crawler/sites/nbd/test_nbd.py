"""Every frozen page of nbd.com.cn is read as expected, and why days alone are no times."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from crawler.dates import Precision, read_time
from crawler.frozen import DRAFT, expectation
from crawler.page import Teaser, teaser_of
from crawler.sites.nbd.address import article_at
from crawler.sites.nbd.spider import NbdSpider
from crawler.walk import Reached, Walk, Window
from pipelines.body import clean_body
from pipelines.people import read_editor, reporters_in_text
from tests.cases import Case, cases

BEIJING = timezone(timedelta(hours=8))
NOW = datetime(2026, 9, 28, 15, 30, tzinfo=BEIJING)


def case_of(name: str) -> Case:
    """A frozen page by its story."""
    return next(case for case in cases("nbd") if case.name == name)


@pytest.mark.parametrize("case", cases("nbd"), ids=str)
def test_a_frozen_page_is_read_as_expected(case: Case) -> None:
    """By field, or by the error that refuses the page; a draft fails."""
    assert DRAFT not in case.expected, "compare it with the page, then delete draft"
    body, meta = case.body_file.read_bytes(), case.meta
    content_type = meta["headers"].get("Content-Type")
    reader = NbdSpider()
    read = expectation(reader, meta["page"], body, content_type, case.answered())

    assert read == case.expected


@pytest.mark.parametrize(
    "url",
    [
        "https://www.nbd.com.cn/articles/2026-10-07/1234567.html",
        "http://m.nbd.com.cn/articles/2026-10-07/1234567.html?from=app",
        "http://stocks.nbd.com.cn/articles/2026-10-07/1234567.html#comments",
    ],
)
def test_an_article_has_one_address(url: str) -> None:
    """Whatever host of the house a link names."""
    address = article_at(url)

    assert address is not None
    assert address.native_id == "1234567"
    assert address.url == "https://www.nbd.com.cn/articles/2026-10-07/1234567.html"


@pytest.mark.parametrize(
    "url",
    [
        "https://www.nbd.com.cn/columns/3/",
        "https://www.nbd.com.cn/nbd_live/331",
        "https://www.nbd.com.cn/articles/2026-10-07/1234567.html/amp",
        "https://example.com/articles/2026-10-07/1234567.html",
    ],
)
def test_what_is_no_article_has_no_id(url: str) -> None:
    """Columns, broadcasts, and what stands on other people's hosts."""
    assert article_at(url) is None


def test_the_column_of_shares_stands_on_its_own_host() -> None:
    """And its first page has a number, which the others' lack."""
    spider = NbdSpider()

    assert spider.first_path("3") == "/columns/3/"
    assert spider.first_path("275") == "https://stocks.nbd.com.cn/columns/275/page/1"


def test_the_end_of_a_column_ends_the_walk() -> None:
    """A later page without entries is the end, not an alarm."""
    case = case_of("list-empty")
    later = replace(case.answered(), url="https://www.nbd.com.cn/columns/3/page/9")
    page = NbdSpider().read_list(case.text(), later)

    assert page.teasers == ()
    assert page.next_path is None


def test_the_time_of_an_entry_is_not_the_day_in_its_address() -> None:
    """What was begun on the 27th came out on the 28th, at the clock beside it."""
    case = case_of("list-first-page")
    page = NbdSpider().read_list(case.text(), case.answered())
    begun_before = page.teasers[1]

    assert "/2026-09-27/" in begun_before.url
    assert begun_before.published is not None
    assert begun_before.published.instant == datetime(2026, 9, 28, 1, 5, 41, tzinfo=UTC)


def test_a_day_alone_would_lose_the_news_of_today() -> None:
    """Why an entry without a clock has no time: this is what its day would do."""
    since = datetime(2026, 9, 28, 9, tzinfo=BEIJING)
    walk = Walk("3", Window(since=since), None, NOW)
    as_day = _teaser("2026-09-28")
    assert as_day.published is not None
    assert as_day.published.precision is Precision.DAY
    assert not walk.is_wanted(as_day)
    assert walk.take([as_day] * 3, {}, last=False) is Reached.SINCE

    case = case_of("list-first-page")
    page = NbdSpider().read_list(case.text(), case.answered())
    without_clock = page.teasers[-1]
    assert without_clock.title == "没有钟点的一条"
    assert without_clock.printed is None
    assert walk.is_wanted(without_clock)


def _teaser(raw: str) -> Teaser:
    return Teaser(native_id="1", url="", title="", published=read_time(raw, NOW))


def test_reporters_and_editor_are_read_from_what_the_page_prints() -> None:
    """The first line names who wrote it, the line below who answers for it."""
    case = case_of("article-with-everything")
    address = article_at(case.meta["url"])
    assert address is not None
    page = NbdSpider().article_page(case.text(), case.answered())
    article = page.article(teaser_of(address), ("3",))
    body = clean_body(article.html, address.url).text

    assert reporters_in_text(body) == ("冯安澜",)
    assert read_editor(article.editor_raw) == "姜清和"
    assert body.split("\n") == [
        "每经记者｜冯安澜 每经编辑｜姜清和",
        "9月28日，朔望汽车（601777.SH）公布8月交付数据：当月交付2.1万辆，同比增长38%。",
        "公司表示，四季度将再交付两款新车。",
    ]


def test_what_stands_behind_the_end_of_a_body_is_not_read() -> None:
    """Links, QR codes and advertisements that share its element."""
    case = case_of("article-text-behind-its-end")
    address = article_at(case.meta["url"])
    assert address is not None
    page = NbdSpider().article_page(case.text(), case.answered())
    body = clean_body(page.article(teaser_of(address), ()).html, address.url).text

    assert body.endswith("公司表示，四季度将再交付两款新车。")
