"""
What the Python door hands out: one frozen record per article, version, day or run.

`published` is Beijing's (`Asia/Shanghai`), every other time UTC, all are aware.
`Label`, `Beijing` and `Instant` say what a column of a data frame becomes.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Annotated, Any, Final, Self
from zoneinfo import ZoneInfo

from storage.clock import instant
from storage.queries import CoverageRow, Hit, NewsRow, RunRow, Version

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")

Label = Annotated[str, "category"]
"""One of few values that occur often."""
Beijing = Annotated[datetime, "beijing"]
Instant = Annotated[datetime, "utc"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as the view `news` has it; comma lists are tuples."""

    article_id: str
    site: Label
    kind: Label
    channels: tuple[str, ...]
    title: str
    summary: str | None
    body: str
    body_html: str
    source: Label | None
    authors: tuple[str, ...]
    editor: Label | None
    published: Beijing | None
    published_at: Instant | None
    published_precision: Label
    published_raw: str | None
    published_from: Label | None
    first_seen_at: Instant
    last_seen_at: Instant
    trade_date: date | None
    session: Label | None
    symbols: tuple[str, ...]
    tags: tuple[str, ...]
    url: str | None
    version: int
    status: Label
    original_id: str
    copies: int

    @classmethod
    def of(cls, row: NewsRow, **more: Any) -> Self:
        """A row of `news`, typed."""
        published_at = _utc(row.published_at)
        typed = {
            "channels": _listed(row.channels),
            "authors": _listed(row.authors, "、"),
            "published": published_at and published_at.astimezone(SHANGHAI),
            "published_at": published_at,
            "first_seen_at": _utc(row.first_seen_at),
            "last_seen_at": _utc(row.last_seen_at),
            "trade_date": row.trade_date and date.fromisoformat(row.trade_date),
            "symbols": _listed(row.symbols),
            "tags": _listed(row.tags),
        }
        return cls(**row._asdict() | typed | more)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundArticle(Article):
    """An article that contains the words of a search."""

    snippet: str
    """Up to three pieces of the body around the words."""

    @classmethod
    def of_hit(cls, hit: Hit) -> Self:
        """A hit, typed."""
        return cls.of(hit.row, snippet="".join(part for part, _ in hit.snippet()))


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleVersion:
    """What an article said from one sight of it to the next change."""

    article_id: str
    version: int
    valid_from: Instant
    """When this database first held it."""
    valid_to: Instant | None
    """None for the current one."""
    changed: tuple[str, ...]
    """Columns that differ from the version before."""
    origin: Label
    """`site`, or `reparsed`: the page stayed, our reader changed."""
    title: str
    summary: str | None
    body: str
    source: Label | None
    authors: tuple[str, ...]
    published: Beijing | None
    published_at: Instant | None
    published_precision: Label

    @classmethod
    def of(cls, article_id: str, row: Version) -> Self:
        """A version of this article, typed."""
        published_at = _utc(row.published_at)
        typed = {
            "article_id": article_id,
            "valid_from": _utc(row.valid_from),
            "valid_to": _utc(row.valid_to),
            "changed": _listed(row.changed),
            "authors": _listed(row.authors, "、"),
            "published": published_at and published_at.astimezone(SHANGHAI),
            "published_at": published_at,
        }
        return cls(**_known(cls, row._asdict()) | typed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How one crawl went."""

    run_id: int
    spider: Label
    arguments: Mapping[str, Any]
    started_at: Instant
    finished_at: Instant | None
    outcome: Label | None
    """`ok`, `alarm`, `failed`, `interrupted`; None while it runs, or if it died."""
    reason: Label | None
    requests: int
    listed: int
    new: int
    changed: int
    unchanged: int
    rejected: int
    gone: int
    errors: int
    channels: Mapping[str, Any]
    """The same numbers per channel."""
    shibao_version: Label

    @classmethod
    def of(cls, row: RunRow) -> Self:
        """A row of `crawl_run`, typed."""
        typed = {
            "arguments": json.loads(row.arguments),
            "started_at": _utc(row.started_at),
            "finished_at": _utc(row.finished_at),
            "channels": json.loads(row.channels),
        }
        return cls(**_known(cls, row._asdict()) | typed)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageDay:
    """How complete one channel's Beijing day is."""

    site: Label
    channel: Label
    day: date
    listed: int
    stored: int
    changed: int
    """Stored ones that the site has edited."""
    rejected: int
    rejected_by: Mapping[str, int]
    """By reason."""
    pending: int
    gone: int
    first_at: Instant | None
    last_at: Instant | None
    longest_gap: int | None
    """Seconds between two publications that follow each other."""
    longest_gap_from: Instant | None
    ids_unseen: int | None
    """Ids between the smallest and the greatest that no channel has shown."""
    reached: Label | None
    """How the channel's last walk ended."""
    complete: bool
    """The whole day lies in ground that was read without a hole."""
    closed: bool
    """Complete, and nothing of it is pending."""
    updated_at: Instant

    @classmethod
    def of(cls, row: CoverageRow) -> Self:
        """A row of `coverage`, typed."""
        times = ("first_at", "last_at", "longest_gap_from", "updated_at")
        typed = {
            "day": date.fromisoformat(row.day),
            "rejected_by": json.loads(row.rejected_by),
            "complete": bool(row.complete),
            "closed": bool(row.closed),
        }
        at = {name: _utc(getattr(row, name)) for name in times}
        return cls(**_known(cls, row._asdict()) | typed | at)


def _known(kind: type, row: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that a record has; a query may know more."""
    names = {field.name for field in fields(kind)}
    return {name: value for name, value in row.items() if name in names}


def _utc(text: str | None) -> datetime | None:
    at = instant(text)
    return at and at.astimezone(UTC)


def _listed(text: str | None, comma: str = ",") -> tuple[str, ...]:
    return tuple(text.split(comma)) if text else ()
