"""
Searching titles and bodies for words, exactly (`storage.search_text`).

A word in half of all articles is found soonest by reading the newest ones; a
word in few, by the index; one in between by walking back through time with what
the index has found. Which it is shows itself on the way, at a bounded price.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, Literal

from storage.chunks import chunks
from storage.queries.filters import Filters, sql
from storage.queries.matching import FTS5, Matching
from storage.queries.news import (
    ALL,
    NEWEST_FIRST,
    SORTABLE,
    NewsRow,
    latest_ids,
    rows_of,
)
from storage.queries.opening import Reader
from storage.search_text import Query, snippet

Marked = list[tuple[str, bool]]
"""A text in pieces, each with whether it is a hit."""

LISTED: Final = "SELECT value FROM json_each(:ids) wanted"
"""Ids that are handed in as JSON."""
_GLANCE: Final = 100
"""So many of the newest articles are read before the index is asked..."""
_LONG_GLANCE: Final = 2_500
"""...and at most so many, while that promises to be faster than the index."""
_TEXT_COST: Final = 16
"""In the time that it takes to read an article, the index finds a token in so many."""
_COUNTABLE: Final = 2_000
"""So many hits are counted; more are only met on the way back through time."""
_FEW: Final = 2
"""
Hits are looked up one by one and sorted if their number squared is at most so many
times that of all articles. Of more, the newest are met sooner on the way back.
"""
TITLE_WEIGHT: Final = 5.0
"""A word in the title counts so many times as much as one in the body."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that contains the words."""

    row: NewsRow
    words: tuple[str, ...]

    def title(self) -> Marked:
        """The whole title."""
        return snippet(self.row.title, self.words, width=len(self.row.title) + 1)

    def snippet(self) -> Marked:
        """Up to three pieces of the body around the words."""
        return snippet(self.row.body, self.words)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search has found."""

    hits: list[Hit]
    total: int | None
    """How many there are altogether; None where counting would cost too much."""


def search(
    reader: Reader,
    query: Query,
    filters: Filters = ALL,
    *,
    limit: int = 20,
    sort: Literal["time", "relevance"] = "time",
) -> Found:
    """
    The articles that a query means, newest or most relevant first.

    Raises:
        ValueError: nothing is asked.
    """
    if not query:
        raise ValueError("a search needs a word")
    with reader.at_one_instant():
        total = None
        if sort == "relevance":
            ids = list(islice(_by_relevance(reader, query, filters), limit + 1))
        else:
            ids, total = _newest(reader, query, filters, limit)
        rows = rows_of(reader, ids[:limit])
        hits = [Hit(row, query.words) for row in rows]
    return Found(hits, len(hits) if len(ids) <= limit else total)


def hits(
    reader: Reader,
    query: Query,
    filters: Filters = ALL,
    *,
    limit: int | None = None,
    sort: Literal["time", "relevance"] = "time",
) -> Iterator[Hit]:
    """What `search` finds, read as it is asked for, whatever its number."""
    rows = rows_of(reader, _all_ids(reader, query, filters, limit, sort))
    return (Hit(row, query.words) for row in rows)


def count_hits(
    reader: Reader, query: Query, filters: Filters = ALL, *, limit: int | None = None
) -> int:
    """How many articles a query means, at most `limit`."""
    return sum(1 for _ in _all_ids(reader, query, filters, limit, "time"))


def _all_ids(
    reader: Reader, query: Query, filters: Filters, limit: int | None, sort: str
) -> Iterator[int]:
    if sort == "relevance":
        return islice(_by_relevance(reader, query, filters), limit)
    return islice(_newest_by_index(reader, query, filters)[0], limit)


def _newest(
    reader: Reader, query: Query, filters: Filters, limit: int
) -> tuple[list[int], int | None]:
    """One id more than asked for, if there is one, and the total if it is known."""
    ids = _glance(reader, query, filters, limit + 1)
    if len(ids) > limit:
        return ids, None
    found, total = _newest_by_index(reader, query, filters)
    return list(islice(found, limit + 1)), total


def _newest_by_index(
    reader: Reader, query: Query, filters: Filters
) -> tuple[Iterator[int], int | None]:
    """All that is meant, newest first, and the total if it is known."""
    match = reader.matching(query)
    if match is None:
        return meant(reader, query, latest_ids(reader, filters)), None
    found, total = _indexed(reader, match, filters)
    if match.needs_check or reader.as_of:
        return meant(reader, query, found), None
    return found, total


def _glance(reader: Reader, query: Query, filters: Filters, wanted: int) -> list[int]:
    """So many hits among the newest articles, if the words are as common as that."""
    if wanted > _LONG_GLANCE:
        return []
    articles, ids = _articles(reader), list[int]()
    match = reader.matching(query)
    tokens = match.tokens if match else 0
    newest = latest_ids(reader, filters, limit=_LONG_GLANCE)
    for number, some in enumerate(chunks(newest, _GLANCE), 1):
        ids += meant(reader, query, some)
        share = len(ids) / (number * _GLANCE)
        left = (wanted - len(ids)) * _TEXT_COST
        # Still to be read, left / share, against what the index would have to read.
        if left <= 0 or left > share * share * articles * tokens:
            break
    return ids[:wanted]


def _articles(reader: Reader) -> int:
    """How many there are, nearly: none is ever deleted."""
    last = reader.row("SELECT max(id) FROM main.article")
    return last[0] or 0 if last else 0


_RETOLD: Final = "UNION SELECT id FROM retold"
"""At a past time: of texts that have changed since, the index knows nothing."""


def _indexed(
    reader: Reader, match: Matching, filters: Filters
) -> tuple[Iterator[int], int | None]:
    """What the index finds, newest first, and how many that is."""
    values: dict[str, Any] = match.values | {"most": _COUNTABLE + 1}
    matches = sql(match.rows, _RETOLD) if reader.as_of else match.rows
    ids = [row[0] for row in reader.rows(sql(matches, "LIMIT :most"), values)]
    if len(ids) > _COUNTABLE:
        return _walk(reader, matches, values, filters), None
    listed = LISTED
    values = {"ids": json.dumps(ids)}
    if len(ids) ** 2 > _FEW * _articles(reader):
        return _walk(reader, listed, values, filters), len(ids) if filters == ALL else None
    where, filtering = filters.where(f"a.id IN ({listed})")
    query = sql(SORTABLE, where, NEWEST_FIRST)
    few = [row[0] for row in reader.rows(query, values | filtering)]
    return iter(few), len(few)


def _walk(
    reader: Reader, ids: str, values: dict[str, Any], filters: Filters
) -> Iterator[int]:
    """Those of some ids that the filters leave, met on the way back through time."""
    # The plus keeps SQLite from looking the ids up one by one and sorting them.
    where, filtering = filters.where(f"+a.id IN ({ids})")
    # The past `article` is a view, which has no index of its own to be named.
    index = "" if reader.as_of else "INDEXED BY ix_article_published_at"
    found = reader.rows(sql(SORTABLE, index, where, NEWEST_FIRST), values | filtering)
    return (row[0] for row in found)


def _by_relevance(reader: Reader, query: Query, filters: Filters) -> Iterator[int]:
    """Best match first, by BM25; of equal ones the newest."""
    match = reader.matching(query)
    if match is None:
        return meant(reader, query, latest_ids(reader, filters))
    if reader.is_served:
        from storage.postgresql.ranking import by_relevance  # noqa: PLC0415 - of servers alone

        return by_relevance(reader, query, filters)
    if reader.as_of:
        return meant(reader, query, _relevant_then(reader, match, filters))
    where, values = filters.where("article_search MATCH :match")
    source = "SELECT a.id FROM article_search JOIN article a ON a.id = article_search.rowid"
    order = "ORDER BY bm25(article_search, :title, 1.0), a.published_at DESC, a.id DESC"
    values |= match.values | {"title": TITLE_WEIGHT}
    found = (row[0] for row in reader.rows(sql(source, where, order), values))
    return meant(reader, query, found) if match.needs_check else found


_RANKED: Final = sql(FTS5, "ORDER BY bm25(article_search, :title, 1.0), rowid DESC")


def _relevant_then(reader: Reader, match: Matching, filters: Filters) -> Iterator[int]:
    """What may be meant at a past time: by the texts of today, those changed since last."""
    values = match.values | {"title": TITLE_WEIGHT}
    ranked = [row[0] for row in reader.rows(_RANKED, values)]
    retold = [row[0] for row in reader.rows("SELECT id FROM retold ORDER BY id DESC")]
    changed = frozenset(retold)
    candidates = [row_id for row_id in ranked if row_id not in changed] + retold
    where, filtering = filters.where(f"a.id IN ({LISTED})")
    query = sql("SELECT a.id FROM article a", where)
    left = reader.rows(query, filtering | {"ids": json.dumps(candidates)})
    kept = {row_id for (row_id,) in left}
    return (row_id for row_id in candidates if row_id in kept)


TEXTS: Final = """
SELECT a.id, v.title, v.body
FROM json_each(:ids) wanted
CROSS JOIN article a ON a.id = wanted.value
CROSS JOIN article_version v ON v.article_id = a.article_id AND v.version = a.version
"""


def meant(reader: Reader, query: Query, ids: Iterable[int]) -> Iterator[int]:
    """Those of the articles whose text the query means, in their order."""
    for chunk in chunks(ids, 40):
        texts = {
            row_id: (title, body)
            for row_id, title, body in reader.rows(TEXTS, {"ids": json.dumps(chunk)})
        }
        yield from (row_id for row_id in chunk if query.matches(*texts[row_id]))
