"""Rows of the view `news`, newest first, whatever their number."""

import json
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from storage.chunks import chunks
from storage.queries.filters import Filters, sql
from storage.queries.opening import Reader

ALL: Final = Filters()
NEWEST_FIRST: Final = "ORDER BY a.published_at DESC NULLS LAST, a.id DESC"
"""An index gives this order, so nothing is sorted."""
SORTABLE: Final = "SELECT a.id, a.published_at FROM article a"
"""Both, so that the two halves of a past `article` are merged, not sorted."""

_CHUNK: Final = 500
"""Rows fetched at a time: what an export holds in memory."""


class NewsRow(NamedTuple):
    """One article, column by column as the view has it (the contract's section 4)."""

    article_id: str
    site: str
    kind: str
    channels: str | None
    title: str
    summary: str | None
    body: str
    body_html: str
    source: str | None
    authors: str | None
    editor: str | None
    published: str | None
    published_at: str | None
    published_precision: str
    published_raw: str | None
    published_from: str | None
    first_seen_at: str
    last_seen_at: str
    trade_date: str | None
    session: str | None
    symbols: str | None
    tags: str | None
    url: str | None
    version: int
    status: str
    original_id: str
    copies: int


def latest(
    reader: Reader, filters: Filters = ALL, *, limit: int | None = None
) -> Iterator[NewsRow]:
    """Articles, newest first, read as they are asked for."""
    return rows_of(reader, latest_ids(reader, filters, limit=limit))


def count(reader: Reader, filters: Filters = ALL) -> int:
    """How many articles the filters leave."""
    where, values = filters.where()
    row = reader.row(sql("SELECT count(*) FROM article a", where), values)
    assert row is not None
    return int(row[0])


def latest_ids(
    reader: Reader, filters: Filters = ALL, *, limit: int | None = None
) -> Iterator[int]:
    """The search index's row ids of articles, newest first."""
    where, values = filters.where()
    query = sql(SORTABLE, where, NEWEST_FIRST, "" if limit is None else "LIMIT :limit")
    found = reader.rows(query, values | {"limit": limit})
    return (row_id for row_id, _ in found)


_ROWS: Final = sql(
    "SELECT a.id,",
    ", ".join(f"n.{column}" for column in NewsRow._fields),
    "FROM json_each(:ids) wanted",
    # CROSS JOIN fixes the order: ids first, then the view for these alone.
    "CROSS JOIN article a ON a.id = wanted.value",
    "CROSS JOIN news n ON n.article_id = a.article_id",
)


def rows_of(reader: Reader, ids: Iterable[int]) -> Iterator[NewsRow]:
    """The rows of these ids, in their order."""
    for chunk in chunks(ids, _CHUNK):
        found = {
            row_id: NewsRow._make(columns)
            for row_id, *columns in reader.rows(_ROWS, {"ids": json.dumps(chunk)})
        }
        yield from (found[row_id] for row_id in chunk if row_id in found)
