"""From the first turn to the last: the scheduler's threads, and an end in order."""

import time

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from crawler.watch.board import Board
from crawler.watch.launching import GRACE
from crawler.watch.scheduling import Watch

REFRESH = 1.0
"""Seconds between two looks at the board."""


def run_until_over(watch: Watch, board: Board) -> int:
    """
    Run the watch until somebody ends it; its exit code.

    A crawl that is at work then is asked to end, has `GRACE` seconds for it, and is
    killed after that: what it had not read stays owed.
    """
    scheduler = BackgroundScheduler(
        timezone="UTC", executors={"default": ThreadPoolExecutor(len(watch.plans))}
    )
    board.open()
    watch.attend(scheduler)
    scheduler.start()
    try:
        while not watch.over.wait(REFRESH):
            watch.mind_the_clock(scheduler)
            board.refresh()
    finally:
        watch.over.set()
        scheduler.shutdown(wait=False)
        for launcher in watch.launchers.values():
            launcher.stop()
        if not _all_idle(watch, GRACE):
            for launcher in watch.launchers.values():
                launcher.kill()
            _all_idle(watch, GRACE)
        board.close()
    return watch.code


def _all_idle(watch: Watch, seconds: float) -> bool:
    """Wait so long for every crawl to end; whether all have."""
    until = time.monotonic() + seconds
    while any(launcher.is_at_work for launcher in watch.launchers.values()):
        if time.monotonic() >= until:
            return False
        time.sleep(0.05)
    return True
