"""Work in one transaction that writes, done once, whatever happens to the connection."""

import time
from collections.abc import Callable
from typing import Final, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from storage.engine import busy_seconds, explained, is_served, need_postgresql

T = TypeVar("T")

_PAUSE: Final = 0.25
"""Seconds before work is done again."""


def in_transaction(engine: Engine, work: Callable[[Connection], T]) -> T:
    """
    Do work in one transaction, and commit it.

    Where a server's connection breaks, or the server undoes a transaction for the sake
    of another one, the work is done again, for as long as we wait for others too. What
    a broken connection had committed is not done twice: the server knows.

    Args:
        engine: of a writer.
        work: may be called several times; all that it leaves is in the database.

    Raises:
        CannotOpenError: it cannot be done; the sentence says why.
    """
    with explained(engine.url):
        if is_served(engine.url):
            return _done_once(engine, work)
        with engine.begin() as connection:
            return work(connection)


def _done_once(engine: Engine, work: Callable[[Connection], T]) -> T:
    postgresql = need_postgresql()
    until = time.monotonic() + busy_seconds()
    done: list[tuple[str, T]] = []
    while True:
        try:
            with engine.begin() as connection:
                # This one has the lock that the broken one had: that has come to its end.
                for transaction, result in done:
                    if postgresql.was_committed(connection, transaction):
                        return result
                result = work(connection)
                done.append((postgresql.transaction_of(connection), result))
        except DBAPIError as error:
            if not postgresql.may_pass(error.orig) or time.monotonic() >= until:
                raise
            time.sleep(_PAUSE)
        else:
            return result
