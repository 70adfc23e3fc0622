"""
The demonstration behind `make demo`: the whole way, offline, on the sample site.

It starts the sample site on loopback, types the commands that a person would
type, and shows them as it goes. What it fills is a real `news.db`.
"""

import os
import shlex
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from tests.sample_site import BEIJING, SampleSite, serve

ROOT = Path(__file__).parents[1]
DATABASE = ROOT / "news.db"
POST = ROOT / "tests" / "fixtures" / "posts"
LATEST = (
    "SELECT published, kind, title, coalesce(symbols, '') AS symbols "
    "FROM news ORDER BY published_at DESC LIMIT 5"
)


def main() -> int:
    """Crawl the sample site, import a post, ask three questions."""
    if not _is_ours_to_replace():
        sys.stderr.write(
            f"{DATABASE.name} holds articles that no demonstration made; "
            "move it away and start again.\n"
        )
        return 2
    _remove()
    now = datetime.now(UTC).astimezone(BEIJING).replace(second=0, microsecond=0)
    site = SampleSite(seed=7, articles=300, now=now, days=6)
    with serve(site) as url:
        print(f"A sample site with 300 invented articles is running at {url}\n")
        full_speed = ("-s", "DOWNLOAD_DELAY=0")
        _type("scrapy", "crawl", "stcn", "-a", f"base_url={url}", *full_speed)
    print("\nA post from a feed's archive goes the same way:\n")
    _type("scrapy", "crawl", "posts", "-a", f"path={POST.relative_to(ROOT)}")
    print("\n1. The latest news, in plain SQL:\n")
    _ask(LATEST)
    print("\n2. A two-character Chinese word, anywhere in title or body:\n")
    _type("shibao", "search", "回购", "--limit", "3")
    print("\n3. The post, with everything that was read out of it:\n")
    found = _rows("SELECT article_id FROM news WHERE published_from = 'post'")
    _type("shibao", "show", str(found[0]["article_id"]))
    print(f"\nAll of it is in {DATABASE.name}; ask it in SQL, or try `shibao --help`.")
    return 0


def _type(*words: str) -> None:
    """Run a command of this environment, and show it first."""
    print(f"$ {shlex.join(words)}", flush=True)
    command = [str(Path(sys.executable).parent / words[0]), *words[1:]]
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{DATABASE}"}
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


def _ask(query: str) -> None:
    print(f"sqlite> {query}")
    for row in _rows(query):
        print("  " + " | ".join(str(value) for value in row))


def _rows(query: str) -> list[sqlite3.Row]:
    connection = sqlite3.connect(DATABASE)
    connection.row_factory = sqlite3.Row
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def _is_ours_to_replace() -> bool:
    """Only what demonstrations made may be thrown away."""
    if not DATABASE.exists():
        return True
    try:
        runs = _rows("SELECT arguments FROM crawl_run")
    except sqlite3.DatabaseError:
        return False
    made_here = ("http://127.0.0.1:", "tests/fixtures/posts")
    return all(any(mark in run["arguments"] for mark in made_here) for run in runs)


def _remove() -> None:
    for file in ROOT.glob(f"{DATABASE.name}*"):
        file.unlink()


if __name__ == "__main__":
    sys.exit(main())
