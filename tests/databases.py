"""
Databases for tests, in SQLite or PostgreSQL, named by a path in either case.

`news.db` in a test's folder is that file, or a database of the test's own on the
worker's server, made from one that is migrated already. Which it is says the
environment's SHIBAO_TEST_DATABASE for a whole run: `sqlite`, `postgresql`, or `both`,
and then the fixture `dialect` for each test of both.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg

from storage.postgresql.spelling import translated
from storage.postgresql.values import prepare, read_as_sqlite
from storage.store import Store
from tests.postgres import Server, server

BOTH = ("sqlite", "postgresql")
_ASKED = os.environ.get("SHIBAO_TEST_DATABASE", "sqlite")
IN_TURN = _ASKED == "both"
"""Whether tests marked so run over both in one run: for who works on the difference."""
DEFAULT = "sqlite" if IN_TURN else _ASKED
_EMPTY = "shibao_empty"


class _Choice:
    dialect = DEFAULT
    names: dict[Path, str] = {}  # noqa: RUF012 - of this worker, for its whole life


def choose(dialect: str) -> None:
    """From now on databases are of this kind."""
    assert dialect in BOTH
    _Choice.dialect = dialect


def is_server() -> bool:
    """Whether databases are PostgreSQL's now."""
    return _Choice.dialect == "postgresql"


def url_of(path: Path) -> str:
    """The URL of a test's database; on a server it is made, where it was not yet."""
    if not is_server():
        return f"sqlite:///{path}"
    if path not in _Choice.names:
        _make(path, _template(server()))
    return server().url(_Choice.names[path])


def copy(source: Path, target: Path) -> Path:
    """The same database under another path; nobody may have the first one open."""
    if is_server():
        _make(target, _Choice.names[source])
        return target
    return Path(shutil.copy(source, target))


def put_back(source: Path, target: Path) -> None:
    """Have the second database be what the first one is; nobody may have either open."""
    if not is_server():
        shutil.copy(source, target)
        return
    name, template = _Choice.names[target], _Choice.names[source]
    with server().connect() as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())


def drop_under(folder: Path) -> None:
    """Forget the databases of a test's folder."""
    gone = [path for path in _Choice.names if path.is_relative_to(folder)]
    if gone:
        with server().connect() as connection:
            for path in gone:
                name = _Choice.names.pop(path)
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def lose(path: Path) -> None:
    """As if it had never been; the next command makes a new one."""
    if is_server():
        drop_under(path)
    else:
        path.unlink()


def _make(path: Path, template: str) -> None:
    name = f"t{len(_Choice.names)}_{os.getpid()}_{abs(hash(path)):x}"
    with server().connect() as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
    _Choice.names[path] = name


def _template(where: Server) -> str:
    """A migrated database without a row, made once."""
    path = Path(_EMPTY)
    if path not in _Choice.names:
        with where.connect() as connection:
            connection.execute(f"CREATE DATABASE {_EMPTY}".encode())
        _Choice.names[path] = _EMPTY
        Store(where.url(_EMPTY)).close()
    return _EMPTY


def rows(
    path: Path, query: str, values: Sequence[Any] | Mapping[str, Any] = ()
) -> list[dict[str, Any]]:
    """Rows as an analyst's own SQL, which is SQLite's, sees them."""
    with opened(path) as connection:
        return connection.rows(query, values)


def change(path: Path, statement: str, values: Sequence[Any] = ()) -> None:
    """Do to a database what nobody should."""
    with opened(path) as connection:
        connection.change(statement, values)


class Raw:
    """A database as its own driver opens it, with one way to ask for both."""

    def __init__(self, path: Path) -> None:
        """Open it."""
        self._server = raw_connection(url_of(path)) if is_server() else None
        self._file = None if is_server() else sqlite3.connect(path)

    def rows(
        self, query: str, values: Sequence[Any] | Mapping[str, Any] = ()
    ) -> list[dict[str, Any]]:
        """What a query finds."""
        if self._file is not None:
            self._file.row_factory = sqlite3.Row
            return [dict(row) for row in self._file.execute(query, values)]
        cursor = self._ask(query, values)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def change(self, statement: str, values: Sequence[Any] = ()) -> None:
        """Change it, at once."""
        if self._file is not None:
            with self._file:
                self._file.execute(statement, values)
        else:
            self._ask(statement, values)

    def _ask(self, query: str, values: Sequence[Any] | Mapping[str, Any]) -> Any:
        assert self._server is not None
        if not isinstance(values, Mapping):
            given = {f"p{number}": value for number, value in enumerate(values)}
            for name in given:
                query = query.replace("?", f":{name}", 1)
            values = given
        cursor = psycopg.ClientCursor(self._server)
        cursor.execute(translated(query, "public").encode(), values)
        return cursor

    def close(self) -> None:
        """Let go of it."""
        for one in (self._file, self._server):
            if one is not None:
                one.close()


def raw_connection(url: str) -> "psycopg.Connection[Any]":
    """A connection whose answers are SQLite's."""
    connection = psycopg.connect(url, autocommit=True)
    prepare(connection)
    read_as_sqlite(connection)
    return connection


@contextmanager
def opened(path: Path) -> Iterator[Raw]:
    """A database as its own driver opens it."""
    with closing(Raw(path)) as connection:
        yield connection
