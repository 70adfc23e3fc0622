"""The watch itself: APScheduler wakes it when a site has a channel that is due."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from threading import Event
from typing import Any, Protocol

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_EXECUTED
from apscheduler.triggers.base import BaseTrigger

from crawler.watch.launching import Ended
from crawler.watch.plan import Plan
from crawler.watch.told import WRONG_USE

SOONEST = timedelta(seconds=1)
"""Between two looks at a plan."""
LATEST = timedelta(minutes=1)
"""A clock that was set, or a machine that has slept, is noticed so soon."""
SET_BACK = timedelta(seconds=5)
"""A clock that goes back by less is one that is kept right."""
STUMBLED = timedelta(seconds=30)
"""After a fault of the watch's own."""


class Launching(Protocol):
    """Whoever can run a crawl of some channels; in a simulation, nobody does."""

    def run(self, channels: tuple[str, ...]) -> Ended:
        """Crawl them, and wait for the end."""
        ...

    @property
    def is_at_work(self) -> bool:
        """Whether a crawl is being waited for."""
        ...

    def stop(self) -> None:
        """End a crawl that is at work, in order."""
        ...

    def kill(self) -> None:
        """End it at once."""
        ...


class Telling(Protocol):
    """Whoever wants to know what the watch does."""

    def begins(self, site: str, channels: tuple[str, ...], now: datetime) -> None:
        """A run begins."""
        ...

    def ended(self, site: str, channels: tuple[str, ...], run: Ended) -> None:
        """A run has ended, and the plan knows it."""
        ...

    def broke(self, site: str, error: BaseException) -> None:
        """The watch itself stumbled over a run."""
        ...


class Due(BaseTrigger):  # type: ignore[misc]  # APScheduler ships no types
    """Fires when the plan of a site has something due."""

    def __init__(self, plan: Plan) -> None:
        """Go by this plan."""
        self.plan = plan

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:  # noqa: ARG002 - APScheduler's way
        """Not before the next second: a run that is at work changes the plan."""
        due = self.plan.next_due().astimezone(now.tzinfo)
        return min(max(due, now + SOONEST), now + LATEST)


class Watch:
    """Looks after some sites until it is stopped."""

    def __init__(
        self,
        plans: Mapping[str, Plan],
        launchers: Mapping[str, Launching],
        listener: Telling,
        clock: Callable[[], datetime],
    ) -> None:
        """
        Prepare; nothing is started.

        Args:
            plans: by site.
            launchers: by site.
            listener: is told of each run.
            clock: the time, aware.
        """
        self.plans = plans
        self.launchers = launchers
        self.listener = listener
        self.clock = clock
        self.over = Event()
        """Set when there is nothing more to do."""
        self.code = 0
        self.runs = 0
        self._told = clock()
        self.most: int | None = None
        """After so many runs the watch ends."""

    def attend(self, scheduler: Any) -> None:
        """Give a scheduler of APScheduler one job a site: never two runs of it at once."""
        # A job that is still at work is no news: it is why there is one a site.
        logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
        scheduler.add_listener(
            lambda event: self._set_clock(scheduler, event),
            EVENT_JOB_EXECUTED | EVENT_JOB_ERROR,
        )
        for site, plan in self.plans.items():
            scheduler.add_job(
                self.turn,
                Due(plan),
                args=[site],
                id=site,
                next_run_time=max(self.clock(), plan.next_due()),
                max_instances=1,
                coalesce=True,
                misfire_grace_time=None,
            )

    def turn(self, site: str) -> None:
        """Crawl what is due of a site now, if anything is."""
        plan, now = self.plans[site], self.clock()
        channels = plan.due(now)
        if not channels or self.over.is_set():
            return
        self.listener.begins(site, channels, now)
        run = self.launchers[site].run(channels)
        if self.over.is_set():
            return
        now = self.clock()
        plan.timetable.learn(now)
        plan.ended(channels, run.code, run.told, now)
        self.listener.ended(site, channels, run)
        self.runs += 1
        if run.code == WRONG_USE and self.runs == 1:
            self.end(WRONG_USE)  # what is wrong with the first run is wrong with all
        elif self.most is not None and self.runs >= self.most:
            self.end(0)

    def mind_the_clock(self, scheduler: Any) -> None:
        """
        See whether the clock was set back; else all would sleep until it has caught up.

        That it was set forward, the next look at a plan shows.
        """
        before, self._told = self._told, self.clock()
        by = before - self._told
        if by < SET_BACK:
            return
        for site, plan in self.plans.items():
            plan.set_back(by)
            scheduler.modify_job(site, next_run_time=max(plan.next_due(), self._told))

    def end(self, code: int) -> None:
        """Begin nothing more."""
        self.code = code
        self.over.set()

    def _set_clock(self, scheduler: Any, event: Any) -> None:
        """A run has ended, so something else is due next."""
        if self.over.is_set():
            return
        site, now = event.job_id, self.clock()
        due = max(self.plans[site].next_due(), now)
        error = getattr(event, "exception", None)
        if error is not None:
            self.listener.broke(site, error)
            due = max(due, now + STUMBLED)
        scheduler.modify_job(site, next_run_time=min(due, now + LATEST))
