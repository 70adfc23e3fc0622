"""How the crawls went, newest first."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from storage.clock import instant, iso_utc
from storage.queries.filters import sql
from storage.queries.opening import Reader


class RunRow(NamedTuple):
    """One row of `crawl_run`. Times are UTC; arguments and channels are JSON."""

    run_id: int
    spider: str
    arguments: str
    started_at: str
    finished_at: str | None
    outcome: str | None
    """Null while it runs, or if it died."""
    reason: str | None
    requests: int
    listed: int
    new: int
    changed: int
    unchanged: int
    rejected: int
    gone: int
    errors: int
    channels: str
    shibao_version: str

    @property
    def seconds(self) -> float | None:
        """How long it took; None if it has no end."""
        started, finished = instant(self.started_at), instant(self.finished_at)
        return (finished - started).total_seconds() if started and finished else None


def runs(
    reader: Reader,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int | None = None,
) -> Iterator[RunRow]:
    """Runs that started since one instant and before another, newest first."""
    columns = ", ".join(RunRow._fields)
    conditions = ["TRUE"]
    values: dict[str, Any] = {"limit": limit}
    if since:
        conditions.append("started_at >= :since")
        values["since"] = iso_utc(since)
    if until:
        conditions.append("started_at < :until")
        values["until"] = iso_utc(until)
    where = " AND ".join(conditions)
    order = "ORDER BY run_id DESC" + ("" if limit is None else " LIMIT :limit")
    query = sql("SELECT", columns, "FROM crawl_run WHERE", where, order)
    return (RunRow._make(row) for row in reader.rows(query, values))
