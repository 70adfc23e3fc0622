"""Pieces and links as the database holds them."""

import json
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select

from storage.chunks import chunks
from storage.repeats.families import Link, Pair
from storage.repeats.pieces import Piece
from storage.repeats.verdicts import Relation, Verdict
from storage.schema import (
    Article,
    ArticleVersion,
    RepeatLink,
    RepeatUndone,
)


def pieces(connection: Connection, article_ids: Iterable[str]) -> dict[str, Piece]:
    """The current texts of articles, for comparing."""
    found: dict[str, Piece] = {}
    for ids in chunks(article_ids):
        query = (
            select(
                Article.article_id,
                Article.site,
                Article.source,
                Article.first_seen_at,
                Article.published_at,
                Article.published_precision,
                ArticleVersion.title,
                ArticleVersion.body,
            )
            .join(
                ArticleVersion,
                (ArticleVersion.article_id == Article.article_id)
                & (ArticleVersion.version == Article.version),
            )
            .where(Article.article_id.in_(ids))
        )
        for row in connection.execute(query).mappings():
            found[row["article_id"]] = Piece(**row)
    return found


def links_of(connection: Connection, article_ids: Iterable[str]) -> list[Link]:
    """Every link that one of these articles has."""
    found: dict[Pair, Link] = {}
    for ids in chunks(article_ids):
        query = select(RepeatLink.__table__).where(
            or_(RepeatLink.one_id.in_(ids), RepeatLink.other_id.in_(ids))
        )
        for row in connection.execute(query).mappings():
            link = Link(
                row["one_id"],
                row["other_id"],
                Relation(row["relation"]),
                row["score"],
                row["excerpt_id"],
                bool(row["binds"]),
            )
            found[link.pair] = link
    return list(found.values())


def closure(
    connection: Connection, article_ids: Collection[str]
) -> tuple[set[str], list[Link]]:
    """All that hangs together with these articles through binding links, and the links."""
    known: set[str] = set()
    found: dict[Pair, Link] = {}
    fresh = set(article_ids)
    while fresh:
        known |= fresh
        touching = [link for link in links_of(connection, fresh) if link.binds]
        found |= {link.pair: link for link in touching}
        fresh = {end for link in touching for end in link.pair} - known
    return known, list(found.values())


def undone_among(connection: Connection, article_ids: Iterable[str]) -> set[Pair]:
    """The pairs that a person has told apart."""
    found: set[Pair] = set()
    for ids in chunks(article_ids):
        query = select(RepeatUndone.one_id, RepeatUndone.other_id).where(
            or_(RepeatUndone.one_id.in_(ids), RepeatUndone.other_id.in_(ids))
        )
        found |= {frozenset((one, other)) for one, other in connection.execute(query)}
    return found


def forget_links(connection: Connection, article_ids: Iterable[str]) -> None:
    """Drop the verdicts on articles whose text is another now."""
    for ids in chunks(article_ids):
        connection.execute(
            delete(RepeatLink).where(
                or_(RepeatLink.one_id.in_(ids), RepeatLink.other_id.in_(ids))
            )
        )


def keep_verdicts(
    connection: Connection, verdicts: Iterable[tuple[str, str, Verdict]], at: datetime
) -> None:
    """Store what was decided about pairs of articles."""
    rows = [
        _row(min(one, other), max(one, other), verdict, at)
        for one, other, verdict in verdicts
    ]
    if rows:
        connection.execute(insert(RepeatLink), rows)


def _row(one: str, other: str, verdict: Verdict, at: datetime) -> dict[str, Any]:
    return {
        "one_id": one,
        "other_id": other,
        "relation": verdict.relation.value,
        "score": verdict.score,
        "excerpt_id": verdict.excerpt_id,
        "binds": int(verdict.binds),
        "reasons": json.dumps(verdict.reasons, ensure_ascii=False),
        "rule_version": verdict.rule_version,
        "decided_at": at,
    }


def reasons_of(connection: Connection, pairs: Iterable[Pair]) -> dict[Pair, dict[str, Any]]:
    """The stored verdicts on pairs, as rows with their reasons parsed."""
    found: dict[Pair, dict[str, Any]] = {}
    wanted = set(pairs)
    for ids in chunks({article_id for pair in wanted for article_id in pair}):
        query = select(RepeatLink.__table__).where(RepeatLink.one_id.in_(ids))
        for row in connection.execute(query).mappings():
            pair = frozenset((row["one_id"], row["other_id"]))
            if pair in wanted:
                found[pair] = {**row, "reasons": json.loads(row["reasons"])}
    return found
