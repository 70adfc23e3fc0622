"""
The watch with a clock that is driven fast: nobody sleeps, APScheduler's own code decides.

Its scheduler asks `datetime.now` for the time; here that is a clock which stands still
until something takes time: a pause, or a run.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from unittest import mock

from apscheduler.executors.debug import DebugExecutor
from apscheduler.schedulers.base import BaseScheduler

from crawler.watch.launching import Ended
from crawler.watch.scheduling import Watch


class Clock:
    """The time, as it is told."""

    def __init__(self, now: datetime) -> None:
        """Stand at an instant, aware."""
        self.now = now.astimezone(UTC)

    def __call__(self) -> datetime:
        """What time it is."""
        return self.now

    def wait(self, seconds: float) -> datetime:
        """Let time pass; the time then."""
        self.now += timedelta(seconds=seconds)
        return self.now


class FastScheduler(BaseScheduler):  # type: ignore[misc]  # APScheduler ships no types
    """Runs jobs in this thread, one after the other, and lets the clock do the waiting."""

    def wakeup(self) -> None:
        """Nobody sleeps."""

    def shutdown(self, wait: bool = True) -> None:
        """Let go of the jobs."""
        super().shutdown(wait)

    def drive(self, clock: Clock, until: datetime, over: Callable[[], bool]) -> None:
        """Do what is due until an instant, or until it is over."""
        while clock.now < until and not over():
            clock.wait(max(self._process_jobs() or 0.0, 0.001))


@contextmanager
def told_by(clock: Clock) -> Iterator[None]:
    """APScheduler's clock is ours."""

    class Told(datetime):
        """Knows what time it is by asking us."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]  # of our clock
            """Our clock's time."""
            return clock.now.astimezone(tz)

    with mock.patch("apscheduler.schedulers.base.datetime", Told):
        yield


def drive(watch: Watch, clock: Clock, until: datetime) -> None:
    """Let a watch do all that it does until an instant."""
    with told_by(clock):
        scheduler = FastScheduler(timezone="UTC", executors={"default": DebugExecutor()})
        watch.attend(scheduler)
        scheduler.start()
        scheduler.drive(clock, until, watch.over.is_set)
        scheduler.shutdown()


class Silent:
    """Is told of runs and keeps what it was told."""

    def __init__(self) -> None:
        """Nothing was said yet."""
        self.runs: list[tuple[str, tuple[str, ...], Ended]] = []
        self.faults: list[BaseException] = []

    def begins(self, site: str, channels: tuple[str, ...], now: datetime) -> None:
        """A run begins."""

    def ended(self, site: str, channels: tuple[str, ...], run: Ended) -> None:
        """A run has ended."""
        self.runs.append((site, channels, run))

    def broke(self, site: str, error: BaseException) -> None:  # noqa: ARG002 - promise
        """The watch stumbled."""
        self.faults.append(error)
