"""Which media and securities the articles are of, the most frequent first."""

from typing import Final, NamedTuple

from storage.queries.filters import Filters, sql
from storage.queries.opening import Reader

TOP: Final = 10
"""So many are told."""


class Source(NamedTuple):
    """A medium that stories are from."""

    name: str
    articles: int


class Named(NamedTuple):
    """A security that articles name in their current version."""

    symbol: str
    name: str | None
    """What it is called most often; None if no article says."""
    articles: int


def top_sources(reader: Reader, filters: Filters) -> list[Source]:
    """The media of most articles; those that state none are left out."""
    where, values = filters.where("a.source IS NOT NULL")
    query = sql(
        "SELECT a.source, count(*) FROM article a",
        where,
        "GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT :limit",
    )
    return [Source._make(row) for row in reader.rows(query, values | {"limit": TOP})]


# CROSS JOIN: article by article both tables are read in one go.
_SOME: Final = """
SELECT s.symbol, count(*) FROM article a
CROSS JOIN article_symbol s ON s.article_id = a.article_id AND s.version = a.version
"""
# Ten times as fast: the index counts all versions, few of which are not current.
_ALL: Final = """
SELECT symbol, sum(number) FROM (
  SELECT symbol, count(*) AS number FROM article_symbol GROUP BY 1
  UNION ALL
  SELECT s.symbol, -1 FROM article a
  CROSS JOIN article_symbol s ON s.article_id = a.article_id AND s.version <> a.version
  WHERE a.version > 1) counted
"""


def top_symbols(reader: Reader, filters: Filters) -> list[Named]:
    """The securities that most articles name."""
    where, values = filters.where()
    counted = _ALL if not where and reader.as_of is None else sql(_SOME, where)
    query = sql(counted, "GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT :limit")
    found = list(reader.rows(query, values | {"limit": TOP}))
    return [Named(name, _name(reader, name), int(n)) for name, n in found if n]


# Of a past time the view of the versions leaves out those that were not yet held.
_THEN: Final = """
CROSS JOIN article_version v ON v.article_id = s.article_id AND v.version = s.version
"""


def _name(reader: Reader, symbol: str) -> str | None:
    query = sql(
        "SELECT s.name FROM article_symbol s",
        _THEN if reader.as_of else "",
        "WHERE s.symbol = :symbol AND s.name IS NOT NULL",
        "GROUP BY 1 ORDER BY count(*) DESC, 1",
    )
    row = reader.row(query, {"symbol": symbol})
    return str(row[0]) if row else None
