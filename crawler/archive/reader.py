"""Reading an archive: one answer by its reference, or all of a file or folder."""

from collections import OrderedDict
from collections.abc import Iterator
from logging import getLogger
from pathlib import Path

from crawler.archive.errors import ArchiveError, Fault, sentence_of
from crawler.archive.exchange import Exchange, RawRef
from crawler.archive.gzip_tape import tape_of
from crawler.archive.looking_up import exchange_at, original_of
from crawler.archive.names import archive_of
from crawler.archive.parsing import MAX_BODY, OnFault, records
from crawler.archive.record import Record
from crawler.archive.unpacking import pairs, payload, unpack

_REMEMBERED = 50_000
"""Keys of originals that a walk remembers for foreign revisits: some 15 MB."""

logger = getLogger(__name__)


def read_at(folder: Path, ref: RawRef, *, max_body: int = MAX_BODY) -> Exchange:
    """
    The answer that a reference points to; a revisit has its original's body.

    Raises:
        ArchiveError: it cannot be read, or it is not what was archived.
    """
    return exchange_at(folder, ref, max_body)


def walk(
    path: Path, *, max_body: int = MAX_BODY, on_fault: OnFault = logger.warning
) -> Iterator[tuple[RawRef, Exchange]]:
    """
    All answers of a WARC file, or of a folder's files in the order of their names.

    Responses, revisits (with their original's body) and resources; other kinds
    are passed over. What cannot be read is left out and told to `on_fault` in
    one sentence; a torn last record is nothing worse. References are relative
    to the folder, or to the archive that the file is of. Memory holds two records at most;
    one whose content is longer than `max_body` bytes is left out.
    """
    yield from _Walk(path, max_body, on_fault).answers()


class _Walk:
    """One walk, and the originals that it has seen."""

    def __init__(self, path: Path, max_body: int, on_fault: OnFault) -> None:
        self.path = path
        self.root = path if path.is_dir() else archive_of(path)
        self.max_body = max_body
        self.on_fault = on_fault
        self.seen: OrderedDict[str, RawRef] = OrderedDict()

    def answers(self) -> Iterator[tuple[RawRef, Exchange]]:
        for path in self._files():
            name = path.relative_to(self.root).as_posix()
            for record, request in pairs(self._records(path, name)):
                try:
                    yield self._answer(name, record, request)
                except _UninterestingError:
                    continue
                except (Fault, ArchiveError) as error:
                    self.on_fault(f"{name}, {_title(record)}: {sentence_of(error)}.")

    def _files(self) -> list[Path]:
        if not self.path.is_dir():
            return [self.path]
        return sorted(
            path
            for path in self.path.rglob("*")
            if path.name.endswith((".warc", ".warc.gz")) and path.is_file()
        )

    def _records(self, path: Path, name: str) -> Iterator[Record]:
        def told(sentence: str) -> None:
            self.on_fault(f"{name}, {sentence}")

        try:
            with path.open("rb") as file:
                if file.read(1):
                    file.seek(0)
                    yield from records(tape_of(file), self.max_body, told)
        except (Fault, OSError) as error:
            self.on_fault(f"{name} is left out: {sentence_of(error)}.")

    def _answer(
        self, name: str, record: Record, request: Record | None
    ) -> tuple[RawRef, Exchange]:
        if record.kind == "response" and not record.is_http:
            raise _UninterestingError
        original = self._original(record) if record.kind == "revisit" else None
        exchange = unpack(record, request, original, self.max_body)
        ref = record.ref(name, payload(record))
        if original is None:
            self._remember(record, ref)
        return ref, exchange

    def _remember(self, record: Record, ref: RawRef) -> None:
        if ref.offset < 0:
            return
        for key in (
            ref.record_id,
            ref.digest,
            f"{record.url} {record.fields['warc-date']}",
        ):
            self.seen[key] = ref
        while len(self.seen) > _REMEMBERED:
            self.seen.popitem(last=False)

    def _original(self, revisit: Record) -> Exchange:
        """
        By the place that it names, else by id, digest, or address and time.

        Raises:
            Fault: it is not in this archive.
            ArchiveError: it is there, but cannot be read.
        """
        ref = original_of(revisit)
        if ref is not None and (self.root / ref.file).is_file():
            return exchange_at(self.root, ref, self.max_body)
        for key in _keys(revisit):
            if key in self.seen:
                return exchange_at(self.root, self.seen[key], self.max_body)
        raise Fault("a revisit whose original is not in this archive")


class _UninterestingError(Exception):
    """A record that is no page: an answer of DNS, for example."""


def _keys(revisit: Record) -> Iterator[str]:
    said = revisit.fields
    yield said.get("warc-refers-to", "")
    yield said.get("warc-payload-digest", "")
    url = said.get("warc-refers-to-target-uri", revisit.url)
    yield f"{url} {said.get('warc-refers-to-date')}"


def _title(record: Record) -> str:
    return f"{record.url or 'a record without address'} at byte {record.offset}"
