"""
A database of very many invented articles, written into its tables directly.

What the store would work out on the way (repeats, coverage) is left out; what
exports and searches read is there. The search index comes last, so that its time
and size can be told.
"""

import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from benchmarks.invented import NOON, articles
from storage.clock import iso_utc
from storage.records import ArticleRecord
from storage.search_text import segment
from storage.store import Store

BATCH = 5_000
AT = iso_utc(NOON)

TEXTS = """
SELECT a.id, v.title, v.body FROM article a JOIN article_version v USING (article_id)
"""
HELPING = 2**28
"""Bytes of index that FTS5 gathers before it writes: fewer merges, half the time."""
SET_HELPING = "INSERT INTO article_search (article_search, rank) VALUES ('hashsize', ?)"
INDEX = "INSERT INTO article_search (rowid, title, body) VALUES (?, ?, ?)"


def make_database(path: Path, count: int) -> None:
    """Fill a database, tables first and then the index, and say what that took."""
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    with Store(f"sqlite:///{unfinished}") as store:
        run_id = store.begin_run("bench", {}, datetime.now(UTC))
    started = time.perf_counter()
    database = sqlite3.connect(unfinished)
    database.executescript("PRAGMA journal_mode = OFF; PRAGMA cache_size = -500000")
    _fill_tables(database, count, run_id)
    _said(started, f"{count:,} articles made", unfinished)
    started = time.perf_counter()
    make_index(database)
    database.close()
    _said(started, "indexed", unfinished)
    unfinished.rename(path)


def _said(started: float, what: str, path: Path) -> None:
    seconds, megabytes = time.perf_counter() - started, path.stat().st_size / 1e6
    print(f"{what} in {seconds:.0f} s, {megabytes:,.0f} MB", flush=True)


def make_index(database: sqlite3.Connection) -> None:
    """What `storage.writing` puts into the search index, in greater helpings."""
    database.execute(SET_HELPING, (HELPING,))
    texts = database.execute(f"{TEXTS} ORDER BY a.id")
    segments = ((row, segment(title), segment(body)) for row, title, body in texts)
    while batch := list(islice(segments, BATCH)):
        database.executemany(INDEX, batch)
        database.commit()
    database.execute(SET_HELPING, (2**20,))
    database.commit()


def _fill_tables(database: sqlite3.Connection, count: int, run_id: int) -> None:
    numbered = enumerate(articles(count))
    while batch := list(islice(numbered, BATCH)):
        _insert(database, "article", (_article(*one) for one in batch))
        _insert(database, "article_version", (_version(*one, run_id) for one in batch))
        _insert(database, "article_channel", (_channel(*one) for one in batch))
        _insert(database, "article_symbol", (r for one in batch for r in _symbols(*one)))
        database.commit()


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


def _article(number: int, text: ArticleRecord) -> dict[str, object]:
    return {
        "article_id": text.article_id,
        "site": text.site,
        "native_id": str(number),
        "kind": text.kind,
        "url": text.url,
        "status": "live",
        "version": 1,
        "important": 0,
        "source": text.source,
        "published_at": text.published_at and iso_utc(text.published_at),
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
        "article_id": text.article_id,
        "version": 1,
        "valid_from": AT,
        "changed": "",
        "origin": "site",
        "title": text.title,
        "body": text.body,
        "body_html": text.body_html,
        "source": text.source,
        "authors": "、".join(text.authors),
        "published_at": text.published_at and iso_utc(text.published_at),
        "published_precision": text.published_precision,
        "unprinted": "",
        "run_id": run_id,
        "serial": number + 1,
    }


def _channel(_number: int, text: ArticleRecord) -> dict[str, object]:
    (channel,) = text.channels
    return {
        "article_id": text.article_id,
        "channel": channel,
        "first_listed_at": AT,
        "last_listed_at": AT,
    }


def _symbols(_number: int, text: ArticleRecord) -> Iterator[dict[str, object]]:
    for symbol in text.symbols:
        yield {
            "article_id": text.article_id,
            "version": 1,
            "symbol": symbol.symbol,
            "name": symbol.name,
            "rule": symbol.rule,
        }
