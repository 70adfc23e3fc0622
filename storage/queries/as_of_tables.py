"""
The temporary tables and views of `as_of`, in SQL.

`a` is an article as it is, `v` its version at the instant, `p` what was known of
it until more was. `p` is missing where nothing was written down: in databases
from before `article_past`, whose versions then speak for themselves. CROSS JOIN
keeps SQLite to the order in which the tables are named: the smallest first.
"""

from typing import Final

AT: Final = "(SELECT at FROM past_instant)"

CHANGED: Final = """
WITH changed (article_id) AS (
  SELECT article_id FROM main.article_past WHERE until > (SELECT at FROM past_instant)
  UNION
  SELECT c.article_id FROM main.article c
  CROSS JOIN main.article_version w
    ON w.article_id = c.article_id AND w.version = c.version
  WHERE c.version > 1 AND w.valid_from > (SELECT at FROM past_instant)
)
"""
"""The articles of which more is known now..."""

FROM_CHANGED: Final = """
FROM changed
CROSS JOIN main.article a ON a.article_id = changed.article_id
CROSS JOIN main.article_version v ON v.article_id = a.article_id AND v.version = (
  SELECT max(w.version) FROM main.article_version w
  WHERE w.article_id = a.article_id AND w.valid_from <= (SELECT at FROM past_instant))
LEFT JOIN main.article_past p ON p.past_id = (
  SELECT min(q.past_id) FROM main.article_past q
  WHERE q.article_id = a.article_id AND q.until > (SELECT at FROM past_instant))
WHERE a.first_seen_at <= (SELECT at FROM past_instant)
"""
"""...with what was."""

IS_FULL: Final = "json_extract(p.known, '$.version') = v.version"
"""Whether `p` speaks of the same version; in an old database it may not."""

EXTRA: Final = """
CASE WHEN json_extract(p.known, '$.version') = v.version
  THEN json_extract(p.known, '$.summary') ELSE v.summary END,
CASE WHEN json_extract(p.known, '$.version') = v.version
  THEN json_extract(p.known, '$.authors') ELSE v.authors END,
CASE WHEN json_extract(p.known, '$.version') = v.version THEN p.past_id END,
(SELECT min(h.past_id) FROM main.article_past h
  WHERE h.article_id = a.article_id AND h.until > (SELECT at FROM past_instant)
    AND json_extract(h.known, '$.version') = v.version
    AND json_type(h.known, '$.body_html') IS NOT NULL)
"""
"""Beside the columns of `article`: two of the version's, and where to find the rest."""

UNCHANGED: Final = """
FROM main.article
WHERE first_seen_at <= (SELECT at FROM past_instant)
  AND id NOT IN (SELECT id FROM article_then)
"""

IS_FILLED: Final = """
EXISTS (SELECT 1 FROM article_then x WHERE x.article_id = v.article_id
  AND x.version = v.version AND x.past_id IS NOT NULL)
"""
"""Whether a later reading filled something in that version `v` did not say yet."""

BODY_HTML: Final = """
coalesce(
  (SELECT json_extract(p.known, '$.body_html')
    FROM article_then x JOIN main.article_past p ON p.past_id = x.html_id
    WHERE x.article_id = v.article_id AND x.version = v.version),
  v.body_html) AS body_html
"""

SATELLITES: Final = (
    """
    CREATE TEMP TABLE symbol_later (
      article_id TEXT, version INTEGER, symbol TEXT,
      PRIMARY KEY (article_id, version, symbol)) WITHOUT ROWID
    """,
    """
    INSERT INTO symbol_later
    SELECT s.article_id, s.version, s.symbol
    FROM article_then x
    CROSS JOIN main.article_past p ON p.past_id = x.past_id
    CROSS JOIN main.article_symbol s
      ON s.article_id = x.article_id AND s.version = x.version
    WHERE s.symbol NOT IN (
      SELECT json_extract(one.value, '$[0]') FROM json_each(p.known, '$.symbols') one)
    """,
    """
    CREATE TEMP VIEW article_symbol AS
    SELECT s.article_id, s.version, s.symbol, s.name, s.rule
    FROM main.article_symbol s
    WHERE NOT EXISTS (SELECT 1 FROM symbol_later l WHERE l.article_id = s.article_id
      AND l.version = s.version AND l.symbol = s.symbol)
    """,
    # No UNION: SQLite would gather all tags of all articles for every row of `news`.
    """
    CREATE TEMP VIEW article_tag AS
    SELECT m.article_id, one.key + 1 AS position, one.value AS tag
    FROM main.article m
    CROSS JOIN json_each(coalesce(
      (SELECT json_extract(p.known, '$.tags')
        FROM article_then x JOIN main.article_past p ON p.past_id = x.past_id
        WHERE x.article_id = m.article_id),
      (SELECT json_group_array(t.tag) FROM main.article_tag t
        WHERE t.article_id = m.article_id))) one
    """,
    """
    CREATE TEMP VIEW article_channel AS
    SELECT article_id, channel, first_listed_at,
      min(last_listed_at, (SELECT at FROM past_instant)) AS last_listed_at
    FROM main.article_channel
    WHERE first_listed_at <= (SELECT at FROM past_instant)
    """,
    "CREATE TEMP TABLE duplicate AS SELECT * FROM main.duplicate WHERE 0",
    "CREATE UNIQUE INDEX temp.duplicate_then ON duplicate (article_id)",
    """
    INSERT INTO duplicate
    SELECT d.* FROM main.duplicate d
    JOIN main.article a ON a.article_id = d.article_id
    JOIN main.article o ON o.article_id = d.original_id
    WHERE d.decided_at <= (SELECT at FROM past_instant)
      AND max(a.first_seen_at, o.first_seen_at) <= (SELECT at FROM past_instant)
    """,
    # Why they stood is not kept. Where a clock was set back, the last word counts.
    """
    INSERT OR IGNORE INTO duplicate (article_id, original_id, decided_at)
    SELECT d.article_id, d.original_id, d.decided_at FROM main.duplicate_past d
    JOIN main.article a ON a.article_id = d.article_id
    JOIN main.article o ON o.article_id = d.original_id
    WHERE d.decided_at <= (SELECT at FROM past_instant)
      AND d.until > (SELECT at FROM past_instant)
      AND max(a.first_seen_at, o.first_seen_at) <= (SELECT at FROM past_instant)
    ORDER BY d.past_id DESC
    """,
    "CREATE INDEX temp.duplicate_then_original ON duplicate (original_id)",
    """
    CREATE TEMP VIEW rejection AS
    SELECT * FROM main.rejection WHERE first_at <= (SELECT at FROM past_instant)
    """,
    "CREATE TEMP VIEW discovery AS SELECT * FROM main.discovery WHERE 0",
    # The search index knows the current text alone; of these it must not be asked.
    "CREATE TEMP TABLE retold (id INTEGER PRIMARY KEY)",
    """
    INSERT INTO retold
    SELECT x.id FROM article_then x JOIN main.article a ON a.id = x.id
    WHERE a.version > x.version
    """,
)
"""What stands beside `article` and `article_version`."""
