"""
A week of `scrapy watch` in a minute: the real scheduler and plan, a clock driven fast.

    python benchmarks/simulate_watch.py                    # a week, a model of the site
    python benchmarks/simulate_watch.py --from 2026-09-28  # another one: a holiday begins
    python benchmarks/simulate_watch.py --real 6.5         # hours of real crawls, by HTTP

The model publishes by its hours, at random, and counts what it is asked for. It fails
where a channel is staler than its target, a request comes too soon after another, or an
article is missed or read twice. The real crawls are compared with the sample site's truth.
"""

import argparse
import os
import random
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from crawler.watch.launching import Ended, Launcher
from crawler.watch.plan import Plan
from crawler.watch.scheduling import Watch
from crawler.watch.timetable import Seen
from crawler.watch.told import DONE, UNWELL, Told
from pipelines.watch_timetable import StoreTimetable
from storage.clock import BEIJING
from storage.freshness import quantile, spoken
from storage.polling import (
    NIGHT,
    NOON,
    STRANGER,
    TRADING,
    Rhythm,
    is_trading_day,
    learn,
    next_look,
    phase_at,
    target,
)
from tests.fast_clock import Clock, Silent, drive
from tests.sample_site import SampleSite, serve

PACE = 1.0
"""Seconds between two requests, as `DOWNLOAD_DELAY` has it."""
START = 0.4
"""Seconds that a crawl takes to start, measured."""
PAST = timedelta(days=28)
PEAKS = {
    "kx": 60.0,
    "gd": 25.0,
    "yw": 8.0,
    "company": 12.0,
    "gs": 8.0,
    "data": 6.0,
    "finance": 3.0,
    "fund": 3.0,
    "cj": 4.0,
    "comment": 0.8,
    "ct": 1.0,
    "kcb": 1.5,
    "xsb": 0.6,
    "zk": 0.5,
}
"""Articles an hour of each main channel of stcn while the exchange trades: assumed, the
flashes after what the site's own list showed (about one a minute)."""


def share(at: datetime) -> float:
    """How much of its peak the newsroom publishes at an instant."""
    phase = phase_at(at)
    if phase is TRADING:
        return 1.0
    if phase is NIGHT:
        return 0.03
    if phase is NOON:
        return 0.5
    evening = 15 <= at.astimezone(BEIJING).hour < 22
    if is_trading_day(at.astimezone(BEIJING).date()):
        return 0.6 if evening else 0.3
    return 0.15


def publications(
    rng: random.Random, peak: float, since: datetime, until: datetime
) -> Iterator[datetime]:
    """Instants at random, so many as the hour has."""
    at = since
    while True:
        at += timedelta(hours=rng.expovariate(peak))
        if at >= until:
            return
        if rng.random() < share(at):
            yield at


@dataclass(slots=True)
class Model:
    """A site of which only the times matter: what it published, what it was asked for."""

    published: dict[str, list[datetime]]
    requests: list[datetime] = field(default_factory=list)
    looks: defaultdict[str, list[datetime]] = field(
        default_factory=lambda: defaultdict(list)
    )
    seen: dict[tuple[str, int], datetime] = field(default_factory=dict)
    """Channel and number of an article, and when it was read."""
    doubled: int = 0
    upto: Counter[str] = field(default_factory=Counter)
    """How many of each channel's articles were listed in a look."""

    def ask(self, clock: Clock) -> datetime:
        """One request, at the pace."""
        if self.requests:
            free = self.requests[-1] + timedelta(seconds=PACE)
            if self.running:
                clock.now = max(clock.now, free)
        self.running = True
        self.requests.append(clock.now)
        clock.wait(0.1)
        return self.requests[-1]

    running: bool = False


