"""Stopped, killed, started again: nothing is lost, nothing is doubled."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import AFTERNOON
from tests.harness import ROOT, Desk
from tests.sample_site import SampleSite, serve
from tests.test_end_to_end import expected, stored

CHANNELS = ("yw", "company", "kx")


def start(desk: Desk) -> subprocess.Popen[str]:
    """A crawl in the background."""
    command = [sys.executable, "-m", "scrapy", "crawl", "stcn", "-s", "DOWNLOAD_DELAY=0"]
    command += ["-a", f"base_url={desk.base_url}", "-a", f"channels={','.join(CHANNELS)}"]
    environment = os.environ | {
        "SCRAPY_SETTINGS_MODULE": "crawler.settings",
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": f"sqlite:///{desk.database}",
    }
    return subprocess.Popen(
        [*command, "-s", "STORE_BATCH=5"],
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


def test_an_interrupted_run_says_so_and_is_resumed(tmp_path: Path) -> None:
    """SIGINT stops cleanly with exit code 1; what was read is stored."""
    site = SampleSite(seed=7, articles=60, now=AFTERNOON, days=6)
    with serve(site) as url:
        desk = Desk(tmp_path, url)
        site.faults.slow(0.2, n=1000, pattern="detail")
        process = start(desk)
        wait_for(process, lambda: len(site.requests) >= 12)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=30)

        assert process.returncode == 1
        assert "Stopped early: interrupted." in told
        run = desk.row("SELECT outcome, reason FROM crawl_run")
        assert run == {"outcome": "interrupted", "reason": "interrupted"}
        site.faults.clear()
        assert desk.crawl(f"channels={','.join(CHANNELS)}").code == 0
        assert stored(desk) == expected(site, CHANNELS)
