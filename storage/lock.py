"""One run of one spider on one database at a time."""

from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout

from storage.engine import is_served, need_postgresql, parse_url
from storage.errors import CannotOpenError, LockedError


class Lock(Protocol):
    """What holds a lock: the operating system, or the server."""

    def acquire(self) -> None:
        """Take it, or raise."""

    def keep(self) -> None:
        """Take it again, should it have been lost meanwhile."""

    def release(self) -> None:
        """Give it back."""


class RunLock:
    """
    A lock that falls with the process, so that a killed run locks nobody out.

    Of a file it is a file beside it, held by the operating system; a server holds its
    own.
    """

    def __init__(self, database_url: str, spider: str) -> None:
        """Name the lock; nothing is taken yet."""
        self._lock = _lock_of(database_url, spider)

    def acquire(self) -> None:
        """
        Take the lock, or say who has it.

        Raises:
            LockedError: another run of this spider is at work.
            CannotOpenError: the folder cannot be written, the server not reached.
        """
        self._lock.acquire()

    def keep(self) -> None:
        """
        Take the lock again if a server has lost it, which was started anew.

        Raises:
            LockedError: another run of this spider was quicker.
        """
        self._lock.keep()

    def release(self) -> None:
        """Give the lock back, however often it was taken."""
        self._lock.release()


def _lock_of(database_url: str, spider: str) -> Lock:
    url = parse_url(database_url)
    if not is_served(url):
        return _FileLock(url.database or "", spider)
    need_postgresql()
    from storage.postgresql.locking import ServerLock  # noqa: PLC0415 - loads psycopg, an extra

    return ServerLock(database_url, spider)


class _FileLock:
    def __init__(self, database: str, spider: str) -> None:
        self._database, self._spider = database, spider
        self._lock = FileLock(f"{database}.{spider}.lock")

    def acquire(self) -> None:
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise LockedError(
                f"Another run of {self._spider} is writing {self._database}; "
                "wait until it ends."
            ) from None
        except OSError as error:
            folder = Path(self._database).absolute().parent
            raise CannotOpenError(
                f"{folder} cannot be written: {error.strerror}."
            ) from error

    def keep(self) -> None:
        """The operating system loses none."""

    def release(self) -> None:
        self._lock.release(force=True)
