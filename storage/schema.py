"""
The schema: what is kept, as typed tables.

`article` says what is known of an article now; its text stands once, in
`article_version`, one row per version. `discovery` says what was listed and
what became of it. Comments on the columns end in the data dictionary.
"""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from storage.types import Instant


class Base(DeclarativeBase):
    """Names of constraints are fixed, so that migrations can name them too."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {str: Text, datetime: Instant, int: Integer}  # noqa: RUF012 - SQLAlchemy's own idiom


class CrawlRun(Base):
    """One run of one spider, from open to close."""

    __tablename__ = "crawl_run"
    __table_args__ = (
        CheckConstraint(
            "outcome IN ('ok', 'alarm', 'failed', 'interrupted')", name="outcome"
        ),
        Index("ix_crawl_run_spider_started_at", "spider", "started_at"),
    )

    run_id: Mapped[int] = mapped_column(primary_key=True)
    spider: Mapped[str] = mapped_column(comment="stcn, posts, ...")
    arguments: Mapped[str] = mapped_column(comment="the -a arguments, JSON")
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(
        comment="ok, alarm, failed, interrupted; null while it runs"
    )
    reason: Mapped[str | None] = mapped_column(
        comment="blocked, layout_changed, empty_list, error_shell, ..."
    )
    requests: Mapped[int] = mapped_column(default=0)
    listed: Mapped[int] = mapped_column(default=0)
    new: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    rejected: Mapped[int] = mapped_column(default=0)
    gone: Mapped[int] = mapped_column(default=0)
    errors: Mapped[int] = mapped_column(default=0)
    channels: Mapped[str] = mapped_column(
        default="{}", comment="the same per channel, JSON"
    )
    shibao_version: Mapped[str]
    kind: Mapped[str] = mapped_column(
        default="crawl", comment="crawl, or replay: rows from the raw archive"
    )
    parser_version: Mapped[str | None] = mapped_column(
        comment="of the code that read the pages"
    )
    fields: Mapped[str] = mapped_column(
        default="{}", comment="what the pages carried, by kind, JSON"
    )


class RawResponse(Base):
    """A response as the raw archive keeps it: which file, and where in it."""

    __tablename__ = "raw_response"
    __table_args__ = (UniqueConstraint("record_id"), Index("ix_raw_response_url", "url"))

    raw_id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[str] = mapped_column(comment="of the WARC record")
    file: Mapped[str] = mapped_column(comment="relative to ARCHIVE_DIR")
    offset: Mapped[int] = mapped_column(BigInteger, comment="bytes")
    length: Mapped[int] = mapped_column(comment="bytes as stored, compressed")
    digest: Mapped[str] = mapped_column(comment="of the body, as WARC has it")
    url: Mapped[str] = mapped_column(comment="as it was asked")
    status: Mapped[int]
    fetched_at: Mapped[datetime]
    run_id: Mapped[int] = mapped_column(ForeignKey("crawl_run.run_id"))


class Article(Base):
    """One article of one site: what is known of it now, without its text."""

    __tablename__ = "article"
    __table_args__ = (
        CheckConstraint("kind IN ('article', 'flash', 'notice')", name="kind"),
        CheckConstraint("status IN ('live', 'gone')", name="status"),
        Index("ix_article_published_at", "published_at"),
        Index("ix_article_site_published_at", "site", "published_at"),
        Index("ix_article_trade_date", "trade_date"),
        Index("ix_article_first_seen_at", "first_seen_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="row of the search index")
    article_id: Mapped[str] = mapped_column(
        unique=True, comment="<site>:<native id>, or <site>:<16 hex> of the URL"
    )
    site: Mapped[str]
    native_id: Mapped[str | None]
    kind: Mapped[str] = mapped_column(comment="article, flash, notice")
    url: Mapped[str | None] = mapped_column(comment="canonical, on the live site's host")
    status: Mapped[str] = mapped_column(comment="live, gone")
    version: Mapped[int] = mapped_column(comment="the current version: 1, 2, ...")
    important: Mapped[int] = mapped_column(default=0, comment="1: printed in red")
    source: Mapped[str | None] = mapped_column(comment="来源, the medium alone")
    print_issue: Mapped[str | None] = mapped_column(comment="2026-09-24 A004版")
    editor: Mapped[str | None] = mapped_column(comment="责任编辑")
    published_at: Mapped[datetime | None] = mapped_column(comment="UTC")
    published_precision: Mapped[str] = mapped_column(comment="second, minute, day, unknown")
    published_raw: Mapped[str | None] = mapped_column(comment="what the page printed")
    published_from: Mapped[str | None] = mapped_column(
        comment="detail, list, api, post, ..."
    )
    published_zone: Mapped[str | None] = mapped_column(comment="stated, assumed, corrected")
    trade_date: Mapped[str | None] = mapped_column(comment="Shanghai trading day")
    session: Mapped[str | None] = mapped_column(comment="pre_open ... closed_day")
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]


class ArticleVersion(Base):
    """What an article said from one sight of it to the next change."""

    __tablename__ = "article_version"
    __table_args__ = (
        Index("ix_article_version_valid_from", "valid_from"),
        Index("ix_article_version_serial", "serial", unique=True),
    )

    article_id: Mapped[str] = mapped_column(
        ForeignKey("article.article_id"), primary_key=True
    )
    version: Mapped[int] = mapped_column(primary_key=True)
    valid_from: Mapped[datetime] = mapped_column(comment="when this database first held it")
    changed: Mapped[str] = mapped_column(comment="columns that differ; empty for the first")
    origin: Mapped[str] = mapped_column(comment="site, or reparsed: our reader changed")
    title: Mapped[str]
    summary: Mapped[str | None]
    body: Mapped[str] = mapped_column(comment="one line per block, no markup")
    body_html: Mapped[str] = mapped_column(comment="sanitised, absolute links")
    source: Mapped[str | None]
    authors: Mapped[str | None] = mapped_column(comment="names joined by 、")
    published_at: Mapped[datetime | None]
    published_precision: Mapped[str]
    unprinted: Mapped[str] = mapped_column(
        comment="columns that the response it came from never carries"
    )
    run_id: Mapped[int] = mapped_column(ForeignKey("crawl_run.run_id"))
    raw_id: Mapped[int | None] = mapped_column(
        ForeignKey("raw_response.raw_id"),
        comment="what it was read from; null unless all of it is kept",
    )
    parser_version: Mapped[str | None] = mapped_column(comment="of the code that read it")
    serial: Mapped[int] = mapped_column(
        comment="1, 2, ... in the order in which this database came to hold them"
    )


class ArticlePast(Base):
    """
    What was known of an article, besides its text, until something more was.

    A row is written before columns are overwritten, so that `as_of` can tell what
    this database held at any time.
    """

    __tablename__ = "article_past"

    past_id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[str] = mapped_column(ForeignKey("article.article_id"), index=True)
    until: Mapped[datetime] = mapped_column(comment="known so before this instant")
    known: Mapped[str] = mapped_column(comment="the columns as they were, JSON")


class DuplicatePast(Base):
    """A link to an original that stood until it was worked out anew."""

    __tablename__ = "duplicate_past"

    past_id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[str] = mapped_column(ForeignKey("article.article_id"), index=True)
    original_id: Mapped[str]
    decided_at: Mapped[datetime]
    until: Mapped[datetime] = mapped_column(comment="it stood before this instant")


class ArticleChannel(Base):
    """One channel that has listed an article; it may not be read yet."""

    __tablename__ = "article_channel"
    __table_args__ = (
        Index("ix_article_channel_channel", "channel", "article_id"),
        {"sqlite_with_rowid": False},
    )

    article_id: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    first_listed_at: Mapped[datetime]
    last_listed_at: Mapped[datetime]


class ArticleAuthor(Base):
    """One author of the current version, in printed order."""

    __tablename__ = "article_author"
    __table_args__ = (
        Index("ix_article_author_name", "name"),
        {"sqlite_with_rowid": False},
    )

    article_id: Mapped[str] = mapped_column(
        ForeignKey("article.article_id"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True, comment="1, 2, ...")
    name: Mapped[str]


class ArticleSymbol(Base):
    """A security that a version provably names."""

    __tablename__ = "article_symbol"
    __table_args__ = (
        ForeignKeyConstraint(
            ["article_id", "version"],
            ["article_version.article_id", "article_version.version"],
        ),
        Index("ix_article_symbol_symbol", "symbol", "article_id"),
        {"sqlite_with_rowid": False},
    )

    article_id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    symbol: Mapped[str] = mapped_column(primary_key=True, comment="002458.SZ")
    name: Mapped[str | None] = mapped_column(comment="as the article calls it")
    rule: Mapped[str] = mapped_column(comment="stock_tag, hot_word, api_tag, code_in_text")


class ArticleTag(Base):
    """One tag, in printed order."""

    __tablename__ = "article_tag"
    __table_args__ = (Index("ix_article_tag_tag", "tag"), {"sqlite_with_rowid": False})

    article_id: Mapped[str] = mapped_column(
        ForeignKey("article.article_id"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True, comment="1, 2, ...")
    tag: Mapped[str]


class Duplicate(Base):
    """A link from a repeat to the earliest article of its family."""

    __tablename__ = "duplicate"
    __table_args__ = (Index("ix_duplicate_original_id", "original_id"),)

    article_id: Mapped[str] = mapped_column(
        ForeignKey("article.article_id"), primary_key=True
    )
    original_id: Mapped[str] = mapped_column(ForeignKey("article.article_id"))
    relation: Mapped[str] = mapped_column(
        comment="same_text, reprint, excerpt, retitled, update"
    )
    score: Mapped[float]
    reasons: Mapped[str] = mapped_column(comment="JSON")
    rule_version: Mapped[str]
    decided_at: Mapped[datetime]


class Fingerprint(Base):
    """What an article's text is found again by."""

    __tablename__ = "fingerprint"
    __table_args__ = (Index("ix_fingerprint_exact_hash", "exact_hash"),)

    article_id: Mapped[str] = mapped_column(
        ForeignKey("article.article_id"), primary_key=True
    )
    exact_hash: Mapped[int] = mapped_column(
        BigInteger, comment="of the reduced text; equal ones are candidates for ever"
    )
    signature: Mapped[bytes] = mapped_column(LargeBinary, comment="64 MinHashes")
    at: Mapped[datetime] = mapped_column(
        comment="when it was published, else first seen: candidates lie in a window"
    )
    rule_version: Mapped[str]


