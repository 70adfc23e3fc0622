"""Finding jobs that nobody has any more, and queueing them again."""

import json
import random
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from storage.cluster.board import State
from storage.cluster.jobs import Job, NoJobError, Queue, job_from_json
from storage.cluster.queueing import NAMESPACE, Enqueuer

if TYPE_CHECKING:
    from redis import Redis

PATIENCE = 60.0
"""Seconds that a job may be without a sign of life. Leases last half of it, a worker
gives a dozen signs in it."""


class Sweeper:
    """
    Looks for strays, now and then.

    A message can be lost on its way from Redis to a worker, a worker can die with
    one in hand, and Redis may come back without its last second. A job that is
    queued twice does no harm: its second message finds it done, or taken.
    """

    def __init__(self, client: "Redis", queue: Enqueuer, seconds: float = PATIENCE) -> None:
        """For the worker whose queues these are."""
        self._client, self._queue, self._seconds = client, queue, seconds
        self._in_hand: dict[str, float] = {}
        """Messages that this worker has taken, by when that was first seen."""

    def pause(self) -> float:
        """Seconds until the next look; workers shall not look all at once."""
        return self._seconds / 2 * random.uniform(0.8, 1.2)  # noqa: S311 - no secret

    def sweep(self) -> int:
        """Queue all strays again; how many there were."""
        strays = {job.id: job for job in (*self._quiet(), *self._lost_on_the_way())}
        for job in strays.values():
            self._queue.put(job)
        return len(strays)

    def _quiet(self) -> Iterator[Job]:
        """Jobs without a sign of life: running, or queued without a message."""
        queued = None
        for campaign in self._queue.board.campaigns():
            for one in self._queue.board.standings(campaign):
                if time.time() - one.since <= self._seconds:
                    continue
                if one.state is State.RUNNING:
                    yield one.job
                elif one.state is State.QUEUED:
                    queued = self._queued() if queued is None else queued
                    if one.job.id not in queued:
                        yield one.job

    def _queued(self) -> set[str]:
        """Every job that a message speaks of, whoever has that."""
        return {job.id for text in self._messages().values() for job in _job_in(text)}

    def _messages(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for queue in Queue:
            for name in (queue.value, f"{queue.value}.DQ"):
                told = self._client.hgetall(f"{NAMESPACE}:{name}.msgs")
                found |= cast("dict[str, str]", told)
        return found

    def _lost_on_the_way(self) -> Iterator[Job]:
        """What Redis believes this worker to have, and it does not begin; each once."""
        broker: Any = self._queue.broker
        now, held = time.time(), set[str]()
        for queue in Queue:
            key = f"{NAMESPACE}:__acks__.{broker.broker_id}.{queue.value}"
            held |= cast("set[str]", self._client.smembers(key))
        self._in_hand = {one: self._in_hand.get(one, now) for one in held}
        late = [one for one, seen in self._in_hand.items() if now - seen > self._seconds]
        if not late:
            return
        messages = self._messages()
        for one in late:
            self._in_hand[one] = float("inf")
            for job in _job_in(messages.get(one, "")):
                if self._queue.board.standing(job).state is State.QUEUED:
                    yield job


def _job_in(message: str) -> list[Job]:
    """The job that a message of Dramatiq's speaks of."""
    try:
        return [job_from_json(json.loads(message)["args"][0])]
    except (ValueError, KeyError, IndexError, NoJobError):
        return []
