"""What the database tells the watch, from the first run on."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from crawler.profile import Profile
from crawler.watch.timetable import UNKNOWN, EveryFewMinutes, Seen
from pipelines.watch_timetable import StoreTimetable
from storage.clock import BEIJING
from storage.records import SightingRecord
from storage.store import RunResult, Store
from tests import databases
from tests.storage.conftest import EARNINGS

NOW = datetime(2026, 9, 28, 10, 0, tzinfo=BEIJING)
SECOND = timedelta(seconds=1)


def see(store: Store, native_id: str, published: datetime, seen: datetime) -> None:
    """A run that reads one flash."""
    record = replace(
        EARNINGS,
        article_id=f"stcn:{native_id}",
        native_id=native_id,
        published_at=published,
        seen_at=seen,
    )
    sighting = SightingRecord(
        article_id=record.article_id,
        site="stcn",
        native_id=native_id,
        url=record.url or "",
        channel="kx",
        title=record.title,
        published_at=published,
        listed_at=seen,
    )
    run_id = store.begin_run("stcn", {}, seen)
    store.apply(run_id, [sighting, record])
    result = RunResult(
        outcome="ok",
        reason=None,
        finished_at=seen,
        requests=2,
        errors=0,
        fields=Profile(channels=("kx",)).as_json(),
    )
    store.finish_run(run_id, result)


def test_a_watch_may_begin_before_there_is_a_database(tmp_path: Path) -> None:
    """It learns of it when there is one; the first run's backlog is no delay."""
    if databases.is_server():
        pytest.skip("a server's database is there before anything is crawled")
    url = databases.url_of(tmp_path / "news.db")
    timetable = StoreTimetable(url, "stcn", NOW)
    assert timetable.seen("kx") == Seen()
    assert timetable.looked("kx") is None

    with Store(url) as store:
        see(store, "1", NOW - timedelta(hours=3), NOW + 5 * SECOND)
        timetable.learn(NOW + 9 * SECOND)
        assert timetable.seen("kx").median is None
        for number, delay in ((2, 10), (3, 30)):
            seen = NOW + (20 * number + delay) * SECOND
            see(store, str(number), NOW + 20 * number * SECOND, seen)
            timetable.learn(seen + SECOND)

    assert timetable.seen("kx") == Seen(NOW + 60 * SECOND, 10 * SECOND, 30 * SECOND)


def test_what_was_learned_an_hour_ago_is_learned_anew(tmp_path: Path) -> None:
    """The same numbers, whether they were counted one by one or read together."""
    url = databases.url_of(tmp_path / "news.db")
    with Store(url) as store:
        see(store, "1", NOW - timedelta(hours=3), NOW)
        timetable = StoreTimetable(url, "stcn", NOW + SECOND)
        see(store, "2", NOW + 5 * SECOND, NOW + 25 * SECOND)
        timetable.learn(NOW + 30 * SECOND)
        counted = timetable.seen("kx")
        timetable.learn(NOW + timedelta(hours=1, minutes=1))

    assert counted == Seen(NOW + 5 * SECOND, 20 * SECOND, 20 * SECOND)
    assert StoreTimetable(url, "stcn", NOW + timedelta(hours=2)).seen("kx") == counted


def test_without_a_database_the_pause_is_always_the_same() -> None:
    """A watch that nobody tells of the past."""
    timetable = EveryFewMinutes()
    timetable.learn(NOW)

    assert timetable.next_look("kx", NOW, 0.1) == NOW + UNKNOWN * 1.1
    assert (timetable.looked("kx"), timetable.seen("kx")) == (None, Seen())
