"""
What travels from a spider to the store: frozen items, one class per meaning.

An `Article` leaves the spider with its raw half filled (what the page prints)
and gathers its normalised half stage by stage. The other items say what was
listed, what is gone and what was refused; stages that clean let them pass.
"""

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from crawler.archive.exchange import RawRef
from crawler.dates import Reading


class Kind(StrEnum):
    """What sort of piece an article is; the column `kind` of the view `news`."""

    ARTICLE = "article"
    FLASH = "flash"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class RawResponse:
    """The response that an item was read from, as the raw archive keeps it."""

    url: str
    """As it was asked; on a mirror, the mirror's address."""
    status: int
    ref: "Future[RawRef]"
    """Where it is; known when the archive has written it."""
    received: datetime
    """When we had it, aware: the archive tells the same time later."""


@dataclass(frozen=True, slots=True)
class Validator:
    """What a server gave to ask it later whether an address has changed."""

    url: str
    """As it was asked."""
    etag: str | None
    last_modified: str | None
    """As the server wrote it: it alone has to understand it."""
    seen_at: datetime
    """When we had it, aware."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedTime:
    """One place where a time of publication is printed, not yet read."""

    raw: str
    """The characters as printed, e.g. `09-27 18:26` or `1790554148000`."""
    where: str
    """`detail`, `list`, `api`, `feed`, `post` or `url`: ends in `published_from`."""
    reference: datetime
    """When the response was made (its `Date` less its `Age`), aware."""
    mislabelled: bool = False
    """Its publisher is known to print Beijing time and call it GMT."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StockMark:
    """A stock that the page itself marks up, so that nothing need be guessed."""

    code: str
    """Digits, e.g. `002458` or `00700`."""
    exchange: str | None = None
    """`SH`, `SZ`, `BJ` or `HK` where the page states it."""
    name: str | None = None
    rule: str = "stock_tag"
    """Which mark-up proved it: `stock_tag`, `hot_word` or `api_tag`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A listed security that the article provably names."""

    symbol: str
    """`002458.SZ`."""
    name: str | None
    rule: str
    """What proved it: `stock_tag`, `hot_word`, `api_tag`, `code_in_text`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """
    One published piece of one site.

    The first block is the raw half, which the spider fills; the second is
    empty until the stage named beside the field has run.
    """

    site: str
    native_id: str | None
    """The site's own id, digits as text; None where the site has none."""
    url: str | None
    """Canonical, on the live site's host; None where nobody knows it (a post)."""
    kind: Kind
    channels: tuple[str, ...]
    title: str
    html: str
    """Mark-up of the body as the page has it; plain text must be escaped."""
    times: tuple[PrintedTime, ...]
    """Every time that was printed for it, the most trusted first."""
    fetched_at: datetime
    """When we received the response, aware."""
    origin: str = ""
    """Where it was read, for messages: an address or a file."""
    on_site: bool = True
    """The site itself showed it. A post from a feed's archive is no proof that
    the article still stands."""
    summary: str | None = None
    source_raw: str | None = None
    """来源 as printed, newspaper issue and all."""
    publisher: str | None = None
    """Whose feed it came from: its source, when it names no other."""
    author_raw: str | None = None
    """作者 as printed, several names in one string."""
    editor_raw: str | None = None
    """责任编辑 as printed."""
    tags: tuple[str, ...] = ()
    stocks: tuple[StockMark, ...] = ()
    important: bool = False
    """The site prints it in red."""
    raw: RawResponse | None = None
    validator: Validator | None = None
    """What the server gave to ask later whether its page has changed."""
    unprinted: frozenset[str] = frozenset()
    """Fields that this kind of response never carries (a list row has no
    `authors`), so that their absence here is no evidence of absence."""

    body_html: str = ""
    """Sanitised, absolute links. (clean_body)"""
    body: str = ""
    """One line per block. (clean_body, normalize_text)"""
    published: Reading | None = None
    """(normalize_dates)"""
    published_from: str | None = None
    """Which of `times` was taken. (normalize_dates)"""
    source: str | None = None
    """The medium alone. (credit_people)"""
    print_issue: str | None = None
    """`2026-09-24 A004版`. (credit_people)"""
    authors: tuple[str, ...] = ()
    """(credit_people)"""
    editor: str | None = None
    """(credit_people)"""
    mentions: tuple[Mention, ...] = ()
    """(find_symbols)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One entry of one list: this channel showed this article at this time."""

    site: str
    native_id: str
    url: str
    channel: str
    title: str
    """Empty where the list shows it cut."""
    published: Reading | None
    teaser: str | None = None
    """All that the list prints of it, JSON; None where nobody will have to ask."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What one response of a list showed, top to bottom."""

    site: str
    channel: str
    listed_at: datetime
    """When we received the response, aware."""
    sightings: tuple[Sighting, ...]
    raw: RawResponse | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Walked:
    """
    A channel's list was read without a hole between two instants.

    Sent after every `Listing` of the walk, so that the mark which later runs
    trust moves only past ground that is already in the store.
    """

    site: str
    channel: str
    newest: datetime
    """Upper end, aware: nothing older than this was left out..."""
    oldest: datetime
    """...down to this lower end, aware."""
    reached: str
    """Why the walk ended: `list_end`, `known_ground`, `since`."""
    validator: Validator | None = None
    """Of the list's first page: while it has not changed, nothing is new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A page that the site listed or had, and that it no longer has."""

    site: str
    native_id: str
    url: str
    seen_at: datetime
    evidence: str
    """`404`, `410` or `soft_404`."""
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """A page that was asked for in vain; it stays owed."""

    site: str
    native_id: str
    url: str
    seen_at: datetime
    problem: str
    """A short code: `blocked`, `error_shell`, `unreachable`, `http_500`, ..."""
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Something that was read and may not become an article."""

    site: str
    native_id: str | None
    url: str
    reason: str
    """A short code: `empty_body`, `missing_title`, `layout_changed`, ..."""
    detail: str
    """One sentence for a person."""
    stage: str
    """Who refused it: `spider` or a stage's name."""
    refused_at: datetime
    content: Mapping[str, str] = field(default_factory=dict)
    """What was refused, as far as it was read."""
    by_rule: bool = True
    """True: a written rule, the run stays healthy. False: something broke."""
    channels: tuple[str, ...] = ()
    raw: RawResponse | None = None


NewsItem = Article | Listing | Walked | Gone | Missed | Refusal
"""Everything that a spider of this project yields to the stages."""
