"""
When each channel of one site is to be looked at, and when the site is left alone.

Pure: instants and words go in, instants come out; its clock and its dice are arguments.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.watch.timetable import Timetable
from crawler.watch.told import DONE, LOCKED, Told

SPREAD = 0.1
"""A pause is up to so much longer or shorter: no site is asked to the second."""
EARLY = 0.3
"""A channel joins a run of others if it is due within such a share of its pause: one
process, one robots.txt and one look at the database serve them all."""
LOCKED_PAUSE = timedelta(seconds=15)
"""Somebody else crawls the site: that is no failure, and soon over."""
UNWELL_PAUSE = timedelta(seconds=30)
UNWELL_LONGEST = timedelta(minutes=10)
"""After a run that is not well, doubled with each further one."""
BLOCKED_PAUSE = timedelta(minutes=5)
BLOCKED_LONGEST = timedelta(hours=2)
"""After one that the site has turned away."""
ASKED_LONGEST = timedelta(days=1)
"""A site that asks for more than a day of silence is asked once a day."""
MISSED_LONGEST = timedelta(hours=1)
"""A channel whose list cannot be read is asked less and less, but so often."""


@dataclass(slots=True)
class Look:
    """One channel's place in the plan."""

    due: datetime
    looked: datetime | None = None
    runs: int = 0
    failures: int = 0
    """Runs that asked for its list and could not read it."""
    in_vain: int = 0
    """The same, in a row."""


class Plan:
    """The plan of one site: what is due, and what became of it."""

    def __init__(
        self,
        channels: Iterable[str],
        timetable: Timetable,
        now: datetime,
        draw: Callable[[], float],
        pace: float = 1.0,
    ) -> None:
        """
        Begin where earlier runs ended.

        Args:
            channels: which are watched.
            timetable: what is known of their past.
            now: aware.
            draw: a number from 0 up to 1, anew each time.
            pace: seconds between two requests to the site's host.
        """
        self.timetable = timetable
        self.pace = pace
        self.free_at = now
        """Nothing is asked of the site before."""
        self.held = ""
        """Why it is left alone, if it is for longer than its pace."""
        self.unwell = 0
        """Runs in a row that were not well."""
        self.blocked = 0
        """Runs in a row that the site has turned away."""
        self._draw = draw
        self.looks = {name: Look(now, timetable.looked(name)) for name in channels}
        for name, look in self.looks.items():
            if look.looked is not None and look.looked <= now:
                look.due = max(now, self._next(name, look.looked))

    def due(self, now: datetime) -> tuple[str, ...]:
        """
        The channels to be crawled in one run from now, the most urgent first.

        So many that their lists take half the shortest pause at most: a run of all
        channels would make the fastest wait.
        """
        if now < self.free_at or all(look.due > now for look in self.looks.values()):
            return ()
        pauses = {name: self._pause(name, now) for name in self.looks}
        late = {
            name: (now - look.due).total_seconds() / pauses[name]
            for name, look in self.looks.items()
        }
        waiting = [name for name in late if late[name] >= -EARLY]
        waiting.sort(key=late.__getitem__, reverse=True)
        most = min(pauses.values()) / 2 // max(self.pace, 0.01)
        return tuple(waiting[: max(1, int(most))])

    def next_due(self) -> datetime:
        """When something is due next."""
        return max(self.free_at, min(look.due for look in self.looks.values()))

    def ended(
        self, asked: Iterable[str], code: int | None, told: Told, now: datetime
    ) -> None:
        """
        Take in how a run ended.

        Args:
            asked: the channels that it was to read.
            code: its exit code; None or below zero if it crashed or was killed.
            told: what it said.
            now: aware.
        """
        self.pace = max(told.pace, 0.0) if told.outcome else self.pace
        self.held, self.free_at = "", now + timedelta(seconds=self.pace)
        if code == LOCKED:
            self._hold(now + LOCKED_PAUSE, "another run of it is at work")
            return
        is_theirs = told.reason == "blocked"
        for name in asked:
            self._enter(name, told.looked.get(name), now, site_s_fault=is_theirs)
        self._weigh(code, told, now)

    def _enter(
        self, name: str, looked: datetime | None, now: datetime, *, site_s_fault: bool
    ) -> None:
        """
        One channel's list was read, or was not.

        Where the site turned us away, it is the site that is left alone, below.
        """
        look = self.looks[name]
        look.runs += 1
        if looked is not None:
            look.in_vain, look.looked = 0, looked
            look.due = self._next(name, looked)
            return
        look.failures += 1
        if site_s_fault:
            return
        look.in_vain += 1
        usual = self._next(name, now) - now
        look.due = now + _doubled(usual, look.in_vain, max(MISSED_LONGEST, usual))

    def _weigh(self, code: int | None, told: Told, now: datetime) -> None:
        """Whether the site is to be left alone for a while."""
        self.unwell = 0 if code == DONE else self.unwell + 1
        turned_away = told.reason == "blocked"
        self.blocked = self.blocked + 1 if turned_away else 0
        if told.wait_until is not None and told.wait_until > now:
            until = min(told.wait_until, now + ASKED_LONGEST)
            self._hold(until, "it asks to be left alone")
        elif turned_away:
            pause = _doubled(BLOCKED_PAUSE, self.blocked, BLOCKED_LONGEST)
            self._hold(now + pause, "it turns us away")
        elif self.unwell:
            pause = _doubled(UNWELL_PAUSE, self.unwell, UNWELL_LONGEST)
            self._hold(now + pause, "its last run was not well")

    def set_back(self, by: timedelta) -> None:
        """The clock was set back by so much; pauses stay as long as they were."""
        self.free_at -= by
        for look in self.looks.values():
            look.due -= by

    def _hold(self, until: datetime, why: str) -> None:
        if until > self.free_at:
            self.free_at, self.held = until, why

    def _next(self, name: str, looked: datetime) -> datetime:
        spread = SPREAD * (2 * self._draw() - 1)
        return self.timetable.next_look(name, looked, spread)

    def _pause(self, name: str, now: datetime) -> float:
        seconds = (self.timetable.next_look(name, now, 0.0) - now).total_seconds()
        return max(seconds, 0.001)


def _doubled(pause: timedelta, times: int, longest: timedelta) -> timedelta:
    """The pause after so many failures in a row."""
    factor: int = 2 ** min(times - 1, 12)
    return min(pause * factor, longest)
