"""One WARC file that is being written: under its last name, behind a lock."""

import os
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from crawler.archive.names import LOCK
from crawler.archive.serializing import Draft


class Volume:
    """
    A file that grows by whole records.

    It is readable at any time. Its name never changes. A lock file stands
    in the archive's folder while it is open; the lock falls with the process.
    """

    def __init__(self, path: Path, warcinfo: Draft, marks: Path) -> None:
        """
        Create the file with its first record, and take its lock in `marks`.

        The order is lock, file, fsync of the folders: no power cut leaves a file
        without its mark.

        Raises:
            OSError: the folder cannot be written, or the name is taken.
        """
        self.path = path
        self.size = 0
        self.broken = False
        """A failed write could not be taken back: nothing may follow it."""
        self.warcinfo_id = warcinfo.record_id
        self._lock = FileLock(marks / f"{path.name}{LOCK}", thread_local=False)
        try:
            self._lock.acquire(timeout=0)
        except Timeout as error:  # pragma: no cover - a random name that is taken
            raise FileExistsError(f"{path} is being written") from error
        try:
            path.parent.mkdir(exist_ok=True)
            self._file = path.open("xb", buffering=0)
        except OSError:
            self._unlock(clean=True)
            raise
        try:
            self.append(warcinfo.data)
        except OSError:
            self._discard()
            raise
        self._bare = self.size
        sync_folder(path.parent)
        sync_folder(marks)

    def full_with(self, size: int, limit: int) -> bool:
        """Whether that many bytes more are too many; a first record never is."""
        return self.size > self._bare and self.size + size > limit

    def append(self, data: bytes) -> int:
        """
        Add bytes, all or none, and say where they begin.

        Raises:
            OSError: they could not be written; the file is as before, or `broken`.
        """
        try:
            view = memoryview(data)
            while view:
                view = view[self._file.write(view) :]
        except OSError:
            self._take_back()
            raise
        offset, self.size = self.size, self.size + len(data)
        return offset

    def sync(self) -> None:
        """
        See everything onto the disk.

        Raises:
            OSError: it may not be there, nor can one know; the file is `broken`.
        """
        try:
            os.fsync(self._file.fileno())
        except OSError:
            self.broken = True
            raise

    def close(self) -> None:
        """
        Sync and close; a broken file keeps its mark, so that it will be repaired.

        Raises:
            OSError: it could not be synced.
        """
        try:
            if not self.broken:
                self.sync()
        finally:
            with suppress(OSError):
                self._file.close()
            self._unlock(clean=not self.broken)

    def _discard(self) -> None:
        """Leave nothing of a file that has no record yet."""
        self._file.close()
        with suppress(OSError):
            self.path.unlink()
        self._unlock(clean=True)

    def _take_back(self) -> None:
        try:
            self._file.truncate(self.size)
            self._file.seek(self.size)
        except OSError:
            self.broken = True

    def _unlock(self, *, clean: bool) -> None:
        if clean:
            with suppress(OSError):
                Path(self._lock.lock_file).unlink(missing_ok=True)
        self._lock.release()


def sync_folder(folder: Path) -> None:
    """See the names in a folder onto the disk, where the system can do it."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
