"""
A day of thousands of sites: looks, requests, workers with leases, and one store.

    python benchmarks/simulate_scale.py                     # 100 to 3,000 sites
    python benchmarks/simulate_scale.py --sites 10000       # a minute or two
    python benchmarks/simulate_scale.py --sites 10000 --tuned --workers 150 --stores 2
    python benchmarks/simulate_scale.py --prices vcpu_hour=0.05,hot_gb_month=0.10

A discrete-event simulation, seeded. Measured: what a look and an article cost
(`bench_scale.py`), the rates (`storage.polling`, asked itself). Assumed: how much sites
publish and when. `docs/scale.md` says what follows, and which number is which.
"""

import argparse
import heapq
import math
import random
import statistics
import sys
import time
from bisect import bisect_right
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from storage.clock import BEIJING
from storage.polling import LOOKS, Rhythm, phase_at

MIDNIGHT = datetime(2026, 11, 16, tzinfo=BEIJING)
"""A Monday on which Shanghai trades."""
DAY = 86_400.0
HOUR = 3_600
PACE = 1.0
"""Seconds between two requests to a host, as `DOWNLOAD_DELAY` has it."""
PATIENCE = 1.0
"""Seconds that a record waits for others, as the last stage has it."""
_HOURS = "2 1 1 1 1 2 9 12 14 12 12 11 8 10 11 14 15 14 13 13 12 10 8 4"
HOURS = tuple(map(int, _HOURS.split()))
"""How much is published in each hour: the sample site's newsroom has it so (assumed)."""
SEEN_DAYS = 20
"""Trading days of the four weeks that a channel's rhythm is learned from."""
SPREAD = 0.1
MOST = 2_500
"""Articles a day of the largest site: ids of www.stcn.com grew by 2,519 a day from
December 2022 to January 2026, and not all of them are articles."""
SIGMA = 1.6
"""Of the logarithm of a site's daily output (assumed). Of 8,155 feeds in 2010, 17 % wrote
97 % of all (Travers et al., doi 10.1108/IJWIS-06-2014-0023), which asks for 2.8; a site is
many feeds, and more alike."""
SHOWN = 20
"""Articles that a list shows."""


@dataclass(frozen=True, slots=True)
class Costs:
    """What things cost: processor seconds and bytes, measured by `bench_scale.py`."""

    start: float = 3.7
    """Of a worker's job: Python, Scrapy and the site's code, and their end."""
    page: float = 0.0025
    """From a page's bytes to an item (`bench_pages.py`)."""
    run: float = 0.065
    """Of the store, for a run's begin and its end."""
    list: float = 0.030
    """Of the store, for a list of 20 articles that it knows."""
    mark: float = 9e-6
    """Of the store, for each channel's mark in the database, in every run."""
    stored: float = 6e-6
    """Of the store, for each article that the site has there already, in every run."""
    article: float = 0.008
    """Of the store, for an article with its repeats and its words."""
    worker: float = 130e6
    """Memory of a crawl."""
    page_bytes: int = 41_352
    """Of a page in the archive."""
    list_bytes: int = 5_075
    same_bytes: int = 1_005
    """Of a list that has not changed."""
    file_bytes: int = 750
    """Of a file's first record."""
    article_bytes: int = 22_000
    """Of PostgreSQL, with everything; texts of 790 characters."""
    run_bytes: int = 500
    """Of a row of `crawl_run` with its index."""
    raw_bytes: int = 530
    """Of a row of `raw_response` with its indexes: each list that is read makes one."""
    band_bytes: int = 2_350
    """Of an article's bands and anchors, with their indexes."""
    word_bytes: int = 12_300
    """Of an article's words in the search index."""

    def tuned(self) -> "Costs":
        """As it would be after what docs/scale.md proposes; estimates, not measured."""
        return replace(self, start=0.4, run=0.010, list=0.010, mark=0.0, stored=0.0)


@dataclass(slots=True)
class Site:
    """One site: when it publishes, and how far we have come."""

    daily: float
    """Articles a day, on average."""
    lists: int
    published: list[float]
    pauses: list[float]
    """Seconds between two looks, by slot."""
    known: int = 0
    """So many of its articles were found."""
    free_at: float = -math.inf
    """No request before."""
    looked: float = 0.0


