"""One run of one spider on one database at a time."""

from pathlib import Path

from filelock import FileLock, Timeout

from storage.engine import parse_url
from storage.errors import CannotOpenError, LockedError


class RunLock:
    """
    A lock file beside the database, held by the operating system.

    It falls with the process, so that a killed run locks nobody out.
    """

    def __init__(self, database_url: str, spider: str) -> None:
        """Name the lock; nothing is taken yet."""
        self.spider = spider
        self.database = parse_url(database_url).database or ""
        self._lock = FileLock(f"{self.database}.{spider}.lock")

    def acquire(self) -> None:
        """
        Take the lock, or say who has it.

        Raises:
            LockedError: another run of this spider is at work.
            CannotOpenError: the folder cannot be written.
        """
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise LockedError(
                f"Another run of {self.spider} is writing {self.database}; "
                "wait until it ends."
            ) from None
        except OSError as error:
            folder = Path(self.database).absolute().parent
            raise CannotOpenError(
                f"{folder} cannot be written: {error.strerror}."
            ) from error

    def release(self) -> None:
        """Give the lock back, however often it was taken."""
        self._lock.release(force=True)
