"""What a person may write for a time: a Beijing day or minute, nothing vague. Pure."""

import re
from datetime import datetime, time, timedelta

from storage.clock import BEIJING

_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?")
_DAYS_AGO = {"今天": 0, "昨天": 1, "前天": 2, "today": 0, "yesterday": 1}

YEARS = range(1900, 2201)
"""What may be asked for; the rest would be compared wrongly or not at all."""
RIGHT = '2026-09-24, "2026-09-24 15:00", 今天 or 昨天'
"""What would be right, for messages."""


def beijing_time(text: str, now: datetime | None = None) -> datetime:
    """
    Read a Beijing time; a day means its first instant.

    Args:
        text: `YYYY-MM-DD[ HH:MM[:SS]]`, `T` for the blank, or 今天, 昨天, 前天.
        now: what 今天 is seen from, aware; the clock's time by default.

    Raises:
        ValueError: it is anything else, or no day of the calendar.
    """
    days_ago = _DAYS_AGO.get(text.strip())
    if days_ago is not None:
        today = (now or datetime.now(BEIJING)).astimezone(BEIJING)
        midnight = datetime.combine(today.date(), time.min, BEIJING)
        return midnight - timedelta(days=days_ago)
    if not _TIME.fullmatch(text.strip()):
        raise ValueError(f"{text!r} is no Beijing time; write {RIGHT}")
    try:
        moment = datetime.fromisoformat(text.strip()).replace(tzinfo=BEIJING)
    except ValueError:
        raise ValueError(f"{text!r} is not in the calendar; write {RIGHT}") from None
    return sensible(moment)


def sensible(moment: datetime) -> datetime:
    """
    The same instant, if news can be of it.

    Raises:
        ValueError: its year is a slip of the pen.
    """
    if moment.year not in YEARS:
        raise ValueError(
            f"{moment:%d %B} of the year {moment.year} is no time for news; "
            f"years are {YEARS.start} to {YEARS.stop - 1}"
        )
    return moment
