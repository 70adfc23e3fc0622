"""What a calendar shows of a day: how much is stored, and whether that is all. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from typing import NamedTuple

from storage.queries.coverage import CoverageRow

_DAY = timedelta(days=1)


class State(IntEnum):
    """How far a day is settled; of several channels the worst one counts."""

    CLOSED = 0
    OPEN = 1
    """The channel has listed nothing newer: more of that day may come."""
    PENDING = 2
    """Something that was listed is not read yet."""
    HOLE = 3
    """Something newer was listed, yet the day was not wholly read."""


class ChannelMark(NamedTuple):
    """One channel's day."""

    site: str
    channel: str
    day: date
    state: State
    stored: int = 0
    pending: int = 0
    rejected: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DayMark:
    """The day of several channels; an article counts in each that listed it."""

    state: State
    stored: int = 0
    pending: int = 0
    rejected: int = 0
    channels: int = 1
    holes: int = 0
    """In so many of the channels it was not wholly read."""


def channel_marks(rows: Iterable[CoverageRow]) -> list[ChannelMark]:
    """
    A mark for every row, and one for every day that a channel jumped over.

    The rows must be all that there are of their channels: whether a day is open or
    a hole hangs on what was listed after it.
    """
    channels: defaultdict[tuple[str, str], list[CoverageRow]] = defaultdict(list)
    for row in rows:
        channels[row.site, row.channel].append(row)
    return [mark for name in sorted(channels) for mark in _marked(channels[name])]


def day_marks(marks: Iterable[ChannelMark]) -> dict[date, DayMark]:
    """The marks of each day as one."""
    days: defaultdict[date, list[ChannelMark]] = defaultdict(list)
    for mark in marks:
        days[mark.day].append(mark)
    return {
        day: DayMark(
            state=max(mark.state for mark in found),
            stored=sum(mark.stored for mark in found),
            pending=sum(mark.pending for mark in found),
            rejected=sum(mark.rejected for mark in found),
            channels=len(found),
            holes=sum(mark.state is State.HOLE for mark in found),
        )
        for day, found in days.items()
    }


def _marked(rows: Sequence[CoverageRow]) -> Iterator[ChannelMark]:
    """The marks of one channel."""
    newest = max((row.day for row in rows if row.listed), default="")
    for row in rows:
        day = date.fromisoformat(row.day)
        numbers = (row.stored, row.pending, row.rejected)
        yield ChannelMark(row.site, row.channel, day, _state(row, newest), *numbers)
    complete = max((row.day for row in rows if row.complete), default=newest)
    known = {row.day for row in rows}
    for day in _between(complete, newest):
        if day.isoformat() not in known:
            yield ChannelMark(rows[0].site, rows[0].channel, day, State.HOLE)


def _state(row: CoverageRow, newest: str) -> State:
    if row.closed:
        return State.CLOSED
    if not row.complete and row.day < newest:
        return State.HOLE
    return State.PENDING if row.pending else State.OPEN


def _between(first: str, last: str) -> Iterator[date]:
    """The days after one and before another."""
    if not first or not last:
        return
    day, end = date.fromisoformat(first) + _DAY, date.fromisoformat(last)
    while day < end:
        yield day
        day += _DAY
