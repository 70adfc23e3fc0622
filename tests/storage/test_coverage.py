"""Coverage: what each channel's Beijing day comes to, and whether it is closed."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from storage.coverage import refresh_coverage
from storage.queries import CoverageRow, coverage, open_reader
from storage.records import (
    ArticleRecord,
    GoneRecord,
    MissedRecord,
    Record,
    RejectionRecord,
    SightingRecord,
    WalkRecord,
)
from storage.store import RunResult, Store
from tests import databases

pytestmark = pytest.mark.both

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
NOON = datetime(2026, 9, 24, 4, 0, tzinfo=UTC)
"""Noon in Beijing."""
MIDNIGHT = NOON - 12 * HOUR
"""When the 24th begins there."""
ENDED = RunResult(outcome="ok", reason=None, finished_at=NOON, requests=0, errors=0)


def listed(number: int, at: datetime | None = NOON, channel: str = "yw") -> SightingRecord:
    """A list showed number 1000 + `number` and when it was published."""
    return SightingRecord(
        article_id=f"stcn:{1000 + number}",
        site="stcn",
        native_id=str(1000 + number),
        url=f"https://www.stcn.com/article/detail/{1000 + number}.html",
        channel=channel,
        title="云岭股份公告",
        published_at=at,
        listed_at=NOON,
    )


def read(
    number: int, at: datetime | None = NOON, channel: str = "yw", **changes: Any
) -> ArticleRecord:
    """The page of number 1000 + `number`."""
    record = ArticleRecord(
        article_id=f"stcn:{1000 + number}",
        site="stcn",
        native_id=str(1000 + number),
        kind="article",
        url=f"https://www.stcn.com/article/detail/{1000 + number}.html",
        channels=(channel,),
        title=f"云岭股份第{number}号公告",
        summary=None,
        body=f"云岭股份第{number}号公告的正文。",
        body_html=f"<p>云岭股份第{number}号公告的正文。</p>",
        source="证券时报",
        print_issue=None,
        authors=(),
        editor=None,
        published_at=at,
        published_precision="minute" if at else "unknown",
        published_raw=None,
        published_from="detail" if at else None,
        published_zone="assumed" if at else None,
        symbols=(),
        tags=(),
        important=False,
        seen_at=NOON,
    )
    return replace(record, **changes)


def refused(number: int, reason: str) -> RejectionRecord:
    """The page of number 1000 + `number` was read and refused."""
    return RejectionRecord(
        site="stcn",
        article_id=f"stcn:{1000 + number}",
        url=f"https://www.stcn.com/article/detail/{1000 + number}.html",
        reason=reason,
        detail="It may not become an article.",
        stage="require_fields",
        refused_at=NOON,
        final=True,
    )


def walked(oldest: datetime, newest: datetime, channel: str = "yw") -> WalkRecord:
    """A channel's list was read without a hole."""
    return WalkRecord(
        site="stcn", channel=channel, newest=newest, oldest=oldest, reached="known_ground"
    )


