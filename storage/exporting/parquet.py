"""
Articles as Parquet: typed columns, newest first, compressed with zstd.

This module needs pyarrow, which the extra `parquet` brings. Columns that hold few
different words are dictionaries; lists stay the comma separated text of the view.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, BinaryIO, Final

import pyarrow as pa
import pyarrow.parquet as pq

from storage.chunks import chunks
from storage.errors import CannotOpenError
from storage.exporting.gate import Gate
from storage.queries import NewsRow

ROW_GROUP: Final = 20_000
"""Rows at most in one row group..."""
ROW_GROUP_BYTES: Final = 32_000_000
"""...which long articles end earlier: it is held in memory until it is written."""
_CHUNK: Final = 500
"""Rows turned into columns at a time."""

_UTC: Final = pa.timestamp("us", tz="UTC")
_BEIJING: Final = pa.timestamp("us")
_WORD: Final = pa.dictionary(pa.int32(), pa.string())
_TYPES: Final[dict[str, Any]] = {
    "site": _WORD,
    "kind": _WORD,
    "source": _WORD,
    "published": _BEIJING,
    "published_at": _UTC,
    "published_precision": _WORD,
    "published_from": _WORD,
    "first_seen_at": _UTC,
    "last_seen_at": _UTC,
    "trade_date": pa.date32(),
    "session": _WORD,
    "status": _WORD,
    "version": pa.int32(),
    "copies": pa.int32(),
}
"""All other columns are strings."""

SCHEMA: Final = pa.schema(
    [(name, _TYPES.get(name, pa.string())) for name in NewsRow._fields]
)
_WORDS: Final = [name for name, kind in _TYPES.items() if kind is _WORD]
_NEWEST_FIRST: Final = pq.SortingColumn(
    NewsRow._fields.index("published_at"), descending=True, nulls_first=False
)


def write_parquet(
    stream: BinaryIO, rows: Iterable[NewsRow], about: Mapping[str, str]
) -> None:
    """
    Write rows, of which one row group at a time is held.

    Args:
        stream: where to; a pipe will do.
        rows: newest first, as the file's metadata say.
        about: further metadata; their keys get the prefix `shibao.`.

    Raises:
        CannotOpenError: a value is not what its column promises.
    """
    gate = Gate(stream)
    metadata = {f"shibao.{key}": value for key, value in about.items()}
    with (
        pq.ParquetWriter(
            gate,
            SCHEMA.with_metadata(metadata),
            compression="zstd",
            use_dictionary=_WORDS,
            sorting_columns=[_NEWEST_FIRST],
        ) as writer,
        gate.watching(),
    ):
        for group in _row_groups(rows):
            writer.write_table(group, row_group_size=group.num_rows)
            del group  # or it would be held until the next one is complete


def _row_groups(rows: Iterable[NewsRow]) -> Iterator[Any]:
    held: list[Any] = []
    for chunk in chunks(rows, _CHUNK):
        held.append(_batch(chunk))
        number = sum(batch.num_rows for batch in held)
        size = sum(batch.nbytes for batch in held)
        if number >= ROW_GROUP or size >= ROW_GROUP_BYTES:
            yield _table(held)
            held = []
    if held:
        yield _table(held)


def _table(batches: list[Any]) -> Any:
    return pa.Table.from_batches(batches).unify_dictionaries()


def _batch(rows: Sequence[NewsRow]) -> Any:
    columns = [
        _column(name, values, kind)
        for name, kind, values in zip(
            SCHEMA.names, SCHEMA.types, zip(*rows, strict=True), strict=True
        )
    ]
    return pa.RecordBatch.from_arrays(columns, schema=SCHEMA)


def _column(name: str, values: Sequence[object], kind: Any) -> Any:
    try:
        if pa.types.is_temporal(kind):
            return pa.array(values, pa.string()).cast(kind)
        return pa.array(values, kind)
    except pa.ArrowException as error:
        raise CannotOpenError(
            f"A value of {name} is no {kind} ({error}); `shibao db check` looks for such."
        ) from error
