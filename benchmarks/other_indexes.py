"""
One set of articles indexed three ways, side by side: time, size, what is found.

All are FTS5 tables without content, fed the same titles and bodies: Shibao's pairs
and figures, SQLite's own trigrams, words that jieba cuts. jieba knows none of the
invented words, so that its row says more of time and size than of what it finds.
"""

import importlib
import logging
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median

from storage.search_text import fold, match_expression, segment

Text = tuple[int, str, str]
Cut = Callable[[str], str]

PLAIN = "unicode61 remove_diacritics 0"
QUERIES = 200
"""Pieces of the articles that are looked for, of two to eight characters."""


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def compare(texts: Sequence[Text]) -> None:
    """Print the table."""
    words = _words(texts)
    folded = [(row, fold(f"{title}\n{body}")) for row, title, body in texts]
    there = {word: {row for row, text in folded if word in text} for word in words}
    characters = sum(len(title) + len(body) for _, title, body in texts)
    print(f"\n{len(texts):,} articles, {characters:,} characters")
    print(f"{'index':24} {'seconds':>8} {'MB':>6} {'ms':>7} {'recall':>7} {'precision':>9}")
    _row("Shibao", texts, there, PLAIN, segment, match_expression)
    _row("trigram", texts, there, "trigram", fold, _quoted)
    try:
        jieba = importlib.import_module("jieba")
    except ImportError:
        print(f"{'jieba':24} not installed")
        return
    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()

    def cut(text: str) -> str:
        return " ".join(jieba.cut(fold(text)))

    _row("jieba", texts, there, PLAIN, cut, lambda word: _quoted(cut(word)))


def _words(texts: Sequence[Text]) -> list[str]:
    pick = random.Random(11)
    words: set[str] = set()
    while len(words) < QUERIES:
        _, _, body = pick.choice(texts)
        start = pick.randrange(len(body))
        word = fold(body[start : start + pick.randint(2, 8)])
        if len(word) > 1:
            words.add(word)
    return sorted(words)


def _row(
    name: str,
    texts: Sequence[Text],
    there: dict[str, set[int]],
    tokenizer: str,
    cut: Cut,
    expression: Cut,
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "index.db"
        database = sqlite3.connect(path, isolation_level=None)
        database.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA cache_size = -100000;"
            "CREATE VIRTUAL TABLE found USING fts5("
            f"title, body, content='', tokenize='{tokenizer}')"
        )
        started = time.perf_counter()
        _fill(database, ((row, cut(title), cut(body)) for row, title, body in texts))
        seconds = time.perf_counter() - started
        size = path.stat().st_size / 1e6
        times, hit, found_in_all = [], 0, 0
        for word, truth in there.items():
            started = time.perf_counter()
            rows = _rows(database, expression(word))
            times.append((time.perf_counter() - started) * 1e3)
            hit += len(rows & truth)
            found_in_all += len(rows)
        database.close()
    recall = hit / sum(map(len, there.values()))
    precision = hit / found_in_all
    print(
        f"{name:24} {seconds:8.0f} {size:6.0f} {median(times):7.2f} "
        f"{recall:7.3f} {precision:9.3f}",
        flush=True,
    )


def _fill(database: sqlite3.Connection, rows: Iterable[Text]) -> None:
    database.execute("BEGIN")
    database.executemany("INSERT INTO found (rowid, title, body) VALUES (?, ?, ?)", rows)
    database.execute("COMMIT")


def _rows(database: sqlite3.Connection, expression: str) -> set[int]:
    query = "SELECT rowid FROM found WHERE found MATCH ?"
    return {row for (row,) in database.execute(query, [expression])}
