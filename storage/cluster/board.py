"""The board: which jobs there are, who does them, and how they ended."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, cast

from storage.cluster.jobs import Job, job_from_json

if TYPE_CHECKING:
    from redis import Redis

_CAMPAIGNS = "shibao:campaigns"


class State(StrEnum):
    """Where a job stands."""

    PLANNED = "planned"
    """On the board, and in no queue yet."""
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"
    """Given up: a person has to look at it."""


SETTLED = frozenset({State.DONE, State.DEAD})


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One job as the board has it."""

    job: Job
    state: State
    worker: str
    """Who does it, or did it last."""
    tries: int
    """How often it was begun."""
    since: float
    """When it came to this state, or last gave a sign of life; UNIX seconds."""
    seconds: float
    """How long its last run took; 0 before there is one."""
    said: str
    """The last line of a run that failed."""


class Board:
    """Reads and writes the board; every change is one command to Redis."""

    def __init__(self, client: "Redis") -> None:
        """Over a client that decodes what it gets."""
        self._client = client

    def campaigns(self) -> list[str]:
        """Their names, the newest first."""
        return cast("list[str]", self._client.zrevrange(_CAMPAIGNS, 0, -1))

    def plan(self, jobs: Iterable[Job]) -> None:
        """Write jobs on the board; those that are there stay as they are."""
        for job in jobs:
            with self._client.pipeline(transaction=True) as pipe:
                pipe.zadd(_CAMPAIGNS, {job.campaign: time.time()}, nx=True)
                pipe.hsetnx(_jobs(job.campaign), job.id, job.as_json())
                pipe.hsetnx(_job(job), "state", State.PLANNED.value)
                pipe.execute()

    def enter(self, job: Job, state: State, **told: str | float) -> None:
        """Say where a job stands now, or from `since` on."""
        self._write(job, {"state": state.value, "since": time.time(), **told})

    def _write(self, job: Job, fields: Any) -> None:
        self._client.hset(_job(job), mapping=fields)

    def begin(self, job: Job, worker: str) -> None:
        """Say who does it."""
        self._client.hincrby(_job(job), "tries", 1)
        self.enter(job, State.RUNNING, worker=worker)

    def beat(self, job: Job) -> None:
        """Give a sign of life."""
        self._client.hset(_job(job), "since", time.time())

    def standing(self, job: Job) -> Standing:
        """Where one job stands."""
        return _standing(job, cast("Mapping[str, str]", self._client.hgetall(_job(job))))

    def standings(self, campaign: str) -> list[Standing]:
        """All jobs of a campaign, in the order in which they were planned."""
        told = cast("Mapping[str, str]", self._client.hgetall(_jobs(campaign)))
        jobs = [job_from_json(text) for text in told.values()]
        with self._client.pipeline(transaction=False) as pipe:
            for job in jobs:
                pipe.hgetall(_job(job))
            found = pipe.execute()
        return [_standing(job, fields) for job, fields in zip(jobs, found, strict=True)]

    def forget(self, campaign: str) -> int:
        """Take a campaign off the board; how many jobs it had."""
        jobs = [one.job for one in self.standings(campaign)]
        with self._client.pipeline(transaction=True) as pipe:
            for job in jobs:
                pipe.delete(_job(job))
            pipe.delete(_jobs(campaign))
            pipe.zrem(_CAMPAIGNS, campaign)
            pipe.execute()
        return len(jobs)


def _jobs(campaign: str) -> str:
    return f"shibao:campaign:{campaign}"


def _job(job: Job) -> str:
    return f"shibao:job:{job.id}"


def _standing(job: Job, told: Mapping[str, str]) -> Standing:
    return Standing(
        job=job,
        state=State(told.get("state", State.PLANNED)),
        worker=told.get("worker", ""),
        tries=int(told.get("tries", 0)),
        since=float(told.get("since", 0)),
        seconds=float(told.get("seconds", 0)),
        said=told.get("said", ""),
    )
