"""Which stretches of one of our files are whole records. Reads, never writes."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from crawler.archive.errors import Fault
from crawler.archive.gzip_tape import GzipTape
from crawler.archive.tape import BLOCK, MARK

_HEAD = 4096
_FIRST = 1 << 16
"""Bytes that a first record, warcinfo, never reaches."""
_RECORD_ID = re.compile(rb"WARC-Record-ID: (<urn:uuid:[0-9a-f-]{36}>)")
_WINDOWS = (1 << 16, 1 << 22)
"""Bytes at the end of a file, in which its last record is sought."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What of a file is whole."""

    end: int
    """Of the last whole record."""
    holes: tuple[tuple[int, int], ...]
    """Damage with whole records behind it."""
    foreign: bool
    """It has no whole record, nor is it the torn beginning of a file of ours."""


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    stop: int
    head: bytes


def survey(file: BinaryIO) -> Survey:
    """
    Read a file through.

    A gzip member is a whole record if its checksum is right and it begins as
    records do. Behind damage it must also bear the id of the file's warcinfo:
    a torn record's body may hold a WARC file of its own.
    """
    end, holes, warcinfo = 0, [], b""
    for span in _spans(file):
        if span.start == 0 and (match := _RECORD_ID.search(span.head)):
            warcinfo = match[1]
        if span.start > end and warcinfo not in span.head:
            continue
        if span.start > end:
            holes.append((end, span.start))
        end = span.stop
    return Survey(end, tuple(holes), foreign=end == 0 and not _torn_beginning(file))


def ends_whole(file: BinaryIO) -> bool:
    """Whether a file ends where a record ends; a look at its end tells."""
    size = file.seek(0, 2)
    for window in _WINDOWS:
        start = max(0, size - window)
        file.seek(start)
        tail = file.read(window)
        at = tail.rfind(b"\x1f\x8b\x08")
        while at >= 0:
            if _whole_at(file, start + at) == size:
                return True
            at = tail.rfind(b"\x1f\x8b\x08", 0, at)
        if start == 0:
            break
    return size > 0 and survey(file) == Survey(size, (), foreign=False)


def _torn_beginning(file: BinaryIO) -> bool:
    """Whether a file without a whole record may be what is left of our first one."""
    size = file.seek(0, 2)
    file.seek(0)
    head = file.read(_FIRST)
    if size > _FIRST or not head.strip(b"\0"):
        return size <= _FIRST
    try:
        return MARK.startswith(zlib.decompressobj(31).decompress(head, len(MARK)))
    except zlib.error:
        return False


def _whole_at(file: BinaryIO, position: int) -> int | None:
    """Where the whole record ends that begins here, if one does."""
    file.seek(position)
    try:
        return _read_member(tape).stop if (tape := GzipTape(file)).next() else None
    except Fault:
        return None


def _spans(file: BinaryIO) -> Iterator[_Span]:
    file.seek(0)
    tape = GzipTape(file)
    while True:
        try:
            if not tape.next():
                return
            yield _read_member(tape)
        except Fault:
            if not tape.recover():
                return


def _read_member(tape: GzipTape) -> _Span:
    """
    Read a member to its end.

    Raises:
        Fault: it is torn, damaged, or no record.
    """
    head = tape.read(_HEAD)
    if not head.startswith(MARK):
        raise Fault("no WARC record begins here")
    while tape.read(BLOCK):
        pass
    return _Span(tape.start, tape.position, head)
