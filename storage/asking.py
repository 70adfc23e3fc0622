"""What an analyst may write for a filter in Python, made into `Filters`. Pure."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import TypedDict

from storage.clock import BEIJING
from storage.queries.filters import KINDS, Filters
from storage.queries.times import beijing_time, sensible

Names = str | Iterable[str]
"""One, several, or a comma list as the command line takes it."""
Time = str | date | datetime
"""Beijing text (`"2026-09-24 15:00"`, `"今天"`), a Beijing day, or an aware time."""


class Choice(TypedDict, total=False):
    """The filters by name, as the command line has them; all must hold."""

    site: Names | None
    channel: Names | None
    kind: Names | None
    symbol: Names | None
    """`002458.SZ`, or `002458` for that code on any exchange."""
    since: Time | None
    """Published then or later; articles without a time are left out..."""
    until: Time | None
    """...or before then."""
    original_only: bool
    """Leave out what repeats another article."""


def filters_of(choice: Choice) -> Filters:
    """
    The filters that are meant.

    Raises:
        TypeError: there is no filter of that name.
        ValueError: a kind or time is none, or nothing lies between the times.
    """
    unknown = sorted(set(choice) - Choice.__annotations__.keys())
    if unknown:
        known = ", ".join(Choice.__annotations__)
        raise TypeError(f"there is no filter {unknown[0]!r}; there are {known} and limit")
    kinds = names(choice.get("kind"))
    for kind in kinds:
        if kind not in KINDS:
            raise ValueError(f"there is no kind {kind!r}; there are {', '.join(KINDS)}")
    since, until = moment(choice.get("since")), moment(choice.get("until"))
    if since and until and since >= until:
        raise ValueError(
            f"until={choice['until']!r} is not after since={choice['since']!r}"
        )
    return Filters(
        site=names(choice.get("site")),
        channel=names(choice.get("channel")),
        kind=kinds,
        symbol=names(choice.get("symbol")),
        since=since,
        until=until,
        original_only=choice.get("original_only", False),
    )


def moment(when: Time | None) -> datetime | None:
    """
    An aware instant; a day means its first one in Beijing.

    Raises:
        ValueError: it has no zone, or is no time at all.
    """
    if when is None:
        return None
    if isinstance(when, str):
        return beijing_time(when)
    if not isinstance(when, date):
        raise TypeError(f"{when!r} is no time; give Beijing text, a date or an aware time")
    if not isinstance(when, datetime):
        return sensible(datetime.combine(when, time.min, BEIJING))
    if when.tzinfo is None:
        raise ValueError(
            f"{when!r} has no zone; give it one, e.g. "
            'tzinfo=ZoneInfo("Asia/Shanghai"), or write Beijing time as text'
        )
    return sensible(when)


def day(when: Time | None) -> date | None:
    """
    The Beijing day of a time.

    Raises:
        ValueError: it has no zone, or is no time at all.
    """
    at = moment(when)
    return at and at.astimezone(BEIJING).date()


def checked_limit(limit: int | None) -> int | None:
    """
    How many records at most; None is no bound.

    Raises:
        ValueError: it is less than one.
    """
    if limit is not None and limit < 1:
        raise ValueError(f"limit={limit} leaves nothing; it is 1 or more, or None")
    return limit


def names(given: Names | None) -> tuple[str, ...]:
    """The names that are meant; none means all."""
    listed = [*given.split(",")] if isinstance(given, str) else [*_iterated(given or ())]
    for name in listed:
        if not isinstance(name, str):
            raise TypeError(f"{name!r} is no name; write it as text")
    return tuple(name.strip() for name in listed if name.strip())


def _iterated(given: Iterable[str]) -> Iterable[str]:
    if not isinstance(given, Iterable):
        raise TypeError(f"{given!r} is no name; write it as text")
    return given
