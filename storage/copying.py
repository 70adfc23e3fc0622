"""
Moving a database from one place to another, SQLite or PostgreSQL, row by row.

The source is read in one snapshot, table by table in the order of keys; every batch is
a transaction of the target, which is marked as a copy that is not whole until all of it
has been read again and compared. A copy that was stopped is gone through from the
beginning: rows that are there and right stay, so only what is missing is written.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, Table, delete, func, insert, select, tuple_

from storage.digests import Digest, rows_of_news
from storage.engine import (
    connect,
    explained,
    is_served,
    mark_copying,
    name_of,
    open_engine,
    parse_url,
    reading,
    state_of,
)
from storage.errors import StorageError, UnfinishedCopyError
from storage.lock import RunLock
from storage.schema import Base
from storage.search_index import clear, fill, last_indexed
from storage.writing import dialect_of

BATCH = 500
"""Rows in one transaction."""
_SEQUENCE = """
SELECT setval(pg_get_serial_sequence('{0}', '{1}'), greatest(max({1}), 1),
  max({1}) IS NOT NULL) FROM {0}
"""
Told = Callable[[str, int, int], None]
"""Told what is being done, how many rows of it are done, and of how many."""
Rows = list[tuple[Any, ...]]


class TargetInUseError(StorageError):
    """The target holds something already."""


@dataclass(slots=True)
class Copied:
    """What a copy has come to."""

    rows: dict[str, int] = field(default_factory=dict)
    """By table."""
    written: int = 0
    """Rows that were not there yet."""
    differences: list[str] = field(default_factory=list)
    """A sentence for each table that is not the same; none in a copy that is right."""


def copy_database(source_url: str, target_url: str, told: Told) -> Copied:
    """
    Copy everything, and compare it; the target is whole then, or says that it is not.

    Raises:
        StorageError: the source is none of ours, the target holds something already, or
            one of them cannot be reached.
    """
    source = open_engine(source_url)
    target = connect(parse_url(target_url), write=True)
    lock = RunLock(target_url, "copy")
    try:
        if _place(source) == _place(target):
            raise TargetInUseError("FROM and TO are the same database.")
        lock.acquire()
        is_resumed = _prepare(target)
        with explained(target.url), reading(source).connect() as ours:
            return _Copy(ours, target, told, is_resumed=is_resumed).run()
    finally:
        lock.release()
        source.dispose()
        target.dispose()


def _place(engine: Engine) -> Path | URL:
    """What two addresses of one database have in common."""
    url = engine.url
    return url if is_served(url) else Path(url.database or "").resolve()


def _prepare(target: Engine) -> bool:
    """See that the target is empty, or a copy that was stopped, which is true then."""
    from storage.migrate import upgrade  # noqa: PLC0415 - loads Alembic

    try:
        state = state_of(target)
    except UnfinishedCopyError:
        return True
    if state == "empty":
        upgrade(target)
    elif not _is_bare(target):
        raise TargetInUseError(
            f"{name_of(target.url)} holds rows already; name a database that is empty, "
            "or a file that is not there yet."
        )
    mark_copying(target, copying=True)
    return False


def _is_bare(target: Engine) -> bool:
    with explained(target.url), reading(target).connect() as connection:
        return all(
            connection.execute(select(table).limit(1)).first() is None
            for table in Base.metadata.sorted_tables
        )


class _Copy:
    """One copy under way."""

    def __init__(
        self, source: Connection, target: Engine, told: Told, *, is_resumed: bool
    ) -> None:
        self.source = source
        self.target = target
        self.told = told
        self.is_resumed = is_resumed
        self.copied = Copied()
        self.digests: dict[str, Digest] = {}

    def run(self) -> Copied:
        """Write what is missing, index it, compare everything."""
        tables = Base.metadata.sorted_tables
        if self.is_resumed:
            with self.target.begin() as connection:
                clear(connection)
            for table in reversed(tables):
                self._forget_others(table)
        for table in tables:
            self._copy(table)
        self._index()
        if is_served(self.target.url):
            self._set_sequences()
        self._compare(tables)
        if not self.copied.differences:
            mark_copying(self.target, copying=False)
        return self.copied

    def _forget_others(self, table: Table) -> None:
        """Delete what the target holds and the source no longer does."""
        with reading(self.target).connect() as connection:
            for rows in batches(connection, table, keys_only=True):
                held = set(_of_keys(self.source, table, rows, keys_only=True))
                gone = [row for row in rows if row not in held]
                if gone:
                    with self.target.begin() as writing:
                        where = tuple_(*table.primary_key).in_(gone)
                        writing.execute(delete(table).where(where))

    def _copy(self, table: Table) -> None:
        query = select(func.count()).select_from(table)
        total, done = self.source.execute(query).scalar_one(), 0
        digest = self.digests[table.name] = Digest()
        self.told(table.name, 0, total)
        for rows in batches(self.source, table):
            with self.target.begin() as connection:
                self._write(connection, table, rows)
            digest.take(rows)
            done += len(rows)
            self.told(table.name, done, total)
        self.copied.rows[table.name] = done

    def _write(self, connection: Connection, table: Table, rows: Rows) -> None:
        names = [column.name for column in table.columns]
        if self.is_resumed:
            held = set(_of_keys(connection, table, [_key(table, row) for row in rows]))
            rows = [row for row in rows if tuple(row) not in held]
        if not rows:
            return
        self.copied.written += len(rows)
        values = [dict(zip(names, row, strict=True)) for row in rows]
        if not self.is_resumed:
            connection.execute(insert(table), values)
            return
        keys = [column.name for column in table.primary_key]
        statement = dialect_of(connection).insert(table)
        others = {name: statement.excluded[name] for name in names if name not in keys}
        if others:
            statement = statement.on_conflict_do_update(index_elements=keys, set_=others)
        connection.execute(statement, values)

    def _index(self) -> None:
        """Make the search index, a thousand articles in each transaction."""
        total, done = self.copied.rows["article"], 0
        with reading(self.target).connect() as connection:
            last = last_indexed(connection)
        while True:
            self.told("search index", done, total)
            with self.target.begin() as connection:
                reached = fill(connection, last, most=1)
            if reached == last:
                return
            last, done = reached, min(done + 1000, total)

    def _set_sequences(self) -> None:
        """Have the server go on counting behind the greatest number."""
        with self.target.begin() as connection:
            for table in Base.metadata.sorted_tables:
                (key, *more) = table.primary_key
                if not more and key.autoincrement and key.type.python_type is int:
                    connection.exec_driver_sql(_SEQUENCE.format(table.name, key.name))

    def _compare(self, tables: list[Table]) -> None:
        """Read the target again; count and add up every table and the view `news`."""
        with reading(self.target).connect() as connection:
            for number, table in enumerate(tables):
                self.told("comparing", number, len(tables) + 1)
                held = Digest()
                for rows in batches(connection, table):
                    held.take(rows)
                self._judge(table.name, self.digests[table.name], held)
            ours, theirs = Digest(), Digest()
            for digest, place in ((ours, self.source), (theirs, connection)):
                for some in rows_of_news(place, BATCH):
                    digest.take(some)
            self._judge("the view news", ours, theirs)
            self.told("comparing", len(tables) + 1, len(tables) + 1)

    def _judge(self, what: str, ours: Digest, theirs: Digest) -> None:
        if ours.number != theirs.number:
            self.copied.differences.append(
                f"{what} has {theirs.number:,} rows, the source {ours.number:,}."
            )
        elif ours.sum != theirs.sum:
            self.copied.differences.append(f"{what} has rows that the source has not.")


def batches(
    connection: Connection, table: Table, *, keys_only: bool = False
) -> Iterator[Rows]:
    """All rows of a table in the order of its key, or their keys alone."""
    key = list(table.primary_key)
    wanted = select(*key) if keys_only else select(table)
    query = wanted.order_by(*key).limit(BATCH)
    rows: Rows = [tuple(row) for row in connection.execute(query)]
    while rows:
        yield rows
        last = tuple(rows[-1]) if keys_only else _key(table, rows[-1])
        behind = query.where(tuple_(*key) > tuple_(*last))
        rows = [tuple(row) for row in connection.execute(behind)]


def _of_keys(
    connection: Connection, table: Table, keys: Rows, *, keys_only: bool = False
) -> Rows:
    """The rows between the first and the last of some keys, both included."""
    key = list(table.primary_key)
    wanted = select(*key) if keys_only else select(table)
    query = wanted.where(
        tuple_(*key) >= tuple_(*keys[0]), tuple_(*key) <= tuple_(*keys[-1])
    )
    return [tuple(row) for row in connection.execute(query)]


def _key(table: Table, row: tuple[Any, ...]) -> tuple[Any, ...]:
    places = {column.name: place for place, column in enumerate(table.columns)}
    return tuple(row[places[column.name]] for column in table.primary_key)
