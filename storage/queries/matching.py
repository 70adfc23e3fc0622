"""What a search index can tell of a query, as one question to the database."""

from typing import Any, Final, NamedTuple

from storage.search_text import Query, to_match


class Matching(NamedTuple):
    """Which articles a query may mean, in SQL, and how far to trust it."""

    rows: str
    """Selects the `article.id` of all articles that are meant, and of some others."""
    values: dict[str, Any]
    """Of its parameters."""
    tokens: int
    """How many it looks up, nearly: what it costs."""
    needs_check: bool
    """Whether some others may be among them, so that the text must decide."""


FTS5: Final = "SELECT rowid FROM article_search WHERE article_search MATCH :match"


def by_fts5(query: Query) -> Matching | None:
    """What SQLite's index knows; None where only the texts can answer."""
    match = to_match(query)
    if match is None:
        return None
    return Matching(FTS5, {"match": match}, len(match.split()), query.needs_check)
