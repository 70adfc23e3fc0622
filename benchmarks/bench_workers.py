"""
Replaying an archive with one worker and with four: the rate, and what locks cost.

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
from tests.harness import ROOT
from tests.postgres import Server
from tests.redis_server import RedisServer
from tests.sample_site import SampleSite

SLICES = 4


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
            "SCRAPY_SETTINGS_MODULE": "crawler.settings",
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": server.url("workers"),
            "REDIS_URL": redis_server.url,
            "REPEAT_WINDOW_DAYS": "0",
        }

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

    def campaign(self, workers: int) -> tuple[float, float, float]:
        """Seconds that a replay of all takes, and the shares of them spent on locks."""
        name = f"with-{workers}"
        words = ["enqueue", "replay", "stcn", "--slices", str(SLICES)]
        self.run("storage.cli", *words, "--campaign", name)
        began = time.monotonic()
        rows = server = looks = 0
        with self.workers(workers), self.server.connect() as connection:
            wait = subprocess.Popen(
                [sys.executable, "-m", "storage.cli", "jobs", name, "--wait"],
                cwd=self.folder,
                env=self.environment,
            )
            while wait.poll() is None:
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
        assert wait.returncode == 0
        return seconds, rows / (looks * workers), server / (looks * workers)


def main() -> None:
    """Say what was measured, in lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2_000)
    pages = parser.parse_args().pages
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
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
    """The restore, then one worker, then four."""
    began = time.monotonic()
    bench.run("scrapy", "replay", "--site", "stcn")
    alone = time.monotonic() - began
    print(f"{pages} pages restored by one process: {pages / alone:.0f} a second")
    for number in (1, 4):
        seconds, rows, server = bench.campaign(number)
        print(
            f"replayed in {SLICES} slices by {number} worker(s): "
            f"{pages / seconds:.0f} a second, waiting for locks of rows and tables "
            f"{rows:.1%} of it, for the server's own {server:.1%}"
        )
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"largest process: {peak:.0f} MB")


if __name__ == "__main__":
    main()
