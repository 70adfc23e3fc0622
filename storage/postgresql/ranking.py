"""
The most relevant articles first, by BM25, as SQLite's FTS5 works it out.

A server has no such function. The texts are read that the index finds, which FTS5
does too; of a word's rarity the index's own count tells, which takes some articles in
that hold its characters apart.
"""

import json
from collections.abc import Iterable, Iterator
from math import log
from typing import Final, NamedTuple

from storage.chunks import chunks
from storage.queries.filters import Filters, sql
from storage.queries.news import NEWEST_FIRST, SORTABLE
from storage.queries.opening import Reader
from storage.queries.searching import LISTED, TEXTS, TITLE_WEIGHT, meant
from storage.search_text import Query, fold

_K1: Final = 1.2
_B: Final = 0.75
_LEAST: Final = 1e-6
"""What a word weighs that is in half of all articles or more."""


class _Word(NamedTuple):
    """One of the words that are sought, and how rare it is."""

    text: str
    """Folded."""
    weight: float


def by_relevance(reader: Reader, query: Query, filters: Filters) -> Iterator[int]:
    """Ids, best match first; of equal ones the newest; texts of the past come last."""
    match = reader.matching(query)
    assert match is not None
    where, values = filters.where(f"a.id IN ({match.rows})")
    found = reader.rows(sql(SORTABLE, where, NEWEST_FIRST), values | match.values)
    newest_first = [row_id for row_id, _ in found]
    retold = _retold(reader, filters)
    known = [row_id for row_id in newest_first if row_id not in set(retold)]
    if reader.as_of:
        known.sort(reverse=True)
    scores = _scores(reader, query, known)
    ranked = sorted(scores, key=lambda row_id: -scores[row_id])
    return iter([*ranked, *meant(reader, query, retold)])


def _retold(reader: Reader, filters: Filters) -> list[int]:
    """Articles whose text was another then: the index knows nothing of it."""
    if reader.as_of is None:
        return []
    where, values = filters.where("a.id IN (SELECT id FROM retold)")
    query = sql("SELECT a.id FROM article a", where, "ORDER BY a.id DESC")
    return [row_id for (row_id,) in reader.rows(query, values)]


def _scores(reader: Reader, query: Query, ids: Iterable[int]) -> dict[int, float]:
    """BM25 of those articles that the query means, in their order."""
    number, length = reader.row("SELECT count(*), sum(length) FROM article_search") or (
        0,
        0,
    )
    words = [_weighed(reader, part, number) for part in _parts(query)]
    average = (length or 1) / (number or 1)
    scores: dict[int, float] = {}
    for chunk in chunks(ids, 200):
        given = {"ids": json.dumps(chunk)}
        texts = {row_id: texts for row_id, *texts in reader.rows(TEXTS, given)}
        lengths = dict(reader.rows(_LENGTHS, given))
        for row_id in chunk:
            title, body = texts[row_id]
            if query.matches(title, body):
                scores[row_id] = _score(words, title, body, lengths[row_id] / average)
    return scores


_LENGTHS: Final = f"SELECT id, length FROM article_search WHERE id IN ({LISTED})"  # noqa: S608 - our own


def _score(words: Iterable[_Word], title: str, body: str, length: float) -> float:
    title, body = fold(title), fold(body)
    score = 0.0
    for word in words:
        often = TITLE_WEIGHT * _count(title, word.text) + _count(body, word.text)
        score += word.weight * often * (_K1 + 1) / (often + _K1 * (1 - _B + _B * length))
    return score


def _parts(query: Query) -> Iterator[str]:
    """The phrases that FTS5 would look up."""
    for word in query.words:
        yield from fold(word).split()


def _weighed(reader: Reader, part: str, number: int) -> _Word:
    match = reader.matching(Query(all_of=(part,)))
    assert match is not None
    row = reader.row(f"SELECT count(*) FROM ({match.rows}) held", match.values)  # noqa: S608 - our own
    holding = row[0] if row else 0
    rarity = log((number - holding + 0.5) / (holding + 0.5))
    return _Word(part, rarity if rarity > 0 else _LEAST)


def _count(text: str, word: str) -> int:
    """How often a word stands in a text, also where it overlaps itself."""
    number, at = 0, text.find(word)
    while at >= 0:
        number, at = number + 1, text.find(word, at + 1)
    return number
