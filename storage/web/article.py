"""One article: its text, what is known of it, its versions, its family."""

from datetime import UTC, datetime
from itertools import pairwise
from typing import Final, NamedTuple

from storage.queries import Detail, Reader, Version, detail, find_article
from storage.queries.articles import why_missing
from storage.queries.repeats import family
from storage.web.body import shown_body
from storage.web.difference import Piece, difference
from storage.web.rendering import Answer, json_file, page, problem

_INLINE: Final = 5
"""So many of the latest changes stand on the page itself."""


class Change(NamedTuple):
    """A version beside the one before it."""

    before: Version
    after: Version
    title: list[Piece]
    body: list[Piece]


def article(reader: Reader, name: str) -> Answer:
    """The page of an article, or one that says why there is none."""
    found = _found(reader, name)
    if isinstance(found, Answer):
        return found
    versions = found.versions
    return page(
        "article.html",
        now=datetime.now(UTC),
        found=found,
        row=found.row,
        body=shown_body(found.row.body_html),
        changes=[_change(*pair) for pair in pairwise(versions[-_INLINE - 1 :])][::-1],
        family=family(reader, found.row.article_id),
    )


def article_json(reader: Reader, name: str) -> Answer:
    """Everything about an article as a JSON file, like `shibao show --json`."""
    found = _found(reader, name)
    if isinstance(found, Answer):
        return found
    safe = "".join(c if c.isalnum() and c.isascii() else "-" for c in name)
    return json_file(found.as_dict(), f"{safe}.json")


def _found(reader: Reader, name: str) -> Detail | Answer:
    ids = find_article(reader, name)
    if len(ids) == 1:
        return detail(reader, ids[0])
    if ids:
        return problem(f"{name} 可能是 {'、'.join(ids)}。", 404)
    reason = why_missing(reader, name)
    return problem(f"没有 {name} 这篇新闻" + (f"：{reason}。" if reason else "。"), 404)


def _change(before: Version, after: Version) -> Change:
    return Change(
        before,
        after,
        difference(before.title, after.title),
        difference(before.body, after.body),
    )
