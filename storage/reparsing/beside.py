"""The database that a replay fills, beside the real one."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from sqlalchemy import text

from storage.engine import is_served, need_postgresql, open_engine, parse_url, reading
from storage.errors import CannotOpenError

_ENDINGS = ("", "-wal", "-shm")
"""A database in SQLite is these files."""


class Besides(Protocol):
    """A second database beside the real one, and what becomes of it."""

    @property
    def url(self) -> str:
        """Of the second one."""

    @property
    def real(self) -> object:
        """What to call the real one."""

    @property
    def is_needed(self) -> bool:
        """Whether there is nothing to compare with."""

    def remove(self) -> None:
        """Remove it, if it is there."""

    def make(self) -> None:
        """Have room for it."""

    def take_place(self) -> None:
        """Give it the real one's name."""


def beside_of(database_url: str, site: str) -> Besides:
    """
    What a replay of a site fills: a file in the same folder, a schema on the same server.

    Raises:
        CannotOpenError: the real one is neither.
    """
    if not is_served(parse_url(database_url)):
        return Beside(database_url, site)
    need_postgresql()
    from storage.postgresql.beside import ServerBeside  # noqa: PLC0415 - of servers alone

    return ServerBeside(database_url, site)


class Beside:
    """A hidden file in the real database's folder, and what becomes of it."""

    def __init__(self, database_url: str, site: str) -> None:
        """
        Name it.

        Raises:
            CannotOpenError: the real one is no SQLite file.
        """
        url = parse_url(database_url)
        if url.get_backend_name() != "sqlite" or not url.database:
            raise CannotOpenError("A replay needs a database in a file: sqlite:///FILE.")
        self.real = Path(url.database)
        self._real_url = database_url
        self.path = self.real.with_name(f".{self.real.name}.{site}.replay")
        self.url = f"sqlite:///{self.path}"

    @property
    def is_needed(self) -> bool:
        """
        Whether there is nothing to compare with: no file, or one without any run.

        Raises:
            StorageError: the file is not one of ours, or of another schema.
        """
        if not self.real.exists() or not self.real.stat().st_size:
            return True
        engine = open_engine(self._real_url, write=True)
        try:
            with reading(engine).connect() as connection:
                run = connection.execute(text("SELECT 1 FROM crawl_run LIMIT 1")).first()
        finally:
            engine.dispose()
        return run is None

    def remove(self) -> None:
        """Remove the files, if there are any."""
        for ending in _ENDINGS:
            with suppress(FileNotFoundError):
                Path(f"{self.path}{ending}").unlink()

    def make(self) -> None:
        """Whoever opens it makes it."""

    def take_place(self) -> None:
        """
        Give it the real one's name; every connection to it must be closed.

        The last connection has written its log into the file, so that the one
        file is all there is.

        Raises:
            CannotOpenError: the file cannot be renamed.
        """
        try:
            with self.path.open("rb") as file:
                os.fsync(file.fileno())
            for ending in _ENDINGS[1:]:
                with suppress(FileNotFoundError):
                    Path(f"{self.real}{ending}").unlink()
            self.path.replace(self.real)
        except OSError as error:
            raise CannotOpenError(
                f"{self.real} cannot be written: {error.strerror}."
            ) from error
