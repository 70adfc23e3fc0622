"""
What it costs to find an article's repeats, by how many articles are stored.

Two databases are filled with the fingerprints of invented articles, 10,000 and a
million, all within the window of time; then the same new articles are linked in
each, in batches as in a crawl. Processor time is counted, and peak memory.
`python benchmarks/bench_linking.py [MANY]`.
"""

import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from storage.records import ArticleRecord
from storage.store import Store
from tests.sample_site import SampleSite

GOAL = 2.0
FEW = 10_000
KEYS = 20
"""Bands and anchors of one article, about."""
NEW = 600
BATCH = 100
AT = "2026-09-20T00:00:00Z"


def fill(path: Path, number: int) -> None:
    """Fingerprints of so many articles; keys come sorted, so that it takes no hours."""
    database = sqlite3.connect(path)
    database.execute("PRAGMA synchronous = OFF")
    database.execute("DROP INDEX ix_fingerprint_key_article_id")
    database.executemany("INSERT INTO fingerprint VALUES (?, ?, ?, ?, ?)", _prints(number))
    database.executemany("INSERT INTO fingerprint_key VALUES (?, ?)", _keys(number))
    database.execute(
        "CREATE INDEX ix_fingerprint_key_article_id ON fingerprint_key (article_id)"
    )
    database.commit()
    database.close()


def _prints(number: int) -> Iterator[tuple[str, int, bytes, str, str]]:
    for one in range(number):
        yield f"old:{one:07}", one * 9_000_000_000_000, b"\0" * 256, AT, "bench"


def _keys(number: int) -> Iterator[tuple[int, str]]:
    step = 2**64 // (number * KEYS)
    for place in range(number * KEYS):
        yield place * step - 2**63, f"old:{place * 7919 % number:07}"


def news() -> list[ArticleRecord]:
    """New articles, as the sample site tells them."""
    site = SampleSite(seed=11, articles=NEW, days=10)
    return [
        ArticleRecord(
            article_id=f"stcn:{truth.native_id}",
            site="stcn",
            native_id=truth.native_id,
            kind=truth.kind,
            url=truth.url,
            channels=truth.channels,
            title=truth.title,
            summary=None,
            body=truth.body,
            body_html="",
            source=truth.source,
            print_issue=None,
            authors=truth.authors,
            editor=None,
            published_at=truth.published,
            published_precision=truth.precision,
            published_raw=None,
            published_from="detail",
            published_zone="assumed",
            symbols=(),
            tags=(),
            important=False,
            seen_at=truth.published,
        )
        for truth in site.truth()
        if truth.status == "live"
    ]


def cost(folder: Path, number: int, records: list[ArticleRecord]) -> float:
    """Processor milliseconds for each new article among so many stored ones."""
    path = folder / f"{number}.db"
    with Store(f"sqlite:///{path}") as store:
        run = store.begin_run("bench", {}, datetime.now(UTC))
        fill(path, number)
        warm = [replace(r, article_id=f"warm:{r.native_id}") for r in records[:BATCH]]
        store.apply(run, warm)
        started = time.process_time()
        for start in range(0, len(records), BATCH):
            store.apply(run, records[start : start + BATCH])
        return (time.process_time() - started) / len(records) * 1000


def main() -> None:
    """Measure both, print the ratio."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    records = news()
    with tempfile.TemporaryDirectory() as folder:
        few_ms = cost(Path(folder), FEW, records)
        many_ms = cost(Path(folder), many, records)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{FEW:>10,} stored: {few_ms:.2f} ms an article")
    print(f"{many:>10,} stored: {many_ms:.2f} ms an article")
    print(f"ratio {many_ms / few_ms:.2f} (goal {GOAL:.0f}), peak {peak:.0f} MB")


if __name__ == "__main__":
    main()
