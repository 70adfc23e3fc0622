"""Rows for programs: JSON, JSON lines and CSV, in UTF-8, as they come."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Protocol

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
        stream.write(csv_line(columns))
        for row in rows:
            stream.write(csv_line(map(row.__getitem__, columns)))


def csv_line(values: Iterable[object]) -> str:
    """
    A line of CSV (RFC 4180, but for its line feed), of two values or more.

    As `csv.writer` writes it: that looks at every character in turn, and took more
    time of an export than reading the database. A cell that begins with `=` stays
    as it is: it is data, whatever a spreadsheet may make of it.
    """
    return ",".join(map(_cell, values)) + "\n"


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = str(value)
    if '"' in text:
        return '"' + text.replace('"', '""') + '"'
    return f'"{text}"' if "," in text or "\n" in text or "\r" in text else text


def _write_json(stream: Writable, rows: Iterable[Row]) -> None:
    before = "[\n"
    for row in rows:
        stream.write(f"{before}{text_of(row)}")
        before = ",\n"
    stream.write("[]\n" if before == "[\n" else "\n]\n")


_LINE: Final = json.JSONEncoder(ensure_ascii=False)
"""Made once: `json.dumps` would make one for every row."""


def text_of(value: object, indent: int | None = None) -> str:
    """JSON as people can read it too: no escapes for Chinese."""
    if indent is None:
        return _LINE.encode(value)
    return json.dumps(value, ensure_ascii=False, indent=indent)
