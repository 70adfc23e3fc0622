"""Many workers, one of them killed again and again: as if one had done it all at once."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from storage.cluster.board import SETTLED, Board, Standing, State
from storage.cluster.connecting import client_of
from tests.conftest import AFTERNOON
from tests.harness import ROOT, Desk, Outcome
from tests.postgres import server
from tests.postgres import why_not as no_postgres
from tests.redis_server import RedisServer, why_not
from tests.sample_site import SampleSite, serve

pytestmark = [pytest.mark.endurance, pytest.mark.skipif(bool(why_not()), reason=why_not())]

CHANNELS = ("kx", "yw")
SLICES = 3
FAST = """from crawler.settings import *
DOWNLOAD_DELAY = 0
"""
"""The settings of these crawls: a job takes none, so a module has them."""
POST = """---
title: "海棠电气第{number}次回购股份"
categories: [证券时报网]
author: 证券时报网
comments: false
date: 2026-09-{day:02} 08:{number:02}:00
---
<p>海棠电气公告，第{number}次回购股份{number}00万股，耗资{number}000万元。</p>
"""
NEWS = (
    "SELECT article_id, kind, channels, title, body, source, authors, published, symbols, "
    "tags, version, status, original_id, copies FROM news ORDER BY article_id"
)


@pytest.fixture
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """An empty Redis."""
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    yield server
    server.stop()


class Cluster:
    """A desk whose commands know the Redis, and its workers."""

    def __init__(self, desk: Desk, redis_server: RedisServer) -> None:
        """Nobody works yet."""
        self.desk = desk
        (desk.folder / "fast.py").write_text(FAST, "utf-8")
        write_posts(desk.folder / "posts")
        self.environment = os.environ | {
            "SCRAPY_SETTINGS_MODULE": "fast",
            "PYTHONPATH": os.pathsep.join([str(desk.folder), str(ROOT)]),
            "DATABASE_URL": desk.url,
            "REDIS_URL": redis_server.url,
            "COLUMNS": "200",
        }
        self.board = Board(client_of(redis_server.url))
        self.workers: dict[str, subprocess.Popen[bytes]] = {}

    def shibao(self, *words: str) -> Outcome:
        """One command, to its end."""
        done = subprocess.run(
            [sys.executable, "-m", "storage.cli", *words],
            cwd=self.desk.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return Outcome(done.returncode, done.stdout, done.stderr)

    def employ(self, name: str) -> None:
        """Start a worker that has little patience."""
        words = ["worker", "--name", name, "--patience", "6"]
        with (self.desk.folder / f"{name}.log").open("ab") as log:
            self.workers[name] = subprocess.Popen(
                [sys.executable, "-m", "storage.cli", *words],
                cwd=self.desk.folder,
                env=self.environment,
                stderr=log,
            )

    def kill(self, name: str) -> None:
        """SIGKILL, as a machine that falls over."""
        worker = self.workers.pop(name)
        worker.kill()
        worker.wait()

    def dismiss(self) -> list[int]:
        """SIGTERM to all; their exit codes."""
        for worker in self.workers.values():
            worker.terminate()
        return [worker.wait(timeout=30) for worker in self.workers.values()]

    def standings(self) -> list[Standing]:
        """The whole board."""
        return [s for name in self.board.campaigns() for s in self.board.standings(name)]

    def is_done(self) -> bool:
        """Whether every job is."""
        return all(one.state is State.DONE for one in self.standings())

    def runs_at(self, name: str) -> bool:
        """Whether a worker is in the middle of a job."""
        return any(s.state is State.RUNNING and s.worker == name for s in self.standings())

    def enqueue_all(self) -> None:
        """A crawl of two channels, and the posts in slices."""
        crawl = ["crawl", "stcn", "--channel", ",".join(CHANNELS), "--campaign", "news"]
        crawl += ["--since", "2026-09-01", "--until", "2026-10-01", "--days", "30"]
        crawled = self.shibao("enqueue", *crawl, "--base-url", self.desk.base_url)
        assert "news: 2 jobs queued;" in crawled.out, crawled.err
        posts = ["enqueue", "posts", "posts", "--slices", str(SLICES)]
        assert self.shibao(*posts, "--campaign", "posts").code == 0


@contextmanager
def working(folder: Path, url: str, redis_server: RedisServer) -> Iterator[Cluster]:
    """A cluster at a desk; whoever still works at the end is killed."""
    cluster = Cluster(Desk(folder, url), redis_server)
    try:
        yield cluster
    finally:
        for name in list(cluster.workers):
            cluster.kill(name)


def until(reached: Callable[[], bool], seconds: float = 240) -> None:
    """Wait for something that has to come, on a busy machine late."""
    end = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.05)


def alone(folder: Path, url: str) -> list[dict[str, Any]]:
    """What one undisturbed person's commands yield."""
    folder.mkdir()
    desk = Desk(folder, url)
    for channel in CHANNELS:
        window = ["since=2026-09-01", "until=2026-10-01"]
        assert desk.crawl(f"channels={channel}", *window).code == 0
    assert desk.posts(write_posts(folder / "posts")).code == 0
    return desk.rows(NEWS)


