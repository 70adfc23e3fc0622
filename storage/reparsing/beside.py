"""The database that a replay fills, beside the real one."""

import os
from contextlib import suppress
from pathlib import Path

from sqlalchemy import text

from storage.engine import open_engine, parse_url, reading
from storage.errors import CannotOpenError

_ENDINGS = ("", "-wal", "-shm")
"""A database in SQLite is these files."""


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
