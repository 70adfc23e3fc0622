"""How complete each channel's Beijing day is, newest first."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from storage.queries.filters import sql
from storage.queries.opening import Reader


class CoverageRow(NamedTuple):
    """One row of `coverage`. Times are UTC, the day is Beijing's, reasons are JSON."""

    site: str
    channel: str
    day: str
    listed: int
    stored: int
    changed: int
    rejected: int
    rejected_by: str
    pending: int
    gone: int
    first_at: str | None
    last_at: str | None
    longest_gap: int | None
    longest_gap_from: str | None
    ids_unseen: int | None
    reached: str | None
    complete: int
    closed: int
    updated_at: str


def coverage(
    reader: Reader,
    *,
    site: tuple[str, ...] = (),
    channel: tuple[str, ...] = (),
    since: date | None = None,
    until: date | None = None,
) -> Iterator[CoverageRow]:
    """
    Rows of `coverage`, the newest day first, then by channel.

    Args:
        reader: the database.
        site: of any of these; of all without one.
        channel: likewise.
        since: Beijing days from this one on...
        until: ...and before this one.
    """
    conditions, values = ["TRUE"], dict[str, Any]()
    for column, wanted in (("site", site), ("channel", channel)):
        names = {f"{column}_{place}": value for place, value in enumerate(wanted)}
        if names:
            conditions.append(f"{column} IN ({', '.join(f':{name}' for name in names)})")
            values |= names
    for test, day in ((">=", since), ("<", until)):
        if day:
            name = f"day_{len(values)}"
            conditions.append(f"day {test} :{name}")
            values[name] = day.isoformat()
    columns = ", ".join(CoverageRow._fields)
    where = " AND ".join(conditions)
    order = "ORDER BY day DESC, channel, site"
    query = sql("SELECT", columns, "FROM coverage WHERE", where, order)
    return (CoverageRow._make(row) for row in reader.rows(query, values))
