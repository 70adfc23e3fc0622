"""Storing, searching and copying over PostgreSQL, against SQLite in the same run."""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.invented import NOON, articles
from storage.copying import copy_database
from storage.queries import latest, open_reader, search
from storage.search_text import parse_query
from storage.store import Store
from tests import databases
from tests.postgres import why_not

BATCH = 100
WORDS = ("回购", "净利润同比增长", "002999", "12.5%")


def seconds(work: Callable[[], Any]) -> float:
    """How long it takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def stored(url: str, count: int) -> float:
    """Store articles in batches, repeats and search index included."""
    records = list(articles(count))

    def store() -> None:
        with Store(url) as writer:
            run = writer.begin_run("bench", {}, NOON)
            for start in range(0, count, BATCH):
                writer.apply(run, records[start : start + BATCH])

    return seconds(store)


def asked(url: str) -> tuple[float, float, float]:
    """All rows read, and each word searched for: newest twenty, and most relevant."""
    with open_reader(url) as reader:
        everything = seconds(lambda: sum(1 for _ in latest(reader)))
        queries = [parse_query(word) for word in WORDS]
        newest = seconds(lambda: [search(reader, query) for query in queries])
        best = seconds(lambda: [search(reader, q, sort="relevance") for q in queries])
    return everything, newest / len(WORDS), best / len(WORDS)


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=3_000)
    count = parser.parse_args().articles
    if reason := why_not():
        print(reason)
        return
    urls = {}
    with tempfile.TemporaryDirectory() as folder:
        for dialect in databases.BOTH:
            databases.choose(dialect)
            urls[dialect] = url = databases.url_of(Path(folder) / "news.db")
            wrote = stored(url, count)
            databases.change(Path(folder) / "news.db", "ANALYZE")  # as a server does itself
            everything, newest, best = asked(url)
            print(
                f"{dialect:10} stores {count / wrote:6,.0f} articles/s, reads "
                f"{count / everything:7,.0f} rows/s, searches in {newest * 1000:5.1f} ms, "
                f"by relevance in {best * 1000:6.1f} ms",
                flush=True,
            )
        back = f"sqlite:///{folder}/copy.db"
        took = seconds(lambda: copy_database(urls["postgresql"], back, lambda *_: None))
        print(f"db copy to a file and compared: {count / took:,.0f} articles/s")


if __name__ == "__main__":
    main()
