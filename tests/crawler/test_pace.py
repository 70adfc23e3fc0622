"""A crawl keeps the pace that robots.txt asks for, as real crawls show."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

PROGRAM = "tests.crawler.slow_crawl"
ROOT = Path(__file__).parents[2]
OWN = 0.02
"""The `DOWNLOAD_DELAY` of every crawl, in seconds."""

ROBOTS = {
    "for everyone": "User-agent: *\nCrawl-delay: 0.05\n",
    "for us": "User-agent: shibao\nCrawl-delay: 0.05\n\nUser-agent: *\nCrawl-delay: 60\n",
    "for others": "User-agent: other\nCrawl-delay: 60\n\nUser-agent: *\nDisallow:\n",
    "faster than we want": "User-agent: *\nCrawl-delay: 0.001\n",
    "no number": "User-agent: *\nCrawl-delay: slowly\n",
    "no such file": None,
}


@contextmanager
def site(robots: str | None) -> Iterator[str]:
    """A site whose pages are all alike, with this robots.txt."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            missing = self.path == "/robots.txt" and robots is None
            text = robots if self.path == "/robots.txt" else "<p>海棠电气公告</p>"
            body = (text or "").encode()
            self.send_response(404 if missing else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def delays() -> dict[str, list[float]]:
    """The delays of one crawl per robots.txt: at first, and after a silence."""
    with ExitStack() as stack:
        crawls = {
            name: (stack.enter_context(site(robots)), OWN)
            for name, robots in ROBOTS.items()
        }
        done = subprocess.run(
            [sys.executable, "-m", PROGRAM, json.dumps(crawls)],
            capture_output=True,
            text=True,
            cwd=ROOT,
            timeout=120,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    told: dict[str, list[float]] = json.loads(done.stdout)
    return told


@pytest.mark.parametrize("name", ["for everyone", "for us"])
def test_a_crawl_delay_is_kept(delays: dict[str, list[float]], name: str) -> None:
    """What robots.txt asks of us is done, though Scrapy would not."""
    assert delays[name][0] == 0.05


@pytest.mark.parametrize("name", ["for everyone", "for us"])
def test_a_crawl_delay_outlives_a_silence(
    delays: dict[str, list[float]], name: str
) -> None:
    """Scrapy forgets a host that is not asked for a minute; the pace is not forgotten."""
    assert delays[name] == [0.05, 0.05]


@pytest.mark.parametrize("name", ["for others", "no number", "no such file"])
def test_without_a_crawl_delay_for_us_our_own_pace_is_kept(
    delays: dict[str, list[float]], name: str
) -> None:
    """What is asked of others, or of nobody, changes nothing."""
    assert delays[name] == [OWN, OWN]


def test_the_slower_pace_wins(delays: dict[str, list[float]]) -> None:
    """A site that allows more than we want is not asked more often."""
    assert delays["faster than we want"] == [OWN, OWN]
