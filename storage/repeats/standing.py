"""Which article repeats which, since when; and what stood before."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from storage.batch import Row
from storage.chunks import chunks
from storage.schema import Duplicate, DuplicatePast


def keep_families(
    connection: Connection, article_ids: Iterable[str], rows: Iterable[Row], at: datetime
) -> None:
    """
    Have `duplicate` say this of these articles, and keep what it said before.

    A link that is found again stands since it was first drawn; only its reasons
    are renewed.

    Args:
        connection: inside the transaction.
        article_ids: of whom everything is said.
        rows: of `duplicate`; articles without one repeat nothing.
        at: when this was decided, aware.
    """
    held = _held(connection, article_ids)
    fresh = {
        row["article_id"]: _since(row, held.get(row["article_id"]), at) for row in rows
    }
    old = [row for key, row in held.items() if fresh.get(key) != row]
    _remember([row for row in old if not _stands(row, fresh)], connection, at)
    for ids in chunks(row["article_id"] for row in old):
        connection.execute(delete(Duplicate).where(Duplicate.article_id.in_(ids)))
    added = [row for key, row in fresh.items() if held.get(key) != row]
    if added:
        connection.execute(insert(Duplicate), added)


def _held(connection: Connection, article_ids: Iterable[str]) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for ids in chunks(article_ids):
        query = select(Duplicate.__table__).where(Duplicate.article_id.in_(ids))
        for row in connection.execute(query).mappings():
            found[row["article_id"]] = dict(row)
    return found


def _since(row: Row, held: Row | None, at: datetime) -> Row:
    """A row with the time since which it stands; a clock set back turns nothing round."""
    if held is None:
        return row | {"decided_at": at}
    since = held["decided_at"]
    return row | {"decided_at": since if _is_same(row, held) else max(at, since)}


def _is_same(one: Row, other: Row) -> bool:
    return all(one[name] == other[name] for name in ("original_id", "relation"))


def _stands(row: Row, fresh: dict[str, Row]) -> bool:
    again = fresh.get(row["article_id"])
    return again is not None and _is_same(row, again)


def _remember(ended: list[Row], connection: Connection, at: datetime) -> None:
    rows = [
        {
            "article_id": row["article_id"],
            "original_id": row["original_id"],
            "decided_at": row["decided_at"],
            "until": max(at, row["decided_at"]),
        }
        for row in ended
    ]
    if rows:
        connection.execute(insert(DuplicatePast), rows)
