"""A stream through which half a file cannot come out looking whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import RawIOBase
from typing import Any, BinaryIO


class Gate(RawIOBase):
    """
    Hands bytes on to a stream until something fails.

    Libraries tidy up after an error: they write a Parquet file's footer, or the end
    tags of a feed. On a pipe that would look like the end of the work.
    """

    def __init__(self, stream: BinaryIO) -> None:
        """Open; closing it leaves the stream open."""
        self._stream = stream
        self._is_shut = False

    def writable(self) -> bool:
        """Whether it takes bytes."""
        return True

    def write(self, data: Any, /) -> int:
        """Hand bytes on, or drop them after a failure; how many were taken."""
        if not self._is_shut:
            self._stream.write(data)
        return len(data)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Shut if this block fails; to be the innermost around what may fail."""
        try:
            yield
        except BaseException:
            self._is_shut = True
            raise
