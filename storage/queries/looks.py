"""Which channels of a site were asked for lately, when each was read, how it ended."""

import json
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, select

from storage.freshness import Run
from storage.schema import CrawlRun

WATCHED: Final = timedelta(days=1)
"""A channel is expected to be fresh if a run asked for it so long before the site's
last run: what somebody crawled once last month is not."""

Columns = Select[*tuple[Any, ...]]


def looks_and_run(
    connection: Connection, site: str
) -> tuple[dict[str, datetime | None], Run | None]:
    """The channels that were asked for lately, when each was read; the last run."""
    newest = connection.execute(_crawls(site).limit(1)).first()
    if newest is None:
        return {}, None
    looks: dict[str, datetime | None] = {}
    last: Run | None = None
    since = newest.started_at - WATCHED
    for row in connection.execute(_crawls(site).where(CrawlRun.started_at >= since)):
        if last is None and row.outcome is not None:
            last = Run(
                outcome=row.outcome,
                reason=row.reason,
                started_at=row.started_at,
                finished_at=row.finished_at,
            )
        read = _read_in(row)
        for channel in _asked_in(row):
            if looks.get(channel) is None:
                looks[channel] = row.started_at if channel in read else None
    return looks, last


def _crawls(site: str) -> Columns:
    """The crawls of a site, the newest first."""
    query: Columns = select(
        CrawlRun.started_at,
        CrawlRun.finished_at,
        CrawlRun.outcome,
        CrawlRun.reason,
        CrawlRun.fields,
        CrawlRun.channels,
    )
    return query.where(CrawlRun.spider == site, CrawlRun.kind == "crawl").order_by(
        CrawlRun.started_at.desc(), CrawlRun.run_id.desc()
    )


def _asked_in(row: Row[*tuple[Any, ...]]) -> list[str]:
    """The channels that a run was to read, as its profile says."""
    asked = json.loads(row.fields).get("channels")
    return [str(name) for name in asked] if isinstance(asked, list) else []


def _read_in(row: Row[*tuple[Any, ...]]) -> set[str]:
    """
    The channels whose list it has read.

    All of them if it is well: a server that says that nothing has changed leaves no
    count. Otherwise those whose entries were counted.
    """
    if row.outcome == "ok":
        return {*_asked_in(row)}
    counted = json.loads(row.channels)
    return {name for name, counts in counted.items() if "listed" in counts}
