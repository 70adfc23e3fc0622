"""Reading WARC records off a tape (WARC 1.1, section 4), whatever state it is in."""

import re
from collections.abc import Callable, Iterator, Mapping

from crawler.archive.digest import contradicts
from crawler.archive.errors import Fault, sentence_of
from crawler.archive.record import Record
from crawler.archive.tape import BLOCK, MARK, Tape

MAX_BODY = 64 * 1024 * 1024
"""Bytes of content beyond which a record is not read."""
OnFault = Callable[[str], None]
"""Is told one sentence."""

_VERSION = re.compile(rb"WARC/\d+\.\d+\s*")
_LINE, _LINES = 1 << 16, 1 << 10
"""Bytes in a line and lines in a head, beyond which it is no head."""
_READ = frozenset({"response", "revisit", "resource", "request"})


def records(tape: Tape, max_body: int, on_fault: OnFault) -> Iterator[Record]:
    """All records that can be read; after damage, it goes on with the next whole one."""
    while True:
        try:
            if not tape.next():
                return
            record = read_record(tape, max_body)
        except Fault as fault:
            torn_at, found = tape.start, tape.recover()
            rest = "the next whole one follows" if found else "nothing readable follows"
            on_fault(f"{_place(torn_at)}: {fault}; {rest}.")
            if not found:
                return
        except OSError as error:
            on_fault(f"it cannot be read on: {sentence_of(error)}.")
            return
        else:
            if isinstance(record, Record):
                yield record
            elif record is not None:
                on_fault(f"{_place(tape.start)}: {record}; it is left out.")


def read_record(tape: Tape, max_body: int) -> Record | str | None:
    """
    The record here; a sentence if it is left out; None if it is of no interest.

    Raises:
        Fault: it is torn or damaged.
    """
    fields = _read_fields(tape)
    if fields is None:
        return None
    size = _size(fields)
    kind = fields.get("warc-type", "").lower()
    if kind not in _READ or size > max_body + _LINE:
        _skip(tape, size)
        _end(tape)
        if kind not in _READ:
            return None
        return f"the record is {size / 1e6:.1f} MB long, over {max_body / 1e6:g} MB"
    block = tape.read(size)
    if len(block) < size:
        raise Fault("the record ends early")
    _end(tape)
    return _checked(Record(fields, block, tape.start, tape.length))


def _checked(record: Record) -> Record | str:
    if record.kind != "revisit" and contradicts(
        record.block, record.fields.get("warc-block-digest")
    ):
        return "the content is not what its WARC-Block-Digest says"
    if record.kind != "request" and "warc-truncated" in record.fields:
        return "the content was cut short when it was archived (WARC-Truncated)"
    if "warc-segment-number" in record.fields:
        return "it is one segment of a longer record (WARC-Segment-Number)"
    return record


def _read_fields(tape: Tape) -> dict[str, str] | None:
    line = tape.readline(_LINE)
    while line and not line.strip(b"\r\n"):
        line = tape.readline(_LINE)
    if not line:
        return None
    if not _VERSION.fullmatch(line):
        raise Fault("no WARC record begins here")
    fields: dict[str, str] = {}
    last = ""
    for _ in range(_LINES):
        line = tape.readline(_LINE)
        if not line.endswith(b"\n"):
            raise Fault("the record's head breaks off or does not end")
        if not line.strip(b"\r\n"):
            return fields
        last = _add_field(fields, last, _text(line.rstrip(b"\r\n")))
    raise Fault("the record's head does not end")


def _add_field(fields: dict[str, str], last: str, line: str) -> str:
    """Keep a line's field; a line that begins with a blank goes on with the last one."""
    name, colon, value = line.partition(":")
    if line[:1] in {" ", "\t"} and last:
        fields[last] += " " + line.strip()
    elif colon:
        last = name.strip().lower()
        fields.setdefault(last, value.strip())
    return last


def _size(fields: Mapping[str, str]) -> int:
    text = fields.get("content-length", "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Fault("the record's Content-Length cannot be read")
    return int(text)


def _skip(tape: Tape, size: int) -> None:
    while size > 0:
        piece = tape.read(min(size, BLOCK))
        if not piece:
            raise Fault("the record ends early")
        size -= len(piece)


def _end(tape: Tape) -> None:
    """Two line ends close a record; some tools write one or none."""
    tail = tape.read(4)
    rest = tail.lstrip(b"\r\n")
    if rest and not MARK.startswith(rest):
        raise Fault("the record is longer than its Content-Length says")
    tape.unread(rest)
    tape.finish()


def _text(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def _place(offset: int) -> str:
    return f"byte {offset}" if offset >= 0 else "inside of a long gzip member"
