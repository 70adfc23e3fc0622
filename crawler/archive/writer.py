"""Writing the archive off the hot path: one thread, and no loss that is not told."""

import errno
import os
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from crawler.archive.errors import ArchiveError, sentence_of
from crawler.archive.exchange import Exchange, RawRef
from crawler.archive.names import check_prefix
from crawler.archive.revisits import Known, Revisits
from crawler.archive.room import Room
from crawler.archive.shelf import Shelf

MEBIBYTE = 1024 * 1024
_OVERHEAD = 4096
"""Bytes that a waiting exchange takes beside its body, roughly."""


def utc_now() -> datetime:
    """The clock that an archive goes by if it is given none."""
    return datetime.now(UTC)


class ArchiveWriter:
    """
    Keeps answers in WARC files of one folder.

    What survives what: an answer whose future is done survives kill -9 of this
    process; one that was put before a `flush` that came back survives a power
    cut (fsync of file and folder). At the interpreter's end, what waits is still
    written. `put`, `flush` and `close` are for one thread; callbacks of futures
    run on another, the archive's own, and must not `put`.
    """

    def __init__(
        self,
        folder: Path,
        *,
        prefix: str,
        max_bytes: int = 512 * MEBIBYTE,
        clock: Callable[[], datetime] = utc_now,
        known: Known | None = None,
        max_waiting: int = 64 * MEBIBYTE,
        about: Mapping[str, str] | None = None,
    ) -> None:
        """
        Make the folder; the first file is made with the first answer.

        No file grows beyond `max_bytes`, unless by a single record. When
        `max_waiting` bytes wait for the disk, `put` waits too. `about` is added
        to the warcinfo record of each file.

        Raises:
            ArchiveError: the folder cannot be made, or the prefix is no name.
        """
        check_prefix(prefix)
        self.folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if not os.access(folder, os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        except OSError as error:
            raise self._unwritable(error) from error
        self._room = Room(max_waiting)
        self._shelf = Shelf(
            folder,
            prefix=prefix,
            max_bytes=max_bytes,
            clock=clock,
            revisits=Revisits(folder, known),
            about={"isPartOf": prefix, **(about or {})},
        )
        self._lost: list[Exception] = []
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="archive")
        self._closed = False

    # --- on the caller's thread ---------------------------------------------------

    def put(self, exchange: Exchange) -> Future[RawRef]:
        """
        Take an answer in; waits only while too much is waiting for the disk.

        The future ends in a reference, or in an `ArchiveError`.

        Raises:
            ArchiveError: the archive is closed.
        """
        if self._closed:
            raise ArchiveError(f"The archive in {self.folder} is closed already.")
        size = len(exchange.body) + _OVERHEAD
        self._room.enter(size)
        future = self._thread.submit(self._archive, exchange)
        future.add_done_callback(lambda _: self._room.leave(size))
        return future

    def flush(self) -> None:
        """
        Wait until all that was put so far is on the disk.

        Raises:
            ArchiveError: some of what was put since the last flush is not.
        """
        if not self._closed:
            self._thread.submit(self._sync).result()

    def close(self) -> None:
        """
        Flush, and close the file; a second time does nothing.

        Raises:
            ArchiveError: as from `flush`.
        """
        if self._closed:
            return
        self._closed = True
        try:
            self._thread.submit(self._finish).result()
        finally:
            self._thread.shutdown()

    def __enter__(self) -> Self:
        """Nothing more to open."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        self.close()

    # --- on the archive's thread ----------------------------------------------------

    def _archive(self, exchange: Exchange) -> RawRef:
        try:
            return self._shelf.archive(exchange)
        except OSError as error:
            self._lost.append(error)
            raise self._unwritable(error) from error
        except Exception as error:
            self._lost.append(error)
            raise ArchiveError(
                f"{exchange.url} cannot be archived: {sentence_of(error)}."
            ) from error

    def _sync(self) -> None:
        self._settle(self._shelf.sync)

    def _finish(self) -> None:
        self._settle(self._shelf.close)

    def _settle(self, action: Callable[[], None]) -> None:
        try:
            action()
        except OSError as error:
            self._lost.append(error)
        lost, self._lost = self._lost, []
        if lost:
            raise ArchiveError(
                f"The archive in {self.folder} is not complete: {sentence_of(lost[0])} "
                f"(failures: {len(lost)})."
            ) from lost[0]

    def _unwritable(self, error: OSError) -> ArchiveError:
        return ArchiveError(
            f"The archive in {self.folder} cannot be written: {sentence_of(error)}."
        )
