"""Opening a database: the right pragmas, the right schema, or a clear refusal."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError

from storage.errors import (
    CannotOpenError,
    ForeignDatabaseError,
    NewerSchemaError,
    OlderSchemaError,
)
from storage.header import APPLICATION_ID, HEAD

BUSY_SECONDS = 30
"""How long to wait for somebody else's transaction before giving up."""


def open_engine(database_url: str, *, write: bool = False) -> Engine:
    """
    Connect to a database of ours whose schema is the current one.

    Args:
        database_url: an SQLAlchemy URL, e.g. `sqlite:///news.db`.
        write: create the database where there is none; else it must exist.

    Raises:
        CannotOpenError, ForeignDatabaseError, NewerSchemaError, OlderSchemaError.
    """
    url = parse_url(database_url)
    engine = connect(url, write=write)
    with explained(url), engine.connect() as connection:
        state = schema_state(connection)
        if state == "foreign":
            raise ForeignDatabaseError(
                f"{url.database} is a database, but not one of Shibao's; "
                "name another file with --db or DATABASE_URL."
            )
    if state == "empty" and write:
        from storage.migrate import upgrade  # noqa: PLC0415 - loads Alembic, needed once per database

        with explained(url):
            upgrade(engine)
        return engine
    check_revision(state, url)
    return engine


def parse_url(database_url: str) -> URL:
    """Turn a database URL into its parts, or say what one looks like."""
    try:
        return make_url(database_url)
    except ArgumentError:
        raise CannotOpenError(
            f"{database_url!r} is not a database URL; one looks like sqlite:///news.db."
        ) from None


def connect(url: URL, *, write: bool) -> Engine:
    """An engine whose connections are set up; nothing is checked yet."""
    if url.get_backend_name() != "sqlite":
        raise CannotOpenError(
            f"{url.drivername} databases are not supported yet; use sqlite:///FILE."
        )
    path = Path(url.database or "")
    if not write and not path.is_file():
        raise CannotOpenError(f"There is no database {path}; `scrapy crawl` makes one.")
    if write and not path.absolute().parent.is_dir():
        raise CannotOpenError(
            f"There is no folder {path.absolute().parent} for {path.name}."
        )
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_writer if write else _prepare_reader)
    event.listen(engine, "begin", _begin_immediate if write else _begin)
    return engine


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


def _begin_immediate(connection: Connection) -> None:
    # Taking the write lock at once avoids the deadlock of two readers that
    # both want to become writers.
    reads = connection.get_execution_options().get("shibao_reads", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


@contextmanager
def explained(url: URL) -> Iterator[None]:
    """Turn the driver's errors into one sentence each."""
    try:
        yield
    except (OperationalError, DatabaseError) as error:
        raise CannotOpenError(_sentence(str(error.orig), url)) from error


def _sentence(problem: str, url: URL) -> str:
    file = url.database
    if "not a database" in problem:
        return (
            f"{file} is not an SQLite database; "
            "name another file with --db or DATABASE_URL."
        )
    if "locked" in problem or "busy" in problem:
        return (
            f"{file} was locked by another program for {BUSY_SECONDS} seconds; "
            "end that program's transaction and start again."
        )
    if "readonly" in problem or "unable to open" in problem:
        return (
            f"{file} cannot be written; check the permissions of the file and its folder."
        )
    return f"{file} cannot be opened: {problem}."


def schema_state(connection: Connection) -> str:
    """`empty`, `foreign`, or the revision that the database stands at."""
    tables = {
        row[0]
        for row in connection.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'table'")
        )
    }
    application = connection.execute(text("PRAGMA application_id")).scalar_one()
    if not tables and application in (0, APPLICATION_ID):
        return "empty"
    if application != APPLICATION_ID or "alembic_version" not in tables:
        return "foreign"
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(revision) if revision else "empty"


def check_revision(state: str, url: URL) -> None:
    """Refuse a schema that is not the current one. Revisions sort as text."""
    if state == "empty":
        raise ForeignDatabaseError(f"{url.database} is empty; `scrapy crawl` fills one.")
    if state > HEAD:
        raise NewerSchemaError(
            f"{url.database} was written by a newer Shibao (schema {state}, this one "
            f"knows {HEAD}); update Shibao."
        )
    if state < HEAD:
        raise OlderSchemaError(
            f"{url.database} has schema {state}, this Shibao needs {HEAD}; "
            "run `shibao db upgrade`."
        )
