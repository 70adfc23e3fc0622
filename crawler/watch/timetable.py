"""
What the watch may ask of a channel's past: a promise, kept by whoever has a database.

The crawler knows no storage. `WATCH_TIMETABLE` names a class that answers; without it
every channel is looked at every few minutes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

UNKNOWN = timedelta(minutes=5)
"""The pause between two looks at a channel of which nothing can be known."""


@dataclass(frozen=True, slots=True)
class Seen:
    """How fresh a channel is."""

    newest: datetime | None = None
    """The latest publication."""
    median: timedelta | None = None
    """Half of its articles were seen so soon after it."""
    late: timedelta | None = None
    """95 of 100 were."""


class Timetable(Protocol):
    """Questions about one site's channels; asked by the thread that crawls it."""

    def learn(self, now: datetime) -> None:
        """Take in what was stored since the last time; cheap enough for every run."""
        ...

    def looked(self, channel: str) -> datetime | None:
        """When its list was last read, before this watch began."""
        ...

    def next_look(self, channel: str, looked: datetime, spread: float) -> datetime:
        """When it is due again; `spread` is added to the pause, as a share of it."""
        ...

    def seen(self, channel: str) -> Seen:
        """How fresh it is."""
        ...


class EveryFewMinutes:
    """The timetable of a watch without a database."""

    def learn(self, now: datetime) -> None:
        """There is nothing to learn."""

    def looked(self, channel: str) -> datetime | None:  # noqa: ARG002 - promise
        """Nobody knows."""
        return None

    def next_look(self, channel: str, looked: datetime, spread: float) -> datetime:  # noqa: ARG002 - promise
        """The same pause at all hours."""
        return looked + UNKNOWN * (1 + spread)

    def seen(self, channel: str) -> Seen:  # noqa: ARG002 - promise
        """Nobody knows."""
        return Seen()
