"""`scrapy watch`: real crawls when they are due, whatever happens to one of them."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest
from rich.console import Console

from crawler.watch.board import Board
from crawler.watch.launching import Ended
from crawler.watch.plan import Plan
from crawler.watch.scheduling import Watch
from crawler.watch.told import DONE, LOCKED, UNWELL, Told
from pipelines.watch_timetable import StoreTimetable
from storage.lock import RunLock
from storage.polling import target
from tests.conftest import AFTERNOON
from tests.fast_clock import Clock, Silent, drive
from tests.harness import ROOT, Desk
from tests.sample_site import SampleSite
from tests.test_end_to_end import expected, stored

pytestmark = pytest.mark.endurance

CHANNELS = ("kx", "yw")
POLLS = 6


class DeskCrawl:
    """Crawls at a desk, as the watch would; the site's clock is ours."""

    is_at_work = False

    def __init__(self, desk: Desk, site: SampleSite, clock: Clock) -> None:
        """Crawl there."""
        self.desk, self.site, self.clock = desk, site, clock
        self.starts: list[tuple[datetime, datetime]] = []
        """When each run began and ended."""
        self.looks: dict[str, list[datetime]] = {name: [] for name in CHANNELS}

    def run(self, channels: tuple[str, ...]) -> Ended:
        """At full speed, while the site's clock stands still."""
        begin = self.site.now = self.clock.now
        file = self.desk.folder / "told"
        file.unlink(missing_ok=True)
        done = self.desk.crawl(f"channels={','.join(channels)}", WATCH_TOLD=file)
        told = Told.read(file.read_text()) if file.exists() else Told()
        assert {*told.looked} <= {*channels}
        for name in told.looked:
            self.looks[name].append(begin)
        told.looked, told.pace = dict.fromkeys(told.looked, begin), 1.0
        end = self.clock.wait(max(told.requests, 1) * 1.0)
        self.starts.append((begin, end))
        return Ended(done.code, told, done.err)

    def stop(self) -> None:
        """There is nothing to stop."""

    def kill(self) -> None:
        """Nor to kill."""


def publish_while(site: SampleSite, begin: datetime, minutes: int) -> None:
    """A flash each minute and a report every four, from then on."""
    for minute in range(minutes):
        at = begin + timedelta(minutes=minute, seconds=17)
        words = f"第{minute}分钟：云岭股份披露进展"
        site.publish(title=words, body=f"{words}。", kind="flash", published=at)
        if minute % 4 == 0:
            site.publish(
                ["yw"], title=f"{words}详情", body=f"{words}，全文。", published=at
            )


def test_six_polls_miss_nothing_and_double_nothing(desk: Desk, site: SampleSite) -> None:
    """The scheduler's clock and the site's, driven fast over an opening; real crawls."""
    begin = AFTERNOON.replace(day=29, hour=9, minute=58)
    site.now = begin
    publish_while(site, begin - timedelta(minutes=30), 90)
    clock, listener = Clock(begin), Silent()
    crawl = DeskCrawl(desk, site, clock)
    timetable = StoreTimetable(desk.url, "stcn", begin)
    plan = Plan(CHANNELS, timetable, begin, random.Random(7).random)
    watch = Watch({"stcn": plan}, {"stcn": crawl}, listener, clock)
    watch.most = POLLS
    drive(watch, clock, begin + timedelta(hours=1))

    assert listener.faults == []
    assert [run.code for _, _, run in listener.runs] == [DONE] * POLLS
    crawl.run(CHANNELS)  # what came since the last look at the slower list
    assert stored(desk) == expected(site, CHANNELS)
    versions = desk.row("SELECT count(*) AS n, max(version) AS most FROM article")
    assert versions == {"n": len(stored(desk)), "most": 1}
    for (_, ended), (started, _) in pairwise(crawl.starts):
        assert started - ended >= timedelta(seconds=1)
    for name, looks in crawl.looks.items():
        for before, after in pairwise(looks):
            rhythm = timetable._known[name].rhythm  # noqa: SLF001 - what it went by
            assert after - before <= target(rhythm, before)


def test_a_site_that_asks_for_silence_gets_it(desk: Desk, site: SampleSite) -> None:
    """The crawl tells until when; a list that could not be read counts as not looked at."""
    file = desk.folder / "told"
    site.faults.retry_after(seconds=600, status=429, n=9, pattern="list.html")
    before = datetime.now(AFTERNOON.tzinfo)
    done = desk.crawl("channels=kx", WATCH_TOLD=file, RETRY_TIMES=0)
    told = Told.read(file.read_text())

    assert (done.code, told.reason, told.looked) == (UNWELL, "blocked", {})
    assert told.wait_until is not None
    waited = told.wait_until - before
    assert timedelta(seconds=600) <= waited <= timedelta(seconds=660)


def test_robots_txt_s_pace_is_told(desk: Desk, site: SampleSite) -> None:
    """So that it holds between runs as well."""
    site.crawl_delay = 0.4
    desk.crawl("channels=ct", "max_pages=1", WATCH_TOLD=desk.folder / "told")

    assert Told.read((desk.folder / "told").read_text()).pace == 0.4


