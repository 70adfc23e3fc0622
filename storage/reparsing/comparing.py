"""Two databases side by side: which articles today's reader reads otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, text

from storage.engine import reading
from storage.types import Instant

COMPARED = (
    *("kind", "title", "summary", "body", "body_html", "source", "authors", "editor"),
    *("published_at", "published_precision", "published_raw", "published_from"),
    *("symbols", "tags", "print_issue", "important"),
)
"""Columns that a reader reads; what a list or a clock decides is none of them."""

_ROWS = """
SELECT n.article_id, n.channels, n.kind, n.title, n.summary, n.body, n.body_html,
  n.source, n.authors, n.editor, n.published_at, n.published_precision, n.published_raw,
  n.published_from, n.symbols, n.tags, n.version, a.print_issue, a.important,
  r.record_id, r.fetched_at, v.run_id
FROM article a
JOIN news n ON n.article_id = a.article_id
JOIN article_version v ON v.article_id = a.article_id AND v.version = a.version
LEFT JOIN raw_response r ON r.raw_id = v.raw_id
WHERE a.site = :site AND a.article_id > :after
ORDER BY a.article_id LIMIT 500
"""
_TYPED = text(_ROWS).columns(fetched_at=Instant())
_WAS_READ = text("SELECT 1 FROM raw_response WHERE record_id = :record_id")
_REFUSED_IN = text("SELECT run_id FROM rejection WHERE article_id = :article_id")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which articles are meant; an empty field excludes nothing."""

    site: str
    channels: tuple[str, ...] = ()
    since: datetime | None = None
    """The response that decides was fetched then or later, aware."""
    until: datetime | None = None
    run: int | None = None
    """The run that has read, or refused, what is held now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One article that today's reader reads otherwise, or reads at all."""

    article_id: str
    channels: tuple[str, ...]
    before: Row | None
    """What is held, by column; None if nothing is."""
    after: Row

    @property
    def changed(self) -> tuple[str, ...]:
        """The columns that differ; none of an article that is new."""
        if self.before is None:
            return ()
        return tuple(c for c in COMPARED if self.before[c] != self.after[c])


def differences(held: Engine, fresh: Engine, wanted: Selection) -> Iterator[Difference]:
    """
    Compare what is held with what a replay has read, in the order of ids.

    An article counts only if the response that its current version came from
    was replayed: what the archive does not have says nothing about it.
    """
    with reading(held).connect() as ours, reading(fresh).connect() as theirs:
        known = _rows(ours, wanted.site)
        row = next(known, None)
        for after in _rows(theirs, wanted.site):
            while row is not None and row["article_id"] < after["article_id"]:
                row = next(known, None)
            same = row is not None and row["article_id"] == after["article_id"]
            before = row if same else None
            found = Difference(
                article_id=after["article_id"],
                channels=tuple((after["channels"] or "").split(",")),
                before=before,
                after=after,
            )
            if before is not None and not (found.changed and _was_read(theirs, before)):
                continue
            if _is_meant(found, wanted, ours):
                yield found


def _rows(connection: Connection, site: str) -> Iterator[Row]:
    """All articles of a site, some hundred at a time."""
    after = ""
    while True:
        found = connection.execute(_TYPED, {"site": site, "after": after})
        rows = [dict(row) for row in found.mappings()]
        if not rows:
            return
        yield from rows
        after = rows[-1]["article_id"]


def _was_read(connection: Connection, before: Row) -> bool:
    record_id = before["record_id"]
    found = connection.execute(_WAS_READ, {"record_id": record_id}) if record_id else None
    return found is not None and found.first() is not None


def _is_meant(found: Difference, wanted: Selection, ours: Connection) -> bool:
    if wanted.channels and not set(wanted.channels) & set(found.channels):
        return False
    if wanted.run is not None and wanted.run not in _runs(found, ours):
        return False
    return _in_window(found.after["fetched_at"], wanted)


def _runs(found: Difference, ours: Connection) -> set[int]:
    if found.before is not None:
        return {found.before["run_id"]}
    values = {"article_id": found.article_id}
    return set(ours.execute(_REFUSED_IN, values).scalars())


def _in_window(moment: datetime | None, wanted: Selection) -> bool:
    if wanted.since is None and wanted.until is None:
        return True
    if moment is None:
        return False
    early = wanted.since is not None and moment < wanted.since
    return not early and (wanted.until is None or moment < wanted.until)
