"""Signs of life, with a Redis that goes away."""

from typing import Any

import pytest

redis = pytest.importorskip("redis", reason="the extra `cluster` is not installed")

from storage.cluster.jobs import Job  # noqa: E402 - after the question whether there is one
from storage.cluster.signs import Signs  # noqa: E402 - likewise

JOB = Job(campaign="all", words=("scrapy", "crawl", "stcn"), site="stcn")


class Watched:
    """A lease and a board in one, and the clock on the wall."""

    def __init__(self) -> None:
        """All is well."""
        self.now = 0.0
        self.is_away = self.is_lost = False
        self.beats = 0

    def __call__(self) -> float:
        """What the clock shows."""
        return self.now

    def renew(self) -> bool:
        """As Redis answers."""
        if self.is_away:
            raise redis.exceptions.ConnectionError
        return not self.is_lost

    def beat(self, job: Job) -> None:
        """Somebody is at it."""
        assert job == JOB
        self.beats += 1


def signs_of(watched: Any) -> Signs:
    """Of a lease of thirty seconds."""
    return Signs(watched, watched, JOB, 30, watched)


def test_a_moment_without_redis_ends_no_job() -> None:
    """The lease is still ours; when Redis is back, its time begins anew."""
    watched = Watched()
    signs = signs_of(watched)
    watched.now, watched.is_away = 25, True
    assert signs.give()
    watched.now, watched.is_away = 29, False
    assert signs.give()
    watched.now, watched.is_away = 55, True
    assert signs.give()
    assert watched.beats == 1


def test_a_lease_that_ran_out_unseen_ends_the_job() -> None:
    """Another may have the site by now: the pace of two would be on one host."""
    watched = Watched()
    signs = signs_of(watched)
    watched.now, watched.is_away = 30, True
    assert not signs.give()


def test_a_lease_of_another_ends_the_job() -> None:
    """Nothing is told to the board any more."""
    watched = Watched()
    watched.is_lost = True
    assert not signs_of(watched).give()
    assert watched.beats == 0
