"""What became no article, or not yet: what was rejected, what was listed."""

from typing import Final, NamedTuple

from storage.queries.filters import Filters, sql
from storage.queries.opening import Reader


class Tally(NamedTuple):
    """How often something occurs."""

    site: str
    name: str
    number: int


# Both are called `a` and have the columns that the filters ask for.
_REJECTIONS: Final = """
SELECT a.site, a.reason, count(*)
FROM (SELECT site, reason, first_at AS published_at FROM rejection) a
"""
_DISCOVERY: Final = """
SELECT a.site, a.state, count(*)
FROM (SELECT site, state, first_listed_at AS published_at FROM discovery) a
"""


def rejections(reader: Reader, filters: Filters) -> list[Tally] | None:
    """By reason; None where the filters ask what only articles have."""
    return _tally(reader, _REJECTIONS, filters)


def discovery(reader: Reader, filters: Filters) -> list[Tally] | None:
    """By state; likewise, and None of a past time, whose states are not kept."""
    return None if reader.as_of else _tally(reader, _DISCOVERY, filters)


def _tally(reader: Reader, source: str, filters: Filters) -> list[Tally] | None:
    if not filters.is_by_site_and_time:
        return None
    where, values = filters.where()
    query = sql(source, where, "GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2")
    return [Tally._make(row) for row in reader.rows(query, values)]
