"""What one channel's Beijing day comes to: counts, the longest gap, unseen ids. Pure."""

import json
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any, Final

from storage.sessions import BEIJING

DAY: Final = timedelta(days=1)
_FINE: Final = {"second", "minute"}
_MIDNIGHT: Final = time(0)
_DIGITS: Final = 18
"""Ids of more digits are hashes that happen to have no letter."""
_COUNTABLE: Final = 10**9
"""Where more than so many are unseen, ids do not count articles."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a channel's mark says: read without a hole from one instant to another."""

    start: datetime
    end: datetime
    reached: str | None

    def days(self) -> Iterator[date]:
        """Every Beijing day that it touches."""
        last = day_of(self.end)
        day = day_of(self.start)
        while day <= last:
            yield day
            day += DAY

    def holds(self, day: date) -> bool:
        """Whether the whole of a day lies in it."""
        midnight = datetime.combine(day, _MIDNIGHT, BEIJING)
        return self.start <= midnight and midnight + DAY <= self.end


@dataclass(slots=True)
class ChannelDay:
    """The members of one channel's day, counted as they are added."""

    states: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    changed: int = 0
    times: list[datetime] = field(default_factory=list)
    ids: list[int] = field(default_factory=list)

    def add(self, member: Any) -> None:
        """Count a member in: a row of `storage.coverage.members`."""
        self.states[member.state] += 1
        if member.state == "rejected":
            self.reasons[member.reason or "unknown"] += 1
        if member.state == "stored" and member.changed:
            self.changed += 1
        if (at := fine_time(member)) is not None:
            self.times.append(at)
        if (number := id_number(member.native_id)) is not None:
            self.ids.append(number)

    @property
    def span(self) -> tuple[int, int] | None:
        """The smallest and the greatest id; None where ids are no numbers."""
        return (min(self.ids), max(self.ids)) if self.ids else None

    def row(self, day: date, ground: Ground | None, shown: Sequence[int]) -> dict[str, Any]:
        """
        The row of `coverage`, without its site, channel and time of writing.

        Args:
            day: the Beijing day.
            ground: the channel's, if it has a mark.
            shown: every id that channels of the site have shown in `span`, sorted.
        """
        pending = self.states["pending"]
        complete = ground is not None and ground.holds(day)
        self.times.sort()
        gap, gap_from = _longest_gap(self.times)
        return {
            "day": day.isoformat(),
            "listed": self.states.total(),
            "stored": self.states["stored"],
            "changed": self.changed,
            "rejected": self.states["rejected"],
            "rejected_by": reasons_text(self.reasons),
            "pending": pending,
            "gone": self.states["gone"],
            "first_at": self.times[0] if self.times else None,
            "last_at": self.times[-1] if self.times else None,
            "longest_gap": gap,
            "longest_gap_from": gap_from,
            "ids_unseen": _unseen(self.span, shown),
            "reached": ground.reached if ground else None,
            "complete": int(complete),
            "closed": int(complete and not pending),
        }


def day_of(instant: datetime) -> date:
    """The Beijing day of an instant."""
    return instant.astimezone(BEIJING).date()


def fine_time(member: Any) -> datetime | None:
    """When it was published, where more than the day is known."""
    if member.published_at is not None:
        fine = member.published_precision in _FINE
        return member.published_at if fine else None
    at: datetime | None = member.listed_for
    # A list says no precision: its midnight is a day without an hour.
    if at is None or at.astimezone(BEIJING).time() == _MIDNIGHT:
        return None
    return at


def id_number(native_id: str | None) -> int | None:
    """A native id as a number, if it is one and is written as numbers are."""
    text = native_id or ""
    if not (text.isascii() and text.isdecimal()) or text[0] == "0" or len(text) > _DIGITS:
        return None
    return int(text)


def reasons_text(reasons: Mapping[str, int]) -> str:
    """Counts by reason as JSON, always in the same order."""
    return json.dumps(dict(sorted(reasons.items())), ensure_ascii=False)


def _longest_gap(times: Sequence[datetime]) -> tuple[int | None, datetime | None]:
    gaps = [(later - earlier, earlier) for earlier, later in pairwise(times)]
    if not gaps:
        return None, None
    gap, start = max(gaps, key=lambda one: one[0])  # of equal ones the earliest
    return round(gap.total_seconds()), start


def _unseen(span: tuple[int, int] | None, shown: Sequence[int]) -> int | None:
    if span is None:
        return None
    low, high = span
    count = high - low + 1 - (bisect_right(shown, high) - bisect_left(shown, low))
    return count if count <= _COUNTABLE else None
