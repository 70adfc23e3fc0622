"""Trading days and sessions of Shanghai."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.sessions import BEIJING, OPENED, place, read_calendar, written

_SESSIONS = {"pre_open", "morning", "noon", "afternoon", "after_close", "closed_day"}


def _place(beijing: str, precision: str = "minute") -> tuple[str | None, str | None]:
    local = datetime.fromisoformat(beijing).replace(tzinfo=BEIJING)
    return place(local.astimezone(UTC), precision)


@pytest.mark.parametrize(
    ("beijing", "expected"),
    [
        ("2026-09-24 00:00", ("2026-09-24", "pre_open")),
        ("2026-09-24 09:29:59", ("2026-09-24", "pre_open")),
        ("2026-09-24 09:30", ("2026-09-24", "morning")),
        ("2026-09-24 11:29:59", ("2026-09-24", "morning")),
        ("2026-09-24 11:30", ("2026-09-24", "noon")),
        ("2026-09-24 12:59:59", ("2026-09-24", "noon")),
        ("2026-09-24 13:00", ("2026-09-24", "afternoon")),
        ("2026-09-24 14:59:59", ("2026-09-24", "afternoon")),
        ("2026-09-23 15:00", ("2026-09-24", "after_close")),
        ("2026-09-23 23:59:59", ("2026-09-24", "after_close")),
    ],
)
def test_a_trading_day_has_five_parts(beijing: str, expected: tuple[str, str]) -> None:
    """Every part begins on its first second and ends before the next one's."""
    assert _place(beijing, "second") == expected


def test_the_close_leads_over_weekends_and_holidays() -> None:
    """Mid-autumn of 2026 is a Friday: Thursday's evening belongs to Monday."""
    assert _place("2026-09-24 15:00") == ("2026-09-28", "after_close")
    assert _place("2026-09-25 10:00") == ("2026-09-28", "closed_day")
    assert _place("2026-09-30 20:00") == ("2026-10-08", "after_close")
    assert _place("2026-10-01 10:00") == ("2026-10-08", "closed_day")


def test_a_weekend_that_is_a_workday_stays_closed() -> None:
    """Sunday 2025-09-28 was worked for the October holidays; no one traded."""
    assert _place("2025-09-28 10:00") == ("2025-09-29", "closed_day")


def test_a_bare_day_says_only_that_it_was_closed() -> None:
    """Without the hour nobody knows whether the close had passed."""
    assert _place("2026-09-24", "day") == (None, None)
    assert _place("2026-09-26", "day") == ("2026-09-28", "closed_day")
    assert _place("2026-09-24", "unknown") == (None, None)


def test_nothing_is_said_of_years_that_the_file_does_not_cover() -> None:
    """Before the exchange opened, and after the last announced year."""
    assert _place("1990-12-18 10:00") == (None, None)
    assert _place("1990-12-19 10:00") == ("1990-12-19", "morning")
    assert _place("2036-01-05 10:00") == (None, None)
    assert place(datetime(9999, 12, 31, 20, tzinfo=UTC), "second") == (None, None)


def test_a_trading_day_that_is_not_announced_is_null() -> None:
    """The session on the last covered day is known, the next trading day not."""
    last = max(date(year, 12, 31) for year in range(2026, 2060) if _covers(year))
    while (
        place(datetime(last.year, last.month, last.day, 2, tzinfo=UTC), "minute")[1]
        != "morning"
    ):
        last -= timedelta(days=1)
    assert _place(f"{last} 15:00") == (None, "after_close")


def _covers(year: int) -> bool:
    return _place(f"{year}-12-31 10:00")[1] is not None


def test_a_time_without_zone_is_refused() -> None:
    """It would be read in the zone of the machine."""
    with pytest.raises(ValueError, match="without zone"):
        place(datetime(2026, 9, 24, 10), "minute")  # noqa: DTZ001 - the very mistake


@given(st.datetimes(datetime(1990, 12, 19), datetime(2025, 12, 31)))  # noqa: DTZ001
def test_every_instant_falls_to_a_weekday_not_before_it(naive: datetime) -> None:
    """Nothing is dated back, and no weekend trades."""
    local = naive.replace(tzinfo=BEIJING)
    day, session = place(local.astimezone(UTC), "second")
    assert session in _SESSIONS
    assert day is not None
    assert date.fromisoformat(day).weekday() < 5
    assert local.date().isoformat() <= day
    assert (local.date().isoformat() == day) == (
        session not in {"after_close", "closed_day"}
    )


def test_what_is_written_is_read_back() -> None:
    """Only weekdays between the first and last day are trading days or listed."""
    trading = [OPENED, OPENED + timedelta(days=1), OPENED + timedelta(days=5)]
    text = written(trading, OPENED + timedelta(days=6), "9.9")
    assert "# version: 9.9\n" in text
    calendar = read_calendar(text)
    assert calendar.iso == tuple(day.isoformat() for day in trading)
    assert calendar.last == (OPENED + timedelta(days=6)).toordinal()
    with pytest.raises(ValueError, match="weekends"):
        written([date(2026, 9, 26)], date(2026, 9, 27), "9.9")
