"""Opening a database: the right pragmas, the right schema, or a clear refusal."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from storage.errors import (
    CannotOpenError,
    ForeignDatabaseError,
    NewerSchemaError,
    OlderSchemaError,
    UnfinishedCopyError,
)
from storage.header import APPLICATION_ID, COPYING_ID, HEAD
from storage.postgresql.address import for_sqlalchemy, is_server

BUSY_SECONDS = 30
"""How long to wait for somebody else's transaction before giving up; STORE_BUSY_SECONDS
in the environment says otherwise."""
_SLICE = 0.25
"""Seconds that SQLite itself waits at a time: signals are heeded in between."""


def open_engine(database_url: str, *, write: bool = False) -> Engine:
    """
    Connect to a database of ours whose schema is the current one.

    Args:
        database_url: an SQLAlchemy URL, e.g. `sqlite:///news.db`.
        write: create the database where there is none; else it must exist.

    Raises:
        CannotOpenError, ForeignDatabaseError, NewerSchemaError, OlderSchemaError,
        UnfinishedCopyError.
    """
    engine = connect(parse_url(database_url), write=write)
    try:
        _see_to(engine, write=write)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _see_to(engine: Engine, *, write: bool) -> None:
    """Fill an empty database that is to be written; refuse what is not current."""
    state = state_of(engine)
    if state == "empty" and write:
        with explained(engine.url):
            _fill(engine)
        return
    check_revision(state, engine.url)
    if write:
        with explained(engine.url):
            keep_log(engine)


def keep_log(engine: Engine) -> None:
    """
    See to it that readers and a writer do not wait for each other.

    A snapshot is one file without a log; whoever goes on writing it wants one. The
    mode is the file's own, so this is done once in its life. A server always does.
    """
    if is_served(engine.url):
        return
    with engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        if raw.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            raw.execute("PRAGMA journal_mode = WAL")


def state_of(engine: Engine) -> str:
    """
    `empty`, or the revision that a database of ours stands at.

    Raises:
        CannotOpenError, ForeignDatabaseError, UnfinishedCopyError.
    """
    url = engine.url
    with explained(url), reading(engine).connect() as connection:
        state = schema_state(connection)
    if state == "foreign":
        raise ForeignDatabaseError(
            f"{name_of(url)} is a database, but not one of Shibao's; "
            "name another file with --db or DATABASE_URL."
        )
    if state == "copying":
        raise UnfinishedCopyError(
            f"{name_of(url)} is a copy that was stopped; say `shibao db copy` again, "
            "from the same database, and it goes on."
        )
    return state


def _fill(engine: Engine) -> None:
    """Make the schema; whoever makes it at the same moment is waited for."""
    from storage.migrate import upgrade  # noqa: PLC0415 - loads Alembic, needed once per database

    until = time.monotonic() + busy_seconds()
    while True:
        try:
            upgrade(engine)
        except (OperationalError, sqlite3.OperationalError) as error:
            # Turning on the write-ahead log does not wait for others by itself.
            if not _is_busy(str(error)) or time.monotonic() >= until:
                raise
            time.sleep(_SLICE)
        else:
            return


def parse_url(database_url: str) -> URL:
    """Turn a database URL into its parts, or say what one looks like."""
    if is_server(database_url):
        database_url = for_sqlalchemy(database_url)
    try:
        return make_url(database_url)
    except (ArgumentError, ValueError):
        raise CannotOpenError(
            f"{_without_login(database_url)!r} is not a database URL; one looks like "
            "sqlite:///news.db."
        ) from None


def _without_login(text: str) -> str:
    """What may be shown of a URL that nobody can read: nothing before its last `@`."""
    login, at, place = text.rpartition("@")
    return f"{login.partition(':')[0]}://…@{place}" if at else text


def is_served(url: URL) -> bool:
    """Whether it is a PostgreSQL server's, and no file."""
    return url.get_backend_name() == "postgresql"


