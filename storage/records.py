"""What the store accepts: one frozen record per meaning, nothing half filled."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SymbolRecord:
    """A security that the article provably names."""

    symbol: str
    name: str | None
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRecord:
    """Where the raw archive keeps the response that a record was read from."""

    record_id: str
    file: str
    """Relative to the archive's folder."""
    offset: int
    length: int
    digest: str
    url: str
    status: int
    fetched_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidatorRecord:
    """What a server gave to ask it later whether an address has changed."""

    url: str
    """As it was asked."""
    etag: str | None
    last_modified: str | None
    seen_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRecord:
    """An article as one reading of it found it, normalised. Times are aware."""

    article_id: str
    site: str
    native_id: str | None
    kind: str
    url: str | None
    channels: tuple[str, ...]
    title: str
    summary: str | None
    body: str
    body_html: str
    source: str | None
    print_issue: str | None
    authors: tuple[str, ...]
    editor: str | None
    published_at: datetime | None
    published_precision: str
    published_raw: str | None
    published_from: str | None
    published_zone: str | None
    symbols: tuple[SymbolRecord, ...]
    tags: tuple[str, ...]
    important: bool
    seen_at: datetime
    on_site: bool = True
    """The site itself showed it: it stands there, at `seen_at`."""
    unprinted: frozenset[str] = frozenset()
    """Fields that this kind of response never carries; their absence is none."""
    raw: RawRecord | None = None
    parser_version: str | None = None
    """Of the code that read it."""
    validator: ValidatorRecord | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReparsedRecord:
    """
    An article as today's reader reads what the archive has of it.

    It is held from `at` on, and is no edit of the site's.
    """

    article: ArticleRecord
    changed: tuple[str, ...]
    """Columns of `news` that differ from what is held; none of a new article."""
    at: datetime
    over: int
    """The version that it was compared with; 0 if none was held. What a crawl has
    stored meanwhile is newer, and stays."""

    @property
    def article_id(self) -> str:
        """Whose reading it is."""
        return self.article.article_id


@dataclass(frozen=True, slots=True, kw_only=True)
class SightingRecord:
    """A channel's list showed this article."""

    article_id: str
    site: str
    native_id: str
    url: str
    channel: str
    title: str
    published_at: datetime | None
    listed_at: datetime
    raw: RawRecord | None = None
    teaser: str | None = None
    """What the list prints of it, a JSON object; kept until it is stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WalkRecord:
    """A channel's list was read without a hole from `newest` down to `oldest`."""

    site: str
    channel: str
    newest: datetime
    oldest: datetime
    reached: str | None = None
    """How the walk ended: `known_ground`, `list_end`, `since`, `nothing_new`."""
    validator: ValidatorRecord | None = None
    """Of the list's first page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoneRecord:
    """The site no longer has this page."""

    article_id: str
    site: str
    native_id: str
    url: str
    seen_at: datetime
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedRecord:
    """A page that was asked for in vain; it stays pending."""

    article_id: str
    site: str
    native_id: str
    url: str
    seen_at: datetime
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RejectionRecord:
    """Something that was read and may not become an article."""

    site: str
    article_id: str | None
    url: str
    reason: str
    detail: str
    stage: str
    refused_at: datetime
    final: bool
    """False where the same page may turn out well later and is asked again."""
    content: Mapping[str, str] = field(default_factory=dict)
    raw: RawRecord | None = None


Record = (
    ArticleRecord
    | ReparsedRecord
    | SightingRecord
    | WalkRecord
    | GoneRecord
    | MissedRecord
    | RejectionRecord
)
"""Everything that a batch may hold."""
