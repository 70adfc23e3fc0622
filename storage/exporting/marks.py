"""How far exports of a name have come, so that the next hands out only what is new."""

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any, Final

from storage.clock import BEIJING, iso_utc
from storage.errors import CannotOpenError, StorageError
from storage.queries import Filters, Reader

_BUSY_SECONDS: Final = 30
_NOT_OF_THE_SELECTION: Final = "after_serial"


class OtherFiltersError(StorageError):
    """An export of this name has been made with other filters."""


@dataclass(frozen=True, slots=True)
class Tail:
    """What one export of a name hands out: versions up to and with a serial."""

    name: str
    filters: Filters
    """The selection, without what earlier exports have handed out."""
    until: int
    """The greatest serial of the database at the instant of reading."""


def tail_of(reader: Reader, name: str, filters: Filters) -> Tail:
    """
    What is new for a name; everything, if the name is new.

    To be asked in the same `at_one_instant` in which the rows are read.

    Raises:
        OtherFiltersError: the mark was left by another selection.
    """
    newest = reader.row("SELECT max(serial) FROM article_version")
    until = int((newest and newest[0]) or 0)
    mark = reader.row(
        "SELECT serial, filters FROM export_mark WHERE name = :name", {"name": name}
    )
    if mark is None:
        return Tail(name, filters, until)
    serial, had = mark
    if had != filters_text(filters):
        raise OtherFiltersError(
            f"--since-last {name} has been used with {_options(json.loads(had))}, not with "
            f"{_options(_selection(filters))}; use the same filters, or another name."
        )
    return Tail(name, replace(filters, after_serial=int(serial)), until)


_KEEP: Final = """
INSERT INTO export_mark (name, serial, filters, exported_at)
VALUES (:name, :serial, :filters, :at)
ON CONFLICT (name) DO UPDATE SET
  serial = CASE WHEN excluded.serial > export_mark.serial
    THEN excluded.serial ELSE export_mark.serial END,
  exported_at = excluded.exported_at
"""


def keep_mark(reader: Reader, tail: Tail) -> None:
    """
    Remember that everything of a tail has been handed out.

    Its own short transaction, after the export is complete: if this fails, the same
    rows are handed out once more, and none is lost.

    Raises:
        CannotOpenError: the database cannot be written.
    """
    values = {
        "name": tail.name,
        "serial": tail.until,
        "filters": filters_text(tail.filters),
        "at": iso_utc(datetime.now(UTC)),
    }
    try:
        _write(reader, values)
    except (sqlite3.Error, CannotOpenError) as error:
        raise CannotOpenError(
            f"The export is complete, but {reader.name} cannot be told so ({error}); "
            f"--since-last {tail.name} will hand out the same again."
        ) from error


def _write(reader: Reader, values: dict[str, Any]) -> None:
    if reader.is_served:
        from storage.postgresql.reading import ServerReader  # noqa: PLC0415 - loads psycopg, an extra

        assert isinstance(reader, ServerReader)
        reader.write(_KEEP, values)
        return
    address = f"{reader.path.absolute().as_uri()}?mode=rw"
    opened = sqlite3.connect(address, uri=True, timeout=_BUSY_SECONDS)
    with closing(opened) as connection, connection:
        connection.execute(_KEEP, values)


def filters_text(filters: Filters) -> str:
    """A selection as JSON, the same for the same selection."""
    return json.dumps(_selection(filters), ensure_ascii=False, sort_keys=True)


def _selection(filters: Filters) -> dict[str, Any]:
    """What is asked for, by the name of the filter; what is not asked is left out."""
    found = {field.name: getattr(filters, field.name) for field in fields(filters)}
    return {
        name: _plain(name, value)
        for name, value in found.items()
        if name != _NOT_OF_THE_SELECTION and value not in (None, False, (), [])
    }


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, str | int):
        return value
    return sorted({one.upper() if name == "symbol" else one for one in value})


def _options(selection: dict[str, Any]) -> str:
    """A selection as a person would type it."""
    words = []
    for name, value in selection.items():
        words.append(f"--{name.replace('_', '-')}")
        if value is not True:
            words.append(",".join(value) if isinstance(value, list) else f'"{value}"')
    return " ".join(words) or "no filters"
