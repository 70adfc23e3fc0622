"""One run of one spider at a time: a lock that the server holds for a connection."""

from typing import Any, Final

import psycopg

from storage.errors import CannotOpenError, LockedError
from storage.postgresql.address import shown
from storage.postgresql.reading import connected

_LOCKS: Final = 0x53484952
"""`SHIR`: of runs; those of transactions have another number."""
_TAKE: Final = (
    f"SELECT pg_try_advisory_lock({_LOCKS}, hashtext(current_schema() || '.' || %s))"
)


class ServerLock:
    """Held by a connection of its own; it falls with it, so with the process."""

    def __init__(self, database_url: str, spider: str) -> None:
        """Name the lock; nothing is taken yet."""
        self.spider = spider
        self._url = database_url
        self._connection: psycopg.Connection[Any] | None = None

    def acquire(self) -> None:
        """
        Take the lock, or say who has it; what we hold already is held.

        Raises:
            LockedError: another run of this spider is at work.
            CannotOpenError: the server does not answer.
        """
        if self._is_held():
            return
        connection = connected(self._url)
        row = connection.execute(_TAKE, [self.spider]).fetchone()
        if not row or not row[0]:
            connection.close()
            raise LockedError(
                f"Another run of {self.spider} is writing {shown(self._url)}; "
                "wait until it ends."
            )
        self._connection = connection

    def keep(self) -> None:
        """
        Take the lock again where the server has lost it: it was started anew.

        Raises:
            LockedError: another run of this spider was quicker.
        """
        try:
            self.acquire()
        except CannotOpenError:
            return  # whoever writes next waits for the server, and is told of it

    def _is_held(self) -> bool:
        if self._connection is None:
            return False
        try:
            self._connection.execute("SELECT 1")
        except psycopg.Error:
            self._connection.close()
            self._connection = None
            return False
        return True

    def release(self) -> None:
        """Give the lock back, however often it was taken."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
