"""
Somebody who reads a database over and over while others write it.

Run as a program: `python -m tests.reading_along HOW DATABASE UNTIL`. It reads until
the file UNTIL is there, and tells as JSON how often it has read and what was amiss.
"""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from storage.queries import counts, latest, open_reader, search
from storage.search_text import parse_query
from tests import databases

TORN = {
    "an article without its text": (
        "SELECT count(*) FROM article LEFT JOIN article_version "
        "USING (article_id, version) WHERE article_version.article_id IS NULL"
    ),
    "an article without title or body": (
        "SELECT count(*) FROM news WHERE title = '' OR body = '' OR body_html = ''"
    ),
    "an article that is owed": (
        "SELECT count(*) FROM discovery JOIN article USING (article_id) "
        "WHERE state <> 'stored'"
    ),
    "a repeat without its original": (
        "SELECT count(*) FROM news WHERE original_id NOT IN (SELECT article_id FROM news)"
    ),
}


def with_sqlite(database: Path) -> int:
    """As an analyst does, with Python's own driver and its own patience; the articles."""
    connection = sqlite3.connect(database)
    try:
        connection.execute("BEGIN")
        for what, query in TORN.items():
            (number,) = connection.execute(query).fetchone()
            assert number == 0, f"{number} times {what}"
        (articles,) = connection.execute("SELECT count(*) FROM news").fetchone()
    finally:
        connection.close()
    return int(articles)


def with_queries(database: Path) -> int:
    """As notebooks do, with our own functions."""
    with open_reader(databases.url_of(database)) as reader:
        for row in latest(reader, limit=50):
            assert row.title, row
            assert row.body, row
        assert search(reader, parse_query("公司")) is not None
        return counts(reader).total.articles


def with_shibao(database: Path) -> int:
    """As a person does."""
    words = ["search", "公司", "--limit", "5", "--format", "jsonl"]
    done = subprocess.run(
        [sys.executable, "-m", "storage.cli", *words],
        env=os.environ | {"DATABASE_URL": databases.url_of(database)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == (0 if found else 1), done.stderr
    assert all(row["title"] and row["body"] for row in found)
    return 0


WAYS: dict[str, Callable[[Path], int]] = {
    "sqlite": with_sqlite,
    "queries": with_queries,
    "shibao": with_shibao,
}


def main() -> None:
    """Read until it is time to stop."""
    how, database, until = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    rounds, articles = 0, 0
    amiss: list[str] = []
    while not until.exists() and len(amiss) < 5:
        try:
            seen = WAYS[how](database)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is to be told
            amiss.append(f"{type(error).__name__}: {error}")
            continue
        if seen < articles:
            amiss.append(f"{articles} articles, and then {seen}")
        rounds, articles = rounds + 1, max(articles, seen)
    print(json.dumps({"how": how, "rounds": rounds, "seen": articles, "amiss": amiss}))  # noqa: T201 - the answer


if __name__ == "__main__":
    main()
