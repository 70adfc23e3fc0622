"""Comparing what a list said of an article with what its page says."""

from datetime import UTC, datetime

import pytest

from crawler.crosscheck import differences
from crawler.dates import read_time
from crawler.items import Article, Kind, PrintedTime
from crawler.page import Teaser

NOON = datetime(2026, 9, 28, 4, 0, tzinfo=UTC)
TITLE = "海棠电气拟1.2亿元回购股份"


def listed(
    title: str = TITLE, time: str | None = "09-28 10:21", *, cut: bool = False
) -> Teaser:
    """What the list said."""
    return Teaser(
        native_id="4203001",
        url="https://www.stcn.com/article/detail/4203001.html",
        title=title,
        title_is_cut=cut,
        published=read_time(time, NOON) if time else None,
    )


def article(title: str = TITLE, *times: str) -> Article:
    """What the page says."""
    return Article(
        site="stcn",
        native_id="4203001",
        url="https://www.stcn.com/article/detail/4203001.html",
        kind=Kind.ARTICLE,
        channels=("yw",),
        title=title,
        html="",
        times=tuple(PrintedTime(raw=t, where="detail", reference=NOON) for t in times),
        fetched_at=NOON,
    )


PAGE = article(TITLE, "2026-09-28 10:21")


def test_list_and_page_agree() -> None:
    """The usual case says nothing."""
    assert differences(listed(), PAGE) == ()


def test_an_edited_title_differs() -> None:
    """A figure was corrected between the two requests."""
    assert differences(listed("海棠电气拟12亿元回购股份"), PAGE) == ("title",)


def test_another_minute_differs() -> None:
    """Or one of the two readers is wrong."""
    assert differences(listed(time="09-28 10:22"), PAGE) == ("minute",)
    assert differences(listed("旧题", "10:22"), PAGE) == ("title", "minute")


@pytest.mark.parametrize(
    "title", [f" {TITLE}\n", f"\u202c{TITLE}\u200c", "海棠电气 拟1.2亿元\xa0回购股份"]
)
def test_what_cannot_be_seen_does_not_differ(title: str) -> None:
    """Lists add white space and invisible characters."""
    assert differences(listed(title), PAGE) == ()


@pytest.mark.parametrize("title", ["海棠电气拟1.2...", "海棠电气拟1.2…", "..."])
def test_a_cut_title_agrees_with_what_it_begins(title: str) -> None:
    """The list shortens, and that is all it does."""
    assert differences(listed(title, cut=True), PAGE) == ()


def test_a_cut_title_of_another_story_differs() -> None:
    """Shortening is no excuse."""
    assert differences(listed("玉衡重工...", cut=True), PAGE) == ("title",)


def test_an_entry_without_a_title_claims_nothing() -> None:
    """Some rows of the interface have none."""
    assert differences(listed(""), PAGE) == ()


def test_a_list_without_a_time_claims_none() -> None:
    """A headline box prints none, and neither do some pages."""
    assert differences(listed(time=None), PAGE) == ()
    assert differences(listed(), article(TITLE)) == ()


def test_a_time_that_cannot_be_read_is_no_other_minute() -> None:
    """Somebody else's job is to complain of it."""
    assert differences(listed(), article(TITLE, "李小舟")) == ()
    assert differences(listed(time="今年晚些时候"), PAGE) == ()


def test_seconds_and_days_are_compared_as_far_as_both_go() -> None:
    """A list in seconds agrees with a page in minutes; a day agrees with its minutes."""
    assert differences(listed(time="2026-09-28 10:21:59"), PAGE) == ()
    assert differences(listed(time="2026-09-28"), PAGE) == ()
