"""What a person sees of the watch: a table on a terminal, lines elsewhere."""

import sys
import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from crawler.dates import BEIJING
from crawler.watch.launching import Ended
from crawler.watch.plan import Plan
from crawler.watch.told import DONE, LOCKED

HOURLY = timedelta(hours=1)
"""Between two lines that say that nothing is wrong."""
SHOWN = 12
"""Lines of what a crawl said that are shown if it ended badly."""


class Board:
    """Is told of each run and shows it, on standard error; times are Beijing's."""

    def __init__(
        self,
        plans: Mapping[str, Plan],
        names: Mapping[str, Mapping[str, str]],
        clock: Callable[[], datetime],
        console: Console | None = None,
    ) -> None:
        """
        Prepare.

        Args:
            plans: by site.
            names: by site, the Chinese names of its channels by id.
            clock: the time, aware.
            console: where to, if not standard error.
        """
        self.plans = plans
        self.names = names
        self.clock = clock
        self.console = console or Console(stderr=True, highlight=False)
        self.runs = 0
        self.failed = 0
        self.new = 0
        self._now: dict[str, str] = {}
        self._live: Live | None = None
        self._told_at = clock()
        self._lock = threading.Lock()

    def open(self) -> None:
        """Begin to show."""
        number = sum(len(plan.looks) for plan in self.plans.values())
        self.say(f"Watching {number} channels of {', '.join(self.plans)}; Ctrl-C ends it.")
        if self.console.is_terminal:
            self._live = Live(console=self.console, auto_refresh=False)
            self._live.start()
        self.refresh()

    def close(self) -> None:
        """Show the last of it."""
        if self._live is not None:
            self._live.stop()
            self._live = None
        self.say(f"The watch has ended. {self._sum()}")

    def refresh(self) -> None:
        """One look at the plans."""
        now = self.clock()
        with self._lock:
            if self._live is not None:
                self._live.update(self.table(now), refresh=True)
            elif now - self._told_at >= HOURLY:
                self._told_at = now
                self.say(f"All is going on. {self._sum()}")

    def begins(self, site: str, channels: tuple[str, ...], now: datetime) -> None:  # noqa: ARG002 - promise
        """Note what is being crawled."""
        self._now[site] = ",".join(channels)

    def ended(self, site: str, channels: tuple[str, ...], run: Ended) -> None:
        """Count a run; say so if it brought something or ended badly."""
        self._now.pop(site, None)
        told, plan = run.told, self.plans[site]
        with self._lock:
            self.runs += 1
            self.new += told.new
            what = f"{site} {','.join(channels)}"
            if run.code == DONE:
                if told.new or told.changed:
                    self.say(f"{what}: {told.new} new, {told.changed} changed.")
            elif run.code == LOCKED:
                self.say(f"{what}: another run of it is at work.")
            else:
                self.failed += 1
                self._tell_failure(what, run)
            if plan.held:
                self.say(f"{site} is left alone until {_clock(plan.free_at)}: {plan.held}.")

    def broke(self, site: str, error: BaseException) -> None:
        """Say what went wrong with the watch itself."""
        self._now.pop(site, None)
        self.say(f"{site}: the watch stumbled over a run: {error!r}.")

    def say(self, sentence: str) -> None:
        """One line with the time; above the table, where there is one."""
        at = self.clock().astimezone(BEIJING)
        line = Text(f"{at:%Y-%m-%d %H:%M:%S} {sentence}")
        if self.console.is_terminal:
            self.console.print(line, soft_wrap=True)
        else:
            sys.stderr.write(f"{line.plain}\n")
            sys.stderr.flush()

    def table(self, now: datetime) -> Table:
        """Every channel: when it was read, is due, how fresh it is, how it went."""
        table = Table(box=None, pad_edge=False, header_style="bold")
        for column in ("channel", "last look", "next look", "newest"):
            table.add_column(column)
        for column in ("delay", "95 %", "runs", "failed"):
            table.add_column(column, justify="right")
        for site, plan in self.plans.items():
            for channel, look in plan.looks.items():
                seen = plan.timetable.seen(channel)
                is_read = channel in self._now.get(site, "").split(",")
                due = max(look.due, plan.free_at)
                table.add_row(
                    Text(f"{channel} {self.names[site].get(channel, '')}".strip()),
                    _clock(look.looked),
                    "now" if is_read or due <= now else _clock(due),
                    _day_and_clock(seen.newest, now),
                    _short(seen.median),
                    _short(seen.late),
                    str(look.runs),
                    Text(str(look.failures), "bold red" if look.in_vain else ""),
                )
        held = [f"{site}: {plan.held}" for site, plan in self.plans.items() if plan.held]
        table.caption = "\n".join([self._sum(), *held])
        table.caption_justify = "left"
        return table

    def _tell_failure(self, what: str, run: Ended) -> None:
        if run.told.outcome == "interrupted":
            self.say(f"{what}: the run was stopped.")
            return
        if run.told.reason:
            self.say(f"{what}: {run.told.reason}: {run.told.sentence}")
            return
        how = "could not be started" if run.code is None else f"ended with {run.code}"
        self.say(f"{what}: the crawl {how}; it said:")
        for line in run.said.strip().splitlines()[-SHOWN:]:
            self.say(f"  {line}")

    def _sum(self) -> str:
        return f"{self.runs} runs, {self.failed} of them not well, {self.new} articles new."


def _clock(at: datetime | None) -> str:
    return f"{at.astimezone(BEIJING):%H:%M:%S}" if at else "-"


def _day_and_clock(at: datetime | None, now: datetime) -> str:
    if at is None:
        return "-"
    local, today = at.astimezone(BEIJING), now.astimezone(BEIJING).date()
    return f"{local:%H:%M:%S}" if local.date() == today else f"{local:%m-%d %H:%M}"


def _short(delay: timedelta | None) -> str:
    if delay is None:
        return "-"
    seconds = round(delay.total_seconds())
    return f"{seconds} s" if seconds < 120 else f"{round(seconds / 60)} min"
