"""How often a channel is looked at, as tables."""

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest

from storage.clock import BEIJING
from storage.polling import (
    CLOSED,
    DAY,
    NIGHT,
    NOON,
    STRANGER,
    TRADING,
    Phase,
    Rhythm,
    is_trading_day,
    learn,
    next_look,
    pause,
    phase_at,
    target,
)

MONDAY = "2026-09-28"
HOLIDAY = "2026-10-01"
SUNDAY = "2026-09-27"


def at(text: str) -> datetime:
    """A Beijing time."""
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


def publishing(per_hour: int) -> Rhythm:
    """A channel that has brought so many an hour at all times, for forty days."""
    buckets = [(trading, hour) for trading in (True, False) for hour in range(24)]
    return Rhythm(
        Counter(dict.fromkeys(buckets, per_hour * 40)), Counter(dict.fromkeys(buckets, 40))
    )


FLASHES, REPORTS, COLUMNS = publishing(60), publishing(6), publishing(0)


@pytest.mark.parametrize(
    ("when", "phase"),
    [
        (f"{MONDAY} 03:00", NIGHT),
        (f"{MONDAY} 06:00", DAY),
        (f"{MONDAY} 08:59", DAY),
        (f"{MONDAY} 09:00", TRADING),
        (f"{MONDAY} 11:34", TRADING),
        (f"{MONDAY} 11:35", NOON),
        (f"{MONDAY} 12:55", TRADING),
        (f"{MONDAY} 15:10", DAY),
        (f"{MONDAY} 23:59", DAY),
        (f"{SUNDAY} 10:00", CLOSED),
        (f"{HOLIDAY} 10:00", CLOSED),
        (f"{HOLIDAY} 05:59", NIGHT),
    ],
)
def test_the_day_has_its_parts(when: str, phase: Phase) -> None:
    """In and around the sessions, at noon, at night, and on days without any."""
    assert phase_at(at(when)) is phase


@pytest.mark.parametrize(
    ("day", "trades"),
    [
        ("2026-09-28", True),
        ("2026-09-27", False),
        ("2026-10-01", False),
        ("2126-10-07", True),
        ("2126-10-05", False),
    ],
)
def test_the_calendar_says_which_day_trades(day: str, trades: bool) -> None:
    """Weekends and holidays do not; beyond the calendar, weekdays do."""
    assert is_trading_day(date.fromisoformat(day)) is trades


@pytest.mark.parametrize(
    ("rhythm", "when", "seconds"),
    [
        (FLASHES, f"{MONDAY} 10:00", 20),  # 15 wanted, 20 is the shortest
        (FLASHES, f"{MONDAY} 12:00", 60),
        (FLASHES, f"{MONDAY} 03:00", 300),
        (FLASHES, f"{HOLIDAY} 10:00", 120),
        (REPORTS, f"{MONDAY} 10:00", 150),
        (COLUMNS, f"{MONDAY} 10:00", 300),
        (COLUMNS, f"{MONDAY} 20:00", 600),
        (COLUMNS, f"{SUNDAY} 20:00", 1800),
        (STRANGER, f"{MONDAY} 10:00", 150),
        (STRANGER, f"{MONDAY} 20:00", 450),
    ],
)
def test_a_channel_is_looked_at_as_often_as_it_publishes(
    rhythm: Rhythm, when: str, seconds: float
) -> None:
    """Four looks between two articles, within what the time of day allows."""
    assert pause(rhythm, at(when)).total_seconds() == pytest.approx(seconds, rel=0.05)


@pytest.mark.parametrize(
    ("looked", "due"),
    [
        ("03:00", "03:30"),  # a night's pause
        ("05:45", "06:10"),  # that the morning cuts short
        ("08:58", "09:05"),
        ("11:33", "11:38"),
    ],
)
def test_a_long_pause_ends_where_the_day_quickens(looked: str, due: str) -> None:
    """Else the opening would be slept over."""
    assert next_look(COLUMNS, at(f"{MONDAY} {looked}")) == at(f"{MONDAY} {due}")


def test_a_pause_is_spread() -> None:
    """By the share that the caller draws, to both sides."""
    looked = at(f"{MONDAY} 10:00")
    due = [next_look(REPORTS, looked, spread) for spread in (-0.1, 0.0, 0.1)]

    assert [(b - a).total_seconds() for a, b in pairwise(due)] == pytest.approx(
        [15, 15], 0.1
    )


def test_a_channel_may_be_twice_its_pause_stale() -> None:
    """And half a minute, which the run takes."""
    assert target(FLASHES, at(f"{MONDAY} 10:00")) == timedelta(seconds=70)


def test_the_rhythm_is_learned_hour_by_hour() -> None:
    """Of trading days apart from closed ones; what nobody looked at does not count."""
    since = at("2026-09-21 00:00")
    published = [
        at(f"2026-09-2{day} 10:{minute:02}") for day in (1, 2, 3) for minute in range(40)
    ]

    rhythm = learn([*published, at("2026-09-20 10:30")], since, at("2026-09-24 00:00"))

    assert rhythm.articles == Counter({(True, 10): 120})
    assert rhythm.hours[True, 10] == 3
    assert rhythm.hours[False, 10] == 0
    assert rhythm.per_hour(at("2026-09-28 10:30")) == pytest.approx((120 + 12) / 5)
    assert rhythm.per_hour(at("2026-09-27 10:30")) == 2


def test_what_is_to_be_expected_is_counted_over_the_hours() -> None:
    """An hour and a half of a channel that brings sixty an hour."""
    since = at(f"{MONDAY} 09:30")
    missing = FLASHES.expected(since, since + timedelta(hours=1.5))

    assert missing == pytest.approx(90, rel=0.06)