class Desk:
    """A store and its runs, and what its coverage says."""

    def __init__(self, path: Path) -> None:
        """Make the database."""
        self.url = databases.url_of(path)
        self.store = Store(self.url)
        self.clock = NOON

    def killed_run(self, *records: Record, at: datetime | None = None) -> int:
        """A run that stores one batch and never ends."""
        run_id = self.store.begin_run("stcn", {}, at or self.clock)
        self.store.apply(run_id, records)
        return run_id

    def run(self, *records: Record, at: datetime | None = None) -> None:
        """A run that stores one batch and ends."""
        self.store.finish_run(self.killed_run(*records, at=at), ENDED)

    def refresh(self, since: datetime | None) -> int:
        """Work coverage out by hand."""
        with self.store.engine.begin() as connection:
            return refresh_coverage(connection, "stcn", since, NOON)

    def do(self, statement: str) -> None:
        """Do to the database what nobody should."""
        with self.store.engine.begin() as connection:
            connection.execute(text(statement))

    def rows(self, **asked: Any) -> dict[tuple[str, str], CoverageRow]:
        """What coverage says, by channel and day."""
        with open_reader(self.url) as reader:
            return {(row.channel, row.day): row for row in coverage(reader, **asked)}

    def row(self, day: str = "2026-09-24", channel: str = "yw") -> CoverageRow:
        """What it says of one day."""
        return self.rows()[channel, day]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An empty store."""
    desk = Desk(tmp_path / "news.db")
    yield desk
    desk.store.close()


def test_a_day_counts_what_became_of_its_articles(desk: Desk) -> None:
    """Each once, by its state; rejected ones by their reason."""
    edited = read(1, body="云岭股份更正了第1号公告。", seen_at=NOON + HOUR)
    gone = GoneRecord(
        article_id="stcn:1005",
        site="stcn",
        native_id="1005",
        url="https://www.stcn.com/article/detail/1005.html",
        seen_at=NOON,
        evidence="404",
    )
    reasons = [refused(3, "empty_body"), refused(4, "empty_body"), refused(6, "truncated")]
    numbers = (listed(number) for number in range(1, 8))
    desk.run(*numbers, read(1), edited, read(2), gone, *reasons)

    row = desk.row()
    assert (row.listed, row.stored, row.changed, row.pending, row.gone) == (7, 2, 1, 1, 1)
    assert row.rejected == 3
    assert json.loads(row.rejected_by) == {"empty_body": 2, "truncated": 1}
    assert row.updated_at == "2026-09-24T04:00:00Z"


def test_a_day_is_beijings(desk: Desk) -> None:
    """From midnight there, which is four in the afternoon in UTC."""
    last = MIDNIGHT - timedelta(minutes=1)
    desk.run(read(1, MIDNIGHT), read(2, last), read(3, None))

    counted = {day: row.stored for (_, day), row in desk.rows().items()}
    assert counted == {"2026-09-24": 2, "2026-09-23": 1}  # the third was listed today


def test_a_pending_article_keeps_a_day_open_until_it_is_stored(desk: Desk) -> None:
    """Complete ground is not enough; the next run closes the day."""
    desk.run(listed(1), walked(MIDNIGHT, MIDNIGHT + DAY))
    assert (desk.row().complete, desk.row().pending, desk.row().closed) == (1, 1, 0)

    desk.run(read(1, seen_at=NOON + DAY), at=NOON + DAY)
    assert (desk.row().complete, desk.row().pending, desk.row().closed) == (1, 0, 1)


def test_a_quiet_day_of_complete_ground_is_closed(desk: Desk) -> None:
    """A row with noughts: nothing was published, and we know it."""
    desk.run(listed(1), read(1), walked(MIDNIGHT - 2 * DAY, NOON))

    quiet = desk.row("2026-09-23")
    assert (quiet.listed, quiet.stored, quiet.complete, quiet.closed) == (0, 0, 1, 1)
    assert (quiet.first_at, quiet.longest_gap, quiet.ids_unseen) == (None, None, None)
    assert quiet.reached == "known_ground"
    assert (desk.row().complete, desk.row().closed) == (0, 0)  # the day is not over


def test_a_hole_in_the_ground_is_not_complete(desk: Desk) -> None:
    """A walk that does not touch the ground leaves the days above it open."""
    desk.run(read(1, NOON - 5 * DAY), walked(MIDNIGHT - 6 * DAY, MIDNIGHT - 4 * DAY))
    desk.run(read(2), read(3, NOON - 3 * DAY), walked(MIDNIGHT - DAY, NOON))

    complete = {day: row.complete for (_, day), row in desk.rows().items()}
    assert complete == {
        "2026-09-24": 0,
        "2026-09-21": 0,
        "2026-09-20": 0,
        "2026-09-19": 1,
        "2026-09-18": 1,
    }
    assert desk.row().reached == "known_ground"


def test_ground_that_grows_closes_days_that_nothing_else_touches(desk: Desk) -> None:
    """The last hours of a day are read when something newer has been listed."""
    desk.run(listed(1), read(1), walked(MIDNIGHT, NOON))
    assert desk.row().closed == 0

    desk.run(walked(NOON, NOON + DAY), at=NOON + DAY)
    assert desk.row().closed == 1
    assert desk.row("2026-09-25").closed == 0


def test_the_longest_gap_and_the_ends_of_a_day(desk: Desk) -> None:
    """Only times that were printed with their minute count."""
    times = (MIDNIGHT + 9 * HOUR, MIDNIGHT + 10 * HOUR, MIDNIGHT + 14 * HOUR)
    vague = read(4, MIDNIGHT, published_precision="day")
    desk.run(*(read(number, at) for number, at in enumerate(times, 1)), vague)

    row = desk.row()
    assert (row.first_at, row.last_at) == ("2026-09-24T01:00:00Z", "2026-09-24T06:00:00Z")
    assert (row.longest_gap, row.longest_gap_from) == (4 * 3600, "2026-09-24T02:00:00Z")
    assert row.stored == 4


def test_ids_that_no_channel_has_shown(desk: Desk) -> None:
    """What another channel showed is seen; ids grow a digit without a jump."""
    numbers = (listed(number) for number in (-2, -1, 1, 5))  # 998, 999, 1001, 1005
    desk.run(*numbers, listed(3, channel="kx"), listed(9000, channel="kx"))

    assert desk.row().ids_unseen == 3  # 1000, 1002 and 1004


def test_ids_that_are_no_numbers_have_no_unseen_ones_between(desk: Desk) -> None:
    """Nothing can be counted between `t20260924_1` and `t20260924_9`."""
    desk.run(replace(listed(1), article_id="stcn:t20260924_1", native_id="t20260924_1"))

    assert (desk.row().listed, desk.row().ids_unseen) == (1, None)


def test_an_article_that_moves_to_another_day_leaves_the_old_one(desk: Desk) -> None:
    """By a page that corrects the list, and by an edit of the site."""
    desk.run(listed(1), listed(2), walked(MIDNIGHT - 4 * DAY, NOON))
    assert desk.row().listed == 2

    desk.run(read(1, NOON - DAY, seen_at=NOON + HOUR), at=NOON + HOUR)
    assert (desk.row().listed, desk.row("2026-09-23").stored) == (1, 1)

    desk.run(read(1, NOON - 2 * DAY, seen_at=NOON + 2 * HOUR), at=NOON + 2 * HOUR)
    assert (desk.row("2026-09-23").listed, desk.row("2026-09-22").stored) == (0, 1)


def test_days_that_do_not_add_up_are_all_worked_out_anew(desk: Desk) -> None:
    """An article that left a day by no way that a run can see is missed in the sum."""
    desk.run(listed(1), read(1), listed(2, NOON - DAY), read(2, NOON - DAY))
    desk.do("UPDATE coverage SET listed = 2, stored = 2 WHERE day = '2026-09-23'")

    desk.run(at=NOON + DAY)
    assert desk.row("2026-09-23").stored == 1


def test_the_days_of_a_killed_run_are_refreshed_by_the_next(desk: Desk) -> None:
    """It asks from the start of the first run that has no end."""
    desk.run(listed(1), read(1), walked(MIDNIGHT - DAY, NOON))
    desk.killed_run(listed(2), replace(read(3), seen_at=NOON + HOUR), at=NOON + HOUR)
    assert desk.row().listed == 1

    desk.run(at=NOON + 9 * HOUR)
    assert (desk.row().listed, desk.row().stored, desk.row().pending) == (3, 2, 1)


def test_what_is_settled_without_a_trace_of_when_is_noticed(desk: Desk) -> None:
    """A page that is gone, and one that was asked for in vain, on untouched days."""
    old = NOON - 9 * DAY
    desk.run(listed(1, old), listed(2, old))
    desk.do("UPDATE article_channel SET last_listed_at = first_listed_at")
    url = "https://www.stcn.com/article/detail/1001.html"
    later = NOON + 9 * DAY
    gone = GoneRecord(
        article_id="stcn:1001",
        site="stcn",
        native_id="1001",
        url=url,
        seen_at=later,
        evidence="404",
    )
    missed = MissedRecord(
        article_id="stcn:1002",
        site="stcn",
        native_id="1002",
        url=url,
        seen_at=later,
        problem="blocked",
    )
    desk.run(gone, missed, at=later)

    assert (desk.row("2026-09-15").gone, desk.row("2026-09-15").pending) == (1, 1)


def test_a_refresh_of_what_is_new_says_what_a_refresh_of_all_says(desk: Desk) -> None:
    """Day by day, run by run."""
    for number in range(12):
        at = NOON + number * 7 * HOUR
        late = replace(read(number, at - 30 * HOUR, "gd"), seen_at=at)
        sighting = replace(listed(number + 100, at), listed_at=at)
        desk.run(sighting, late, walked(MIDNIGHT - DAY, at), at=at)
    facts = {key: row[:-1] for key, row in desk.rows().items()}

    assert desk.refresh(None) == len(facts) > 5
    assert {key: row[:-1] for key, row in desk.rows().items()} == facts
    assert desk.refresh(NOON + 99 * DAY) == 0


def test_a_database_from_before_coverage_is_covered_at_the_next_run(desk: Desk) -> None:
    """Whatever it asks for."""
    desk.run(listed(1, NOON - 99 * DAY), read(1, NOON - 99 * DAY))
    desk.do("DELETE FROM coverage")

    desk.run(at=NOON + DAY)
    assert [day for _, day in desk.rows()] == ["2026-06-17"]


def test_posts_cover_the_sites_that_they_are_from(desk: Desk) -> None:
    """They were never listed and have no row in `discovery`; they are stored."""
    run_id = desk.store.begin_run("posts", {}, NOON)
    desk.store.apply(run_id, [read(1)])
    desk.store.finish_run(run_id, ENDED)

    row = desk.row()
    assert (row.site, row.listed, row.stored, row.closed) == ("stcn", 1, 1, 0)
    assert row.reached is None


def test_coverage_is_read_by_site_channel_and_day(desk: Desk) -> None:
    """Newest day first, then by channel; days half open."""
    desk.run(read(1), read(2, channel="kx"), read(3, NOON - DAY), read(4, NOON - 2 * DAY))

    assert list(desk.rows()) == [
        ("kx", "2026-09-24"),
        ("yw", "2026-09-24"),
        ("yw", "2026-09-23"),
        ("yw", "2026-09-22"),
    ]
    assert len(desk.rows(channel=("yw", "gd"))) == 3
    assert desk.rows(site=("cs",)) == {}
    window = {"since": date(2026, 9, 22), "until": date(2026, 9, 24)}
    assert [day for _, day in desk.rows(**window)] == ["2026-09-23", "2026-09-22"]
