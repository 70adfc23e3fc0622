"""`shibao worker`: run jobs until told to stop."""

import os
import signal
import socket
import sys
from datetime import datetime
from threading import Event
from typing import Annotated

import typer

from storage.clock import BEIJING


def worker_command(
    jobs: Annotated[int, typer.Option("--jobs", min=1, max=64, help="At a time.")] = 1,
    name: Annotated[
        str | None, typer.Option("--name", help="Like no other; else host and a number.")
    ] = None,
    patience: Annotated[
        float,
        typer.Option(
            min=3, max=3600, help="Seconds until a silent worker's job is another's."
        ),
    ] = 60.0,
) -> None:
    """
    Run jobs of all campaigns, news of today first, until SIGTERM or Ctrl-C.

    Where Redis is, REDIS_URL says; where rows go, DATABASE_URL; pages, ARCHIVE_DIR.
    """
    import logging  # noqa: PLC0415 - loaded with the cluster anyway

    from storage.cluster.connecting import connect, redis_url  # noqa: PLC0415 - with the cluster alone
    from storage.cluster.working import work  # noqa: PLC0415 - with the cluster alone

    url, stop = redis_url(), Event()
    connect(url)
    logging.getLogger("dramatiq").setLevel(logging.ERROR)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    called = name or f"{socket.gethostname()}-{os.getpid()}-{os.urandom(2).hex()}"
    _say(f"{called} waits for jobs; Ctrl-C ends it.")
    work(url, name=called, threads=jobs, say=_say, stop=stop, patience=patience)
    _say(f"{called} has ended; what it had in hand is queued again.")


def _say(line: str) -> None:
    """Tell a person, or a journal."""
    sys.stderr.write(f"{datetime.now(BEIJING):%H:%M:%S} {line}\n")
    sys.stderr.flush()
