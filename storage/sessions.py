"""
Which trading day of Shanghai an instant falls to, and which part of it.

The trading days stand in `data/xshg_closed_days.txt`: every weekday between its
first and last day but for those listed. `python -m storage.sessions` writes that
file anew from the package `exchange_calendars`, which only development needs.
"""

import sys
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

BEIJING: Final = timezone(timedelta(hours=8))
"""As the view `news` has it: the same eight hours in every year."""

OPENED: Final = date(1990, 12, 19)
"""The first day the Shanghai exchange traded; the package begins earlier."""

_FILE: Final = "xshg_closed_days.txt"
_HEADER: Final = """\
# Weekdays on which the Shanghai Stock Exchange did not trade. On Saturdays and
# Sundays it never does, not even on those that the State Council makes workdays.
# Written by `python -m storage.sessions`; do not edit.
"""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Trading days as ordinals, sorted, and the days that they are known for."""

    first: int
    last: int
    days: tuple[int, ...]
    iso: tuple[str, ...]
    """The same days as `YYYY-MM-DD`."""


def place(instant: datetime, precision: str) -> tuple[str | None, str | None]:
    """
    The trading day and the session of an instant with a zone.

    Hours of the exchange (上海证券交易所交易规则): 9:30 to 11:30 and 13:00 to
    15:00. News after the close and on closed days belongs to the next trading
    day. Where only the day is known and the exchange traded, neither is known.
    (None, None) outside the calendar's days; the trading day alone is None where
    the next one lies behind its end, for nobody has announced it yet.

    Raises:
        ValueError: the instant has no zone.
    """
    if instant.tzinfo is None:
        raise ValueError(f"a time without zone falls to no day: {instant!r}")
    if precision == "unknown":
        return None, None
    calendar = _calendar()
    try:
        local = instant.astimezone(BEIJING)
    except OverflowError:  # the last hours of the year 9999
        return None, None
    day = local.toordinal()
    if not calendar.first <= day <= calendar.last:
        return None, None
    index = bisect_left(calendar.days, day)
    if index == len(calendar.days) or calendar.days[index] != day:
        return _iso(calendar, index), "closed_day"
    if precision == "day":
        return None, None
    minute = local.hour * 60 + local.minute
    if minute >= 15 * 60:
        return _iso(calendar, index + 1), "after_close"
    return calendar.iso[index], _session(minute)


def _session(minute: int) -> str:
    """The part of a trading day before its close."""
    if minute < 9 * 60 + 30:
        return "pre_open"
    if minute < 11 * 60 + 30:
        return "morning"
    return "noon" if minute < 13 * 60 else "afternoon"


def _iso(calendar: Calendar, index: int) -> str | None:
    return calendar.iso[index] if index < len(calendar.iso) else None


@cache
def _calendar() -> Calendar:
    text = files("storage").joinpath("data", _FILE).read_text("ascii")
    return read_calendar(text)


def read_calendar(text: str) -> Calendar:
    """Read what `written` wrote."""
    lines = text.splitlines()
    header = dict(
        line[2:].split(": ", 1) for line in lines if line.startswith("# ") and ": " in line
    )
    first, last = (date.fromisoformat(header[key]).toordinal() for key in ("first", "last"))
    closed = {date.fromisoformat(line).toordinal() for line in lines if line[:1].isdigit()}
    # The ordinal 1 is a Monday.
    days = tuple(
        day for day in range(first, last + 1) if day % 7 not in {6, 0} and day not in closed
    )
    return Calendar(
        first, last, days, tuple(date.fromordinal(day).isoformat() for day in days)
    )


def written(trading: Sequence[date], last: date, version: str) -> str:
    """
    The file's text for the exchange's trading days up to `last`.

    Raises:
        ValueError: one is a Saturday or Sunday, which the file cannot say.
    """
    if any(day.weekday() > 4 for day in trading):
        raise ValueError("the calendar has trading days at weekends")
    first = OPENED.toordinal()
    known = frozenset(day.toordinal() for day in trading)
    closed = [
        date.fromordinal(day).isoformat()
        for day in range(first, last.toordinal() + 1)
        if day % 7 not in {6, 0} and day not in known
    ]
    facts = {
        "source": "exchange_calendars, XSHG",
        "version": version,
        "first": OPENED.isoformat(),
        "last": last.isoformat(),
    }
    header = "".join(f"# {key}: {value}\n" for key, value in facts.items())
    return _HEADER + header + "\n".join(closed) + "\n"


def main() -> None:
    """Write the file anew beside this module."""
    import exchange_calendars  # noqa: PLC0415 - of development, not of use
    from exchange_calendars.exchange_calendar_xshg import (  # noqa: PLC0415
        XSHGExchangeCalendar,
    )

    start, end = XSHGExchangeCalendar.bound_min(), XSHGExchangeCalendar.bound_max()
    calendar = exchange_calendars.get_calendar("XSHG", start=start, end=end)
    trading = [session.date() for session in calendar.sessions]
    text = written(trading, end.date(), exchange_calendars.__version__)
    path = Path(__file__).parent / "data" / _FILE
    path.write_text(text, "ascii")
    sys.stdout.write(
        f"{path}: up to {end.date()}, exchange_calendars {exchange_calendars.__version__}\n"
    )


if __name__ == "__main__":
    main()
