"""
The whole crawl against a bare Scrapy spider that fetches the same pages.

The bare one reads three fields and stores nothing. Both ask the same sample
site, in a process of its own, at full speed, so that both are bound by their own
processor time: that is what is counted, for it does not depend on what else the
machine does. Each of ours is run twice, and the better one counts. Run it alone:
`python benchmarks/bench_crawl.py [ARTICLES]`.
"""

import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
GOAL = 0.6
ARCHIVE_GOAL = 0.15
MEMORY_GOAL = 250
BARE = """
import scrapy
class Bare(scrapy.Spider):
    name = "bare"
    custom_settings = {"CONCURRENT_REQUESTS_PER_DOMAIN": 1, "CONCURRENT_REQUESTS": 8,
        "DOWNLOAD_DELAY": 0, "LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False, "COOKIES_ENABLED": False}
    async def start(self):
        for path in open(self.paths):
            yield scrapy.Request(self.base + path.strip(), dont_filter=True)
    def parse(self, response):
        yield {"title": response.css(".detail-title::text").get(),
               "time": response.css(".detail-info span:last-child::text").get(),
               "body": response.css(".detail-content").get()}
"""


@contextmanager
def sample_site(articles: int) -> Iterator[str]:
    """The sample site in a process of its own; its address."""
    command = [sys.executable, "-m", "tests.sample_site", "--port", "0"]
    command += ["--articles", str(articles), "--seed", "7", "--days", "6"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found
        yield found.group()
    finally:
        process.kill()
        process.wait()


def detail_paths(base: str) -> list[str]:
    """The pages that a crawl of ours has asked for, so that both ask the same."""
    with urllib.request.urlopen(f"{base}/_sample/requests.json") as answer:
        requests = json.load(answer)
    paths = (request["path"] for request in requests)
    return [*dict.fromkeys(p for p in paths if p.startswith("/article/detail/"))]


def timed(command: list[str], **environment: str) -> tuple[float, float]:
    """Processor seconds and peak memory (MB) of a command."""
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | environment, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command} ended with {status}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def ours(
    base: str, folder: str, *arguments: str, archived: bool = True
) -> tuple[float, float, int]:
    """Seconds, megabytes and requests of our crawl into a fresh database."""
    database = f"sqlite:///{folder}/{time.monotonic_ns()}.db"
    command = [sys.executable, "-m", "scrapy", "crawl", "stcn", "-a", f"base_url={base}"]
    command += ["-s", "DOWNLOAD_DELAY=0", *arguments]
    archive = f"{folder}/{time.monotonic_ns()}" if archived else ""
    seconds, memory = timed(command, DATABASE_URL=database, ARCHIVE_DIR=archive)
    import sqlite3  # noqa: PLC0415 - only here

    connection = sqlite3.connect(database.removeprefix("sqlite:///"))
    (requests,) = connection.execute("SELECT requests FROM crawl_run").fetchone()
    connection.close()
    return seconds, memory, requests


def main() -> None:
    """Measure in one run, print one table."""
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with sample_site(articles) as base, tempfile.TemporaryDirectory() as folder:
        channels = ["-a", "channels=yw,gd,company,fund,finance,cj,gs"]
        seconds, memory, requests = ours(base, folder, *channels)
        again, *_ = ours(base, folder, *channels)
        bare_of_archive = [
            ours(base, folder, *channels, archived=False)[0] for _ in range(2)
        ]
        seconds = min(seconds, again)
        bare = Path(folder) / "bare.py"
        bare.write_text(BARE)
        paths = Path(folder) / "paths"
        paths.write_text("\n".join(detail_paths(base)))
        command = [sys.executable, "-m", "scrapy", "runspider", str(bare)]
        command += ["-a", f"base={base}", "-a", f"paths={paths}"]
        bare_seconds, bare_memory = timed(command, SCRAPY_SETTINGS_MODULE="scrapy.settings")
        pages = len(paths.read_text().split())
    ratio = (requests / seconds) / (pages / bare_seconds)
    print(f"{'':14}{'pages':>8}{'CPU s':>10}{'pages/s':>10}{'MB':>8}")
    rows = (("bare spider", pages, bare_seconds, bare_memory),)
    rows += (("shibao", requests, seconds, memory),)
    for name, count, cost, peak in rows:
        print(f"{name:14}{count:8}{cost:10.1f}{count / cost:10.1f}{peak:8.0f}")
    cost = 1 - min(bare_of_archive) / seconds
    print(f"the archive takes {cost:.0%} of it (goal: at most {ARCHIVE_GOAL:.0%})")
    print(f"ratio {ratio:.2f} (goal {GOAL}), peak {memory:.0f} MB (goal {MEMORY_GOAL})")


if __name__ == "__main__":
    main()