def name_of(url: URL) -> str:
    """What to call a database in a sentence; never with its password."""
    if is_served(url):
        from storage.postgresql.address import shown  # noqa: PLC0415 - of servers alone

        return shown(url.render_as_string(hide_password=True))
    return url.database or ""


def connect(url: URL, *, write: bool) -> Engine:
    """An engine whose connections are set up; nothing is checked yet."""
    if is_served(url):
        served: Engine = need_postgresql().engine_of(
            url, write=write, patience=busy_seconds()
        )
        return served
    if url.get_backend_name() != "sqlite":
        raise CannotOpenError(
            f"{url.drivername} databases are not supported yet; use sqlite:///FILE or "
            "postgresql://USER@HOST/NAME."
        )
    path = Path(url.database or "")
    if not write and not path.is_file():
        raise CannotOpenError(f"There is no database {path}; `scrapy crawl` makes one.")
    if write and not path.absolute().parent.is_dir():
        raise CannotOpenError(
            f"There is no folder {path.absolute().parent} for {path.name}."
        )
    engine = create_engine(url, connect_args={"timeout": busy_seconds()})
    event.listen(engine, "connect", _prepare_writer if write else _prepare_reader)
    event.listen(engine, "begin", _begin_immediate if write else _begin)
    return engine


def need_postgresql() -> Any:
    """
    What is to know of servers.

    Raises:
        CannotOpenError: its driver, an extra, is not installed.
    """
    try:
        from storage.postgresql import engine  # noqa: PLC0415 - loads psycopg, an extra
    except ImportError as error:
        raise CannotOpenError(
            'PostgreSQL needs psycopg: pip install "shibao[postgres]".'
        ) from error
    return engine


def busy_seconds() -> float:
    """
    How long we wait for somebody else's transaction.

    Raises:
        CannotOpenError: STORE_BUSY_SECONDS is no number.
    """
    said = os.environ.get("STORE_BUSY_SECONDS", "")
    if not said:
        return BUSY_SECONDS
    if not said.replace(".", "", 1).isdecimal():
        raise CannotOpenError(
            f"STORE_BUSY_SECONDS is {said!r}; it is a number of seconds, like 30."
        )
    return float(said)


def _prepare_writer(raw: Any, _record: Any) -> None:
    raw.isolation_level = None  # we say BEGIN ourselves
    raw.execute("PRAGMA foreign_keys = ON")
    raw.execute("PRAGMA synchronous = NORMAL")
    raw.execute("PRAGMA cache_size = -32000")


def _prepare_reader(raw: Any, _record: Any) -> None:
    raw.isolation_level = None
    raw.execute("PRAGMA query_only = ON")
    raw.execute("PRAGMA cache_size = -32000")


def reading(engine: Engine) -> Engine:
    """The same engine for transactions that only read: they lock nobody out."""
    return engine.execution_options(shibao_reads=True)


def reading_lightly(engine: Engine) -> Engine:
    """The same engine for transactions that take no lock at their beginning."""
    return engine.execution_options(shibao_waits=False)


def _begin_immediate(connection: Connection) -> None:
    # Taking the write lock at once avoids the deadlock of two readers that
    # both want to become writers.
    if connection.get_execution_options().get("shibao_reads", False):
        connection.exec_driver_sql("BEGIN")
        return
    patience = busy_seconds()
    until = time.monotonic() + patience
    with _waiting(connection, min(_SLICE, patience)):
        while True:
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            except OperationalError as error:
                if not _is_busy(str(error.orig)) or time.monotonic() >= until:
                    raise
            else:
                return


@contextmanager
def _waiting(connection: Connection, seconds: float) -> Iterator[Any]:
    """The driver's own connection, which waits only so long for others meanwhile."""
    raw: Any = connection.connection.driver_connection
    raw.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
    try:
        yield raw
    finally:
        raw.execute(f"PRAGMA busy_timeout = {int(busy_seconds() * 1000)}")


