"""Single records by their place, and revisits back to the record that has the body."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from crawler.archive.errors import ArchiveError, Fault, sentence_of
from crawler.archive.exchange import Exchange, Original, RawRef
from crawler.archive.gzip_tape import tape_of
from crawler.archive.parsing import MAX_BODY, read_record
from crawler.archive.record import Record
from crawler.archive.tape import Tape
from crawler.archive.unpacking import pairs, payload, unpack


def exchange_at(
    folder: Path, ref: RawRef, max_body: int = MAX_BODY, *, may_be_revisit: bool = True
) -> Exchange:
    """
    What a reference points to, whole and the same as when it was made.

    Raises:
        ArchiveError: it cannot be read, or it is something else.
    """
    with _reading(folder, ref) as tape:
        record = _trusted(_read(tape, max_body), ref)
        request = _request_after(tape)
        original = None
        if record.kind == "revisit":
            place = _original_of(record, may_be_revisit=may_be_revisit)
            original = exchange_at(folder, place, max_body, may_be_revisit=False)
        (answer, asked), *_ = pairs([record, request] if request else [record])
        return unpack(answer, asked, original, max_body)


def full_record_at(
    folder: Path, ref: RawRef, digest: str, *, may_be_revisit: bool = True
) -> Original:
    """
    The full record with a payload, at a reference or where the revisit there points.

    Raises:
        ArchiveError: it is not there any more, or has another payload.
    """
    with _reading(folder, ref) as tape:
        record = _trusted(_read(tape, MAX_BODY), ref)
        if record.kind == "revisit":
            place = _original_of(record, may_be_revisit=may_be_revisit)
            return full_record_at(folder, place, digest, may_be_revisit=False)
        if record.fields.get("warc-payload-digest") != digest:
            raise Fault("the record has another payload")
        return Original(record.url, record.ref(ref.file, payload(record)))


def original_of(revisit: Record) -> RawRef | None:
    """
    A reference to the original, if the revisit names file and offset (as Heritrix's do).

    Raises:
        Fault: the revisit says no readable time.
    """
    said = revisit.fields
    name = said.get("warc-refers-to-filename")
    offset = said.get("warc-refers-to-file-offset", "")
    if not name or not (offset.isascii() and offset.isdigit()):
        return None
    digest, record_id = said.get("warc-payload-digest", ""), said.get("warc-refers-to", "")
    return RawRef(name, int(offset), 0, digest, record_id, revisit.date())


def _original_of(revisit: Record, *, may_be_revisit: bool) -> RawRef:
    ref = original_of(revisit)
    if ref is None:
        raise Fault("it is a revisit that does not say in which file its original is")
    if not may_be_revisit:
        raise Fault("it is a revisit of a revisit")
    return ref


def _trusted(record: Record, ref: RawRef) -> Record:
    """The record, if it is the one that is meant; an empty id or digest names none."""
    if ref.record_id and record.record_id != ref.record_id:
        raise Fault("another record stands there")
    said = record.fields.get("warc-payload-digest")
    if ref.digest and said and said != ref.digest:
        raise Fault("the record has another payload")
    return record


def _read(tape: Tape, max_body: int) -> Record:
    record = read_record(tape, max_body) if tape.next() else None
    if record is None:
        raise Fault("no response stands there")
    if isinstance(record, str):
        raise Fault(record)
    return record


def _request_after(tape: Tape) -> Record | None:
    """The request that follows our own responses; without it, an answer is still one."""
    try:
        record = read_record(tape, MAX_BODY) if tape.next() else None
    except Fault:
        return None
    return record if isinstance(record, Record) and record.kind == "request" else None


@contextmanager
def _reading(folder: Path, ref: RawRef) -> Iterator[Tape]:
    """A tape at the place; whatever is the matter becomes one sentence."""
    try:
        with _inside(folder, ref.file).open("rb") as file:
            yield _at(file, ref.offset)
    except (Fault, OSError, ValueError) as error:
        raise ArchiveError(
            f"The archive's record at byte {ref.offset} of {ref.file} cannot be read: "
            f"{sentence_of(error)}."
        ) from error


def _at(file: BinaryIO, offset: int) -> Tape:
    if offset < 0:
        raise Fault("its file cannot be sought; compress each record by itself")
    file.seek(offset)
    return tape_of(file)


def _inside(folder: Path, name: str) -> Path:
    """A file of the folder; a name from a foreign file may point elsewhere."""
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise Fault("the name leads out of the archive's folder")
    return path