class FingerprintKey(Base):
    """One band or anchor of a fingerprint: articles that share one are candidates."""

    __tablename__ = "fingerprint_key"
    __table_args__ = (
        Index("ix_fingerprint_key_article_id", "article_id"),
        {"sqlite_with_rowid": False},
    )

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    article_id: Mapped[str] = mapped_column(
        ForeignKey("fingerprint.article_id"), primary_key=True
    )


class RepeatLink(Base):
    """A verdict on two articles; what `duplicate` is worked out from."""

    __tablename__ = "repeat_link"
    __table_args__ = (
        CheckConstraint("one_id < other_id", name="order"),
        Index("ix_repeat_link_other_id", "other_id"),
    )

    one_id: Mapped[str] = mapped_column(ForeignKey("article.article_id"), primary_key=True)
    other_id: Mapped[str] = mapped_column(
        ForeignKey("article.article_id"), primary_key=True
    )
    relation: Mapped[str]
    score: Mapped[float]
    excerpt_id: Mapped[str | None] = mapped_column(comment="which of the two is the cut")
    binds: Mapped[int] = mapped_column(comment="1: it makes a family of the two")
    reasons: Mapped[str] = mapped_column(comment="JSON")
    rule_version: Mapped[str]
    decided_at: Mapped[datetime]


