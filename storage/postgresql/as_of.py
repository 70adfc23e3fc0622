"""
A server's database as it was: `storage.queries.as_of` in PostgreSQL's SQL.

The same temporary tables and views under the names of today, which a server finds
first, too. The instant stands in them as a literal.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from storage.clock import iso_utc
from storage.postgresql.spelling import view
from storage.queries.as_of import FILLED, KNOWN, OF_TIME, OF_VERSION
from storage.queries.filters import sql
from storage.views import VIEWS

_COLUMNS: Final = """
SELECT column_name, data_type FROM information_schema.columns
WHERE table_schema = current_schema() AND table_name = %s ORDER BY ordinal_position
"""
_IS_FULL: Final = "CAST(p.known ->> 'version' AS integer) = v.version"
"""Whether `p` speaks of the same version; in an old database it may not."""


def go_back(connection: Any, at: datetime, schema: str) -> None:
    """
    Have a connection see what the database held at an instant, in one transaction.

    Args:
        connection: psycopg's.
        at: aware.
        schema: where the tables lie, quoted.
    """
    connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
    articles, versions = (
        dict(connection.execute(_COLUMNS, [table]).fetchall())
        for table in ("article", "article_version")
    )
    for statement in _statements(articles, list(versions)):
        instant = f"CAST('{iso_utc(at)}' AS timestamptz)"
        connection.execute(statement.replace("main.", f"{schema}.").replace(":at", instant))
    for name, query in VIEWS.items():
        connection.execute(f"CREATE TEMP VIEW {name} AS {view(query)}")
    connection.execute("SET TRANSACTION READ ONLY")


def _statements(articles: dict[str, str], versions: list[str]) -> Iterator[str]:
    yield "CREATE TEMP TABLE article_then (LIKE main.article)"
    yield _EXTRA
    then = ", ".join(_then(name, type_) for name, type_ in articles.items())
    yield f"INSERT INTO article_then {_CHANGED} SELECT {then}, {_BESIDE} {_FROM_CHANGED}"
    yield "CREATE UNIQUE INDEX ON article_then (article_id)"
    yield "CREATE INDEX ON article_then (id)"
    yield "ANALYZE article_then"
    now, listed = ", ".join(map(_now, articles)), ", ".join(articles)
    changed = sql("UNION ALL SELECT", listed, "FROM article_then")
    yield sql("CREATE TEMP VIEW article AS SELECT", now, _UNCHANGED, changed)
    told = ", ".join(map(_of_version, versions))
    yield sql("CREATE TEMP VIEW article_version AS SELECT", told, _VERSIONS)
    yield from _SATELLITES


def _then(column: str, type_: str) -> str:
    """What a column of a changed article was."""
    known = f"CAST(p.known ->> '{column}' AS {type_})"
    if column == "version":
        return "v.version"
    if column == "last_seen_at":
        return "least(a.last_seen_at, :at)"
    if column in KNOWN:
        return f"CASE WHEN p.past_id IS NULL THEN a.{column} ELSE {known} END"
    if column in OF_VERSION:
        return f"CASE WHEN {_IS_FULL} THEN {known} ELSE v.{column} END"
    if column in OF_TIME:
        same = "v.published_at IS NOT DISTINCT FROM a.published_at"
        return f"CASE WHEN {_IS_FULL} THEN {known} WHEN {same} THEN a.{column} END"
    return f"a.{column}"


def _now(column: str) -> str:
    """The same of an article that is as it was."""
    if column == "last_seen_at":
        return "least(a.last_seen_at, :at) AS last_seen_at"
    return f"a.{column}"


def _of_version(column: str) -> str:
    if column == "body_html":
        return _BODY_HTML
    if column not in FILLED:
        return f"v.{column}"
    is_filled = f"CASE WHEN x.past_id IS NOT NULL THEN x.{column}"
    return f"{is_filled} ELSE v.{column} END AS {column}"


_EXTRA: Final = """
ALTER TABLE article_then ADD summary text, ADD authors text, ADD past_id integer,
  ADD html_id integer
"""
_CHANGED: Final = """
WITH changed AS (
  SELECT article_id FROM main.article_past WHERE until > :at
  UNION
  SELECT c.article_id FROM main.article c JOIN main.article_version w
    ON w.article_id = c.article_id AND w.version = c.version
  WHERE c.version > 1 AND w.valid_from > :at
)
"""
_FROM_CHANGED: Final = """
FROM changed
JOIN main.article a ON a.article_id = changed.article_id
JOIN main.article_version v ON v.article_id = a.article_id AND v.version = (
  SELECT max(w.version) FROM main.article_version w
  WHERE w.article_id = a.article_id AND w.valid_from <= :at)