@dataclass(slots=True)
class Told:
    """What a simulated day was like."""

    sites: int
    published: int = 0
    looks: Counter[int] = field(default_factory=Counter)
    """By hour, as the next ones."""
    lists: Counter[int] = field(default_factory=Counter)
    requests: Counter[int] = field(default_factory=Counter)
    articles: Counter[int] = field(default_factory=Counter)
    store: Counter[int] = field(default_factory=Counter)
    """Milliseconds that the store worked."""
    changed_lists: int = 0
    stale: list[float] = field(default_factory=list)
    """Seconds from publication to commit."""
    waited: float = 0.0
    """Seconds that runs waited for a worker, at most."""
    queued: float = 0.0
    """Seconds that runs waited for the store, at most."""
    most: int = 0
    """Workers at work at once."""
    busy: float = 0.0
    """Seconds that workers were at work."""
    marks: int = 0
    trace: list[tuple[int, float]] = field(default_factory=list)
    """Site and instant of each request, if it was asked for."""


def slots() -> list[float]:
    """The seconds of the day at which a pause may change: full hours and phases."""
    turns, before = [], None
    for minute in range(0, 1440, 5):
        phase = phase_at(MIDNIGHT + timedelta(minutes=minute))
        if minute % 60 == 0 or phase is not before:
            turns.append(minute * 60.0)
        before = phase
    return turns


SLOTS = slots()


def pauses(daily: float, lists: int, stretch: float = 1.0) -> list[float]:
    """
    Seconds between two looks in each slot, by the watch's own rule.

    Args:
        daily: articles a day of the site; each of its lists has its share.
        lists: how many.
        stretch: by how much the longest pauses are longer than the watch's.
    """
    whole = sum(HOURS)
    seen = {h: round(SEEN_DAYS * daily / lists * n / whole) for h, n in enumerate(HOURS)}
    rhythm = Rhythm(
        Counter({(True, hour): count for hour, count in seen.items()}),
        Counter({(True, hour): SEEN_DAYS for hour in range(24)}),
    )
    found = []
    for begin in SLOTS:
        at = MIDNIGHT + timedelta(seconds=begin)
        phase = phase_at(at)
        wanted = 3600 / rhythm.per_hour(at) / LOOKS
        found.append(min(max(wanted, phase.shortest), phase.longest * stretch))
    return found


def outputs(
    rng: random.Random, sites: int, mean: float, sigma: float = SIGMA
) -> list[float]:
    """Articles a day of each site: log-normal, capped; their mean is what is asked for."""
    drawn = [rng.lognormvariate(0, sigma) for _ in range(sites)]
    scale = mean
    for _ in range(30):  # the cap takes some away: the others make it up
        capped = [min(one * scale, MOST) for one in drawn]
        scale *= mean / statistics.fmean(capped)
    return capped


def lists_of(daily: float) -> int:
    """How many lists a site has that are worth watching (assumed; www.stcn.com: 14)."""
    return min(14, 1 + round(math.log2(1 + daily / 10)))


def publications(rng: random.Random, daily: float) -> list[float]:
    """Instants of a day, seconds since midnight: so many an hour, at random in it."""
    whole = sum(HOURS)
    found: list[float] = []
    for hour, share in enumerate(HOURS):
        expected = daily * share / whole
        count = int(expected) + (rng.random() < expected % 1)
        found += [(hour + rng.random()) * HOUR for _ in range(count)]
    return sorted(found)


def make_sites(
    seed: int,
    count: int,
    mean: float = 100.0,
    stretch: float = 1.0,
    sigma: float = SIGMA,
) -> list[Site]:
    """Sites, the same for the same seed."""
    rng = random.Random(seed)
    return [
        Site(
            daily=daily,
            lists=lists_of(daily),
            published=publications(rng, daily),
            pauses=pauses(daily, lists_of(daily), stretch),
        )
        for daily in outputs(rng, count, mean, sigma)
    ]


_DUE, _FETCHED, _STORED = range(3)


