"""The family of an article: who said it first, who repeated it, and how."""

import json
from typing import Any, NamedTuple

from storage.queries.opening import Reader

_MEMBERS = """
SELECT n.article_id, n.site, n.source, n.published, n.first_seen_at, n.title, n.body,
       d.relation, d.score, d.reasons,
       CAST(strftime('%s', coalesce(n.published_at, n.first_seen_at)) AS bigint)
         - CAST(strftime('%s', coalesce(o.published_at, o.first_seen_at)) AS bigint)
         AS delay
FROM news n
JOIN article o ON o.article_id = :original
LEFT JOIN duplicate d ON d.article_id = n.article_id
WHERE n.article_id = :original OR d.original_id = :original
ORDER BY n.article_id <> :original, delay, n.article_id
"""


class Member(NamedTuple):
    """One article of a family, the original first. Times as in `news`."""

    article_id: str
    site: str
    source: str | None
    published: str | None
    first_seen_at: str
    title: str
    body: str
    relation: str | None
    """Null for the original."""
    score: float | None
    reasons: dict[str, Any]
    delay: int
    """Seconds after the original."""


def family(reader: Reader, article_id: str) -> list[Member]:
    """All that tell the same story as an article, itself included."""
    found = reader.row(
        "SELECT coalesce(d.original_id, a.article_id) FROM article a "
        "LEFT JOIN duplicate d ON d.article_id = a.article_id WHERE a.article_id = :id",
        {"id": article_id},
    )
    if found is None:
        return []
    members = []
    for row in reader.rows(_MEMBERS, {"original": found[0]}):
        member = Member._make(row)
        reasons = json.loads(row[-2] or "{}")
        members.append(member._replace(reasons=reasons, delay=int(row[-1] or 0)))
    return members
