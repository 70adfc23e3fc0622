"""
Replaying an archive into an empty database: one worker, then four.

One worker reads one slice of nine, four the other eight; each page is read, stored
beside, compared, and becomes a row of the one database that all write to.

Two cores give four workers little; the point is that they do not wait for each other.
The archive holds pages of the sample site; the database is PostgreSQL's, started for the
purpose and as safe as it comes, and so is Redis. How much of their time the workers wait
for locks of rows and tables, and how much for the server's own (its buffers and its log),
is what `pg_stat_activity` says, asked fifty times a second.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from crawler.archive import ArchiveWriter, Exchange
from crawler.archiving import about_run
from storage.cluster.board import Board, State
from storage.cluster.connecting import client_of
from tests.harness import ROOT
from tests.postgres import Server
from tests.redis_server import RedisServer
from tests.sample_site import SampleSite

SLICES = 9
CAMPAIGN = "all"
POST = "---\ntitle: 海港新区试点\ndate: 2022-09-06 08:00:00\n---\n<p>试点今日开始。</p>\n"
BULK = "from crawler.settings import *\nREPEAT_WINDOW_DAYS = -1\n"
"""Repeats are another campaign: `shibao enqueue repeats`."""


def make_archive(folder: Path, pages: int) -> None:
    """Pages of articles, as a crawl of the sample site would have kept them."""
    site = SampleSite(seed=11, articles=pages, days=max(6, pages / 400))
    fetched = datetime(2026, 9, 28, 7, 30, tzinfo=UTC)
    writer = ArchiveWriter(folder, prefix="stcn", about=about_run({"channels": "yw"}))
    for number, truth in enumerate(site.truth()):
        answer = site.renderer.detail(truth.native_id, site.now)
        exchange = Exchange(
            url=truth.url,
            status=answer.status,
            headers=(("Content-Type", answer.content_type),),
            body=answer.body,
            fetched_at=fetched + timedelta(seconds=number),
        )
        writer.put(exchange)
    writer.close()


class Bench:
    """One folder, one Redis, one PostgreSQL."""

    def __init__(self, folder: Path, server: Server, redis_server: RedisServer) -> None:
        """With a database of its own."""
        self.folder, self.server = folder, server
        with server.connect() as connection:
            connection.execute("CREATE DATABASE workers")
        self.environment = os.environ | {
            "SCRAPY_SETTINGS_MODULE": "bulk",
            "PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)]),
            "DATABASE_URL": server.url("workers"),
            "REDIS_URL": redis_server.url,
        }
        (folder / "bulk.py").write_text(BULK, "utf-8")
        (folder / "first.md").write_text(POST, "utf-8")
        self.run("scrapy", "crawl", "posts", "-a", "path=first.md")  # else it is restored
        self.board = Board(client_of(redis_server.url))

    def run(self, module: str, *words: str) -> None:
        """One command, to its end."""
        subprocess.run(
            [sys.executable, "-m", module, *words],
            cwd=self.folder,
            env=self.environment,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    @contextmanager
    def workers(self, number: int) -> Iterator[None]:
        """So many, for as long as the block runs."""
        started = [
            subprocess.Popen(
                [sys.executable, "-m", "storage.cli", "worker", "--name", f"w{n}"],
                cwd=self.folder,
                env=self.environment,
                stderr=subprocess.DEVNULL,
            )
            for n in range(number)
        ]
        try:
            yield
        finally:
            for one in started:
                one.terminate()
            for one in started:
                one.wait()

    def measure(self, workers: int, slices: int) -> tuple[float, float, float]:
        """Seconds until so many slices more are done, and the shares spent on locks."""
        rows = server = looks = 0
        before = self.done()
        began = time.monotonic()
        with self.workers(workers), self.server.connect() as connection:
            while self.done() < before + slices:
                row = connection.execute(
                    "SELECT count(*) FILTER (WHERE wait_event_type = 'Lock'), "
                    "count(*) FILTER (WHERE wait_event_type = 'LWLock') "
                    "FROM pg_stat_activity WHERE backend_type = 'client backend'"
                ).fetchone()
                assert row is not None
                rows, server = rows + row[0], server + row[1]
                looks += 1
                time.sleep(0.02)
            seconds = time.monotonic() - began
        return seconds, rows / (looks * workers), server / (looks * workers)

    def done(self) -> int:
        """How many slices are."""
        jobs = self.board.standings(CAMPAIGN)
        assert not [one for one in jobs if one.state is State.DEAD], jobs
        return sum(one.state is State.DONE for one in jobs)


def main() -> None:
    """Say what was measured, in lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2_000)
    parser.add_argument("--archive", type=Path, help="one that was made before")
    given = parser.parse_args()
    pages = given.pages
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if given.archive:
            (folder / "archive").symlink_to(given.archive.absolute())
        else:
            make_archive(folder / "archive", pages)
        (folder / "redis").mkdir()
        server = Server(Path(tempfile.mkdtemp()), options=())  # which takes it away
        redis_server = RedisServer(folder / "redis")
        try:
            measure(Bench(folder, server, redis_server), pages)
        finally:
            redis_server.stop()
            server.stop()


def measure(bench: Bench, pages: int) -> None:
    """One worker's slice, then four workers'."""
    words = ["enqueue", "replay", "stcn", "--slices", str(SLICES)]
    bench.run("storage.cli", *words, "--campaign", CAMPAIGN)
    for workers, slices in ((1, 1), (4, SLICES - 1)):
        seconds, rows, server = bench.measure(workers, slices)
        print(
            f"{workers} worker(s), {slices} of {SLICES} slices of {pages} pages: "
            f"{pages * slices / SLICES / seconds:.0f} a second, waiting for locks of rows "
            f"and tables {rows:.1%} of it, for the server's own {server:.1%}"
        )
    with bench.server.connect("workers") as connection:
        row = connection.execute("SELECT count(*) FROM article").fetchone()
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"articles stored: {row and row[0]}; largest process: {peak:.0f} MB")


if __name__ == "__main__":
    main()
