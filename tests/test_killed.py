"""Stopped, killed, started again: nothing is lost, nothing is doubled."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crawler.archive import RawRef, read_at
from tests import databases
from tests.conftest import AFTERNOON
from tests.forking import Nursery, nursery
from tests.harness import ROOT, Desk
from tests.mishaps import MARKER, MOMENTS, with_extension
from tests.sample_site import SampleSite, serve
from tests.test_end_to_end import expected, stored
from tests.test_raw_archive import ref

pytestmark = [
    pytest.mark.endurance,
    pytest.mark.sqlite("it stands still inside SQLite's transactions"),
]

CHANNELS = ("yw", "company", "kx")
KILLS = 20
ONE_BY_ONE = {"CONCURRENT_REQUESTS": 1, "SCRAPER_SLOT_MAX_ACTIVE_SIZE": 1}
"""Else the network decides which of two lists comes first, and so whether a flash is
read from its page as well."""

PLACES = "raw_id, run_id, serial, valid_from"
MOMENTS_OF_OURS = "first_seen_at, last_seen_at"
LEFT_OUT = {
    "article": f"id, {MOMENTS_OF_OURS}",
    "article_version": f"{PLACES}",
    "article_channel": "first_listed_at, last_listed_at",
    "article_author": "",
    "article_symbol": "rule",
    "article_tag": "",
    "discovery": "first_listed_at, last_listed_at",
    "rejection": "rejection_id, run_id, raw_id, first_at, last_at",
    "channel_mark": "run_id, reached",
    "coverage": "updated_at, reached",
    "duplicate": "decided_at",
    "duplicate_past": "",
    "repeat_link": "decided_at",
    "fingerprint": "at",
    "fingerprint_key": "",
    "news": f"{MOMENTS_OF_OURS}",
}
"""
What must be equal after every kill, and the columns that may differ: numbers that
say in which order rows came; moments of this machine's clock; which of a symbol's
proofs, the list's or the page's, came first; to the minute or the second, when a text
was thought to be published as it was fingerprinted, for a window of days; and how a
channel's last walk ended, for a run that goes on ends where the one before began.
`raw_response` and `crawl_run` tell of what was asked and when, so they differ;
every `raw_id` must lead to a record that can be read.
"""


def start(desk: Desk, *more: str) -> subprocess.Popen[str]:
    """A crawl in the background."""
    command = [sys.executable, "-m", "scrapy", "crawl", "stcn", "-s", "DOWNLOAD_DELAY=0"]
    command += ["-a", f"base_url={desk.base_url}", "-a", f"channels={','.join(CHANNELS)}"]
    environment = os.environ | {
        "SCRAPY_SETTINGS_MODULE": "crawler.settings",
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": databases.url_of(desk.database),
    }
    return subprocess.Popen(
        [*command, "-s", "STORE_BATCH=5", *more],
        cwd=desk.folder,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for(process: subprocess.Popen[str], reached: Callable[[], bool]) -> None:
    """Until something has happened, or the process is over."""
    while not reached() and process.poll() is None:
        time.sleep(0.01)


@pytest.mark.parametrize("requests", [3, 12, 30])
def test_a_killed_run_is_finished_by_the_next(tmp_path: Path, requests: int) -> None:
    """Killed -9 anywhere; the next run ends with the rows of an undisturbed one."""
    site = SampleSite(seed=7, articles=60, now=AFTERNOON, days=6)
    with serve(site) as url:
        desk = Desk(tmp_path, url)
        process = start(desk)
        wait_for(process, lambda: len(site.requests) >= requests)
        process.kill()
        process.communicate()

        outcome = desk.crawl(f"channels={','.join(CHANNELS)}")
        assert outcome.code == 0, outcome.err
        assert stored(desk) == expected(site, CHANNELS)
        assert desk.row("PRAGMA integrity_check") == {"integrity_check": "ok"}
        assert desk.row("SELECT max(version) AS v FROM news") == {"v": 1}
        assert desk.rows("SELECT * FROM discovery WHERE state = 'pending'") == []


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=["INT", "TERM"])
@pytest.mark.parametrize("slow", [0.2, 25], ids=["slow pages", "pages that hang"])
def test_an_interrupted_run_says_so_and_is_resumed(
    tmp_path: Path, how: signal.Signals, slow: float
) -> None:
    """Asked to stop, it does within seconds, says what is left, and exits with 1."""
    site = SampleSite(seed=7, articles=60, now=AFTERNOON, days=6)
    with serve(site) as url:
        desk = Desk(tmp_path, url)
        site.faults.slow(slow, n=1000, pattern="detail")
        process = start(desk)
        wait_for(process, lambda: len(site.requests) >= (12 if slow < 1 else 4))
        asked_at = time.monotonic()
        process.send_signal(how)
        _, told = process.communicate(timeout=30)

        assert time.monotonic() - asked_at < 20  # far less; but not DOWNLOAD_TIMEOUT
        assert process.returncode == 1
        assert "Traceback" not in told
        assert "Stopped early: interrupted." in told
        pending = desk.rows("SELECT * FROM discovery WHERE state = 'pending'")
        left = f"{len(pending)} articles are still to be read; start it again"
        assert left in told
        run = desk.row("SELECT outcome, reason FROM crawl_run")
        assert run == {"outcome": "interrupted", "reason": "interrupted"}
        site.faults.clear()
        assert desk.crawl(f"channels={','.join(CHANNELS)}").code == 0
        assert stored(desk) == expected(site, CHANNELS)


def test_a_long_lock_does_not_keep_it_from_stopping(tmp_path: Path) -> None:
    """Somebody's transaction lasts and lasts; SIGINT ends the run within seconds."""
    site = SampleSite(seed=7, articles=60, now=AFTERNOON, days=6)
    with serve(site) as url:
        desk = Desk(tmp_path, url)
        lock = ["-s", f"EXTENSIONS={with_extension('Locker')}", "-s", "LOCK_AFTER=4"]
        process = start(desk, *lock, "-s", "LOCK_SECONDS=60")
        wait_for(process, lambda: len(site.requests) >= 8)
        asked_at = time.monotonic()
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)

        assert time.monotonic() - asked_at < 25  # far less; but not BUSY_SECONDS
        assert process.returncode == 1
        assert "Traceback" not in told
        assert "was locked by another program" in told
        assert desk.rows("SELECT * FROM channel_mark") == []
        assert desk.crawl(f"channels={','.join(CHANNELS)}").code == 0
        assert stored(desk) == expected(site, CHANNELS)