def write_posts(folder: Path) -> Path:
    """Some forty posts of a feed's archive."""
    folder.mkdir()
    for number in range(1, 41):
        text = POST.format(number=number, day=1 + number // 2)
        (folder / f"{number}.md").write_text(text, "utf-8")
    return folder


@pytest.mark.skipif(bool(no_postgres()), reason=str(no_postgres()))
@pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
def test_whatever_falls_over_costs_nothing(
    dialect: str, tmp_path: Path, redis_server: RedisServer
) -> None:
    """
    A worker killed in mid-job five times, Redis killed, PostgreSQL started anew.

    Two workers go on, the campaign ends complete, and the tables do not tell.
    """
    assert dialect == "postgresql"
    site = SampleSite(seed=7, articles=40, now=AFTERNOON, days=6)
    with serve(site) as url, working(tmp_path, url, redis_server) as cluster:
        cluster.enqueue_all()
        for number in range(5):
            mortal = f"mortal-{number}"
            cluster.employ(mortal)
            until(partial(cluster.runs_at, mortal))
            cluster.kill(mortal)
        cluster.employ("first")
        until(partial(cluster.runs_at, "first"))
        redis_server.restart("KILL")
        cluster.employ("second")
        until(lambda: cluster.runs_at("second") or cluster.is_done())
        server().restart()
        until(cluster.is_done)

        assert cluster.shibao("jobs", "--wait").code == 0
        tries = sum(one.tries for one in cluster.standings())
        assert tries >= 5 + len(CHANNELS) + SLICES
        assert cluster.desk.rows(NEWS) == alone(tmp_path / "alone", url)
        assert cluster.dismiss() == [0, 0]


def test_what_was_interrupted_is_queued_again_and_what_is_wrong_is_given_up(
    tmp_path: Path, redis_server: RedisServer
) -> None:
    """SIGTERM is no failure; a job that cannot work is shown, and begun anew when asked."""
    site = SampleSite(seed=7, articles=40, now=AFTERNOON, days=6)
    with serve(site) as url, working(tmp_path, url, redis_server) as cluster:
        site.faults.slow(0.3, n=10_000, pattern="detail")
        crawl = ["enqueue", "crawl", "stcn", "--base-url", url, "--campaign", "news"]
        assert cluster.shibao(*crawl, "--channel", "yw").code == 0
        there = cluster.shibao(*crawl, "--channel", "yw")
        assert "0 jobs queued (1 were there already)" in there.out
        wrong = ["enqueue", "crawl", "stcn", "--channel", "nowhere", "--campaign", "wrong"]
        assert cluster.shibao(*wrong).code == 0

        cluster.employ("first")
        until(lambda: any(path.startswith("/article/d") for _, path, _ in site.requests))
        assert cluster.dismiss() == [0]
        (news,) = cluster.board.standings("news")
        assert (news.state, news.tries) == (State.QUEUED, 1)
        site.faults.clear()
        cluster.employ("second")
        until(lambda: all(one.state in SETTLED for one in cluster.standings()))

        told = cluster.shibao("jobs", "wrong", "--format", "jsonl")
        assert told.code == 1
        (dead,) = map(json.loads, told.out.splitlines())
        assert (dead["state"], dead["tries"]) == ("dead", 1)
        assert "There is no channel 'nowhere'" in dead["said"]
        assert "1 of 1 jobs done" in cluster.shibao("jobs", "news").out
        anew = cluster.shibao("jobs", "wrong", "--requeue", "dead")
        assert "1 jobs queued anew." in anew.out
        assert cluster.shibao("jobs", "wrong", "--forget").code == 0
        assert cluster.board.campaigns() == ["news"]


def test_without_redis_a_sentence_says_so_and_no_password(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 2; the secret of REDIS_URL is shown to nobody."""
    monkeypatch.setenv("REDIS_URL", "redis://:secret@127.0.0.1:1/0")
    outcome = desk.shibao("worker")

    assert outcome.code == 2
    assert outcome.sentence.startswith("No Redis answers at redis://127.0.0.1:1/0;")
    assert "secret" not in outcome.err + outcome.out
