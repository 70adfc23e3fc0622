"""A year as columns of weeks, Monday first: where each day stands, how dark it is. Pure."""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from storage.pictures.marks import DayMark, State

WEEKS: Final = 53
LEVELS: Final = 4
"""Shades of days that have articles; 0 is for those that have none."""
WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS: Final = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)


@dataclass(frozen=True, slots=True)
class Year:
    """The weeks up to a day, and what is known of their days."""

    first: date
    """A Monday."""
    last: date
    days: Mapping[date, DayMark]
    steps: tuple[int, ...]
    """From so many articles on a day is a shade darker."""

    def week(self, weekday: int) -> Iterator[tuple[int, date]]:
        """One weekday of every week: its column and the day."""
        for column in range(WEEKS):
            day = self.first + timedelta(weeks=column, days=weekday)
            if day <= self.last:
                yield column, day

    def months(self) -> Iterator[tuple[int, str]]:
        """The columns in which months begin, and their names."""
        for column in range(WEEKS):
            monday = self.first + timedelta(weeks=column)
            begin = (monday + timedelta(days=6)).replace(day=1)
            if monday <= begin <= self.last:
                yield column, MONTHS[begin.month - 1]

    def level(self, mark: DayMark) -> int:
        """0 for no article, else 1 to `LEVELS`: the quarter of the days it is among."""
        return bisect_right(self.steps, mark.stored) + 1 if mark.stored else 0

    def shown(self) -> Iterator[DayMark]:
        """What is known of the days that it holds."""
        return (mark for day, mark in self.days.items() if self.first <= day <= self.last)


def year_of(days: Mapping[date, DayMark], today: date) -> Year:
    """
    The year to show: up to today, or to the last known day if that is far from today.

    A database that is read years later, or by a clock that is behind, shows what it has.
    """
    last = max(days, default=today)
    far = today - timedelta(weeks=WEEKS - 1)
    if far <= last <= today:
        last = today
        days = {today: DayMark(state=State.OPEN), **days}
    first = last - timedelta(days=last.weekday(), weeks=WEEKS - 1)
    numbers = [mark.stored for day, mark in days.items() if first <= day <= last]
    return Year(first, last, days, _steps(numbers))


def _steps(numbers: Collection[int]) -> tuple[int, ...]:
    """The quartiles of days that have articles: one great day leaves the others apart."""
    found = sorted(number for number in numbers if number)
    if not found:
        return ()
    return tuple(found[len(found) * part // LEVELS] for part in range(1, LEVELS))
