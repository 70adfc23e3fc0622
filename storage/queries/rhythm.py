"""When articles come: channel by channel and hour by hour, over the last days."""

from datetime import date, timedelta
from typing import NamedTuple

from storage.clock import BEIJING, instant, iso_utc
from storage.queries.filters import Filters, sql
from storage.queries.opening import Reader


class ChannelDay(NamedTuple):
    """The articles that a channel listed of one Beijing day, if there are any."""

    channel: str
    """`site:channel`; an article counts in every channel that listed it."""
    day: str
    articles: int


class DayHour(NamedTuple):
    """The articles of one hour in Beijing, if there are any."""

    day: str
    hour: int | None
    """0 to 23; None for those of which the day alone is known."""
    articles: int


class Span(NamedTuple):
    """Beijing days, both included."""

    first: str
    last: str

    @property
    def days(self) -> list[str]:
        """Each of them, those without an article too."""
        first, last = map(date.fromisoformat, self)
        number = (last - first).days + 1
        return [(first + timedelta(days=day)).isoformat() for day in range(number)]


def last_days(first: str | None, last: str | None, days: int) -> Span | None:
    """
    The days to look at: up to so many, and none before or after all articles.

    Args:
        first: Beijing time of the earliest article.
        last: Beijing time of the latest one; None if there is none.
        days: how many at most.
    """
    if not first or not last:
        return None
    begin, end = date.fromisoformat(first[:10]), date.fromisoformat(last[:10])
    back = min(days - 1, (end - begin).days)
    return Span((end - timedelta(days=back)).isoformat(), end.isoformat())


def channel_days(reader: Reader, filters: Filters, span: Span | None) -> list[ChannelDay]:
    """The articles of each channel and day, by name and day."""
    if span is None:
        return []
    where, values = filters.where("a.published_at >= :begin")
    query = sql(
        "SELECT a.site || ':' || c.channel, date(a.published_at, '+8 hours'), count(*)",
        "FROM article a JOIN article_channel c ON c.article_id = a.article_id",
        where,
        "GROUP BY 1, 2 ORDER BY 1, 2",
    )
    found = reader.rows(query, values | {"begin": _begin(span)})
    return [ChannelDay._make(row) for row in found]


def day_hours(reader: Reader, filters: Filters, span: Span | None) -> list[DayHour]:
    """The articles of each day and hour; a day that is all that is known has no hour."""
    if span is None:
        return []
    where, values = filters.where("a.published_at >= :begin")
    query = sql(
        "SELECT date(a.published_at, '+8 hours'),",
        "CASE WHEN a.published_precision IN ('second', 'minute')",
        "THEN CAST(strftime('%H', a.published_at, '+8 hours') AS INTEGER) END, count(*)",
        "FROM article a",
        where,
        "GROUP BY 1, 2 ORDER BY 1, 2",
    )
    found = reader.rows(query, values | {"begin": _begin(span)})
    return [DayHour._make(row) for row in found]


def _begin(span: Span) -> str:
    """The instant at which the first day begins, as the tables hold it."""
    begin = instant(span.first)
    assert begin is not None
    return iso_utc(begin.replace(tzinfo=BEIJING))
