"""Every frozen page of cnstock.com is read as expected; so is the one real answer."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.errors import BlockedError, ExtractionError
from crawler.frozen import DRAFT, expectation
from crawler.items import Kind
from crawler.page import Answered, teaser_of
from crawler.sites.cnstock.address import article_at, page_after
from crawler.sites.cnstock.spider import CnstockSpider
from crawler.teasers import teaser_as_json, teaser_from_json
from crawler.walk import Reached, Walk, Window
from tests.cases import Case, cases

REAL = (
    Path(__file__).parents[4].parent
    / "shared/reference/samples/cnstock_waterfall_jsonp_2020-12-01.js"
)
WATERFALL = "https://app.cnstock.com/api/waterfall"


def case_of(name: str) -> Case:
    """A frozen page by its story."""
    return next(case for case in cases("cnstock") if case.name == name)


@pytest.mark.parametrize("case", cases("cnstock"), ids=str)
def test_a_frozen_page_is_read_as_expected(case: Case) -> None:
    """By field, or by the error that refuses the page; a draft fails."""
    assert DRAFT not in case.expected, "compare it with the page, then delete draft"
    body, meta = case.body_file.read_bytes(), case.meta
    content_type = meta["headers"].get("Content-Type")
    reader = CnstockSpider()
    read = expectation(reader, meta["page"], body, content_type, case.answered())

    assert read == case.expected


@pytest.mark.skipif(not REAL.exists(), reason="the shared samples are not here")
def test_the_real_answer_of_the_interface_is_read_whole() -> None:
    """One entry of 1 December 2020: its own id, its second, and where the list goes on."""
    reference = datetime(2020, 12, 1, 8, tzinfo=UTC)
    answered = Answered(
        url=f"{WATERFALL}?callback=jQuery1&colunm=qmt-sns_bwkx&page=1&num=100&showstock=1",
        reference=reference,
        received=reference,
        channel="10004",
    )
    page = CnstockSpider().read_list(REAL.read_text("utf-8"), answered)
    (teaser,) = page.teasers

    assert teaser.native_id == "202012-4625053"
    assert teaser.url == "https://news.cnstock.com/news,bwkx-202012-4625053.htm"
    assert teaser.title == "山西用电力大数据“侦察”企业排污"
    assert teaser.summary is not None
    assert teaser.summary.startswith("【山西用电力大数据“侦察”企业排污】据新华社太原")
    assert teaser.published is not None
    assert teaser.published.instant == datetime(2020, 12, 1, 7, 46, 35, tzinfo=UTC)
    assert page.next_path is not None
    assert page.next_path.startswith(f"{WATERFALL}?callback=waterfall&colunm=qmt-sns_bwkx")
    assert "&page=2&num=100&" in page.next_path


@pytest.mark.parametrize(
    ("url", "native_id", "canonical"),
    [
        (
            "http://m.cnstock.com/commonDetail/797816?from=share#top",
            "797816",
            "https://www.cnstock.com/commonDetail/797816",
        ),
        (
            "http://news.cnstock.com/news,bwkx-202012-4625053.htm",
            "202012-4625053",
            "https://news.cnstock.com/news,bwkx-202012-4625053.htm",
        ),
        (
            "http://ggjd.cnstock.com/company/scp_ggjd/tjd_ggjj/202002/4489878.htm",
            "202002-4489878",
            "https://ggjd.cnstock.com/company/scp_ggjd/tjd_ggjj/202002/4489878.htm",
        ),
    ],
)
def test_each_era_has_its_own_kind_of_id(url: str, native_id: str, canonical: str) -> None:
    """The old counter and the new one may reach the same number, never the same id."""
    address = article_at(url)

    assert address is not None
    assert (address.native_id, address.url) == (native_id, canonical)
    assert article_at(canonical) == address


@pytest.mark.parametrize(
    "url",
    [
        "https://www.cnstock.com/channel/10006",
        "https://www.cnstock.com/topicDetail/521957",
        "https://www.cnstock.com/commonDetail/",
        "https://example.com/commonDetail/797816",
        "https://news.cnstock.com/news/sns_yw/index.html",
    ],
)
def test_what_is_no_article_has_no_id(url: str) -> None:
    """Channels, topics, lists, and whatever stands on other people's hosts."""
    assert article_at(url) is None


