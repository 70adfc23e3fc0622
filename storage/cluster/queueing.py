"""Dramatiq's part: messages between those who enqueue and those who work."""

import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from storage.cluster.board import Board, State
from storage.cluster.connecting import client_of
from storage.cluster.jobs import Job, Queue, job_from_json

if TYPE_CHECKING:
    from dramatiq import Broker

NAMESPACE = "shibao:queue"
TRIES = 5
"""How often a job is begun before it is given up."""
_BACKOFF = (5.0, 30.0, 120.0, 600.0)
"""Seconds before the second, third, … try."""
_HEARTBEAT = 15.0
"""Seconds after which a worker without a sign of life counts as dead."""
_MAINTENANCE = 50_000
"""Of a million commands, so many look for what dead workers had in hand."""


def backoff(tries: int) -> float:
    """Seconds to wait after so many tries."""
    return _BACKOFF[min(max(tries, 1), len(_BACKOFF)) - 1]


def actor_name(queue: Queue) -> str:
    """Of a queue's messages."""
    return f"work_{queue.value}"


def make_broker(url: str, heartbeat: float = _HEARTBEAT) -> "Broker":
    """Dramatiq over Redis, with nothing that would decide in our place."""
    from dramatiq.brokers import redis  # noqa: PLC0415 - of an extra

    kind: Any = redis.RedisBroker  # its constructor has no types
    broker: Broker = kind(
        client=client_of(url, raw=True),
        namespace=NAMESPACE,
        heartbeat_timeout=int(heartbeat * 1000),
        maintenance_chance=_MAINTENANCE,
        middleware=[],
    )
    return broker


class Enqueuer:
    """Puts jobs into their queues."""

    def __init__(self, broker: "Broker", board: Board) -> None:
        """With the board beside the queues."""
        self.broker, self.board = broker, board
        for queue in Queue:
            broker.declare_queue(queue.value)

    def enqueue(self, jobs: Iterable[Job]) -> int:
        """
        Plan all jobs, then queue those that are not yet; how many that were.

        Killed in between, it leaves planned jobs: the same call goes on with them.
        """
        jobs = list(jobs)
        self.board.plan(jobs)
        waiting = [job for job in jobs if self.board.standing(job).state is State.PLANNED]
        for job in waiting:
            self.put(job)
        return len(waiting)

    def put(self, job: Job, seconds: float = 0) -> None:
        """Queue one job, to be begun in so many seconds at the earliest."""
        from dramatiq import Message  # noqa: PLC0415 - of an extra

        message: Message[None] = Message(
            queue_name=job.queue.value,
            actor_name=actor_name(job.queue),
            args=(job.as_json(),),
            kwargs={},
            options={},
        )
        # Said before it is so: a message that gets lost is a stray, and is found.
        self.board.enter(job, State.QUEUED, since=time.time() + seconds)
        self.broker.enqueue(message, delay=int(seconds * 1000) or None)

    def requeue(self, job: Job) -> None:
        """Begin anew with a job that was given up."""
        self.board.enter(job, State.QUEUED, tries=0, said="")
        self.put(job)


def declare_actors(broker: "Broker", work: Callable[[Job], None]) -> None:
    """Say what a worker does with a message."""
    from dramatiq import Actor  # noqa: PLC0415 - of an extra

    def receive(text: str) -> None:
        work(job_from_json(text))

    for queue in Queue:
        Actor(
            receive,
            broker=broker,
            actor_name=actor_name(queue),
            queue_name=queue.value,
            priority=queue.priority,
            options={},
        )