class ModelCrawl:
    """Stands in for the process of a crawl: asks the model what a crawl would ask."""

    is_at_work = False

    def __init__(self, model: Model, clock: Clock, rhythms: dict[str, Rhythm]) -> None:
        """Crawl this model by this clock."""
        self.model, self.clock, self.rhythms = model, clock, rhythms
        self.mishaps: list[tuple[datetime, str]] = []
        """What befalls the first run after an instant."""

    def run(self, channels: tuple[str, ...]) -> Ended:
        """robots.txt, each list to known ground, then every article that is new."""
        self.clock.wait(START)
        model, told = self.model, Told(outcome="ok", pace=PACE)
        model.running = False
        mishap = self._mishap()
        if mishap == "killed":
            return Ended(-9, Told(), "")
        model.ask(self.clock)
        if mishap == "asked to wait":
            told.wait_until = self.clock.now + timedelta(minutes=10)
            told.outcome, told.reason = "alarm", "blocked"
            return Ended(UNWELL, told, "")
        new: list[tuple[str, int]] = []
        for channel in channels:
            at = model.ask(self.clock)
            told.looked[channel] = at
            model.looks[channel].append(at)
            new += self._listed(channel, at)
        for channel, number in new:
            if channel != "kx":
                self._read(channel, number, model.ask(self.clock))
        told.new, told.requests = len(new), len(model.requests)
        self.clock.wait(START)
        return Ended(DONE, told, "")

    def _listed(self, channel: str, at: datetime) -> list[tuple[str, int]]:
        """What a list shows that it had not before; it is read on to known ground."""
        model, instants = self.model, self.model.published[channel]
        first = last = model.upto[channel]
        while last < len(instants) and instants[last] <= at:
            last += 1
        model.upto[channel] = last
        if last > first:
            model.ask(self.clock)
        found = [(channel, number) for number in range(first, last)]
        if channel == "kx":  # its rows carry the whole text
            for _, number in found:
                self._read(channel, number, at)
        return found

    def _read(self, channel: str, number: int, at: datetime) -> None:
        self.model.doubled += (channel, number) in self.model.seen
        self.model.seen[channel, number] = at

    def _mishap(self) -> str | None:
        if self.mishaps and self.clock.now >= self.mishaps[0][0]:
            return self.mishaps.pop(0)[1]
        return None

    def stop(self) -> None:
        """There is nothing to stop."""

    def kill(self) -> None:
        """Nor to kill."""


class ModelTimetable:
    """Learned from the model's own past, as the database would have it."""

    def __init__(self, rhythms: dict[str, Rhythm]) -> None:
        """Go by these."""
        self.rhythms = rhythms

    def learn(self, now: datetime) -> None:
        """A week changes four weeks little."""

    def looked(self, channel: str) -> datetime | None:  # noqa: ARG002 - promise
        """Nothing was looked at before."""
        return None

    def next_look(self, channel: str, looked: datetime, spread: float) -> datetime:
        """As `shibao status` holds it to it."""
        return next_look(self.rhythms.get(channel, STRANGER), looked, spread)

    def seen(self, channel: str) -> Seen:  # noqa: ARG002 - promise
        """Nobody looks."""
        return Seen()


def simulate_week(begin: datetime, days: float, seed: int) -> int:
    """A week of the model; what was found, and the number of faults."""
    rng, end = random.Random(seed), begin + timedelta(days=days)
    past = {
        name: list(publications(rng, peak, begin - PAST, begin))
        for name, peak in PEAKS.items()
    }
    rhythms = {name: learn(known, begin - PAST, begin) for name, known in past.items()}
    published = {
        name: list(publications(rng, peak, begin, end)) for name, peak in PEAKS.items()
    }
    clock, model = Clock(begin), Model(published)
    crawl = ModelCrawl(model, clock, rhythms)
    crawl.mishaps = [
        (begin + timedelta(days=1, hours=10, minutes=5), "killed"),
        (begin + timedelta(days=2, hours=14), "asked to wait"),
    ]
    plan = Plan(PEAKS, ModelTimetable(rhythms), begin, rng.random, PACE)
    listener = Silent()
    watch = Watch({"stcn": plan}, {"stcn": crawl}, listener, clock)
    started, before = time.process_time(), _megabytes()
    drive(watch, clock, end)
    took = time.process_time() - started
    _table(model, begin, end)
    faults = _faults(model, rhythms, begin, end, listener)
    print(
        f"\n{len(listener.runs):,} runs and {len(model.requests):,} requests in {days:g} "
        f"days; {took:.0f} s of the processor, {_megabytes() - before:.0f} MB more than "
        "before."
    )
    return faults


