"""The channels that have listed articles, and how many."""

from typing import NamedTuple

from storage.queries.filters import Filters, sql
from storage.queries.news import ALL
from storage.queries.opening import Reader


class ChannelCount(NamedTuple):
    """One channel of one site."""

    site: str
    channel: str
    articles: int
    """An article counts in every channel that listed it."""


def channels(reader: Reader, filters: Filters = ALL) -> list[ChannelCount]:
    """The channels of the articles that the filters leave, sorted by site and id."""
    where, values = filters.where()
    query = sql(
        "SELECT a.site, c.channel, count(*) FROM article a",
        "JOIN article_channel c ON c.article_id = a.article_id",
        where,
        "GROUP BY 1, 2 ORDER BY 1, 2",
    )
    return [ChannelCount._make(row) for row in reader.rows(query, values)]
