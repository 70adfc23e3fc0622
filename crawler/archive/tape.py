"""A WARC file as a stream of bytes that knows where it is; here, a plain one."""

from abc import ABC, abstractmethod
from typing import BinaryIO

BLOCK = 1 << 15
"""Bytes per read."""
MARK = b"WARC/"
"""What every record begins with."""


class Tape(ABC):
    """Bytes of records, one after another."""

    start = 0
    """Where the record that is being read begins; -1 if it cannot be sought."""
    length = 0
    """Of the record that was read last, as stored; 0 if unknown."""

    def __init__(self, file: BinaryIO) -> None:
        """Read from where the file stands."""
        self.file = file

    @abstractmethod
    def next(self) -> bool:
        """
        Go to where the next record should begin; False at the end of the file.

        Raises:
            Fault: nothing that we know begins here.
        """

    @abstractmethod
    def read(self, size: int) -> bytes:
        """
        So many bytes; fewer only at the end of a gzip member or of a plain file.

        Raises:
            Fault: the file is damaged or cut off.
        """

    @abstractmethod
    def readline(self, limit: int) -> bytes:
        """
        A line with its end, cut at `limit` bytes; empty where `read` is.

        Raises:
            Fault: as in `read`.
        """

    @abstractmethod
    def unread(self, data: bytes) -> None:
        """Put back what was read last."""

    @abstractmethod
    def finish(self) -> None:
        """
        See that the record just read is whole, and set `length`.

        Raises:
            Fault: it is not.
        """

    @abstractmethod
    def recover(self) -> bool:
        """After a fault, go to the next place where a record begins, if there is one."""


class PlainTape(Tape):
    """An uncompressed file."""

    def next(self) -> bool:
        """Skip empty lines."""
        while line := self.file.readline(BLOCK):
            if line.strip(b"\r\n"):
                self.unread(line)
                self.start = self.file.tell()
                return True
        return False

    def read(self, size: int) -> bytes:
        """So many bytes; fewer only at the end of the file."""
        return self.file.read(size)

    def readline(self, limit: int) -> bytes:
        """A line; empty at the end of the file."""
        return self.file.readline(limit)

    def unread(self, data: bytes) -> None:
        """Step back."""
        self.file.seek(-len(data), 1)

    def finish(self) -> None:
        """The end of an uncompressed record says nothing."""
        self.length = self.file.tell() - self.start

    def recover(self) -> bool:
        """The next line that begins as a record does."""
        found = find(self.file, b"\n" + MARK, self.start + 1)
        if found is not None:
            self.file.seek(found + 1)
        return found is not None


def find(file: BinaryIO, mark: bytes, start: int) -> int | None:
    """The first place of some bytes, from `start` on; in blocks, so that memory is flat."""
    overlap = len(mark) - 1
    file.seek(start)
    before = b""
    while block := file.read(1 << 20):
        found = (before + block).find(mark)
        if found >= 0:
            return start - len(before) + found
        start += len(block)
        before = (before + block)[-overlap:]
    return None