def _table(model: Model, begin: datetime, end: datetime) -> None:
    print(f"{begin:%Y-%m-%d} to {end:%Y-%m-%d}, delays between publication and sight\n")
    columns = ("channel", "articles", "looks a day", "sessions: median", "95 %")
    print(f"| {' | '.join([*columns, 'all: median', '95 %'])} |")
    print("|---|---|---|---|---|---|---|")
    days = (end - begin) / timedelta(days=1)
    for name, instants in model.published.items():
        late = {
            number: model.seen[name, number] - at
            for number, at in enumerate(instants)
            if (name, number) in model.seen
        }
        trading = [late[n] for n in late if phase_at(instants[n]) is TRADING]
        parts = [
            _said(quantile(values, part))
            for values in (trading, list(late.values()))
            for part in (0.5, 0.95)
        ]
        looks = len(model.looks[name]) / days
        print(f"| {name} | {len(instants):,} | {looks:.0f} | {' | '.join(parts)} |")


def _said(length: timedelta | None) -> str:
    return "-" if length is None else spoken(length)


def _faults(
    model: Model,
    rhythms: dict[str, Rhythm],
    begin: datetime,
    end: datetime,
    listener: Silent,
) -> int:
    """Tell what is wrong; how much is."""
    gaps = [
        (after - before).total_seconds()
        for before, after in zip(model.requests, model.requests[1:], strict=False)
    ]
    too_soon = sum(gap < PACE - 0.001 for gap in gaps)
    silent = begin + timedelta(days=2, hours=14)
    stale = []
    for name, looks in model.looks.items():
        for before, after in zip(looks, [*looks[1:], end], strict=False):
            is_told_to_wait = before <= silent + timedelta(minutes=15) <= after or (
                before <= silent <= after
            )
            if not is_told_to_wait and after - before > target(rhythms[name], before):
                stale.append((name, before, after - before, target(rhythms[name], before)))
    listed = {
        (name, number)
        for name, instants in model.published.items()
        for number, at in enumerate(instants)
        if model.looks[name] and at <= model.looks[name][-1]
    }
    missed = len(listed - model.seen.keys())
    print(f"\nshortest gap between two requests: {min(gaps):.2f} s; too soon: {too_soon}")
    print(f"staler than the target: {len(stale)}")
    for name, at, age, allowed in stale[:5]:
        local = at.astimezone(BEIJING)
        print(f"  {name} {local:%m-%d %H:%M:%S}: {spoken(age)} for {spoken(allowed)}")
    print(f"missed: {missed}; read twice: {model.doubled}; faults: {len(listener.faults)}")
    for error in listener.faults[:3]:
        print(f"  {error!r}")
    return too_soon + len(stale) + missed + model.doubled + len(listener.faults)


class FastCrawl:
    """A real crawl of the real sample site, which takes as long as its requests would."""

    is_at_work = False

    def __init__(self, launcher: Launcher, site: SampleSite, clock: Clock) -> None:
        """Crawl by this launcher; the site's clock is ours."""
        self.launcher, self.site, self.clock = launcher, site, clock
        self.requests = 0
        self.seconds: list[float] = []
        self.looks: defaultdict[str, list[datetime]] = defaultdict(list)

    def run(self, channels: tuple[str, ...]) -> Ended:
        """Crawl at full speed while the site's clock stands still."""
        begin = self.site.now = self.clock.now
        started = time.perf_counter()
        run = self.launcher.run(channels)
        self.seconds.append(time.perf_counter() - started)
        told = run.told
        self.requests += told.requests
        told.pace = PACE
        told.looked = dict.fromkeys(told.looked, begin)
        for name in told.looked:
            self.looks[name].append(begin)
        self.clock.wait(2 * START + PACE * max(told.requests - 1, 0))
        return run

    def stop(self) -> None:
        """There is nothing to stop."""

    def kill(self) -> None:
        """Nor to kill."""


