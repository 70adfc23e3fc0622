"""Opening a server's database for reading, through `psycopg` alone."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar, Final, NoReturn

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import TransactionStatus

from storage.errors import CannotOpenError
from storage.header import HEAD
from storage.postgresql.address import for_libpq, shown
from storage.postgresql.as_of import go_back
from storage.postgresql.matching import ANY_CUT, by_tokens
from storage.postgresql.problems import sentence
from storage.postgresql.spelling import translated
from storage.postgresql.values import LINK, prepare, read_as_sqlite
from storage.queries.matching import Matching
from storage.queries.opening import Reader
from storage.search_text import Query

_ROWS: Final = 500
"""Fetched at a time: what a question of any size holds in memory."""
_ONE_STATE: Final = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"


class ServerReader(Reader):
    """
    A server's database, open for reading only; for one thread at a time.

    Answers are what SQLite's would be, instants as text included.
    """

    is_served: ClassVar[bool] = True

    def __init__(self, database_url: str, as_of: datetime | None = None) -> None:
        """Connect to a database that is known to be ours; see `open_server`."""
        self._url = database_url
        self._name = shown(database_url)
        self.as_of = as_of
        self._cursors = 0
        self._serial = 0
        self._server = connected(database_url)
        try:
            read_as_sqlite(self._server)
            row = self._server.execute("SELECT quote_ident(current_schema())").fetchone()
            self._schema = str(row and row[0])
            if as_of is not None:
                go_back(self._server, as_of, self._schema)
        except psycopg.Error as error:
            self.close()
            self._refuse(error)

    @property
    def path(self) -> Path:  # type: ignore[override]  # a file's reader has an attribute
        """
        There is none.

        Raises:
            CannotOpenError: always; it says what to do.
        """
        raise CannotOpenError(
            f"{self._name} is on a server, and this needs a file: "
            f"`shibao db copy {self._name} news.db` makes one of it."
        )

    @property
    def name(self) -> str:
        """What to call it in a sentence: its URL, without a password."""
        return self._name

    @property
    def size(self) -> int:
        """Bytes of the tables of this schema and of all that belongs to them, now."""
        row = self.row(
            "SELECT sum(pg_total_relation_size(oid)) FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = (SELECT oid FROM pg_namespace"
            " WHERE nspname = current_schema())"
        )
        return int((row and row[0]) or 0)

    def matching(self, query: Query) -> Matching | None:
        """What the search index knows of words; None where it knows nothing."""
        return by_tokens(query, any_cut=self.row(ANY_CUT) is not None)

    def close(self) -> None:
        """Let go of the connection."""
        self._server.close()

    def rows(
        self, query: str, values: Mapping[str, Any] | None = None
    ) -> Iterator[tuple[Any, ...]]:
        """
        What a query finds, fetched as it is asked for; one pass sees one state.

        Raises:
            CannotOpenError: the server does not answer, or has not understood.
        """
        name = f"shibao_{self._serial}"
        self._serial += 1
        try:
            with self._one_state(), psycopg.ClientCursor(self._server) as cursor:
                text = cursor.mogrify(self._in_its_sql(query), values or {})
                cursor.execute(f"DECLARE {name} NO SCROLL CURSOR FOR {text}", prepare=False)
                yield from self._fetched(cursor, name)
        except psycopg.Error as error:
            self._refuse(error)

    def _fetched(self, cursor: Any, name: str) -> Iterator[tuple[Any, ...]]:
        fetch = f"FETCH FORWARD {_ROWS} FROM {name}"
        try:
            while found := cursor.execute(fetch).fetchall():
                yield from found
                if len(found) < _ROWS:
                    return
        finally:
            # The last one ends with the transaction, unless that goes on.
            goes_on = self._cursors > 1 or self.as_of is not None
            status = self._server.info.transaction_status
            if goes_on and status == TransactionStatus.INTRANS:
                cursor.execute(f"CLOSE {name}")

    def row(
        self, query: str, values: Mapping[str, Any] | None = None
    ) -> tuple[Any, ...] | None:
        """The first row that a query finds."""
        try:
            with psycopg.ClientCursor(self._server) as cursor:
                cursor.execute(self._in_its_sql(query), values or {})
                found: tuple[Any, ...] | None = cursor.fetchone()
                return found
        except psycopg.Error as error:
            self._refuse(error)

    def as_it_was(self, at: datetime) -> Reader:
        """The same database as it was at an instant (aware), to be closed on its own."""
        return ServerReader(self._url, at)

    @contextmanager
    def at_one_instant(self) -> Iterator[None]:
        """Let all queries in this block see the same state, whoever writes meanwhile."""
        try:
            with self._one_state():
                yield
        except psycopg.Error as error:
            self._refuse(error)

    @contextmanager
    def _one_state(self) -> Iterator[None]:
        """One transaction for all that is open at the same time."""
        status = self._server.info.transaction_status
        is_ours = status == TransactionStatus.IDLE
        if is_ours:
            self._server.execute(_ONE_STATE)
            self._cursors = 0
        self._cursors += 1
        try:
            yield
        finally:
            self._cursors -= 1
            if not self._cursors and self.as_of is None and not self._server.closed:
                self._server.rollback()

    def copy_to(self, target: Path) -> None:
        """
        A server's database is no file to be copied.

        Raises:
            CannotOpenError: always; it says what to do.
        """
        raise CannotOpenError(
            f"{self._name} is on a server; `shibao db copy {self._name} {target}` makes "
            "a file of it, checked row by row."
        )

    def write(self, query: str, values: Mapping[str, Any]) -> None:
        """
        One statement in a short transaction of its own, which this door cannot do.

        Raises:
            CannotOpenError: the server does not take it.
        """
        try:
            with connected(self._url) as connection:
                cursor = psycopg.ClientCursor(connection)
                cursor.execute(self._in_its_sql(query), values)
        except psycopg.Error as error:
            self._refuse(error)

    def _in_its_sql(self, query: str) -> str:
        return translated(query, self._schema)

    def _refuse(self, error: psycopg.Error) -> NoReturn:
        raise CannotOpenError(sentence(error, self._name)) from error


def connected(database_url: str) -> "psycopg.Connection[Any]":
    """
    A connection of its own to a server; every statement is a transaction.

    Raises:
        CannotOpenError: it cannot be had; the sentence says why.
    """
    try:
        given: Any = LINK | conninfo_to_dict(for_libpq(database_url))
        connection = psycopg.connect(autocommit=True, **given)
        prepare(connection)
    except (psycopg.Error, ValueError) as error:
        raise CannotOpenError(sentence(error, shown(database_url))) from error
    return connection


def open_server(database_url: str, as_of: datetime | None = None) -> ServerReader:
    """
    Open a database of ours whose schema is the current one.

    Args:
        database_url: `postgresql://...`.
        as_of: aware; show what it held at that instant.

    Raises:
        StorageError: it is missing, foreign, newer or older; the sentence says
            what would be right.
    """
    if not _is_current(database_url):
        # Something is unusual: the module that knows everything about opening decides.
        from storage.engine import open_engine  # noqa: PLC0415 - loads SQLAlchemy

        open_engine(database_url).dispose()
    return ServerReader(database_url, as_of)


_CURRENT: Final = """
SELECT version_num = %s AND obj_description('alembic_version'::regclass, 'pg_class') = %s
FROM alembic_version
"""


def _is_current(database_url: str) -> bool:
    with connected(database_url) as connection:
        try:
            row = connection.execute(_CURRENT, [HEAD, "Shibao"]).fetchone()
        except psycopg.Error:
            return False
        return bool(row and row[0])
