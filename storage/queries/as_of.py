"""
The database as it was: what it held at an instant, under the names of today.

Every table that the reading functions ask is shadowed by a temporary one of the
same name, which SQLite finds first; the views are made anew on top. So `latest`,
`search`, `detail` and the others know next to nothing of time. Only articles of
which more is known today are copied; the rest is read where it lies.

Left out is what was first seen, listed, linked or rejected after the instant.
`last_seen_at` is cut off at it. `discovery` is empty: its states are not kept.
"""

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from storage.clock import iso_utc
from storage.queries import as_of_tables as tables
from storage.queries.filters import sql

KNOWN: Final = {
    "kind",
    "status",
    "important",
    "print_issue",
    "editor",
    "published_zone",
}
"""Columns of `article` that `article_past` keeps (`storage.history`)..."""
OF_VERSION: Final = {"source", "published_at", "published_precision"}
"""...those that `article_version` has too..."""
OF_TIME: Final = {"published_raw", "published_from", "trade_date", "session"}
"""...and those that go with a time."""
FILLED: Final = {"summary", "authors"} | OF_VERSION
"""Columns of a version that a later reading of the same text may fill."""


def go_back(connection: sqlite3.Connection, at: datetime) -> None:
    """
    Have a connection see what the database held at an instant, aware.

    It stays in one transaction: what is written from now on would otherwise be
    taken for what was known.
    """
    connection.execute("BEGIN")
    connection.execute("PRAGMA query_only = OFF")
    connection.execute("CREATE TEMP TABLE past_instant (at TEXT)")
    connection.execute("INSERT INTO past_instant VALUES (?)", [iso_utc(at)])
    articles = _articles(_columns(connection, "article"))
    versions = _versions(list(_columns(connection, "article_version")))
    for statement in (*articles, versions, *tables.SATELLITES, *_views(connection)):
        connection.execute(statement)
    connection.execute("PRAGMA query_only = ON")


def _columns(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    """Names and types."""
    query = "SELECT name, type FROM pragma_table_info(?, 'main') ORDER BY cid"
    return dict(connection.execute(query, [table]))


def _articles(columns: dict[str, str]) -> Iterator[str]:
    """What makes `article`: those that are as they were, and a table of the others."""
    listed, then, now = map(", ".join, (columns, map(_then, columns), map(_now, columns)))
    # The same types as in `article`, or SQLite would gather the union for every query.
    typed = ", ".join(f"{name} {type_}" for name, type_ in columns.items())
    extra = "summary, authors, past_id, html_id"
    yield sql("CREATE TEMP TABLE article_then (", typed, ",", extra, ", PRIMARY KEY (id))")
    into = sql("INSERT INTO article_then (", listed, ",", extra, ")")
    selected = sql("SELECT", then, ",", tables.EXTRA)
    yield sql(tables.CHANGED, into, selected, tables.FROM_CHANGED)
    yield "CREATE UNIQUE INDEX temp.article_then_id ON article_then (article_id)"
    yield "CREATE INDEX temp.article_then_at ON article_then (published_at)"
    unchanged = sql("SELECT", now, tables.UNCHANGED)
    changed = sql("SELECT", listed, "FROM article_then")
    yield sql("CREATE TEMP VIEW article AS", unchanged, "UNION ALL", changed)


def _then(column: str) -> str:
    """What a column of a changed article was."""
    if column == "version":
        return "v.version"
    if column == "last_seen_at":
        return f"min(a.last_seen_at, {tables.AT})"
    known = f"json_extract(p.known, '$.{column}')"
    if column in KNOWN:
        return f"CASE WHEN p.past_id IS NULL THEN a.{column} ELSE {known} END"
    if column in OF_VERSION:
        return f"CASE WHEN {tables.IS_FULL} THEN {known} ELSE v.{column} END"
    if column in OF_TIME:
        same = f"v.published_at IS a.published_at THEN a.{column}"
        return f"CASE WHEN {tables.IS_FULL} THEN {known} WHEN {same} END"
    return f"a.{column}"


def _now(column: str) -> str:
    """The same of an article that is as it was."""
    if column == "last_seen_at":
        return f"CAST(min({column}, {tables.AT}) AS TEXT) AS {column}"
    return column


def _versions(columns: list[str]) -> str:
    then = ", ".join(map(_of_version, columns))
    until = f"WHERE v.valid_from <= {tables.AT}"
    return sql(
        "CREATE TEMP VIEW article_version AS SELECT",
        then,
        "FROM main.article_version v",
        until,
    )


def _of_version(column: str) -> str:
    if column == "body_html":
        return tables.BODY_HTML
    if column not in FILLED:
        return f"v.{column}"
    found = "FROM article_then x WHERE x.article_id = v.article_id"
    case = f"CASE WHEN {tables.IS_FILLED} THEN (SELECT x.{column} {found})"
    return f"{case} ELSE v.{column} END AS {column}"


def _views(connection: sqlite3.Connection) -> list[str]:
    query = "SELECT sql FROM main.sqlite_master WHERE type = 'view' ORDER BY rowid"
    views = connection.execute(query).fetchall()
    return [text.replace("CREATE VIEW", "CREATE TEMP VIEW", 1) for (text,) in views]