class RepeatUndone(Base):
    """Two articles that a person has told apart, for ever."""

    __tablename__ = "repeat_undone"
    __table_args__ = (CheckConstraint("one_id < other_id", name="order"),)

    one_id: Mapped[str] = mapped_column(primary_key=True)
    other_id: Mapped[str] = mapped_column(primary_key=True)
    undone_at: Mapped[datetime]


class Discovery(Base):
    """What was listed, until it is stored, rejected or gone."""

    __tablename__ = "discovery"
    __table_args__ = (
        CheckConstraint("state IN ('pending', 'stored', 'rejected', 'gone')", name="state"),
        Index("ix_discovery_state", "site", "state"),
    )

    article_id: Mapped[str] = mapped_column(primary_key=True)
    site: Mapped[str]
    native_id: Mapped[str | None]
    url: Mapped[str]
    title: Mapped[str] = mapped_column(comment="as last listed")
    published_at: Mapped[datetime | None] = mapped_column(comment="as listed")
    state: Mapped[str] = mapped_column(comment="pending, stored, rejected, gone")
    reason: Mapped[str | None] = mapped_column(comment="why it is not stored")
    first_listed_at: Mapped[datetime]
    last_listed_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0, comment="in vain, in a row")
    retry_at: Mapped[datetime | None] = mapped_column(comment="not to be asked before")
    teaser: Mapped[str | None] = mapped_column(
        comment="what lists print of it, JSON, until it is stored"
    )


