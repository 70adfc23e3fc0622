"""The order of the lists: which entries a board shows, newest first, at an instant."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import datetime

from tests.sample_site.items import BEIJING, Item

HTML_PAGE = 10
"""Entries of a list page and of an answer of the other boards (section b)."""
KX_PAGE = 30
"""Rows of an answer of the board kx at most (section c.1)."""
_PINNED_FOR = 2 * 86400


@dataclass(slots=True)
class Board:
    """The entries of one board, oldest first."""

    entries: list[Item] = field(default_factory=list)
    stamps: list[int] = field(default_factory=list)

    def add(self, item: Item) -> None:
        """Put an entry in its place; of one second, the last to come is the newest."""
        place = bisect_right(self.stamps, item.stamp)
        self.entries.insert(place, item)
        self.stamps.insert(place, item.stamp)

    def remove(self, item: Item) -> None:
        """Take an entry out, if it is there."""
        if item in self.entries:
            place = self.entries.index(item)
            del self.entries[place], self.stamps[place]

    def shown(self, at: int) -> int:
        """How many entries are published at an instant."""
        return bisect_right(self.stamps, at)

    def window(self, at: int, size: int, before: int | None = None) -> list[Item]:
        """
        The newest entries, or those before a second.

        No page cuts the entries of one second in two, since the cursor names a
        second and the rest of it would be lost.
        """
        end = self.shown(at)
        if before is not None:
            end = min(end, bisect_left(self.stamps, before))
        start = max(0, end - size)
        if start and self.stamps[start - 1] == self.stamps[start]:
            whole = bisect_right(self.stamps, self.stamps[start])
            start = whole if whole < end else start
        return self.entries[start:end][::-1]

    def pinned(self, at: int) -> list[Item]:
        """At most two rows that the newsroom keeps on top of kx for two days."""
        recent = self.window(at, 240)
        found = [
            item for item in recent if item.story.pinned and item.stamp > at - _PINNED_FOR
        ]
        return found[:2]


def list_time(moment: datetime, at: datetime, year_turn: str) -> str:
    """
    A time as lists print it: three forms (section b), counted from the answer's instant.

    What lists print of last year's entries early in January is told in two ways
    (sections b and g): `full` always gives the year, `short` leaves it out for
    half a year.
    """
    moment, at = moment.astimezone(BEIJING), at.astimezone(BEIJING)
    if moment.date() == at.date():
        return f"{moment:%H:%M}"
    recent = year_turn == "short" and (at - moment).days < 180
    if moment.year == at.year or recent:
        return f"{moment:%m-%d %H:%M}"
    return f"{moment:%Y-%m-%d %H:%M}"


def headlines(board: Board, alone: list[Item], at: int, channel: str) -> list[Item]:
    """Two entries for the box above a list, some of which the list does not show."""
    page = board.window(at, HTML_PAGE)
    lower = board.window(at, 2 * HTML_PAGE)[HTML_PAGE + 2 :]
    first = max(page, key=lambda item: len(item.story.title), default=None)
    ready = [item for item in alone if item.stamp <= at]
    second: Item | None
    if ready:
        second = ready[-1]
    elif lower and len(channel) % 2 == 0:
        second = lower[0]
    else:
        second = next((item for item in page if item is not first), None)
    return [item for item in (first, second) if item]


def cut_title(title: str) -> str:
    """A headline as the box prints it (section b)."""
    return title if len(title) <= 22 else title[:22] + "..."
