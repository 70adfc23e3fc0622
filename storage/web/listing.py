"""The list of news: what a question finds, page by page, and what to narrow it by."""

from datetime import timedelta
from itertools import islice
from typing import Final, NamedTuple
from urllib.parse import urlencode

from storage.clock import BEIJING, instant
from storage.queries import Hit, NewsRow, Reader, search
from storage.queries.filters import sql
from storage.queries.news import NEWEST_FIRST, rows_of
from storage.search_text import parse_query
from storage.web.asking import LAST_PAGE, Asked
from storage.web.facets import facets, value_label
from storage.web.metadata import DATABASE
from storage.web.rendering import Answer, page

_PAGE: Final = 40
_MOST: Final = _PAGE * LAST_PAGE
"""Articles that are counted and paged through; hits of a search: a quarter of it."""
_SUMMARY: Final = 90
"""Characters of a body below its title."""


class Line(NamedTuple):
    """An article in the list; texts in pieces, each with whether it is a hit."""

    row: NewsRow
    title: list[tuple[str, bool]]
    text: list[tuple[str, bool]]


class _Found(NamedTuple):
    lines: list[Line]
    ids: list[str]
    has_more: bool
    """Whether there are more than the ids."""


def listing(reader: Reader, question: Asked, *, is_fragment: bool = False) -> Answer:
    """
    The page that a question asks for.

    Args:
        reader: the database.
        question: words, filters, page.
        is_fragment: only what changes as one types.

    Raises:
        WrongAddressError: the question cannot be.
    """
    with reader.at_one_instant():
        found = _searched(reader, question) if question.q else _listed(reader, question)
        narrowing = facets(reader, found.ids, question)
    return page(
        "results.html" if is_fragment else "listing.html",
        question=question,
        lines=found.lines,
        number=len(found.ids),
        has_more=found.has_more,
        facets=narrowing,
        chosen=_chosen(question),
        newer=question.but(page=question.page - 1) if question.page > 1 else None,
        older=_older(question, found),
        csv=_data_address(question),
    )


def _listed(reader: Reader, question: Asked) -> _Found:
    where, values = question.filters.where()
    query = sql("SELECT a.id, a.article_id FROM article a", where, NEWEST_FIRST, "LIMIT :n")
    pairs = list(reader.rows(query, values | {"n": _MOST + 1}))
    first = (question.page - 1) * _PAGE
    rows = rows_of(reader, (row_id for row_id, _ in pairs[first : first + _PAGE]))
    lines = [Line(row, [(row.title, False)], [(_beginning(row), False)]) for row in rows]
    return _Found(lines, [name for _, name in pairs[:_MOST]], len(pairs) > _MOST)


def _searched(reader: Reader, question: Asked) -> _Found:
    most = _MOST // 4
    found = search(reader, parse_query(question.q), question.filters, limit=most + 1)
    first = (question.page - 1) * _PAGE
    shown = islice(found.hits[:most], first, first + _PAGE)
    lines = [Line(hit.row, hit.title(), _snippet(hit)) for hit in shown]
    ids = [hit.row.article_id for hit in found.hits[:most]]
    return _Found(lines, ids, len(found.hits) > most)


def _snippet(hit: Hit) -> list[tuple[str, bool]]:
    pieces = hit.snippet()
    return pieces if any(is_hit for _, is_hit in pieces) else [(_beginning(hit.row), False)]


def _beginning(row: NewsRow) -> str:
    """What a flash says is mostly its title; then nothing stands below it."""
    text = " ".join((row.summary or row.body).split())
    if row.title in text[: len(row.title) + 12] and len(text) < len(row.title) + 24:
        return ""
    return text[:_SUMMARY] + ("…" if len(text) > _SUMMARY else "")


def _older(question: Asked, found: _Found) -> str | None:
    """The next page; behind the last one the list begins anew at its last time."""
    if question.page * _PAGE < len(found.ids):
        return question.but(page=question.page + 1)
    last = instant(found.lines[-1].row.published_at) if found.lines else None
    if not found.has_more or last is None:
        return None
    # A second later, for several may share the last one's.
    until = (last + timedelta(seconds=1)).astimezone(BEIJING)
    return question.but(until=until.strftime("%Y-%m-%d %H:%M:%S"))


def _chosen(question: Asked) -> list[tuple[str, str]]:
    """What the list is narrowed by, with the address that takes it off."""
    names = [*(name for name, _ in question.hidden()), *(["until"] * bool(question.until))]
    return [
        (
            f"{getattr(question, name)} 之前"
            if name == "until"
            else value_label(name, getattr(question, name)),
            question.but(**{name: ""}),
        )
        for name in names
    ]


def _data_address(question: Asked) -> str:
    """The same question to Datasette, as CSV: words by our query, facets by its own."""
    if question.q:
        return f"/{DATABASE}/search.csv?{urlencode({'words': question.q})}"
    site, _, channel = question.channel.rpartition(":")
    given = {
        "_stream": "on",
        "site": site,
        "channels__contains": channel,
        "kind": question.kind,
        "source": question.source,
        "symbols__contains": question.symbol,
        "published__startswith": question.day,
    }
    filled = {name: value for name, value in given.items() if value}
    return f"/{DATABASE}/news.csv?{urlencode(filled)}"
