"""A worker: takes jobs from the queues and runs them, until it is told to stop."""

import logging
import random
import secrets
import time
from collections.abc import Callable
from threading import Event
from typing import TYPE_CHECKING

from storage.cluster.board import SETTLED, Board, State
from storage.cluster.child import Child
from storage.cluster.connecting import client_of
from storage.cluster.jobs import Job
from storage.cluster.leases import Lease
from storage.cluster.queueing import (
    TRIES,
    Enqueuer,
    backoff,
    declare_actors,
    make_broker,
)
from storage.cluster.signs import Signs
from storage.cluster.sweeping import PATIENCE, Sweeper

if TYPE_CHECKING:
    from redis import Redis

_BUSY = (1.0, 4.0)
"""Seconds after which a site that is taken is asked for again."""
_LAST = 60.0
"""Seconds that an interrupted command has to end."""
_LOCKED, _WRONG_USE = 3, 2
"""Exit codes of our commands (the contract's section 2)."""

_LOG = logging.getLogger(__name__)


class Work:
    """What one worker does with each job."""

    def __init__(
        self,
        client: "Redis",
        quick: "Redis",
        queue: Enqueuer,
        name: str,
        say: Callable[[str], None],
        patience: float = PATIENCE,
    ) -> None:
        """
        Get ready.

        Args:
            client: of Redis, with patience.
            quick: one that gives up soon, for signs of life.
            queue: where jobs come from and go back to.
            name: of this worker.
            say: takes a line for people about each job.
            patience: seconds until a job without a sign of life is another's.
        """
        self._client, self._quick = client, quick
        self._queue, self._board = queue, queue.board
        self.name, self._say = name, say
        self._lease_seconds = patience / 2
        self._beat = patience / 12
        self.stopping = Event()

    def do(self, job: Job) -> None:
        """Run one job, if it is still to be done and its site is free."""
        standing = self._board.standing(job)
        if standing.state in SETTLED:
            return  # the message comes too late
        if self._is_elsewhere(standing.state, standing.since):
            self._later(job, random.uniform(*_BUSY))  # noqa: S311 - no secret
            return
        holder = f"{self.name}/{secrets.token_hex(4)}"
        leased = job.site or job.id
        lease = Lease(self._client, leased, holder, self._lease_seconds)
        if self.stopping.is_set() or not lease.take():
            self._later(job, random.uniform(*_BUSY))  # noqa: S311 - no secret
            return
        renewing = Lease(self._quick, leased, holder, self._lease_seconds)
        try:
            self._run(job, Signs(renewing, Board(self._quick), job, self._lease_seconds))
        finally:
            lease.release()

    def _is_elsewhere(self, state: State, since: float) -> bool:
        """Whether another worker gave a sign of life for it a moment ago."""
        return state is State.RUNNING and time.time() - since < 3 * self._beat

    def _later(self, job: Job, seconds: float) -> None:
        self._queue.put(job, seconds)

    def _run(self, job: Job, signs: Signs) -> None:
        self._board.begin(job, self.name)
        began = time.monotonic()
        child = Child(job)
        code = self._attend(job, child, signs)
        said, seconds = child.end(), time.monotonic() - began
        tries = self._board.standing(job).tries
        if code == 0:
            self._board.enter(job, State.DONE, seconds=seconds, said="")
            self._say(f"done in {seconds:.1f} s: {job.sentence}")
        elif code is None or self.stopping.is_set():
            self._queue.put(job)  # it was interrupted: that is no failed try
            self._say(f"interrupted: {job.sentence}")
        elif code == _LOCKED:
            self._later(job, random.uniform(*_BUSY))  # noqa: S311 - no secret
        elif code == _WRONG_USE or tries >= TRIES:
            self._board.enter(job, State.DEAD, seconds=seconds, said=said)
            self._say(f"given up after {tries} tries: {job.sentence}: {said}")
        else:
            self._board.enter(job, State.QUEUED, seconds=seconds, said=said)
            self._later(job, backoff(tries))
            self._say(f"failed (exit code {code}), tried again: {job.sentence}: {said}")

    def _attend(self, job: Job, child: Child, signs: Signs) -> int | None:
        """Wait for the command's end, with signs of life; None if it was interrupted."""
        beat_at = time.monotonic() + self._beat
        while True:
            code = child.wait(0.2)
            if code is not None:
                return code
            if self.stopping.is_set():
                return self._interrupt(child)
            if time.monotonic() >= beat_at:
                beat_at = time.monotonic() + self._beat
                if not signs.give():
                    _LOG.warning("%s: the lease is ours no more", job.sentence)
                    return self._interrupt(child)

    def _interrupt(self, child: Child) -> int | None:
        child.interrupt()
        if child.wait(_LAST) is None:
            child.kill()
        return None


def work(
    url: str,
    *,
    name: str,
    threads: int,
    say: Callable[[str], None],
    stop: Event,
    patience: float = PATIENCE,
) -> None:
    """
    Work until `stop` is set: what runs then is interrupted, and queued again.

    Args:
        url: of Redis.
        name: of this worker, like no other.
        threads: how many jobs it runs at a time.
        say: takes a line for people about each job.
        stop: ends it.
        patience: seconds that others without a sign of life are waited for.
    """
    from dramatiq import Worker  # noqa: PLC0415 - of an extra

    client = client_of(url)
    broker = make_broker(url, heartbeat=patience / 4)
    board = Board(client)
    queue = Enqueuer(broker, board)
    quick = client_of(url, tries=1, timeout=patience / 12)
    doing = Work(client, quick, queue, name, say, patience)
    declare_actors(broker, doing.do)
    worker = Worker(broker, worker_threads=threads, worker_timeout=200)
    worker.queue_prefetch = threads  # what waits here, nobody else can begin
    worker.start()
    sweeper = Sweeper(client, queue, patience)
    while not stop.wait(sweeper.pause()):
        sweeper.sweep()
    doing.stopping.set()
    worker.stop(timeout=int((_LAST + 10) * 1000))
    broker.close()