def final(desk: Desk) -> dict[str, list[tuple[Any, ...]]]:
    """All rows but what tells when they came, in an order of their own."""
    tables = {}
    for table, names in LEFT_OUT.items():
        left_out = {name.strip() for name in names.split(",")}
        rows = desk.rows(f"SELECT * FROM {table}")
        kept = [{k: v for k, v in row.items() if k not in left_out} for row in rows]
        tables[table] = sorted((tuple(row.values()) for row in kept), key=repr)
    return tables


def kill_points(seed: int) -> list[tuple[str, int]]:
    """Where to kill: after so many requests, or at the nth of a kind of moment."""
    chance = random.Random(seed)
    farthest = {"requests": 9, "statement": 40, "commit": 4, "committed": 4, "record": 7}
    kinds = ["requests", *MOMENTS] * (KILLS // len(farthest))
    chance.shuffle(kinds)
    return [(kind, chance.randint(1, farthest[kind])) for kind in kinds]


def words(url: str, *more: str) -> list[str]:
    """A crawl in small batches, as it would be typed after `scrapy`."""
    arguments = ["-a", f"base_url={url}", "-a", f"channels={','.join(CHANNELS)}"]
    orderly = [
        word for name, value in ONE_BY_ONE.items() for word in ("-s", f"{name}={value}")
    ]
    return ["crawl", "stcn", *arguments, "-s", "DOWNLOAD_DELAY=0", *orderly, *more]


def kill_at(crawls: Nursery, desk: Desk, site: SampleSite, kind: str, number: int) -> None:
    """Start a crawl and kill it there."""
    hold = [] if kind == "requests" else ["-s", f"HOLD_AT={kind}:{number}"]
    if hold:
        hold += ["-s", f"EXTENSIONS={with_extension('Hold')}"]
    marker = desk.folder / MARKER
    marker.unlink(missing_ok=True)
    before, deadline = len(site.requests), time.monotonic() + 60
    pid = crawls.start(*words(desk.base_url, "-s", "STORE_BATCH=2", *hold))
    while time.monotonic() < deadline and not crawls.has_ended(pid):
        there = len(site.requests) - before >= number if not hold else marker.exists()
        if there:
            os.kill(pid, signal.SIGKILL)
            break
        time.sleep(0.005)
    assert crawls.wait() == -signal.SIGKILL, (kind, number, "was never reached")


def test_killed_twenty_times_in_a_row(tmp_path: Path) -> None:
    """Killed inside commits, records and requests: the rows of an undisturbed crawl."""
    site = SampleSite(seed=7, articles=150, now=AFTERNOON, days=6)
    for name in ("killed", "undisturbed"):
        (tmp_path / name).mkdir()
    with serve(site) as url:
        desk, calm = Desk(tmp_path / "killed", url), Desk(tmp_path / "undisturbed", url)
        with nursery(desk) as crawls:
            for kind, number in kill_points(seed=11):
                kill_at(crawls, desk, site, kind, number)
                if desk.database.exists():
                    check = desk.row("PRAGMA integrity_check")
                    assert check == {"integrity_check": "ok"}, (kind, number)
            crawls.start(*words(url))
            assert crawls.wait() == 0, (desk.folder / "said").read_text()
        outcome = calm.crawl(f"channels={','.join(CHANNELS)}", **ONE_BY_ONE)

    assert outcome.code == 0, outcome.err
    assert stored(desk) == expected(site, CHANNELS)
    killed, undisturbed = final(desk), final(calm)
    for table, rows in undisturbed.items():
        assert killed[table] == rows, table
    every_raw_can_be_read(desk)
    *dead, last = desk.rows("SELECT outcome, reason FROM crawl_run ORDER BY run_id")
    assert last == {"outcome": "ok", "reason": None}
    assert len(dead) > KILLS / 2
    assert all(run == {"outcome": "interrupted", "reason": "killed"} for run in dead)
    for word in ("公司", "回购", "%"):
        found = desk.shibao("search", word, "--format", "jsonl", "--limit", "1000")
        assert found.out.count("\n") == len(found_in(desk, word)), word


def found_in(desk: Desk, word: str) -> list[dict[str, Any]]:
    """What a search must find, by looking at every article."""
    query = "SELECT article_id FROM news WHERE instr(title || char(10) || body, ?) > 0"
    return desk.rows(query, word)


def every_raw_can_be_read(desk: Desk) -> None:
    """What rows point to is in the archive, whole."""
    rows = desk.rows("SELECT * FROM raw_response")
    named = desk.rows("SELECT raw_id FROM article_version WHERE raw_id IS NULL")
    assert rows
    assert named == []
    for row in rows:
        where: RawRef = ref(row)
        assert read_at(desk.folder / "archive", where).url == row["url"]