@contextmanager
def watching(desk: Desk, *more: str) -> Iterator[subprocess.Popen[str]]:
    """A watch in the background that waits for nothing; what it says goes to `said`."""
    words = ["watch", "stcn", "--channels", "kx,ct", "--base-url", desk.base_url]
    words += ["-s", "WATCH_TIMETABLE=tests.quick_timetable.Quick", *more]
    environment = os.environ | {
        "SCRAPY_SETTINGS_MODULE": "crawler.settings",
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": desk.url,
    }
    with (desk.folder / "said").open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "scrapy", *words],
            cwd=desk.folder,
            env=environment,
            stderr=said,
            text=True,
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait(10)


def wait_until(is_so: Callable[[], bool], seconds: float = 60) -> None:
    """Look every moment; fail when it takes too long."""
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.05)


def crawls_of(watch: subprocess.Popen[str]) -> list[int]:
    """The processes below a watch that are crawls: children of its child, not its own."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            after = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended meanwhile
        if after[0] != "Z":
            parents[int(folder.name)] = int(after[1])
    return [pid for pid, parent in parents.items() if parents.get(parent) == watch.pid]


needs_proc = pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="there is no /proc on this system"
)


@needs_proc
def test_a_crawl_that_is_killed_ends_no_watch(desk: Desk) -> None:
    """It goes on, and says so; SIGTERM ends it in order, with exit code 0."""
    said = desk.folder / "said"
    with watching(desk, "-s", "DOWNLOAD_DELAY=0.05") as watch:
        wait_until(lambda: "new, 0 changed" in said.read_text())
        wait_until(lambda: bool(crawls_of(watch)))
        for pid in crawls_of(watch):
            os.kill(pid, signal.SIGKILL)
        wait_until(lambda: "ended with -9" in said.read_text())
        assert watch.poll() is None
        watch.send_signal(signal.SIGTERM)
        assert watch.wait(30) == 0, said.read_text()

    text = said.read_text()
    assert "stcn is left alone until" in text
    assert "The watch has ended." in text.splitlines()[-1]
    assert "Traceback" not in text
    outcomes = Counter(row["outcome"] for row in desk.rows("SELECT outcome FROM crawl_run"))
    assert outcomes["ok"] >= 1
    assert stored(desk) != {}


@needs_proc
def test_a_watch_that_is_killed_leaves_no_crawl(desk: Desk, site: SampleSite) -> None:
    """Its crawl ends by itself, and the lock is free for the next."""
    with watching(desk, "-s", "DOWNLOAD_DELAY=0.3") as watch:
        wait_until(lambda: bool(crawls_of(watch)))
        (crawl,) = crawls_of(watch)
        wait_until(lambda: bool(site.requests))
        watch.kill()
        watch.wait(10)
        wait_until(lambda: not Path(f"/proc/{crawl}").exists())

    lock = RunLock(desk.url, "stcn")
    lock.acquire()
    lock.release()


def test_wrong_use_ends_with_a_sentence(desk: Desk) -> None:
    """Unknown sites and channels, and what could mean several; nothing is asked."""
    for words, sentence in (
        (("nobody",), "There is no site 'nobody'; there are "),
        (("stcn", "--channels", "kx,nix"), "There is no channel 'nix'; there are all, kx "),
        (("--channels", "kx"), "one site's"),
        (("stcn", "--runs", "0"), "is no number of runs"),
    ):
        done = desk.scrapy("watch", *words)
        assert (done.code, sentence in done.err) == (2, True), done.err


def test_a_person_sees_what_is_going_on() -> None:
    """A table of channels; a line for each run that brought something or went wrong."""
    now = AFTERNOON
    timetable = StoreTimetable("sqlite:///nowhere/news.db", "stcn", now)
    plan = Plan(CHANNELS, timetable, now, lambda: 0.5)
    console = Console(width=100, force_terminal=True, record=True, file=StringIO())
    board = Board({"stcn": plan}, {"stcn": {"kx": "快讯"}}, lambda: now, console)
    board.open()
    told = Told(outcome="ok", looked={"kx": now}, new=3)
    board.begins("stcn", ("kx",), now)
    for code, said in (
        (DONE, told),
        (LOCKED, Told()),
        (UNWELL, Told(outcome="alarm", reason="blocked", sentence="Not now.")),
    ):
        plan.ended(("kx",), code, said, now)
        board.ended("stcn", ("kx",), Ended(code, said, ""))
    board.refresh()
    board.close()
    text = console.export_text()

    for part in (
        "stcn kx: 3 new, 0 changed.",
        "stcn kx: another run of it is at work.",
        "stcn kx: blocked: Not now.",
        "stcn is left alone until 15:35:00: it turns us away.",
        "3 runs, 1 of them not well, 3 articles new.",
        "kx 快讯",
    ):
        assert part in text
