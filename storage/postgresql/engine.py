"""
Connections of SQLAlchemy to a server, and when they wait for each other.

A transaction that writes begins by taking one lock of the database, as SQLite's
`BEGIN IMMEDIATE` does: several crawls write one after the other, batch by batch, and
so neither lose each other's updates nor wait for each other in a ring. One that only
reads sees one state and waits for nobody.
"""

import time
from typing import Any, Final

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL

from storage.errors import CannotOpenError, UnreachableError
from storage.postgresql.address import for_libpq, shown
from storage.postgresql.problems import BUSY, is_lost, is_passing, sentence
from storage.postgresql.values import LINK, prepare

LOCKS: Final = 0x53484942
"""`SHIB`: the first half of every advisory lock of ours."""
MARK: Final = "Shibao"
"""The comment on `alembic_version` that says that a database is ours."""
_AGAIN: Final = 0.25
"""Seconds between two attempts to reach a server that is starting."""
_WRITE: Final = f"""
SELECT pg_advisory_xact_lock({LOCKS}, hashtext(current_schema())),
  CAST(pg_current_xact_id() AS text)
"""
_TRY: Final = f"SELECT pg_try_advisory_xact_lock({LOCKS}, hashtext(current_schema()))"


def engine_of(url: URL, *, write: bool, patience: float) -> Engine:
    """
    An engine whose connections are set up; nothing is checked yet.

    Args:
        url: of a server.
        write: whether its transactions may write.
        patience: seconds to wait for other writers, and for a server that restarts.
    """
    engine = create_engine(url, pool_pre_ping=True)
    event.listen(engine, "do_connect", _Calls(patience).connect)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _beginning(patience) if write else _begin_reading)
    return engine


class _Calls:
    """Connects; once a server has answered it is waited for when it does not."""

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._has_answered = False

    def connect(
        self, _dialect: Any, _record: Any, words: list[Any], given: dict[str, Any]
    ) -> Any:
        until = time.monotonic() + (self._patience if self._has_answered else 0)
        while True:
            try:
                connection = psycopg.connect(*words, **(LINK | given))
            except psycopg.OperationalError as error:
                if not is_lost(error) or time.monotonic() >= until:
                    raise
                time.sleep(_AGAIN)
            else:
                self._has_answered = True
                return connection


def _prepare(raw: Any, _record: Any) -> None:
    prepare(raw)
    raw.commit()


def _begin_reading(connection: Connection) -> None:
    connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def _beginning(patience: float) -> Any:
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("shibao_reads", False):
            _begin_reading(connection)
            return
        if not connection.get_execution_options().get("shibao_waits", True):
            return
        milliseconds = max(int(patience * 1000), 1)
        # What was committed while it waited for the lock, it must see.
        connection.exec_driver_sql(
            "SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE; "
            f"SET LOCAL lock_timeout = {milliseconds}"
        )
        number = connection.exec_driver_sql(_WRITE).one()[1]
        connection.info["transaction"] = number

    return begin


def transaction_of(connection: Connection) -> str:
    """The server's number of a transaction that writes, by which to ask of it later."""
    return str(connection.info["transaction"])


def was_committed(connection: Connection, transaction: str) -> bool:
    """What became of a transaction whose connection was lost in the middle."""
    query = text("SELECT pg_xact_status(CAST(CAST(:number AS text) AS xid8))")
    return connection.execute(query, {"number": transaction}).scalar() == "committed"


def is_locked(connection: Connection) -> bool:
    """Whether somebody else is writing at this moment; does not wait."""
    got = connection.exec_driver_sql(_TRY).scalar()
    connection.rollback()
    return not got


def schema_state(connection: Connection) -> str:
    """
    `empty`, `foreign`, `copying`, or the revision that the database stands at.

    Raises:
        CannotOpenError: Chinese cannot be kept in it.
    """
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
    if encoding != "UTF8":
        name = shown(str(connection.engine.url))
        raise CannotOpenError(
            f"{name} is in {encoding}, which cannot hold Chinese; make another database: "
            "createdb --encoding=UTF8 --template=template0 NAME."
        )
    tables = connection.exec_driver_sql(
        "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
    )
    names = set(tables.scalars())
    if not names:
        return "empty"
    if "alembic_version" not in names:
        return "foreign"
    mark = connection.exec_driver_sql(
        "SELECT obj_description(CAST('alembic_version' AS regclass), 'pg_class')"
    ).scalar()
    if mark == f"{MARK}, copying":
        return "copying"
    if mark != MARK:
        return "foreign"
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return str(found) if found else "empty"


def mark_as_ours(connection: Connection, *, copying: bool = False) -> None:
    """Say that the database is ours, and whether it is a copy that is not whole yet."""
    mark = f"{MARK}, copying" if copying else MARK
    connection.exec_driver_sql(f"COMMENT ON TABLE alembic_version IS '{mark}'")


def refusal(error: BaseException, url: URL) -> CannotOpenError:
    """The error to raise for one of the driver's."""
    name = name_of(url)
    kind = UnreachableError if is_lost(error) else CannotOpenError
    return kind(sentence(error, name))


def may_pass(error: BaseException | None) -> bool:
    """Whether the same transaction may well succeed when it is tried again."""
    return is_passing(error)


def is_busy(error: BaseException | None) -> bool:
    """Whether somebody else has written for too long."""
    return isinstance(error, psycopg.Error) and error.sqlstate == BUSY


def name_of(url: URL) -> str:
    """What to call a database in a sentence: its URL without the password."""
    return shown(url.render_as_string(hide_password=True))


def libpq_url(url: URL) -> str:
    """The URL with its password, for connections beside SQLAlchemy's; never shown."""
    return for_libpq(url.render_as_string(hide_password=False))