LEFT JOIN LATERAL (
  SELECT q.past_id, CAST(q.known AS jsonb) AS known FROM main.article_past q
  WHERE q.article_id = a.article_id AND q.until > :at ORDER BY q.past_id LIMIT 1
) p ON TRUE
WHERE a.first_seen_at <= :at
"""
_BESIDE: Final = f"""
CASE WHEN {_IS_FULL} THEN p.known ->> 'summary' ELSE v.summary END,
CASE WHEN {_IS_FULL} THEN p.known ->> 'authors' ELSE v.authors END,
CASE WHEN {_IS_FULL} THEN p.past_id END,
(SELECT min(h.past_id) FROM main.article_past h
  WHERE h.article_id = a.article_id AND h.until > :at
    AND CAST(CAST(h.known AS jsonb) ->> 'version' AS integer) = v.version
    AND CAST(h.known AS jsonb) ? 'body_html')
"""  # noqa: S608 - our own
_UNCHANGED: Final = """
FROM main.article a WHERE a.first_seen_at <= :at
  AND NOT EXISTS (SELECT 1 FROM article_then x WHERE x.id = a.id)
"""
_VERSIONS: Final = """
FROM main.article_version v
LEFT JOIN article_then x ON x.article_id = v.article_id AND x.version = v.version
WHERE v.valid_from <= :at
"""
_BODY_HTML: Final = """
coalesce(
  (SELECT CAST(p.known AS jsonb) ->> 'body_html' FROM main.article_past p
    WHERE p.past_id = x.html_id),
  v.body_html) AS body_html
"""
_SATELLITES: Final = (
    """
    CREATE TEMP TABLE symbol_later AS
    SELECT s.article_id, s.version, s.symbol
    FROM article_then x
    JOIN main.article_past p ON p.past_id = x.past_id
    JOIN main.article_symbol s ON s.article_id = x.article_id AND s.version = x.version
    WHERE s.symbol NOT IN (
      SELECT one ->> 0 FROM jsonb_array_elements(CAST(p.known AS jsonb) -> 'symbols') one)
    """,
    """
    CREATE TEMP VIEW article_symbol AS
    SELECT s.article_id, s.version, s.symbol, s.name, s.rule
    FROM main.article_symbol s
    WHERE NOT EXISTS (SELECT 1 FROM symbol_later l WHERE l.article_id = s.article_id
      AND l.version = s.version AND l.symbol = s.symbol)
    """,
    """
    CREATE TEMP TABLE tags_then AS
    SELECT x.article_id, CAST(p.known AS jsonb) -> 'tags' AS tags
    FROM article_then x JOIN main.article_past p ON p.past_id = x.past_id
    WHERE CAST(p.known AS jsonb) -> 'tags' IS NOT NULL
    """,
    """
    CREATE TEMP VIEW article_tag AS
    SELECT t.article_id, t.position, t.tag FROM main.article_tag t
    WHERE NOT EXISTS (SELECT 1 FROM tags_then x WHERE x.article_id = t.article_id)
    UNION ALL
    SELECT x.article_id, CAST(one.position AS integer), one.tag COLLATE "C"
    FROM tags_then x CROSS JOIN LATERAL
      jsonb_array_elements_text(x.tags) WITH ORDINALITY one (tag, position)
    """,
    """
    CREATE TEMP VIEW article_channel AS
    SELECT article_id, channel, first_listed_at,
      least(last_listed_at, :at) AS last_listed_at
    FROM main.article_channel WHERE first_listed_at <= :at
    """,
    "CREATE TEMP TABLE duplicate AS SELECT * FROM main.duplicate WITH NO DATA",
    "CREATE UNIQUE INDEX ON duplicate (article_id)",
    """
    INSERT INTO duplicate
    SELECT d.* FROM main.duplicate d
    JOIN main.article a ON a.article_id = d.article_id
    JOIN main.article o ON o.article_id = d.original_id
    WHERE d.decided_at <= :at AND greatest(a.first_seen_at, o.first_seen_at) <= :at
    """,
    # Why they stood is not kept. Where a clock was set back, the last word counts.
    """
    INSERT INTO duplicate (article_id, original_id, decided_at)
    SELECT d.article_id, d.original_id, d.decided_at FROM main.duplicate_past d
    JOIN main.article a ON a.article_id = d.article_id
    JOIN main.article o ON o.article_id = d.original_id
    WHERE d.decided_at <= :at AND d.until > :at
      AND greatest(a.first_seen_at, o.first_seen_at) <= :at
    ORDER BY d.past_id DESC
    ON CONFLICT (article_id) DO NOTHING
    """,
    "CREATE INDEX ON duplicate (original_id)",
    "CREATE TEMP VIEW rejection AS SELECT * FROM main.rejection WHERE first_at <= :at",
    "CREATE TEMP VIEW discovery AS SELECT * FROM main.discovery WHERE FALSE",
    # The search index knows the current text alone; of these it must not be asked.
    "CREATE TEMP TABLE retold (id integer PRIMARY KEY)",
    """
    INSERT INTO retold
    SELECT x.id FROM article_then x JOIN main.article a ON a.id = x.id
    WHERE a.version > x.version
    """,
)
