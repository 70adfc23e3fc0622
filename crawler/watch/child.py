"""The process of one crawl, seen from inside."""

import os
import signal
import sys
import threading
import time
from collections.abc import Sequence
from multiprocessing import parent_process

GRACE = 10.0
"""Seconds that a crawl has to end once the watch is gone."""


def crawl(words: Sequence[str], said: str) -> None:
    """
    Be `scrapy`; ends with SystemExit, whose code is the crawl's.

    Args:
        words: its command line.
        said: the file that standard error goes to.
    """
    if hasattr(os, "setsid"):
        os.setsid()  # Ctrl-C is meant for the watch, which passes it on once
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    sys.stderr.flush()
    os.dup2(os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), 2)
    threading.Thread(target=_die_with_the_watch, name="watch", daemon=True).start()
    sys.argv = ["scrapy", *words]
    from scrapy.cmdline import execute  # noqa: PLC0415 - imported already, if it can be

    execute(["scrapy", *words])


def _die_with_the_watch() -> None:
    """A crawl whose watch was killed ends too, in order, and gives its lock back."""
    watch = parent_process()
    assert watch is not None
    watch.join()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)
