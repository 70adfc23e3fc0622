"""
What was known of an article before more was: kept, so that `as_of` can tell it.

Whatever changes a stored article does it inside `remembering`. Titles and bodies
need no place here: each version keeps its own in `article_version`.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from storage.batch import Batch, Row
from storage.clock import iso_utc

_OF_ARTICLE = (
    "version",
    "kind",
    "status",
    "important",
    "source",
    "print_issue",
    "editor",
    "published_at",
    "published_precision",
    "published_raw",
    "published_from",
    "published_zone",
    "trade_date",
    "session",
)
"""Columns of `article` that later readings overwrite."""


def moment(batch: Batch, article_id: str, seen_at: datetime) -> datetime:
    """
    When this database came to know what was seen at an instant.

    A reading that is older than what is known already (a stale cache, a replay)
    tells it no earlier than that: history is added to, never rewritten.
    """
    return max(seen_at, batch.known_since.get(article_id, seen_at))


@contextmanager
def remembering(batch: Batch, article_id: str, seen_at: datetime) -> Iterator[None]:
    """Keep what is known of a stored article if this block changes it."""
    before, html = _known(batch, article_id), batch.held[article_id].body_html
    at = moment(batch, article_id, seen_at)
    yield
    after, fresh = _known(batch, article_id), batch.held[article_id].body_html
    # A new version has its own; only within one does it overwrite the old.
    is_refreshed = html != fresh and before["version"] == after["version"]
    if before == after and not is_refreshed:
        return
    known = before | ({"body_html": html} if is_refreshed else {})
    batch.past.append({"article_id": article_id, "until": at, "known": _json(known)})
    batch.known_since[article_id] = at


def _known(batch: Batch, article_id: str) -> Row:
    row, held = batch.articles[article_id], batch.held[article_id]
    symbols = batch.symbols_held.get(article_id, {})
    return {
        **{name: row[name] for name in _OF_ARTICLE},
        "summary": held.summary,
        "authors": held.authors,
        "symbols": [[symbol, *proof] for symbol, proof in sorted(symbols.items())],
        "tags": list(batch.tags_of(article_id)),
    }


def _json(known: Row) -> str:
    return json.dumps(known, ensure_ascii=False, default=iso_utc)
