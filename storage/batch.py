"""
What one batch of records touches: loaded once, changed in memory, written once.

A batch costs a handful of statements however many records it holds. The rules
stand elsewhere (`storage.revising`, `storage.settling`); this is their desk.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from storage.records import (
    ArticleRecord,
    GoneRecord,
    RawRecord,
    Record,
    ReparsedRecord,
    ValidatorRecord,
    WalkRecord,
)
from storage.schema import (
    Article,
    ArticlePast,
    ArticleSymbol,
    ArticleTag,
    ArticleVersion,
    ChannelMark,
    Discovery,
)
from storage.versions import Held

Row = dict[str, Any]
SearchText = tuple[str, str]
"""Title and body, as the search index holds them."""
Symbols = dict[str, tuple[str | None, str]]
"""Of one version: by symbol, what the article calls it and what proves it."""


@dataclass(slots=True)
class Batch:
    """Rows by their key as they are to be, and which of them to write."""

    run_id: int
    articles: dict[str, Row] = field(default_factory=dict)
    held: dict[str, Held] = field(default_factory=dict)
    discoveries: dict[str, Row] = field(default_factory=dict)
    marks: dict[tuple[str, str], Row] = field(default_factory=dict)
    touched_articles: set[str] = field(default_factory=set)
    touched_discoveries: set[str] = field(default_factory=set)
    touched_marks: set[tuple[str, str]] = field(default_factory=set)
    channels: dict[tuple[str, str], Row] = field(default_factory=dict)
    versions: dict[tuple[str, int], Row] = field(default_factory=dict)
    refreshed: dict[tuple[str, int], Row] = field(default_factory=dict)
    authors: dict[str, tuple[str, ...]] = field(default_factory=dict)
    tags: dict[str, tuple[str, ...]] = field(default_factory=dict)
    tags_held: dict[str, tuple[str, ...]] = field(default_factory=dict)
    symbols: list[Row] = field(default_factory=list)
    symbols_held: dict[str, Symbols] = field(default_factory=dict)
    known_since: dict[str, datetime] = field(default_factory=dict)
    past: list[Row] = field(default_factory=list)
    rejections: dict[str, Row] = field(default_factory=dict)
    unarchived: set[tuple[str, int]] = field(default_factory=set)
    """Versions that hold something no archived response tells."""
    validators: dict[str, ValidatorRecord] = field(default_factory=dict)
    raws: dict[str, RawRecord] = field(default_factory=dict)
    search: dict[str, tuple[SearchText | None, SearchText]] = field(default_factory=dict)

    def keep_validator(self, validator: ValidatorRecord | None) -> None:
        """Note what to ask later whether an address has changed."""
        if validator is not None:
            self.validators[validator.url] = validator

    def keep_raw(self, raw: RawRecord | None) -> str | None:
        """Note a kept response; what rows name it by until it has its own id."""
        if raw is None:
            return None
        self.raws[raw.record_id] = raw
        return raw.record_id

    def article(self, article_id: str) -> Row | None:
        """The row of a stored article, marked for writing."""
        row = self.articles.get(article_id)
        if row is not None:
            self.touched_articles.add(article_id)
        return row

    def discovery(self, article_id: str | None) -> Row | None:
        """The row of something that was listed, marked for writing."""
        row = self.discoveries.get(article_id or "")
        if row is not None:
            self.touched_discoveries.add(row["article_id"])
        return row

    def list_in(self, article_id: str, channel: str, at: datetime) -> None:
        """Note that a channel showed an article."""
        fresh = {
            "article_id": article_id,
            "channel": channel,
            "first_listed_at": at,
            "last_listed_at": at,
        }
        row = self.channels.setdefault((article_id, channel), fresh)
        row["last_listed_at"] = max(row["last_listed_at"], at)

    def add_symbols(self, rows: list[Row]) -> None:
        """Note what was proved; a symbol that is there already keeps its first proof."""
        for row in rows:
            held = self.symbols_held.setdefault(row["article_id"], {})
            if row["symbol"] not in held:
                held[row["symbol"]] = (row["name"], row["rule"])
                self.symbols.append(row)

    def tags_of(self, article_id: str) -> tuple[str, ...]:
        """The tags that an article has or is to have, in printed order."""
        return self.tags.get(article_id, self.tags_held.get(article_id, ()))

    def index(self, article_id: str, text: SearchText) -> None:
        """Have the search index hold `text` instead of what it holds now."""
        held = self.held.get(article_id)
        before = (held.title, held.body) if held else None
        if article_id in self.search:
            before = self.search[article_id][0]
        self.search[article_id] = (before, text)


def load_batch(connection: Connection, run_id: int, records: Sequence[Record]) -> Batch:
    """Read every row that the records may touch."""
    batch = Batch(run_id)
    walks = {(r.site, r.channel) for r in records if isinstance(r, WalkRecord)}
    ids = sorted(
        {r.article_id for r in records if not isinstance(r, WalkRecord) and r.article_id}
    )
    batch.articles = {row["article_id"]: row for row in _rows(connection, Article, ids)}
    batch.discoveries = {
        row["article_id"]: row for row in _rows(connection, Discovery, ids)
    }
    for row in _current(connection, ids):
        batch.held[row["article_id"]] = _held(row)
        batch.known_since[row["article_id"]] = row["valid_from"]
    _load_past(connection, batch, records)
    if walks:
        sites = {site for site, _ in walks}
        ours = select(ChannelMark.__table__).where(ChannelMark.site.in_(sites))
        marks = connection.execute(ours).mappings()
        batch.marks = {(row["site"], row["channel"]): dict(row) for row in marks}
    return batch


def _load_past(connection: Connection, batch: Batch, records: Sequence[Record]) -> None:
    """Read what may be overwritten, of articles that may change alone."""
    changing = (ArticleRecord, ReparsedRecord, GoneRecord)
    ids = {r.article_id for r in records if isinstance(r, changing)} & batch.held.keys()
    if not ids:
        return
    tags = select(ArticleTag.article_id, ArticleTag.tag).where(
        ArticleTag.article_id.in_(ids)
    )
    for article_id, tag in connection.execute(tags.order_by(ArticleTag.position)):
        batch.tags_held[article_id] = (*batch.tags_held.get(article_id, ()), tag)
    symbols = select(ArticleSymbol.__table__).where(ArticleSymbol.article_id.in_(ids))
    for article_id, version, symbol, name, rule in connection.execute(symbols):
        if version == batch.held[article_id].version:
            batch.symbols_held.setdefault(article_id, {})[symbol] = (name, rule)
    past = (
        select(ArticlePast.article_id, func.max(ArticlePast.until))
        .where(ArticlePast.article_id.in_(ids))
        .group_by(ArticlePast.article_id)
    )
    for article_id, until in connection.execute(past):
        batch.known_since[article_id] = max(batch.known_since[article_id], until)


def _rows(
    connection: Connection, table: type[Article | Discovery], ids: list[str]
) -> Iterable[Row]:
    query = select(table.__table__).where(table.article_id.in_(ids))
    return [dict(row) for row in connection.execute(query).mappings()]


def _current(connection: Connection, ids: list[str]) -> Iterable[Row]:
    query = (
        select(ArticleVersion.__table__)
        .join(
            Article,
            (Article.article_id == ArticleVersion.article_id)
            & (Article.version == ArticleVersion.version),
        )
        .where(ArticleVersion.article_id.in_(ids))
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def _held(row: Row) -> Held:
    return Held(
        version=row["version"],
        title=row["title"],
        summary=row["summary"],
        body=row["body"],
        body_html=row["body_html"],
        source=row["source"],
        authors=row["authors"],
        published_at=row["published_at"],
        published_precision=row["published_precision"],
        unprinted=frozenset(filter(None, row["unprinted"].split(","))),
    )