class Rejection(Base):
    """Something that was read and may not become an article."""

    __tablename__ = "rejection"
    __table_args__ = (
        UniqueConstraint("content_key"),
        Index("ix_rejection_reason", "reason"),
        Index("ix_rejection_article_id", "article_id"),
    )

    rejection_id: Mapped[int] = mapped_column(primary_key=True)
    content_key: Mapped[str] = mapped_column(
        comment="SHA-256 of address, reason and content: the same thing is one row"
    )
    site: Mapped[str]
    article_id: Mapped[str | None]
    url: Mapped[str]
    reason: Mapped[str] = mapped_column(comment="empty_body, missing_title, ...")
    detail: Mapped[str] = mapped_column(comment="one sentence for a person")
    stage: Mapped[str] = mapped_column(comment="who refused it")
    content: Mapped[str] = mapped_column(comment="what was refused, JSON")
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    run_id: Mapped[int] = mapped_column(ForeignKey("crawl_run.run_id"))
    raw_id: Mapped[int | None] = mapped_column(
        ForeignKey("raw_response.raw_id"), comment="what was refused, if it is kept"
    )


class ChannelMark(Base):
    """The ground of a channel's list that was read without a hole."""

    __tablename__ = "channel_mark"

    site: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    complete_from: Mapped[datetime]
    complete_to: Mapped[datetime] = mapped_column(comment="the high-water mark")
    run_id: Mapped[int] = mapped_column(ForeignKey("crawl_run.run_id"))
    reached: Mapped[str | None] = mapped_column(
        comment="how the last walk ended: known_ground, list_end, since, nothing_new"
    )


class Coverage(Base):
    """How complete one channel's Beijing day is; worked out at the end of each run."""

    __tablename__ = "coverage"
    __table_args__ = (
        Index("ix_coverage_day", "day"),
        {"sqlite_with_rowid": False},
    )

    site: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[str] = mapped_column(
        primary_key=True, comment="Beijing: of publication, else of the first listing"
    )
    listed: Mapped[int]
    stored: Mapped[int]
    changed: Mapped[int] = mapped_column(comment="stored ones that the site has edited")
    rejected: Mapped[int]
    rejected_by: Mapped[str] = mapped_column(comment="by reason, JSON")
    pending: Mapped[int]
    gone: Mapped[int]
    first_at: Mapped[datetime | None] = mapped_column(comment="earliest publication")
    last_at: Mapped[datetime | None] = mapped_column(comment="latest publication")
    longest_gap: Mapped[int | None] = mapped_column(
        comment="seconds between two publications that follow each other"
    )
    longest_gap_from: Mapped[datetime | None]
    ids_unseen: Mapped[int | None] = mapped_column(
        comment="ids between the smallest and the greatest that no channel has shown"
    )
    reached: Mapped[str | None] = mapped_column(comment="how the channel's last walk ended")
    complete: Mapped[int] = mapped_column(
        comment="1: the whole day lies in ground that was read without a hole"
    )
    closed: Mapped[int] = mapped_column(comment="1: complete, and nothing of it is pending")
    updated_at: Mapped[datetime]


class Validator(Base):
    """What a server gave to ask it later whether a page has changed."""

    __tablename__ = "validator"
    __table_args__ = ({"sqlite_with_rowid": False},)

    url: Mapped[str] = mapped_column(primary_key=True, comment="as it was asked")
    etag: Mapped[str | None]
    last_modified: Mapped[str | None] = mapped_column(comment="as the server wrote it")
    seen_at: Mapped[datetime]


class ExportMark(Base):
    """How far an export of some name has come: the next hands out what is newer."""

    __tablename__ = "export_mark"

    name: Mapped[str] = mapped_column(primary_key=True)
    serial: Mapped[int] = mapped_column(comment="of the last version handed out")
    filters: Mapped[str] = mapped_column(comment="what it was filtered by, JSON")
    exported_at: Mapped[datetime]
