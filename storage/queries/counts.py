"""What the database holds, counted."""

from dataclasses import dataclass
from typing import NamedTuple

from storage.queries.filters import Filters, sql
from storage.queries.news import ALL
from storage.queries.opening import Reader


class Total(NamedTuple):
    """The articles altogether. Times are Beijing's."""

    articles: int
    flashes: int
    originals: int
    copies: int
    revised: int
    """Articles that have more than one version."""
    gone: int
    undated: int
    first: str | None
    last: str | None


class Group(NamedTuple):
    """The articles of one site, channel, kind or day. Times are Beijing's."""

    name: str
    articles: int
    first: str | None
    last: str | None


class Tally(NamedTuple):
    """How often something occurs."""

    site: str
    name: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Everything that `shibao stats` says."""

    total: Total
    sites: list[Group]
    kinds: list[Group]
    channels: list[Group]
    """`site:channel`; an article counts in every channel that listed it."""
    days: list[Group]
    """Beijing days, the latest first."""
    rejections: list[Tally] | None
    """By reason; None where the filters ask what only articles have."""
    discovery: list[Tally] | None
    """By state; likewise, and None of a past time."""
    size: int
    """Bytes of the file and of its log."""


def counts(reader: Reader, filters: Filters = ALL, *, days: int = 10) -> Counts:
    """
    Count the articles that the filters leave.

    Rejections and what was listed know only a site and a time, which is when
    they were first seen.

    Args:
        reader: the database.
        filters: which articles to count.
        days: how many days to count one by one.
    """
    with reader.at_one_instant():
        return Counts(
            total=_total(reader, filters),
            sites=_groups(reader, "a.site", filters),
            kinds=_groups(reader, "a.kind", filters),
            channels=_channels(reader, filters),
            days=_days(reader, filters, days),
            rejections=_tally(reader, _REJECTIONS, filters),
            # What state something was in at another time is not kept.
            discovery=None if reader.as_of else _tally(reader, _DISCOVERY, filters),
            size=_size(reader),
        )


_BEIJING_RANGE = """
strftime('%Y-%m-%d %H:%M:%S', min(a.published_at), '+8 hours'),
strftime('%Y-%m-%d %H:%M:%S', max(a.published_at), '+8 hours')
"""


def _total(reader: Reader, filters: Filters) -> Total:
    where, values = filters.where()
    query = sql(
        "SELECT count(*), total(a.kind = 'flash'), count(*) - count(d.article_id),",
        "count(d.article_id), total(a.version > 1), total(a.status = 'gone'),",
        "count(*) - count(a.published_at),",
        _BEIJING_RANGE,
        "FROM article a LEFT JOIN duplicate d ON d.article_id = a.article_id",
        where,
    )
    row = reader.row(query, values)
    assert row is not None
    *numbers, first, last = row
    return Total._make((*map(int, numbers), first, last))


def _groups(reader: Reader, key: str, filters: Filters) -> list[Group]:
    where, values = filters.where()
    columns = sql("SELECT", key, ", count(*),", _BEIJING_RANGE)
    query = sql(columns, "FROM article a", where, "GROUP BY 1 ORDER BY 2 DESC, 1")
    return [Group._make(row) for row in reader.rows(query, values)]


def _channels(reader: Reader, filters: Filters) -> list[Group]:
    where, values = filters.where()
    query = sql(
        "SELECT a.site || ':' || c.channel, count(*),",
        _BEIJING_RANGE,
        "FROM article a JOIN article_channel c ON c.article_id = a.article_id",
        where,
        "GROUP BY 1 ORDER BY 2 DESC, 1",
    )
    return [Group._make(row) for row in reader.rows(query, values)]


def _days(reader: Reader, filters: Filters, limit: int) -> list[Group]:
    where, values = filters.where("a.published_at IS NOT NULL")
    query = sql(
        "SELECT date(a.published_at, '+8 hours'), count(*),",
        _BEIJING_RANGE,
        "FROM article a",
        where,
        "GROUP BY 1 ORDER BY 1 DESC LIMIT :limit",
    )
    found = reader.rows(query, values | {"limit": limit})
    return [Group._make(row) for row in found]


# Both are called `a` and have the columns that the filters ask for.
_REJECTIONS = """
SELECT a.site, a.reason, count(*)
FROM (SELECT site, reason, first_at AS published_at FROM rejection) a
"""
_DISCOVERY = """
SELECT a.site, a.state, count(*)
FROM (SELECT site, state, first_listed_at AS published_at FROM discovery) a
"""


def _tally(reader: Reader, source: str, filters: Filters) -> list[Tally] | None:
    if not filters.is_by_site_and_time:
        return None
    where, values = filters.where()
    query = sql(source, where, "GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2")
    return [Tally._make(row) for row in reader.rows(query, values)]


def _size(reader: Reader) -> int:
    log = reader.path.with_name(f"{reader.path.name}-wal")
    return sum(file.stat().st_size for file in (reader.path, log) if file.exists())
