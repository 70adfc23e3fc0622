"""How late articles are seen, and what a monitor is told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from crawler.profile import Profile
from storage.clock import BEIJING
from storage.freshness import Channel, Run, delay_of, quantile, spoken, verdict
from storage.polling import TRADING, learn, phase_at
from storage.queries.freshness import channels_of, pasts, seen_since, spiders
from storage.records import SightingRecord, WalkRecord
from storage.store import RunResult, Store
from tests import databases
from tests.storage.conftest import EARNINGS

NOW = datetime(2026, 9, 28, 10, 0, tzinfo=BEIJING)
"""A Monday, half an hour after the opening."""
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("precision", "seconds", "delay"),
    [
        ("second", 40, 40),
        ("minute", 40, 10),
        ("minute", 20, 0),
        ("second", -5, 0),
        ("day", 40, None),
        ("unknown", 40, None),
    ],
)
def test_a_delay_is_as_exact_as_the_time_that_was_printed(
    precision: str, seconds: int, delay: int | None
) -> None:
    """Of a minute the middle is taken, of a day nothing; nothing is below zero."""
    found = delay_of(NOW, precision, NOW + seconds * SECOND)

    assert found == (None if delay is None else delay * SECOND)


def test_quantiles_are_values_that_were_seen() -> None:
    """The smallest that so many do not exceed; of nothing there is none."""
    values = [n * SECOND for n in range(1, 101)]

    assert (quantile(values, 0.5), quantile(values, 0.95)) == (50 * SECOND, 95 * SECOND)
    assert quantile(values[:1], 0.95) == SECOND
    assert quantile([], 0.5) is None


def flashes(**known: object) -> Channel:
    """A channel that brings sixty an hour while the exchange trades."""
    published, at = [], NOW - timedelta(days=14)
    while at < NOW:
        if phase_at(at) is TRADING:
            published.append(at)
        at += MINUTE
    rhythm = learn(published, NOW - timedelta(days=14), NOW)
    return Channel(site="stcn", channel="kx", rhythm=rhythm, **known)  # type: ignore[arg-type]  # fields by name


@pytest.mark.parametrize(
    ("looked", "newest", "word", "reason"),
    [
        (None, None, "never", "its list was never read"),
        (20 * SECOND, MINUTE, "fresh", ""),
        (179 * SECOND, MINUTE, "fresh", ""),
        (181 * SECOND, MINUTE, "stale", "no look at its list for 3 min"),
        (20 * SECOND, 15 * MINUTE, "fresh", ""),
        (20 * SECOND, 30 * MINUTE, "stale", "no article for 30 min, 25 were usual"),
    ],
)
def test_a_channel_is_stale_without_looks_or_without_news(
    looked: timedelta | None, newest: timedelta | None, word: str, reason: str
) -> None:
    """Three pauses and two minutes; or a silence that its own past makes unbelievable."""
    known = {
        "looked": None if looked is None else NOW - looked,
        "newest": None if newest is None else NOW - newest,
    }
    told = verdict(flashes(**known), NOW)

    assert (told.word, told.reason) == (word, reason)


def test_a_timer_is_held_to_its_own_interval() -> None:
    """Crawled every ten minutes, it is stale after thirty-two."""
    every = 10 * MINUTE
    one = flashes(looked=NOW - 31 * MINUTE, newest=NOW - MINUTE)

    assert verdict(one, NOW, every).word == "fresh"
    assert verdict(one, NOW + 2 * MINUTE, every).word == "stale"


def test_silence_at_night_is_no_alarm() -> None:
    """Nor on a holiday: only while the exchange trades does it say anything."""
    night = NOW.replace(hour=20)
    one = flashes(looked=night - 20 * SECOND, newest=NOW)

    assert verdict(one, night).word == "fresh"


def test_a_look_that_is_yet_to_come_is_no_fresh_one() -> None:
    """Somebody has set the clock back: nobody knows how old anything is."""
    told = verdict(flashes(looked=NOW), NOW - timedelta(hours=3))
    assert told.word == "stale"
    assert "set back" in told.reason


@pytest.mark.parametrize(
    ("outcome", "is_well"),
    [("ok", True), ("interrupted", True), ("alarm", False), ("failed", False)],
)
def test_a_run_that_was_stopped_is_no_failure(outcome: str, is_well: bool) -> None:
    """An alarm is."""
    run = Run(outcome=outcome, reason=None, started_at=NOW, finished_at=NOW)

    assert run.is_well is is_well


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (40 * SECOND, "40 s"),
        (4 * MINUTE, "4 min"),
        (125 * MINUTE, "2 h 5 min"),
        (timedelta(hours=3), "3 h"),
        (timedelta(days=3), "3 d"),
    ],
)
def test_lengths_are_told_as_people_do(length: timedelta, words: str) -> None:
    """Seconds up to two minutes, then minutes, hours, days."""
    assert spoken(length) == words


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Connection]:
    """
    Three runs of kx and yw: a first one that reads a backlog, a healthy one, an alarm.

    yw's list could not be read in the last one.
    """
    path = tmp_path / "news.db"
    with Store(databases.url_of(path)) as store:
        backlog = _flash("1", NOW - timedelta(hours=9), NOW - 60 * MINUTE)
        _run(store, NOW - 60 * MINUTE, ("kx", "yw"), "ok", [backlog])
        soon = _flash("2", NOW - 21 * MINUTE, NOW - 20 * MINUTE)
        late = _flash("3", NOW - 25 * MINUTE, NOW - 20 * MINUTE)
        _run(store, NOW - 20 * MINUTE, ("kx", "yw"), "ok", [soon, late])
        _run(store, NOW - 2 * MINUTE, ("kx", "yw"), "alarm", [], read=("kx",))
        with store.engine.connect() as connection:
            yield connection


def _flash(native_id: str, published: datetime, seen: datetime) -> list[object]:
    record = replace(
        EARNINGS,
        article_id=f"stcn:{native_id}",
        native_id=native_id,
        published_at=published,
        seen_at=seen,
        title=f"第{native_id}条",
        body=f"第{native_id}条快讯。",
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
    return [sighting, record]


def _run(
    store: Store,
    at: datetime,
    channels: tuple[str, ...],
    outcome: str,
    groups: list[list[object]],
    read: tuple[str, ...] | None = None,
) -> None:
    run_id = store.begin_run("stcn", {}, at)
    walked = WalkRecord(
        site="stcn",
        channel="kx",
        newest=at,
        oldest=at - timedelta(days=7),
        reached="since",
    )
    records = [record for group in groups for record in group]
    store.apply(run_id, [*records, walked])  # type: ignore[list-item]  # records of two kinds
    listed = channels if read is None else read
    result = RunResult(
        outcome=outcome,
        reason=None if outcome == "ok" else "list_unreachable",
        finished_at=at + 5 * SECOND,
        requests=3,
        errors=0,
        channels={name: {"listed": 0} for name in listed},
        fields=Profile(channels=channels).as_json(),
    )
    store.finish_run(run_id, result)


def test_the_database_tells_how_fresh_its_channels_are(watched: Connection) -> None:
    """What was published before the first look is backlog; an alarm may have read one."""
    kx, yw = channels_of(watched, NOW, ["stcn"])

    assert (kx.channel, kx.newest, kx.looked) == (
        "kx",
        NOW - 21 * MINUTE,
        NOW - 2 * MINUTE,
    )
    assert sorted(kx.delays) == [MINUTE, 5 * MINUTE]
    assert (yw.channel, yw.newest, yw.looked) == ("yw", None, NOW - 20 * MINUTE)
    assert kx.run is not None
    assert (kx.run.outcome, kx.run.reason) == ("alarm", "list_unreachable")


def test_its_past_is_learned_from_where_it_is_complete(watched: Connection) -> None:
    """Seven days before the first look, though little of it had news."""
    past = pasts(watched, NOW, ["stcn"])["stcn", "kx"]
    rhythm = past.rhythm(NOW)

    assert rhythm.articles.total() == 3
    assert 24 * 7 <= rhythm.hours.total() <= 24 * 7 + 2


def test_a_named_channel_is_told_of_even_if_nobody_crawled_it(watched: Connection) -> None:
    """So that a monitor which asks for it does not take silence for health."""
    (gd,) = channels_of(watched, NOW, ["stcn"], ["gd"])

    assert verdict(gd, NOW).word == "never"
    assert spiders(watched) == ["stcn"]


def test_what_was_seen_since_is_told_in_order(watched: Connection) -> None:
    """For a watch that counts on."""
    rows = seen_since(watched, "stcn", NOW - 30 * MINUTE)

    assert [(channel, seen) for channel, _, _, seen in rows] == [
        ("kx", NOW - 20 * MINUTE),
        ("kx", NOW - 20 * MINUTE),
    ]