def is_locked(engine: Engine) -> bool:
    """
    Whether somebody else is writing at this moment; does not wait.

    Raises:
        CannotOpenError: it cannot be told, the disk or the file being what it is.
    """
    if is_served(engine.url):
        with explained(engine.url), reading_lightly(engine).connect() as connection:
            return bool(need_postgresql().is_locked(connection))
    with (
        explained(engine.url),
        reading(engine).connect() as connection,
        _waiting(connection, 0) as raw,
    ):
        try:
            raw.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if _is_busy(str(error)):
                return True
            raise
        raw.execute("ROLLBACK")
        return False


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


@contextmanager
def explained(url: URL) -> Iterator[None]:
    """Turn the driver's errors into one sentence each."""
    try:
        yield
    except DBAPIError as error:
        if is_served(url):
            raise _refusal(error.orig, url) from error
        raise CannotOpenError(_sentence(str(error.orig), url)) from error
    except sqlite3.Error as error:
        raise CannotOpenError(_sentence(str(error), url)) from error


def _refusal(error: Any, url: URL) -> CannotOpenError:
    """The error to raise for one that a server's driver has raised."""
    postgresql = need_postgresql()
    if postgresql.is_busy(error):
        return CannotOpenError(locked_sentence(url, busy_seconds()))
    refusal = postgresql.refusal(error, url)
    assert isinstance(refusal, CannotOpenError)
    return refusal


def _sentence(problem: str, url: URL) -> str:
    file = url.database
    if "not a database" in problem:
        return (
            f"{file} is not an SQLite database; "
            "name another file with --db or DATABASE_URL."
        )
    if _is_busy(problem):
        return locked_sentence(url, busy_seconds())
    if "is full" in problem:
        return f"The disk is full: {file} cannot grow; make room and start again."
    if "I/O error" in problem:
        return (
            f"The disk does not do what {file} needs ({problem}); "
            "check its room, the quota and its health, and start again."
        )
    if "readonly" in problem or "unable to open" in problem:
        return (
            f"{file} cannot be written; check the permissions of the file and its folder."
        )
    return f"{file} cannot be opened: {problem}."


def _is_busy(problem: str) -> bool:
    return "locked" in problem or "busy" in problem


def locked_sentence(url: URL, seconds: float) -> str:
    """What to say when somebody else's transaction has lasted too long."""
    lasted = f"{seconds:.1f}".removesuffix(".0")
    return (
        f"{name_of(url)} was locked by another program for {lasted} seconds; "
        "end that program's transaction and start again."
    )


def schema_state(connection: Connection) -> str:
    """`empty`, `foreign`, `copying`, or the revision that the database stands at."""
    if connection.dialect.name == "postgresql":
        return str(need_postgresql().schema_state(connection))
    tables = {
        row[0]
        for row in connection.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'table'")
        )
    }
    application = connection.execute(text("PRAGMA application_id")).scalar_one()
    if not tables and application in (0, APPLICATION_ID):
        return "empty"
    if application == COPYING_ID and "alembic_version" in tables:
        return "copying"
    if application != APPLICATION_ID or "alembic_version" not in tables:
        return "foreign"
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(revision) if revision else "empty"


def mark_copying(engine: Engine, *, copying: bool) -> None:
    """Say that a database is a copy that is not whole yet, or that it is whole now."""
    if is_served(engine.url):
        with explained(engine.url), engine.begin() as connection:
            need_postgresql().mark_as_ours(connection, copying=copying)
        return
    with explained(engine.url), engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        mark = COPYING_ID if copying else APPLICATION_ID
        raw.execute(f"PRAGMA application_id = {mark}")


def check_revision(state: str, url: URL) -> None:
    """Refuse a schema that is not the current one. Revisions sort as text."""
    if state == "empty":
        raise ForeignDatabaseError(f"{name_of(url)} is empty; `scrapy crawl` fills one.")
    if state > HEAD:
        raise NewerSchemaError(
            f"{name_of(url)} was written by a newer Shibao (schema {state}, this one "
            f"knows {HEAD}); update Shibao."
        )
    if state < HEAD:
        raise OlderSchemaError(
            f"{name_of(url)} has schema {state}, this Shibao needs {HEAD}; "
            "run `shibao db upgrade`."
        )
