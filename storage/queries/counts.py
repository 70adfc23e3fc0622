"""What the database holds, counted."""

from dataclasses import dataclass
from typing import NamedTuple

from storage.queries.filters import Filters, sql
from storage.queries.growth import Period, growth
from storage.queries.leftovers import Tally, discovery, rejections
from storage.queries.news import ALL
from storage.queries.opening import Reader
from storage.queries.ranking import Named, Source, top_sources, top_symbols
from storage.queries.rhythm import (
    ChannelDay,
    DayHour,
    Span,
    channel_days,
    day_hours,
    last_days,
)


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
    span: Span | None
    """The last days that articles are of, as many as were asked for..."""
    channel_days: list[ChannelDay]
    """...what each channel had on them..."""
    day_hours: list[DayHour]
    """...and at which hours."""
    sources: list[Source]
    symbols: list[Named]
    growth: list[Period]
    size: int
    """Bytes of the file and of its log, or of the server's database, now."""


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
        total = _total(reader, filters)
        span = last_days(total.first, total.last, days)
        return Counts(
            total=total,
            sites=_groups(reader, "a.site", filters),
            kinds=_groups(reader, "a.kind", filters),
            channels=_channels(reader, filters),
            days=_days(reader, filters, days),
            rejections=rejections(reader, filters),
            discovery=discovery(reader, filters),
            span=span,
            channel_days=channel_days(reader, filters, span),
            day_hours=day_hours(reader, filters, span),
            sources=top_sources(reader, filters),
            symbols=top_symbols(reader, filters),
            growth=growth(reader, filters),
            size=reader.size,
        )


_BEIJING_RANGE = """
strftime('%Y-%m-%d %H:%M:%S', min(a.published_at), '+8 hours'),
strftime('%Y-%m-%d %H:%M:%S', max(a.published_at), '+8 hours')
"""


def _total(reader: Reader, filters: Filters) -> Total:
    where, values = filters.where()
    query = sql(
        "SELECT count(*), count(*) FILTER (WHERE a.kind = 'flash'),",
        "count(*) - count(d.article_id), count(d.article_id),",
        "count(*) FILTER (WHERE a.version > 1), count(*) FILTER (WHERE a.status = 'gone'),",
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
