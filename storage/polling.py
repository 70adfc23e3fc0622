"""
How often a channel is worth a look, and how stale it may become meanwhile. Pure.

Four looks between two of its articles, as its own past has them at that hour of a
trading day or of a closed one, never faster or slower than the time of day allows.
`scrapy watch` goes by it, `shibao status` holds it to it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from storage.clock import BEIJING
from storage.sessions import place

LOOKS: Final = 4
"""Looks between two articles: one is then seen after an eighth of the time between
them, on average."""
HOUR: Final = timedelta(hours=1)
_ASSUMED_HOURS: Final = 2.0
"""What is assumed of a channel weighs as much as so many hours that were seen."""
_ASSUMED: Final = 2.0
_ASSUMED_TRADING: Final = 6.0
"""Articles an hour of a channel without a past."""
SLACK: Final = timedelta(seconds=30)
"""What a run may take between the moment when a channel is due and its list."""


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of the day, and what bounds the pause between two looks in it."""

    name: str
    shortest: float
    """Seconds."""
    longest: float


NIGHT: Final = Phase("night", 300, 1800)
DAY: Final = Phase("day", 60, 600)
TRADING: Final = Phase("trading", 20, 300)
NOON: Final = Phase("noon", 60, 600)
CLOSED: Final = Phase("closed", 120, 1800)

_Day = tuple[tuple[int, Phase], ...]
_TRADING_DAY: Final[_Day] = (
    (0, NIGHT),
    (6 * 60, DAY),
    # The call auction is at 9:15; the sessions are 9:30 to 11:30 and 13:00 to 15:00.
    (9 * 60, TRADING),
    (11 * 60 + 35, NOON),
    (12 * 60 + 55, TRADING),
    (15 * 60 + 10, DAY),
)
_CLOSED_DAY: Final[_Day] = ((0, NIGHT), (6 * 60, CLOSED))

Bucket = tuple[bool, int]
"""Whether it is a trading day, and the hour in Beijing."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a channel has published, over the days that were seen of it."""

    articles: Counter[Bucket]
    hours: Counter[Bucket]
    """How often each hour was seen."""

    def per_hour(self, at: datetime) -> float:
        """Articles an hour to be expected at an instant."""
        bucket = bucket_of(at)
        assumed = _ASSUMED_TRADING if phase_at(at) is TRADING else _ASSUMED
        known = self.articles[bucket] + assumed * _ASSUMED_HOURS
        return known / (self.hours[bucket] + _ASSUMED_HOURS)

    def expected(self, since: datetime, until: datetime) -> float:
        """Articles to be expected between two instants, not more than two days apart."""
        total, at = 0.0, max(since, until - timedelta(days=2))
        while at < until:
            step = min(until, _next_hour(at))
            total += self.per_hour(at) * ((step - at) / HOUR)
            at = step
        return total


def learn(published: Iterable[datetime], since: datetime, until: datetime) -> Rhythm:
    """
    A channel's rhythm.

    Args:
        published: its articles' instants, aware; those outside are left out.
        since: the first instant of which all is known.
        until: the last one.
    """
    articles = Counter(bucket_of(at) for at in published if since <= at < until)
    hours: Counter[Bucket] = Counter()
    at = since
    while at < until:
        hours[bucket_of(at)] += 1
        at += HOUR
    return Rhythm(articles, hours)


STRANGER: Final = Rhythm(Counter(), Counter())
"""A channel that nothing is known of."""


def bucket_of(at: datetime) -> Bucket:
    """Where an instant (aware) counts."""
    local = at.astimezone(BEIJING)
    return is_trading_day(local.date()), local.hour


@lru_cache(maxsize=512)
def is_trading_day(day: date) -> bool:
    """Whether Shanghai trades; beyond the calendar, whether it is a weekday."""
    noon = datetime.combine(day, time(12), BEIJING)
    session = place(noon, "second")[1]
    return day.weekday() < 5 if session is None else session != "closed_day"


def phase_at(at: datetime) -> Phase:
    """The part of the day that an instant (aware) falls to."""
    local = at.astimezone(BEIJING)
    minute = local.hour * 60 + local.minute
    phases = _TRADING_DAY if is_trading_day(local.date()) else _CLOSED_DAY
    return next(phase for begin, phase in reversed(phases) if begin <= minute)


def pause(rhythm: Rhythm, at: datetime) -> timedelta:
    """How long to wait between two looks, as things are at an instant."""
    phase = phase_at(at)
    wanted = 3600 / rhythm.per_hour(at) / LOOKS
    return timedelta(seconds=min(max(wanted, phase.shortest), phase.longest))


def next_look(rhythm: Rhythm, looked: datetime, spread: float = 0.0) -> datetime:
    """
    When a channel is due again.

    Args:
        rhythm: its past.
        looked: when its list was last asked for, aware.
        spread: added to the pause, as a share of it: -0.1 to 0.1, drawn by the caller.

    A long pause of the night ends early where the day begins, which would be slept
    over else.
    """
    due = looked + pause(rhythm, looked) * (1 + spread)
    for begin in _turns(looked):
        if begin >= due:
            break
        due = min(due, begin + pause(rhythm, begin) * (1 + spread))
    return due


def target(rhythm: Rhythm, looked: datetime) -> timedelta:
    """How stale a channel may become that was last looked at then: twice its pause."""
    return 2 * (next_look(rhythm, looked) - looked) + SLACK


def _turns(after: datetime) -> Iterator[datetime]:
    """The instants of the next two hours at which another pause may begin."""
    at = after.astimezone(BEIJING)
    minute = at.replace(second=0, microsecond=0)
    minute += timedelta(minutes=5 - minute.minute % 5)
    before = phase_at(at)
    for _ in range(24):
        phase = phase_at(minute)
        if minute.minute == 0 or phase is not before:
            yield minute
        before = phase
        minute += timedelta(minutes=5)


def _next_hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0) + HOUR