class Simulation:
    """Sites, workers and stores, by one heap of events."""

    def __init__(
        self,
        sites: list[Site],
        costs: Costs,
        *,
        workers: int | None = None,
        stores: int = 0,
        age: float = 0,
        seed: int = 7,
        trace: bool = False,
    ) -> None:
        """
        Prepare a day.

        Args:
            sites: fresh ones.
            costs: of everything.
            workers: how many jobs run at a time; None: as many as there are sites.
            stores: databases with one writer at a time each, the sites shared out among
                them; 0: nobody waits for the store.
            age: days of news that are stored already.
            seed: of the pauses' spread.
            trace: keep each request's instant.
        """
        self.sites, self.costs, self.age, self.trace = sites, costs, age, trace
        self.dice = [random.Random(f"{seed}/{number}") for number in range(len(sites))]
        self.free = len(sites) if workers is None else workers
        self.stores = [0.0] * stores
        self.heap: list[tuple[float, int, int, float]] = []
        """Instant, kind, site, and when a fetched run's worker began."""
        self.waiting: deque[tuple[float, int]] = deque()
        self.found: dict[int, list[tuple[float, float]]] = {}
        """Of each site that is at work: when its articles were published and read."""
        self.told = Told(len(sites), marks=sum(site.lists for site in sites))
        self.at_work = 0

    def run(self) -> Told:
        """The day, and after it one more look at each site, so that nothing is left."""
        for number, site in enumerate(self.sites):
            self.told.published += len(site.published)
            due = self.dice[number].random() * site.pauses[0]
            heapq.heappush(self.heap, (due, _DUE, number, 0.0))
        acts = (self._due, self._fetched, self._stored)
        while self.heap:
            now, kind, number, begun = heapq.heappop(self.heap)
            acts[kind](now, number, begun)
        return self.told

    def _due(self, now: float, number: int, _begun: float) -> None:
        self.waiting.append((now, number))
        self._begin(now)

    def _begin(self, now: float) -> None:
        """Give waiting sites to free workers, the longest waiting first."""
        while self.free and self.waiting:
            due, number = self.waiting.popleft()
            self.free -= 1
            self.at_work += 1
            told = self.told
            told.most = max(told.most, self.at_work)
            told.waited = max(told.waited, now - due)
            end = self._fetch(number, now)
            heapq.heappush(self.heap, (end, _FETCHED, number, now))

    def _fetch(self, number: int, now: float) -> float:
        """One run's requests: robots.txt, the lists, what is new in them; when it ends."""
        site, told = self.sites[number], self.told
        first = max(now + self.costs.start, site.free_at)
        site.looked = first + PACE
        until = bisect_right(site.published, site.looked)
        new = site.published[site.known : until]
        site.known = until
        asked = 1 + site.lists + len(new)
        site.free_at = first + asked * PACE
        reading = first + (1 + site.lists) * PACE
        self.found[number] = [
            (published, reading + place * PACE) for place, published in enumerate(new)
        ]
        hour = int(first) // HOUR
        told.looks[hour] += 1
        told.lists[hour] += site.lists
        told.requests[hour] += asked
        told.articles[hour] += len(new)
        told.changed_lists += min(len(new), site.lists)
        if self.trace:
            told.trace += [(number, first + place * PACE) for place in range(asked)]
        return site.free_at

    def _fetched(self, now: float, number: int, begun: float) -> None:
        """The run's records go to its store, which takes one run after another."""
        costs, told = self.costs, self.told
        site, found = self.sites[number], self.found.pop(number)
        seconds = costs.run + costs.list * site.lists + costs.article * len(found)
        seconds += costs.mark * told.marks + costs.stored * site.daily * self.age
        told.store[int(now) // HOUR] += round(seconds * 1000)
        wait = 0.0
        if self.stores:
            mine = number % len(self.stores)
            wait = max(self.stores[mine] - now, 0.0)
            self.stores[mine] = now + wait + seconds
        told.queued = max(told.queued, wait)
        held = [at + PATIENCE + wait - published for published, at in found]
        told.stale += held
        heapq.heappush(self.heap, (now + wait + seconds, _STORED, number, begun))

    def _stored(self, now: float, number: int, begun: float) -> None:
        """The lease is over; the site is due again."""
        self.free += 1
        self.at_work -= 1
        self.told.busy += now - begun
        site = self.sites[number]
        if site.looked < DAY:
            heapq.heappush(self.heap, (max(now, self._next(number)), _DUE, number, 0.0))
        self._begin(now)

    def _next(self, number: int) -> float:
        """When a site is due again, as `storage.polling.next_look` has it."""
        site = self.sites[number]
        spread = 1 + SPREAD * (2 * self.dice[number].random() - 1)
        place = bisect_right(SLOTS, site.looked % DAY) - 1
        due = site.looked + site.pauses[place] * spread
        for begin, pause in zip(SLOTS[place + 1 :], site.pauses[place + 1 :], strict=True):
            if begin >= due:
                break
            due = min(due, begin + pause * spread)
        return due


@dataclass(frozen=True, slots=True)
class Prices:
    """Assumed, in euros; nobody's offer. Put your own in with --prices."""

    vcpu_hour: float = 0.03
    gb_ram_hour: float = 0.004
    disk_gb_month: float = 0.10
    """Of a database's fast disk, kept twice."""
    hot_gb_month: float = 0.02
    """Of object storage that is read at once."""
    cold_gb_month: float = 0.004
    put_1000: float = 0.005
    """Of a thousand objects written."""


def spread_of(values: list[float], share: float) -> float:
    """The value that such a share of them does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def say(told: Told, costs: Costs) -> None:
    """One row of the table of sizes, and what it means."""
    peak = max(told.store, key=lambda hour: told.store[hour])
    cores = cores_at(told, costs, peak)
    looks, found = told.looks.total(), told.articles.total()
    print(
        f"{told.sites:>7,}{found:>11,}{looks:>11,}{told.requests.total():>12,}"
        f"{spread_of(told.stale, 0.5):>7.0f}{spread_of(told.stale, 0.95):>7.0f}"
        f"{told.most:>9,}{told.busy / DAY:>8,.0f}{cores:>8.1f}"
        f"{told.looks[peak] / HOUR:>8.1f}{rows_at(told, peak):>9,.0f}"
        f"{told.store[peak] / HOUR / 10:>8.0f}%{told.queued:>8,.0f}"
        f"{archive_bytes(told, costs) / 1e9:>9.1f}"
        f"{database_bytes(told, costs) / 1e9:>8.2f}",
        flush=True,
    )


HEAD = (
    "  sites   articles      looks    requests    p50    p95  workers    mean   cores"
    "  looks/s  rows/s   store  queued  arch GB   db GB"
)


def rows_at(told: Told, hour: int) -> float:
    """
    Rows written a second in an hour.

    A look writes its run's row three times, and for each list its mark, its response and
    what 20 entries are listed in; an article some 31 rows (measured).
    """
    lists = told.lists[hour]
    return (
        3 * told.looks[hour] + (2 + 3 * SHOWN) * lists + 31 * told.articles[hour]
    ) / HOUR


def archive_bytes(told: Told, costs: Costs) -> float:
    """Of a day: pages, lists that changed, lists that did not, files."""
    same = told.lists.total() - told.changed_lists
    return (
        told.articles.total() * costs.page_bytes
        + told.changed_lists * costs.list_bytes
        + same * costs.same_bytes
        + told.looks.total() * costs.file_bytes
    )


def database_bytes(told: Told, costs: Costs) -> float:
    """Of a day: articles with their indexes, runs, references to lists."""
    return (
        told.articles.total() * costs.article_bytes
        + told.looks.total() * costs.run_bytes
        + told.lists.total() * costs.raw_bytes
    )


def cores_at(told: Told, costs: Costs, hour: int) -> float:
    """Processors that crawls keep busy in an hour, less what the store's take."""
    return (told.looks[hour] * costs.start + told.requests[hour] * costs.page) / HOUR


def say_plan(told: Told, costs: Costs, prices: Prices, stores: int) -> None:
    """What the day means for a year, a billion articles, and a bill."""
    found, looks = told.articles.total(), told.looks.total()
    days, daily = 1e9 / found, database_bytes(told, costs)
    sizes = (
        ("database", days * daily),
        ("  of it runs and lists", days * (daily - found * costs.article_bytes)),
        ("  of it words", 1e9 * costs.word_bytes),
        ("  of it bands, kept for ever", 1e9 * costs.band_bytes),
        ("  bands of 90 days alone", 90 * found * costs.band_bytes),
        ("archive", days * archive_bytes(told, costs)),
        ("  of it pages", 1e9 * costs.page_bytes),
    )
    print(f"\na billion articles after {days:,.0f} days ({days / 365:.1f} years):")
    for name, size in sizes:
        print(f"  {name:30}{size / 1e12:10.2f} TB")
    ids = told.lists.total() + found
    print(f"  raw_response: {days * ids:,.0f} rows, 2^31 after {2**31 / ids:,.0f} days")
    print(f"  crawl_run: {days * looks:,.0f} rows; files in the archive, a day: {looks:,}")
    _say_bill(told, costs, prices, stores)


def _say_bill(told: Told, costs: Costs, prices: Prices, stores: int) -> None:
    peak = max(told.store, key=lambda hour: told.store[hour])
    hours, year = 730, 365
    cores = cores_at(told, costs, peak) / 0.6
    memory = told.most * costs.worker / 1e9
    database = year * database_bytes(told, costs) / 1e9
    archive, files = archive_bytes(told, costs) / 1e9, 30 * told.looks.total()
    rows = (
        ("workers' cores, 60 % busy", cores, "vCPU", hours * prices.vcpu_hour),
        ("workers' memory", memory, "GB", hours * prices.gb_ram_hour),
        ("stores' cores", 8 * stores, "vCPU", hours * prices.vcpu_hour),
        ("stores' memory", 64 * stores, "GB", hours * prices.gb_ram_hour),
        ("stores' disk, a year's", database, "GB", prices.disk_gb_month),
        ("archive, last 30 days", 30 * archive, "GB", prices.hot_gb_month),
        ("archive, rest of a year", 335 * archive, "GB", prices.cold_gb_month),
        ("archive, a file a run", files / 1000, "1000 PUT", prices.put_1000),
    )
    found = told.articles.total()
    print(f"\na month at the end of a year of {found:,} articles a day; prices assumed:")
    for name, amount, unit, price in rows:
        print(
            f"  {name:26}{amount:12,.0f} {unit:9} x {price:8.3f} ={amount * price:9,.0f} €"
        )
    bill = sum(amount * price for _, amount, _, price in rows)
    print(
        f"  in all {bill:,.0f} €: {bill / found / 30 * 1e6:,.0f} € a million new articles"
    )


def backlog(daily: list[float], years: float) -> Iterator[str]:
    """How long the past takes: by the pace of a site, and by what a store can take."""
    pages = sum(daily) * years * 365
    largest, median = (d * years * 365 * PACE / DAY for d in (max(daily), _middle(daily)))
    store = pages * Costs().article / DAY
    yield f"{years:.0f} years of {len(daily):,} sites are {pages:,.0f} pages: at one a"
    yield f"second the largest site takes {largest:,.1f} days, the median one {median:.1f};"
    yield f"one writer takes {store:,.0f} days for all of them."


def _middle(values: list[float]) -> float:
    return spread_of(values, 0.5)


def gaps(told: Told) -> list[float]:
    """Seconds between two requests to one host, each that there was."""
    by_site: dict[int, list[float]] = {}
    for number, at in told.trace:
        by_site.setdefault(number, []).append(at)
    return [later - one for some in by_site.values() for one, later in pairwise(some)]


def main() -> None:
    """Simulate what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sites", default="100,300,1000,3000")
    parser.add_argument("--mean", type=float, default=100, help="articles a day and site")
    parser.add_argument("--sigma", type=float, default=SIGMA, help="how unlike sites are")
    parser.add_argument("--workers", type=int, help="else as many as are wanted at once")
    parser.add_argument("--stores", type=int, default=0, help="0: nobody waits for one")
    parser.add_argument("--age", type=float, default=30, help="days that are stored")
    parser.add_argument("--stretch", type=float, default=1, help="the longest pauses")
    parser.add_argument("--tuned", action="store_true", help="with what is proposed")
    parser.add_argument("--prices", default="", help="NAME=EUROS,...")
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    costs = Costs().tuned() if given.tuned else Costs()
    words = (word.split("=") for word in given.prices.split(",") if word)
    prices = replace(Prices(), **{name: float(value) for name, value in words})
    print(HEAD)
    for count in map(int, given.sites.split(",")):
        begun = time.process_time()
        sites = make_sites(given.seed, count, given.mean, given.stretch, given.sigma)
        told = Simulation(
            sites,
            costs,
            workers=given.workers,
            stores=given.stores,
            age=given.age,
            seed=given.seed,
        ).run()
        say(told, costs)
    say_plan(told, costs, prices, max(1, given.stores))
    print("\n" + "\n".join(backlog([site.daily for site in sites], 3)))
    print(f"(the last one took {time.process_time() - begun:.0f} s of the processor)")


if __name__ == "__main__":
    main()
