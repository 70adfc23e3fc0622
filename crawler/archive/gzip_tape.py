"""A WARC file of gzip members as a stream of bytes that knows where it is."""

import zlib
from typing import BinaryIO

from crawler.archive.errors import Fault
from crawler.archive.tape import BLOCK, MARK, PlainTape, Tape, find

_GZIP = b"\x1f\x8b\x08"
_TORN = "the file ends inside of the record"


class GzipTape(Tape):
    """A file of gzip members; each should hold one record (section D.2 of WARC 1.1)."""

    def __init__(self, file: BinaryIO) -> None:
        """No member is open yet."""
        super().__init__(file)
        self._end = file.tell()  # of what was taken from the file
        self._raw = b""  # taken, not inflated
        self._plain = b""  # inflated, not read
        self._inflater: zlib._Decompress | None = None
        self._member = 0

    @property
    def position(self) -> int:
        """Where in the file the next raw byte stands."""
        return self._end - len(self._raw)

    def next(self) -> bool:
        """The next member, or more of this one if it holds several records."""
        if self._inflater is not None and self._fill():
            self.start = -1
            return True
        while len(self._raw) < len(_GZIP) and self._feed():
            pass
        if not self._raw:
            return False
        self.start = self._member = self.position
        self._inflater = None
        if not self._raw.startswith(_GZIP):
            raise Fault(
                _TORN if _GZIP.startswith(self._raw) else "no gzip member begins here"
            )
        self._inflater = zlib.decompressobj(31)
        return True

    def read(self, size: int) -> bytes:
        """So many bytes; fewer only at the end of the member."""
        pieces: list[bytes] = []
        while size > 0 and self._fill():
            pieces.append(self._plain[:size])
            self._plain = self._plain[size:]
            size -= len(pieces[-1])
        return b"".join(pieces)

    def readline(self, limit: int) -> bytes:
        """A line; empty at the end of the member."""
        line = b""
        while len(line) < limit and not line.endswith(b"\n") and self._fill():
            end = self._plain.find(b"\n") + 1 or len(self._plain)
            end = min(end, limit - len(line))
            line += self._plain[:end]
            self._plain = self._plain[end:]
        return line

    def unread(self, data: bytes) -> None:
        """Put it in front."""
        self._plain = data + self._plain

    def finish(self) -> None:
        """The member must end well (its checksum included) or go on with a record."""
        alone = not self._fill() and self.start >= 0
        self.length = self.position - self.start if alone else 0

    def recover(self) -> bool:
        """The next member that begins as a record does."""
        position = self._member + 1
        while (found := find(self.file, _GZIP, position)) is not None:
            self.file.seek(found)
            if _begins_record(self.file.read(BLOCK)):
                self.file.seek(found)
                self._raw, self._plain, self._inflater = b"", b"", None
                self._end = found
                return True
            position = found + 1
        return False

    def _fill(self) -> bool:
        """Inflate some bytes; False at the member's end, after its checksum."""
        assert self._inflater is not None
        while not self._plain and not self._inflater.eof:
            if not self._raw and not self._feed():
                raise Fault(_TORN)
            try:
                self._plain = self._inflater.decompress(self._raw, 2 * BLOCK)
            except zlib.error as error:
                raise Fault("the compressed bytes are damaged") from error
            self._raw = self._inflater.unconsumed_tail or self._inflater.unused_data
        return bool(self._plain)

    def _feed(self) -> bool:
        block = self.file.read(BLOCK)
        self._raw += block
        self._end += len(block)
        return bool(block)


def tape_of(file: BinaryIO) -> Tape:
    """
    The tape for a file, by its first bytes from here on; its name may lie.

    Raises:
        Fault: it is no WARC file, or there is no record here.
    """
    start = file.tell()
    head = file.read(len(MARK))
    file.seek(start)
    if head.startswith(_GZIP[:2]):
        return GzipTape(file)
    if head != MARK:
        raise Fault("no WARC record begins here")
    return PlainTape(file)


def _begins_record(raw: bytes) -> bool:
    try:
        return zlib.decompressobj(31).decompress(raw, len(MARK)) == MARK
    except zlib.error:
        return False