def simulate_crawls(begin: datetime, hours: float, channels: str, seed: int) -> int:
    """Hours of real crawls; what the database then holds against the truth."""
    end = begin + timedelta(hours=hours)
    site = SampleSite(seed, articles=1500, now=begin, days=6, upcoming=900)
    clock, rng, listener = Clock(begin), random.Random(seed), Silent()
    names = channels.split(",")
    with tempfile.TemporaryDirectory() as folder, serve(site) as base_url:
        os.environ["SCRAPY_SETTINGS_MODULE"] = "crawler.settings"
        os.chdir(folder)
        url = f"sqlite:///{folder}/news.db"
        settings = {"DATABASE_URL": url, "DOWNLOAD_DELAY": "0", "LOG_LEVEL": "ERROR"}
        words = [word for pair in settings.items() for word in ("-s", "=".join(pair))]
        launcher = Launcher(Path(folder), "stcn", [*words, "-a", f"base_url={base_url}"])
        crawl = FastCrawl(launcher, site, clock)
        timetable = StoreTimetable(url, "stcn", begin)
        plan = Plan(names, timetable, begin, rng.random, PACE)
        drive(Watch({"stcn": plan}, {"stcn": crawl}, listener, clock), clock, end)
        faults = _compare(site, Path(folder) / "news.db", names, crawl.looks)
    codes = Counter(run.code for _, _, run in listener.runs)
    print(
        f"{len(listener.runs)} runs of {channels} in {hours:g} h, exit codes "
        f"{dict(codes)}; "
        f"{crawl.requests:,} requests; {statistics.median(crawl.seconds):.2f} s a run; "
        f"watch {_megabytes():.0f} MB at most"
    )
    for _, asked, run in listener.runs:
        if run.code != DONE:
            why = run.told.sentence or run.said.strip()[-300:]
            print(f"  {','.join(asked)}: {run.code}, {run.told.reason}: {why}")
    for name in names:
        gaps = [
            (after - before).total_seconds()
            for before, after in zip(crawl.looks[name], crawl.looks[name][1:], strict=False)
        ]
        print(f"  {name}: {len(gaps) + 1} looks, {statistics.median(gaps):.0f} s apart")
    return faults + len(listener.faults) + codes.total() - codes[DONE]


def _compare(
    site: SampleSite,
    database: Path,
    names: list[str],
    looks: dict[str, list[datetime]],
) -> int:
    """How many articles are missing, doubled or invented."""
    connection = sqlite3.connect(database)
    rows = [row[0] for row in connection.execute("SELECT native_id FROM article")]
    versions = [row[0] for row in connection.execute("SELECT max(version) FROM article")]
    connection.close()
    last = {name: max(at) for name, at in looks.items()}
    due = {
        truth.native_id
        for truth in site.truth()
        if truth.status == "live"
        and any(name in truth.channels and truth.published <= last[name] for name in names)
    }
    shown = {truth.native_id for truth in site.truth()}
    missing, invented = due - {*rows}, {*rows} - shown
    doubled = len(rows) - len({*rows})
    print(
        f"{len(due)} articles were out, {len(rows)} are stored: {len(missing)} missed, "
        f"{doubled} doubled, {len(invented)} invented, highest version {versions[0]}"
    )
    return len(missing) + len(invented) + doubled


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    """Simulate what is asked for; 1 if anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="begin", default="2026-11-16", help="Beijing")
    parser.add_argument("--days", type=float, default=7)
    parser.add_argument("--real", type=float, metavar="HOURS", help="real crawls instead")
    parser.add_argument("--channels", default="kx,yw,gd,company")
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    begin = datetime.fromisoformat(given.begin).replace(tzinfo=BEIJING)
    if given.real:
        if begin.hour == 0:
            begin += timedelta(hours=8, minutes=50)
        faults = simulate_crawls(begin, given.real, given.channels, given.seed)
    else:
        faults = simulate_week(begin, given.days, given.seed)
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main())
