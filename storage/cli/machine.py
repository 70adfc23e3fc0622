"""Rows for programs: JSON, JSON lines and CSV, in UTF-8, as they come."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from storage.cli.options import Format

BOM = "\ufeff"
"""What tells Excel that a CSV file is UTF-8."""

Row = Mapping[str, Any]


class Writable(Protocol):
    """A text stream, as far as it is needed here."""

    def write(self, text: str, /) -> Any:
        """Write a text."""


def write_rows(
    stream: Writable, format_: Format, columns: Sequence[str], rows: Iterable[Row]
) -> None:
    """
    Write rows one by one, without holding them.

    Args:
        stream: where to.
        format_: `json` (a list, a row per line), `jsonl` or `csv` (with a header).
        columns: the names of the columns, in order.
        rows: mappings from every column to its value; None is null, in CSV empty.
    """
    if format_ is Format.JSON:
        _write_json(stream, rows)
    elif format_ is Format.JSONL:
        for row in rows:
            stream.write(f"{text_of(row)}\n")
    else:
        table = csv.DictWriter(stream, columns, lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


def _write_json(stream: Writable, rows: Iterable[Row]) -> None:
    before = "[\n"
    for row in rows:
        stream.write(f"{before}{text_of(row)}")
        before = ",\n"
    stream.write("[]\n" if before == "[\n" else "\n]\n")


def text_of(value: object, indent: int | None = None) -> str:
    """JSON as people can read it too: no escapes for Chinese."""
    return json.dumps(value, ensure_ascii=False, indent=indent)
