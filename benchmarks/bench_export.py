"""
Rows a processor second and peak memory of every export, against SQLite's shell.

The yardstick is `sqlite3 FILE -cmd ".mode csv" "SELECT * FROM news"` in the same
run; where that program is not installed, Python's `sqlite3` and `csv` in a loop
stand in, and the table says so. The texts are those of `bench_search.py`, put into
the tables that an export reads. Run with
`.venv/bin/python benchmarks/bench_export.py [--articles 1000000]`; the database
stays in the temporary folder for the next run.
"""

import argparse
import os
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.bench_search import NOON, articles
from storage.queries.clock import iso_utc
from storage.records import ArticleRecord
from storage.store import Store

ARTICLES = 100_000
TEXTS = 4_000
"""Different texts; more articles say the same again under other numbers."""
BATCH = 5_000
GOAL_MB = 300
FORMATS = ("csv", "jsonl", "json", "parquet", "atom")
AT = iso_utc(NOON)

Row = tuple[object, ...]


def make_database(path: Path, count: int) -> None:
    """Fill the tables that the view `news` reads, without an index for searching."""
    started = time.perf_counter()
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    with Store(f"sqlite:///{unfinished}") as store:
        run_id = store.begin_run("bench", {}, datetime.now(UTC))
    database = sqlite3.connect(unfinished)
    database.execute("PRAGMA synchronous = OFF")
    numbered = enumerate(_repeated(list(articles(TEXTS)), count))
    while batch := list(islice(numbered, BATCH)):
        _insert(database, "article", (_article(*one) for one in batch))
        _insert(database, "article_version", (_version(*one, run_id) for one in batch))
        _insert(database, "article_channel", (_channel(*one) for one in batch))
        _insert(database, "article_symbol", (r for one in batch for r in _symbols(*one)))
        database.commit()
    database.close()
    unfinished.rename(path)
    print(f"{count:,} articles made in {time.perf_counter() - started:.0f} s")


def _insert(
    database: sqlite3.Connection, table: str, rows: Iterator[dict[str, object]]
) -> None:
    first = next(rows, None)
    if first is None:
        return
    names = ", ".join(first)
    marks = ", ".join(f":{name}" for name in first)
    insert = f"INSERT INTO {table} ({names}) VALUES ({marks})"
    database.execute(insert, first)
    database.executemany(insert, rows)


def _repeated(texts: Sequence[ArticleRecord], count: int) -> Iterator[ArticleRecord]:
    return (texts[number % len(texts)] for number in range(count))


def _id(number: int) -> str:
    return f"stcn:{number}"


def _at(number: int, text: ArticleRecord) -> str | None:
    """A time of its own, a second from that of the next of the same text."""
    at = text.published_at
    return at and iso_utc(at + timedelta(seconds=number // TEXTS))


def _article(number: int, text: ArticleRecord) -> dict[str, object]:
    return {
        "article_id": _id(number),
        "site": text.site,
        "native_id": str(number),
        "kind": text.kind,
        "url": f"https://www.stcn.com/article/detail/{number}.html",
        "status": "live",
        "version": 1,
        "important": 0,
        "source": text.source,
        "published_at": _at(number, text),
        "published_precision": text.published_precision,
        "published_from": text.published_from,
        "published_zone": text.published_zone,
        "trade_date": "2026-09-28",
        "session": "morning",
        "first_seen_at": AT,
        "last_seen_at": AT,
    }


def _version(number: int, text: ArticleRecord, run_id: int) -> dict[str, object]:
    return {
        "article_id": _id(number),
        "version": 1,
        "valid_from": AT,
        "changed": "",
        "origin": "site",
        "title": text.title,
        "body": text.body,
        "body_html": text.body_html,
        "source": text.source,
        "authors": "、".join(text.authors),
        "published_at": _at(number, text),
        "published_precision": text.published_precision,
        "unprinted": "",
        "run_id": run_id,
        "serial": number + 1,
    }


def _channel(number: int, text: ArticleRecord) -> dict[str, object]:
    (channel,) = text.channels
    return {
        "article_id": _id(number),
        "channel": channel,
        "first_listed_at": AT,
        "last_listed_at": AT,
    }


def _symbols(number: int, text: ArticleRecord) -> Iterator[dict[str, object]]:
    for symbol in text.symbols:
        yield {
            "article_id": _id(number),
            "version": 1,
            "symbol": symbol.symbol,
            "name": symbol.name,
            "rule": symbol.rule,
        }


def measured(command: Sequence[str], output: Path) -> tuple[float, float]:
    """Run a process to its end: its processor seconds, and peak memory in MB."""
    target = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    silence = os.open(os.devnull, os.O_WRONLY)
    actions = [(os.POSIX_SPAWN_DUP2, target, 1), (os.POSIX_SPAWN_DUP2, silence, 2)]
    child = os.posix_spawn(command[0], command, os.environ, file_actions=actions)
    os.close(target)
    os.close(silence)
    _, status, usage = os.wait4(child, 0)
    if status:
        sys.exit(f"{' '.join(command)} failed.")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


STAND_IN = """
import csv, sqlite3, sys
rows = sqlite3.connect(sys.argv[1]).execute("SELECT * FROM news")
csv.writer(sys.stdout).writerows(rows)
"""


def yardstick(path: Path) -> tuple[str, list[str]]:
    """SQLite's shell, or what stands in for it: a name and a command."""
    shell = shutil.which("sqlite3")
    if shell:
        return "sqlite3 .mode csv", [
            shell,
            str(path),
            "-cmd",
            ".mode csv",
            "SELECT * FROM news",
        ]
    return "stand-in for sqlite3", [sys.executable, "-c", STAND_IN, str(path)]


def measure(path: Path, count: int) -> bool:
    """Print the table; whether memory stayed under the goal everywhere."""
    print(f"{'':20} {'rows/s':>9} {'ratio':>6} {'peak MB':>8} {'file MB':>8}")
    base, highest = 0.0, 0.0
    for name, command in _commands(path):
        with tempfile.NamedTemporaryFile() as target:
            seconds, peak = measured(command, Path(target.name))
            size = Path(target.name).stat().st_size / 1e6
        if base:
            highest = max(highest, peak)
        base = base or seconds
        rate, ratio = count / seconds, base / seconds
        print(f"{name:20} {rate:9,.0f} {ratio:6.2f} {peak:8.0f} {size:8.0f}")
    return highest < GOAL_MB


def _commands(path: Path) -> Iterator[tuple[str, list[str]]]:
    yield yardstick(path)
    for format_ in FORMATS:
        words = ["export", "--format", format_, "--limit", str(sys.maxsize)]
        yield format_, [sys.executable, "-m", "storage.cli", "--db", str(path), *words]


def main() -> None:
    """Make the database where there is none, then measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    options = parser.parse_args()
    path = Path(tempfile.gettempdir()) / f"shibao-export-{options.articles}.db"
    if not path.exists():
        # Elsewhere: a process that is started here has our own peak for its floor.
        maker = get_context("spawn").Process(
            target=make_database, args=(path, options.articles)
        )
        maker.start()
        maker.join()
    if not measure(path, options.articles):
        sys.exit(f"An export took more than {GOAL_MB} MB.")


if __name__ == "__main__":
    main()
