"""Opening a database for reading, through `sqlite3` alone."""

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, Final, Self

from storage.errors import CannotOpenError
from storage.header import APPLICATION_ID, HEAD
from storage.postgresql.address import is_server
from storage.queries.as_of import go_back
from storage.queries.matching import Matching, by_fts5
from storage.search_text import Query

_FILE: Final = re.compile(r"sqlite(?:\+pysqlite)?:///(?P<path>[^?#]+)")
_MEANT: Final = re.compile(r"[a-z][a-z0-9+]+:/")
_BUSY_SECONDS: Final = 30


class Reader:
    """
    One database, open for reading only; for one thread at a time.

    Questions are in SQLite's SQL; the one of a server (`storage.postgresql.reading`)
    translates.
    """

    is_served: ClassVar[bool] = False
    """Whether it is a server's and no file."""

    def __init__(self, path: Path, as_of: datetime | None = None) -> None:
        """Open a file that is known to be ours; see `open_reader`."""
        self.path = path
        self.as_of = as_of
        self._connection = _connected(path)
        if as_of is not None:
            try:
                go_back(self._connection, as_of)
            except BaseException as error:
                self._connection.close()
                if isinstance(error, sqlite3.Error):
                    raise CannotOpenError(f"{path} cannot be read: {error}.") from error
                raise

    def __enter__(self) -> Self:
        """Open already."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        self.close()

    @property
    def name(self) -> str:
        """What to call it in a sentence."""
        return str(self.path)

    @property
    def size(self) -> int:
        """Bytes of the file and of its log, now."""
        log = self.path.with_name(f"{self.path.name}-wal")
        return sum(file.stat().st_size for file in (self.path, log) if file.exists())

    def matching(self, query: Query) -> Matching | None:
        """What the search index knows of words; None where it knows nothing."""
        return by_fts5(query)

    @property
    def schema(self) -> str:
        """The revision that the database stands at."""
        found = self.row("SELECT version_num FROM alembic_version")
        return str(found[0]) if found else ""

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def rows(
        self, query: str, values: Mapping[str, Any] | None = None
    ) -> Iterator[tuple[Any, ...]]:
        """
        What a query finds, row by row as it is asked for.

        Raises:
            CannotOpenError: the file is damaged, or locked for too long.
        """
        try:
            # Not `yield from`, which would close the cursor after its connection.
            for row in self._connection.execute(query, values or {}):  # noqa: UP028
                yield row
        except sqlite3.Error as error:
            raise CannotOpenError(f"{self.path} cannot be read: {error}.") from error

    def row(
        self, query: str, values: Mapping[str, Any] | None = None
    ) -> tuple[Any, ...] | None:
        """The first row that a query finds."""
        return next(self.rows(query, values), None)

    def as_it_was(self, at: datetime) -> "Reader":
        """The same database as it was at an instant (aware), to be closed on its own."""
        return Reader(self.path, at)

    @contextmanager
    def at_one_instant(self) -> Iterator[None]:
        """Let all queries in this block see the same state, whoever writes meanwhile."""
        if self._connection.in_transaction:
            yield
            return
        self._connection.execute("BEGIN")
        try:
            yield
        finally:
            self._connection.rollback()  # does nothing where an error has done it

    def copy_to(self, target: Path) -> None:
        """
        Write a consistent copy into a new file, while others may write here.

        One step of SQLite's backup, so that no writer makes it start again. The
        copy has no write-ahead log and can be read from a medium that is locked.
        """
        try:
            copy = sqlite3.connect(target, isolation_level=None)
            try:
                self._connection.backup(copy, pages=-1)
                copy.execute("PRAGMA journal_mode = DELETE")
            finally:
                copy.close()
        except sqlite3.Error as error:
            raise CannotOpenError(f"{target} cannot be written: {error}.") from error


def as_of(reader: Reader, at: datetime) -> Reader:
    """
    The same database as it was at an instant (aware), to be closed on its own.

    All that asks for articles works through it: `latest`, `search`, `detail` and
    the others answer with the versions, repeats and symbols that were known then.
    """
    return reader.as_it_was(at)


def url_of(name: str) -> str:
    """
    A database's URL, by what a person calls it: that, or a file's path.

    `postgresql:/…` is a URL with a slash too few, and no file.
    """
    is_url = "://" in name or _MEANT.match(name)
    return name if is_url else f"sqlite:///{name}"


def open_reader(database_url: str, as_of: datetime | None = None) -> Reader:
    """
    Open a database of ours whose schema is the current one.

    Args:
        database_url: an SQLAlchemy URL, e.g. `sqlite:///news.db`.
        as_of: aware; show what it held at that instant (`storage.queries.as_of`).

    Raises:
        StorageError: it is missing, foreign, newer or older; the sentence says
            what would be right.
    """
    if is_server(database_url):
        return _server_reader(database_url, as_of)
    found = _FILE.fullmatch(database_url)
    if found and _is_current(Path(found["path"])):
        return Reader(Path(found["path"]), as_of)
    # Something is unusual: the module that knows everything about opening decides.
    from storage.engine import open_engine  # noqa: PLC0415 - loads SQLAlchemy

    engine = open_engine(database_url)
    engine.dispose()
    return Reader(Path(engine.url.database or ""), as_of)


def _server_reader(database_url: str, as_of: datetime | None) -> Reader:
    try:
        from storage.postgresql.reading import open_server  # noqa: PLC0415 - loads psycopg, an extra
    except ImportError as error:
        raise CannotOpenError(
            'PostgreSQL needs psycopg: pip install "shibao[postgres]".'
        ) from error
    return open_server(database_url, as_of)


def _is_current(path: Path) -> bool:
    if not path.is_file():
        return False
    try:
        connection = _connected(path)
        try:
            application = connection.execute("PRAGMA application_id").fetchone()
            revision = connection.execute("SELECT version_num FROM alembic_version")
            return (application, revision.fetchone()) == ((APPLICATION_ID,), (HEAD,))
        finally:
            connection.close()
    except (sqlite3.Error, CannotOpenError):
        return False


def _connected(path: Path) -> sqlite3.Connection:
    """A connection that never writes and never makes a file."""
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=rw",
            uri=True,
            timeout=_BUSY_SECONDS,
            isolation_level=None,
        )
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA cache_size = -32000")
    except sqlite3.Error as error:
        raise CannotOpenError(f"{path} cannot be read: {error}.") from error
    return connection
