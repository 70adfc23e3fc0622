"""Writing an export where it goes, in the format it is to have."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, BinaryIO, cast

from storage.cli.destination import Destination, ExportFormat
from storage.cli.files import binary_file, text_file
from storage.cli.machine import BOM, write_rows
from storage.cli.options import Format, wrong
from storage.clock import iso_utc
from storage.exporting.marks import filters_text
from storage.queries import Filters, NewsRow, Reader


class Counted:
    """Rows that are counted as they pass."""

    def __init__(self, rows: Iterable[NewsRow]) -> None:
        """Nothing has passed yet."""
        self._rows = rows
        self.number = 0

    def __iter__(self) -> Iterator[NewsRow]:
        """Pass them on."""
        for row in self._rows:
            self.number += 1
            yield row


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a format may need to know besides the rows."""

    where: Destination
    reader: Reader
    filters: Filters
    base_url: str | None


def deliver(what: Delivery, rows: Counted) -> str:
    """Write everything; how much that was, in words."""
    if what.where.format is ExportFormat.OPML:
        return _counted(_write_opml(what), "channel")
    _WRITERS.get(what.where.format, _write_text)(what, rows)
    return _counted(rows.number, "article")


def _counted(number: int, thing: str) -> str:
    return f"1 {thing}" if number == 1 else f"{number:,} {thing}s"


def _write_text(what: Delivery, rows: Counted) -> None:
    path = what.where.path
    opened: AbstractContextManager[IO[str]]
    opened = text_file(path) if path else nullcontext(sys.stdout)
    with opened as stream:
        if what.where.format is ExportFormat.CSV:
            stream.write(BOM)
        mappings = (row._asdict() for row in rows)
        write_rows(stream, Format(what.where.format.value), NewsRow._fields, mappings)


def _write_posts(what: Delivery, rows: Counted) -> None:
    from storage.cli.posts import write_posts  # noqa: PLC0415 - loads a mail library

    assert what.where.path is not None
    write_posts(what.where.path, rows)


def _write_parquet(what: Delivery, rows: Counted) -> None:
    try:
        from storage.exporting.parquet import write_parquet  # noqa: PLC0415 - loads pyarrow, an extra
    except ImportError:
        wrong("--format", 'parquet needs pyarrow: pip install "shibao[parquet]"')
    if what.where.path is None and sys.stdout.isatty():
        wrong("--to", "parquet is nothing to look at; name a file")
    about = {
        "schema": what.reader.schema,
        "filters": filters_text(what.filters),
        "as_of": iso_utc(what.reader.as_of) if what.reader.as_of else "",
        "exported_at": iso_utc(datetime.now(UTC)),
        "order": "published_at descending, nulls last",
    }
    with _binary(what.where) as stream:
        write_parquet(stream, rows, about)


def _write_atom(what: Delivery, rows: Counted) -> None:
    from storage.exporting.atom import write_atom  # noqa: PLC0415 - loads lxml
    from storage.exporting.feed import feed_of, updated_at  # noqa: PLC0415 - likewise

    feed = feed_of(what.reader, what.filters)
    with _binary(what.where) as stream:
        write_atom(stream, feed, rows, lambda row: updated_at(what.reader, row))


def _write_opml(what: Delivery) -> int:
    from storage.exporting.opml import write_opml  # noqa: PLC0415 - loads lxml
    from storage.queries.channels import channels  # noqa: PLC0415 - for this format alone

    found = channels(what.reader, what.filters)
    with _binary(what.where) as stream:
        write_opml(stream, found, datetime.now(UTC), what.base_url)
    return len(found)


def _binary(where: Destination) -> AbstractContextManager[BinaryIO]:
    opened = binary_file(where.path) if where.path else nullcontext(sys.stdout.buffer)
    return cast("AbstractContextManager[BinaryIO]", opened)


_WRITERS = {
    ExportFormat.POSTS: _write_posts,
    ExportFormat.PARQUET: _write_parquet,
    ExportFormat.ATOM: _write_atom,
}
"""The other formats are text."""
