"""
Keeping the search index: made with the schema, written with every batch.

SQLite's is a contentless FTS5 table, PostgreSQL's a table of sets of tokens
(`storage.postgresql.words`). Both hold what `storage.search_text.segment` makes of
the current title and body.
"""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from sqlalchemy import Connection, text

from storage.postgresql import words
from storage.search_text import segment


class Entry(NamedTuple):
    """What the index is to hold, or holds, of one article."""

    id: int
    """Of the row in `article`."""
    title: str
    body: str


_CREATE: Final = (
    "CREATE VIRTUAL TABLE article_search USING fts5("
    "title, body, content='', tokenize='unicode61 remove_diacritics 0')"
)
_ADD: Final = text(
    "INSERT INTO article_search(rowid, title, body) VALUES (:id, :title, :body)"
)
_REMOVE: Final = text(
    "INSERT INTO article_search(article_search, rowid, title, body) "
    "VALUES ('delete', :id, :title, :body)"
)
_GATHER: Final = "INSERT INTO article_search(article_search, rank) VALUES ('hashsize', {})"
_CURRENT: Final = text(
    "SELECT a.id, v.title, v.body FROM article a"
    " JOIN article_version v ON v.article_id = a.article_id AND v.version = a.version"
    " WHERE a.id > :last ORDER BY a.id LIMIT 1000"
)


def create(connection: Connection) -> None:
    """
    Make the empty index, inside the caller's transaction.

    The text stands in `article_version`, only the index here. Segmented text goes in,
    so that neither server needs a tokenizer that reads Chinese.
    """
    if _is_served(connection):
        words.create(connection)
    else:
        connection.exec_driver_sql(_CREATE)


def add(connection: Connection, entries: Sequence[Entry]) -> None:
    """Index articles that are not in it, or whose old texts were taken out."""
    if not entries:
        return
    if _is_served(connection):
        words.put(connection, entries)
    else:
        connection.execute(_ADD, list(map(_segmented, entries)))


def remove(connection: Connection, entries: Sequence[Entry]) -> None:
    """Take old texts out: they must be those that were put in."""
    # A server's row is replaced whole when the new text is put in.
    if entries and not _is_served(connection):
        connection.execute(_REMOVE, list(map(_segmented, entries)))


def clear(connection: Connection) -> None:
    """Take everything out."""
    if _is_served(connection):
        connection.exec_driver_sql("DELETE FROM article_search")
    else:
        connection.exec_driver_sql(
            "INSERT INTO article_search(article_search) VALUES ('delete-all')"
        )


def fill(
    connection: Connection,
    after: int = 0,
    progress: Callable[[int], None] = lambda _number: None,
    most: int | None = None,
) -> int:
    """
    Index the current text of every article whose row is behind `after`.

    Args:
        connection: inside a transaction.
        after: a row's id in `article`; those up to it are there already.
        progress: told how many have been put in.
        most: so many batches at most.

    Returns:
        The id of the last row that was put in, or `after`.
    """
    last, number = after, 0
    _gather(connection, 64)
    while most is None or number < most:
        found = connection.execute(_CURRENT, {"last": last}).all()
        if not found:
            break
        add(connection, [Entry(*row) for row in found])
        last, number = found[-1][0], number + 1
        progress(len(found))
    _gather(connection, 1)
    return last


def last_indexed(connection: Connection) -> int:
    """The greatest id that is in the index; 0 if it is empty."""
    table = "article_search" if _is_served(connection) else "article_search_docsize"
    return connection.exec_driver_sql(f"SELECT max(id) FROM {table}").scalar() or 0  # noqa: S608 - one of our two


def _gather(connection: Connection, megabytes: int) -> None:
    """How much index FTS5 gathers before it writes; more is fewer merges, half the time."""
    if not _is_served(connection):
        connection.exec_driver_sql(_GATHER.format(megabytes * 2**20))


def _segmented(entry: Entry) -> dict[str, int | str]:
    return {
        "id": entry.id,
        "title": segment(entry.title),
        "body": segment(entry.body),
    }


def _is_served(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"
