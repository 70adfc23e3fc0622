"""
How fresh a channel is: how late its articles were seen, and whether all is well. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from storage.polling import STRANGER, TRADING, Rhythm, next_look, phase_at

PAUSES: Final = 3
ALLOWANCE: Final = timedelta(seconds=120)
"""A channel is stale when no look at its list succeeded for so many of its pauses, and
this long: a run that reads sixty articles takes a minute, and nobody need be called."""
UNBELIEVABLE: Final = 20.0
"""So many articles that should have come and did not are no quiet hour. If news came
evenly, 14 would miss by chance once in a million; it comes in bursts."""
ENOUGH: Final = 40
"""Articles that must be known of a channel before its silence says anything."""
_DOUBTS: Final = {"second": timedelta(0), "minute": timedelta(seconds=30)}
"""A page that prints 10:05 may mean any second of it: the middle is taken."""


def delay_of(published: datetime, precision: str, seen: datetime) -> timedelta | None:
    """
    How long an article was out before this database first saw it.

    None where the day alone is known. A clock of theirs that runs ahead makes no
    delay: nothing is below zero.
    """
    doubt = _DOUBTS.get(precision)
    if doubt is None:
        return None
    return max(timedelta(0), seen - published - doubt)


def quantile(values: Sequence[timedelta], share: float) -> timedelta | None:
    """The smallest value that so large a share of them does not exceed; None of none."""
    if not values:
        return None
    ordered = sorted(values)
    return ordered[max(ceil(share * len(ordered)), 1) - 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How the last run of a site that has ended did."""

    outcome: str | None
    reason: str | None
    started_at: datetime
    finished_at: datetime | None

    @property
    def is_well(self) -> bool:
        """Whether nobody need look; that it was stopped is no failure of its."""
        return self.outcome not in {"alarm", "failed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """What is known of a channel's freshness."""

    site: str
    channel: str
    newest: datetime | None = None
    """The latest publication."""
    looked: datetime | None = None
    """When its list was last read."""
    delays: tuple[timedelta, ...] = ()
    """Of the last days."""
    first_listed: datetime | None = None
    """When it was first looked at, as far as the last weeks tell; what was published
    before is its backlog, and no delay."""
    pending: int = 0
    run: Run | None = None
    """The site's last one that has ended."""
    rhythm: Rhythm = field(default=STRANGER)

    @property
    def median(self) -> timedelta | None:
        """Half of its articles were seen within this time."""
        return quantile(self.delays, 0.5)

    @property
    def late(self) -> timedelta | None:
        """95 of 100 were."""
        return quantile(self.delays, 0.95)

    def limit(self, every: timedelta | None = None) -> timedelta | None:
        """How long ago the last look may be; `every`: crawled by a timer, not by us."""
        if self.looked is None:
            return None
        usual = every or next_look(self.rhythm, self.looked) - self.looked
        return PAUSES * usual + ALLOWANCE


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a monitor is told."""

    word: str
    """`fresh`, `stale` or `never`."""
    reason: str = ""
    """For a person, without a full stop."""


def verdict(one: Channel, now: datetime, every: timedelta | None = None) -> Verdict:
    """
    Whether a channel is as fresh as it should be.

    Args:
        one: what is known of it.
        now: aware.
        every: how often a timer crawls it, where `scrapy watch` does not.
    """
    limit = one.limit(every)
    if one.looked is None or limit is None:
        return Verdict("never", "its list was never read")
    age = now - one.looked
    if age < -ALLOWANCE:
        return Verdict("stale", "its last look is yet to come: was the clock set back?")
    if age > limit:
        return Verdict("stale", f"no look at its list for {spoken(age)}")
    newest = one.newest
    is_known = one.rhythm.articles.total() >= ENOUGH
    if newest is not None and is_known and phase_at(now) is TRADING:
        missing = one.rhythm.expected(newest, now)
        if missing >= UNBELIEVABLE:
            silence = spoken(now - newest)
            return Verdict("stale", f"no article for {silence}, {missing:.0f} were usual")
    return Verdict("fresh")


def spoken(length: timedelta) -> str:
    """A length of time as people say it: `40 s`, `3 min`, `2 h 5 min`, `3 d`."""
    seconds = round(length.total_seconds())
    if seconds < 120:
        return f"{seconds} s"
    minutes, hours = round(seconds / 60), seconds // 3600
    if minutes < 120:
        return f"{minutes} min"
    if hours < 48:
        rest = (seconds - hours * 3600) // 60
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    return f"{hours // 24} d"
