"""Signs of life: what a worker tells while a job runs, and when it must not go on."""

import time
from collections.abc import Callable

from storage.cluster.board import Board
from storage.cluster.jobs import Job
from storage.cluster.leases import Lease


class Signs:
    """
    Those of one job: its lease is renewed, the board knows that somebody is at it.

    A Redis that is away for a moment stops no job. Away for as long as the lease lasts,
    it may have given the site to another, whom we cannot see: the job must end then.
    """

    def __init__(
        self,
        lease: Lease,
        board: Board,
        job: Job,
        seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """
        Begin, with a lease that was taken this moment.

        Args:
            lease: over a client that gives up soon.
            board: likewise.
            job: which one.
            seconds: how long the lease lasts.
            clock: seconds that only go forward.
        """
        self._lease, self._board, self._job = lease, board, job
        self._seconds, self._clock = seconds, clock
        self._given = clock()

    def give(self) -> bool:
        """Give one; False if the job is ours no more, or may not be."""
        from redis.exceptions import RedisError  # noqa: PLC0415 - of an extra

        now = self._clock()
        try:
            if not self._lease.renew():
                return False
            self._board.beat(self._job)
        except RedisError:
            return self._clock() - self._given < self._seconds
        self._given = now
        return True
