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
from typing import Final, Literal

from storage.queries.filters import Filters
from storage.queries.news import (
    ALL,
    NEWEST_FIRST,
    NewsRow,
    chunks,
    latest_ids,
    rows_of,
)
from storage.queries.opening import Reader
from storage.search_text import Query, snippet, to_match

Marked = list[tuple[str, bool]]
"""A text in pieces, each with whether it is a hit."""

_GLANCE: Final = 80
"""Newest articles that are read before the index is asked: 2 ms."""
_FEW: Final = 2_000
"""So many hits are sorted by time; more are met on the way back through time."""
_TITLE_WEIGHT: Final = 5.0
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


def _newest(
    reader: Reader, query: Query, filters: Filters, limit: int
) -> tuple[list[int], int | None]:
    """One id more than asked for, if there is one, and the total if it is known."""
    glanced = latest_ids(reader, filters, limit=_GLANCE)
    ids = list(islice(_meant(reader, query, glanced), limit + 1))
    if len(ids) > limit:
        return ids, None
    match = to_match(query)
    if match is None:
        everything = latest_ids(reader, filters)
        return list(islice(_meant(reader, query, everything), limit + 1)), None
    few = _few(reader, match, filters)
    if len(few) <= _FEW and not query.needs_check:
        return few, len(few)
    candidates = iter(few) if len(few) <= _FEW else _walk(reader, match, filters)
    if query.needs_check:
        candidates = _meant(reader, query, candidates)
    return list(islice(candidates, limit + 1)), None


_MATCHES: Final = "SELECT rowid FROM article_search WHERE article_search MATCH :match"


def _few(reader: Reader, match: str, filters: Filters) -> list[int]:
    """Hits, newest first; more than `_FEW` of them means: there are too many to sort."""
    where, values = filters.where(f"a.id IN ({_MATCHES} LIMIT :few)")
    values |= {"match": match, "few": _FEW + 1}
    if where.count(" AND "):
        # The limit must count hits alone; with filters it is another question.
        unfiltered = f"SELECT count(*) FROM ({_MATCHES} LIMIT :few)"
        row = reader.row(unfiltered, values)
        if row and row[0] > _FEW:
            return [0] * row[0]
    query = " ".join(("SELECT a.id FROM article a", where, NEWEST_FIRST))
    return [row_id for (row_id,) in reader.rows(query, values)]
