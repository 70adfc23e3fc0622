"""
The questions that people ask first, in SQL.

The charts draw their answers; Datasette offers each of them as a page, CSV and
JSON under `/db/NAME`, with the SQL to go on from.
"""

from typing import Final, NamedTuple

from storage.queries.filters import sql


class Question(NamedTuple):
    """A named query: what it answers, and how."""

    title: str
    sql: str


_RECENT: Final = """
WHERE a.published_at >= strftime('%Y-%m-%dT%H:%M:%SZ',
  (SELECT max(published_at) FROM article), '-30 days')
"""
_BY_CHANNEL: Final = "FROM article a JOIN article_channel c ON c.article_id = a.article_id"

FRESHNESS: Final = sql(
    """
SELECT a.site, c.channel, max(a.published_at) AS newest,
  max(c.last_listed_at) AS last_listed,
  CAST(total(a.published_at >= strftime('%Y-%m-%dT%H:%M:%SZ',
    (SELECT max(published_at) FROM article), '-1 day')) AS INTEGER) AS last_day,
  count(*) AS last_30_days
""",
    _BY_CHANNEL,
    _RECENT,
    "GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2",
)

ARTICLES_PER_HOUR: Final = sql(
    """
SELECT a.site, c.channel, CAST(strftime('%H', a.published_at, '+8 hours') AS INTEGER)
  AS hour, count(*) AS articles
""",
    _BY_CHANNEL,
    _RECENT,
    "AND a.published_precision <> 'day' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
)

ARTICLES_PER_DAY: Final = sql(
    "SELECT a.site, c.channel, date(a.published_at, '+8 hours') AS day,",
    "count(*) AS articles",
    _BY_CHANNEL,
    _RECENT,
    "GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
)

COVERAGE: Final = """
SELECT site, channel, day, listed, stored, rejected, pending, gone, complete, closed
FROM coverage WHERE day >= date((SELECT max(day) FROM coverage), '-29 days')
ORDER BY site, channel, day
"""

REPRINT_DELAY: Final = """
SELECT d.relation, d.article_id, d.original_id,
  CAST(strftime('%s', a.published_at) - strftime('%s', o.published_at) AS INTEGER)
    AS seconds
FROM (SELECT * FROM duplicate ORDER BY decided_at DESC LIMIT 20000) d
JOIN article a ON a.article_id = d.article_id
JOIN article o ON o.article_id = d.original_id
WHERE a.published_at >= o.published_at
  AND a.published_precision <> 'day' AND o.published_precision <> 'day'
ORDER BY 4
"""

SYMBOLS: Final = sql(
    """
SELECT s.symbol, max(s.name) AS name, count(DISTINCT a.article_id) AS articles
FROM article a
JOIN article_symbol s ON s.article_id = a.article_id AND s.version = a.version
""",
    _RECENT,
    "GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT 20",
)

SEARCH: Final = """
SELECT article_id, kind, channels, title, source, published, symbols, url, body
FROM news
WHERE article_id IN (
    SELECT a.article_id FROM article_search JOIN article a ON a.id = article_search.rowid
    WHERE article_search MATCH shibao_match(:words))
  AND shibao_means(:words, title, body)
ORDER BY published_at DESC
"""

QUESTIONS: Final = {
    "search": Question("Search title and body, as `shibao search` does", SEARCH),
    "freshness": Question("Newest article and sighting of every channel", FRESHNESS),
    "articles_per_hour": Question(
        "Articles by channel and hour of the day, 30 days", ARTICLES_PER_HOUR
    ),
    "articles_per_day": Question("Articles by channel and day, 30 days", ARTICLES_PER_DAY),
    "coverage_by_day": Question("How complete every channel's day is, 30 days", COVERAGE),
    "reprint_delay": Question("How long after the original a repeat came", REPRINT_DELAY),
    "most_named_symbols": Question("Securities most often named, 30 days", SYMBOLS),
}