@pytest.mark.parametrize(("page", "follows"), [(49, True), (50, False), (51, False)])
def test_the_interface_gives_fifty_pages(page: int, *, follows: bool) -> None:
    """It is not asked for more."""
    assert (page_after(f"{WATERFALL}?colunm=qmt-sns_yw&page={page}") is not None) == follows


def test_the_interface_ends_with_a_page_without_entries() -> None:
    """The first one without any is an alarm, a later one is the end."""
    case = case_of("data-waterfall-empty")
    later = replace(case.answered(), url=case.meta["url"].replace("page=1", "page=7"))
    page = CnstockSpider().read_list(case.text(), later)

    assert page.teasers == ()
    assert page.next_path is None


def test_a_page_is_a_flash_whichever_list_led_there() -> None:
    """Its page does not say it: fast news, this run's lists or an earlier run's do."""
    case, spider = case_of("article-with-everything"), CnstockSpider()
    address = article_at(case.meta["url"])
    assert address is not None
    plain = teaser_of(address)

    def kind(reader: CnstockSpider, *channels: str) -> Kind:
        page = reader.article_page(case.text(), case.answered())
        return page.article(plain, channels).kind

    assert kind(spider, "10006") is Kind.ARTICLE
    assert kind(spider, "10004", "10006") is Kind.FLASH

    listed = case_of("list-fast-news-by-day")
    flash = spider.read_list(listed.text(), listed.answered()).teasers[0]
    spider.flashes = {address.native_id}
    assert kind(spider, "10006") is Kind.FLASH

    kept = teaser_as_json(flash)
    owed = teaser_from_json(kept, "cnstock", address.native_id, address.url)
    page = CnstockSpider().article_page(case.text(), case.answered())
    assert page.article(owed, ()).kind is Kind.FLASH


def test_a_list_of_fast_news_is_remembered() -> None:
    """So that a page that another list led to is called what it is."""
    spider, listed = CnstockSpider(), case_of("list-fast-news-by-day")
    cards = case_of("list-channel-of-cards")
    spider.read_list(cards.text(), cards.answered())
    assert spider.flashes == set()

    spider.read_list(listed.text(), listed.answered())
    assert spider.flashes == {"797830", "797811", "797699"}


@pytest.mark.parametrize(
    "window",
    [Window(), Window(since=datetime(2026, 9, 1, tzinfo=UTC))],
    ids=["first-run", "since"],
)
def test_a_page_vouches_for_nothing_below_its_oldest_entry(window: Window) -> None:
    """The walk ends with the first page, which is not the list's end."""
    case, spider = case_of("list-channel-of-cards"), CnstockSpider()
    page = spider.read_list(case.text(), case.answered())
    walk = Walk("10006", window, None, case.answered().reference)
    walk.is_shallow = "10006" in spider.SHALLOW
    reached = walk.take(page.teasers, {}, last=page.next_path is None)
    assert reached is Reached.LIST_END

    assert walk.stretch(reached) == (
        datetime(2026, 9, 28, 6, 21, tzinfo=UTC),
        datetime(2026, 9, 26, 0, 40, tzinfo=UTC),
    )


@pytest.mark.parametrize("name", ["data-wants-login", "article-block-page"])
def test_a_refusal_under_an_error_status_is_known_for_one(name: str) -> None:
    """The firewall's page, and the interface's 未登录."""
    with pytest.raises(BlockedError):
        CnstockSpider().refuse_shell(case_of(name).text())


def test_other_answers_are_no_block() -> None:
    """An error page is what its status says."""
    spider = CnstockSpider()

    spider.refuse_shell("")
    spider.refuse_shell("{}")
    spider.refuse_shell("<html><body>Bad Gateway</body></html>")
    with pytest.raises(ExtractionError):
        spider.refuse_shell("{")


def test_the_channels_stand_where_others_found_them() -> None:
    """Fast news has a path of its own."""
    spider = CnstockSpider()
    paths: Mapping[str, str] = {name: spider.first_path(name) for name in spider.CHANNELS}

    assert paths["10004"] == "/fastNews/10004"
    assert paths["10232"] == "/channel/10232"
    assert len(set(paths.values())) == 6
