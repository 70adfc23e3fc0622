"""Each stage alone: what it fills, what it refuses, what it counts."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import ClassVar

import pytest
from scrapy.crawler import Crawler
from scrapy.utils.test import get_crawler

from crawler.items import Article, Listing, PrintedTime, Refusal, StockMark
from pipelines.clean_body import CleanBodyPipeline
from pipelines.credit_people import CreditPeoplePipeline
from pipelines.errors import Refused
from pipelines.find_symbols import FindSymbolsPipeline
from pipelines.normalize_dates import NormalizeDatesPipeline
from pipelines.normalize_text import NormalizeTextPipeline
from pipelines.require_fields import RequireFieldsPipeline
from pipelines.stage import Stage
from tests.pipelines.conftest import AFTERNOON

Make = Callable[..., Article]


class Broken(Stage):
    """A stage with a bug."""

    name: ClassVar[str] = "broken"

    def improve(self, article: Article) -> Article:
        """Break."""
        raise ZeroDivisionError(article.title)


class Strict(Stage):
    """A stage that refuses everything."""

    name: ClassVar[str] = "strict"

    def improve(self, article: Article) -> Article:
        """Refuse."""
        raise Refused("too_long", f"{len(article.title)} characters")


def test_a_refused_article_goes_on_as_a_refusal(crawler: Crawler, article: Make) -> None:
    """What was refused, why and by whom reaches the store; the run stays healthy."""
    refusal = Strict(crawler).process_item(article())

    assert isinstance(refusal, Refusal)
    assert (refusal.reason, refusal.stage, refusal.by_rule) == ("too_long", "strict", True)
    assert refusal.content["title"] == article().title
    assert crawler.stats.get_value("shibao/strict/refused/too_long") == 1


def test_a_broken_stage_loses_nothing(crawler: Crawler, article: Make) -> None:
    """A bug becomes a refusal that is no rule's doing, so that the run is an alarm."""
    refusal = Broken(crawler).process_item(article())

    assert isinstance(refusal, Refusal)
    assert (refusal.reason, refusal.by_rule) == ("stage_failed", False)
    assert "ZeroDivisionError" in refusal.detail


def test_what_is_no_article_passes(crawler: Crawler) -> None:
    """Listings and refusals are none of a stage's business."""
    listing = Listing(site="stcn", channel="yw", listed_at=AFTERNOON, sightings=())

    assert Strict(crawler).process_item(listing) is listing


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"title": " \u200b "}, "missing_title"),
        ({"html": " \n "}, "empty_body"),
    ],
)
def test_required_fields_are_required(
    crawler: Crawler, article: Make, change: dict[str, str], reason: str
) -> None:
    """Neither a blank title nor a blank body goes on."""
    refusal = RequireFieldsPipeline(crawler).process_item(article(**change))

    assert isinstance(refusal, Refusal)
    assert refusal.reason == reason


def test_a_body_of_mark_up_alone_is_empty(crawler: Crawler, article: Make) -> None:
    """Scripts, empty paragraphs and boilerplate are nothing to read."""
    notice = "声明：证券时报力求信息真实、准确，文章提及内容仅供参考，不构成实质性投资建议，据此操作风险自担"  # noqa: E501 - as the site prints it
    html = f"<p><script>1</script></p><p>&nbsp;</p><p>{notice}</p>"
    refusal = CleanBodyPipeline(crawler).process_item(article(html=html))

    assert isinstance(refusal, Refusal)
    assert refusal.reason == "empty_body"


def test_links_become_absolute_on_the_live_host(crawler: Crawler, article: Make) -> None:
    """Whatever mirror the page came from."""
    html = '<p><a href="/article/detail/1.html">前文</a></p>'
    clean = CleanBodyPipeline(crawler).process_item(article(html=html))

    assert isinstance(clean, Article)
    assert 'href="https://www.stcn.com/article/detail/1.html"' in clean.body_html
    assert clean.body == "前文"


def test_damaged_text_is_refused(crawler: Crawler, article: Make) -> None:
    """A replacement character in title or body means that it was decoded wrongly."""
    refusal = NormalizeTextPipeline(crawler).process_item(article(body="海\ufffd电气"))

    assert isinstance(refusal, Refusal)
    assert refusal.reason == "undecodable"


