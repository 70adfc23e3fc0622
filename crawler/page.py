"""What page objects promise. They know one response: no network, no clock."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from crawler.addresses import Address
from crawler.dates import Reading
from crawler.items import Article, PrintedTime, RawResponse


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """How a response came: all that a page may know of the world."""

    url: str
    """Canonical, whatever mirror it came from."""
    reference: datetime
    """When it was made (`Date` less `Age`), aware."""
    received: datetime
    """When we had it, aware."""
    channel: str = ""
    """Of a list: whose."""
    raw: RawResponse | None = None
    """Where the archive keeps it; None without one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaser:
    """One entry of a list: what it tells of an article before that is read."""

    native_id: str
    url: str
    title: str
    title_is_cut: bool = False
    """The list shows it shortened with "...": the page has it whole."""
    printed: PrintedTime | None = None
    """The time beside it; None where the entry prints none (a headline box)."""
    published: Reading | None = None
    """What that time means."""
    summary: str | None = None
    source: str | None = None
    """来源 as the list tells it, newspaper issue and page included."""
    pinned: bool = False
    """It stands above newer entries, so its time says nothing of the order."""
    article: Article | None = None
    """What the list carries of the article itself (flashes)."""
    is_whole: bool = False
    """It carries all of it: the page need not be read."""

    @property
    def address(self) -> Address:
        """Where its article stands."""
        return Address(self.native_id, self.url)


def teaser_of(address: Address) -> Teaser:
    """What is known of an article that no list has led to."""
    return Teaser(native_id=address.native_id, url=address.url, title="")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """One response of a list, read."""

    teasers: tuple[Teaser, ...]
    next_path: str | None
    """Where the list goes on; None at its end."""


class ArticlePage(Protocol):
    """A detail page that has been recognised as one."""

    def article(self, teaser: Teaser | None, channels: tuple[str, ...]) -> Article:
        """
        The article that the page prints, completed by what the list said.

        Raises:
            ExtractionError: something that every article has is missing.
        """
        ...

    def more(self) -> tuple[str, ...]:
        """Further pages of the same article, in order; for most there is none."""
        return ()