def printed(raw: str, where: str, *, mislabelled: bool = False) -> PrintedTime:
    """A time as some place prints it, on a Monday afternoon."""
    return PrintedTime(raw=raw, where=where, reference=AFTERNOON, mislabelled=mislabelled)


def dated(crawler: Crawler, item: Article) -> Article:
    """The article after the stage of dates."""
    done = NormalizeDatesPipeline(crawler).process_item(item)
    assert isinstance(done, Article)
    return done


def test_the_page_is_trusted_before_the_list(crawler: Crawler, article: Make) -> None:
    """Where both can be read and differ, the first counts."""
    times = (printed("2026-09-24 06:41", "detail"), printed("09-24 06:40", "list"))
    done = dated(crawler, article(times=times))

    assert done.published is not None
    assert done.published.instant == datetime(2026, 9, 23, 22, 41, tzinfo=UTC)
    assert done.published_from == "detail"


def test_the_interface_adds_the_seconds(crawler: Crawler, article: Make) -> None:
    """Within the same minute, the finer time is taken."""
    times = (printed("2026-09-24 06:41", "detail"), printed("1790203268000", "api"))
    done = dated(crawler, article(times=times))

    assert done.published is not None
    assert (done.published.instant, done.published_from) == (
        datetime(2026, 9, 23, 22, 41, 8, tzinfo=UTC),
        "api",
    )


def test_an_unreadable_time_is_null_and_kept(crawler: Crawler, article: Make) -> None:
    """Never invented; the raw text says what was printed."""
    done = dated(crawler, article(times=(printed("Invalid Date", "post"),)))

    assert done.published is not None
    assert (done.published.instant, done.published.raw) == (None, "Invalid Date")
    assert crawler.stats.get_value("shibao/normalize_dates/unreadable") == 1


@pytest.mark.parametrize(("switch", "hour"), [(True, 11), (False, 19)])
def test_mislabelled_zones_can_be_left_alone(
    article: Make, switch: bool, hour: int
) -> None:
    """The correction is a rule with a switch."""
    crawler = get_crawler(settings_dict={"CORRECT_MISLABELLED_ZONES": switch})
    raw = "Tue, 06 Sep 2022 19:11:00 GMT"
    done = dated(crawler, article(times=(printed(raw, "post", mislabelled=True),)))

    assert done.published is not None
    assert done.published.instant == datetime(2022, 9, 6, hour, 11, tzinfo=UTC)
    assert done.published.zone == ("corrected" if switch else "stated")


def test_what_the_page_labels_comes_before_what_the_text_says(
    crawler: Crawler, article: Make
) -> None:
    """来源 and 作者 count; the byline and the credit in the text only without them."""
    text = "证券时报记者 林晓舟\n正文。（央视新闻）"
    stage = CreditPeoplePipeline(crawler)
    labelled = stage.process_item(
        article(
            body=text,
            source_raw="来源：证券时报 2026-09-24 A004版",
            author_raw="作者：周明",
            editor_raw="责任编辑： 何予",
        )
    )
    unlabelled = stage.process_item(article(body=text))

    assert isinstance(labelled, Article)
    assert (labelled.source, labelled.print_issue) == ("证券时报", "2026-09-24 A004版")
    assert (labelled.authors, labelled.editor) == (("周明",), "何予")
    assert isinstance(unlabelled, Article)
    assert (unlabelled.source, unlabelled.authors) == ("央视新闻", ("林晓舟",))


def test_symbols_are_proven(crawler: Crawler, article: Make) -> None:
    """By the page's own tag and by a code in the text; a bare number proves nothing."""
    done = FindSymbolsPipeline(crawler).process_item(
        article(
            body="海棠电气（002999）与600519元无关。",
            stocks=(StockMark(code="601390", exchange="SH", name="青柏中铁"),),
        )
    )

    assert isinstance(done, Article)
    assert [(m.symbol, m.rule) for m in done.mentions] == [
        ("002999.SZ", "code_in_text"),
        ("601390.SH", "stock_tag"),
    ]
