"""What all replicas share: invented news, a clock, and the truth."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Literal

from tests.sample_site import vocabulary as words
from tests.sample_site.items import BEIJING, Item
from tests.sample_site.newsroom import Newsroom
from tests.sample_site.renderer import Answer, not_found
from tests.sample_site.site import NOW


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One article as its paper tells it: what a right reader must have."""

    native_id: str
    url: str
    """Canonical, on the live site."""
    channels: tuple[str, ...]
    """Sorted."""
    moment: datetime
    """When it was published, aware, Beijing."""
    title: str
    lines: tuple[str, ...]
    """Its body, one paragraph each; no tabs, no mark-up."""
    source: str | None
    authors: tuple[str, ...]
    kind: Literal["article", "flash", "notice"] = "article"
    editor: str | None = None
    tags: tuple[str, ...] = ()

    @property
    def symbols(self) -> tuple[str, ...]:
        """Securities whose codes the text itself names."""
        return tuple(sorted(words.codes_in("\n".join(self.lines))))


@dataclass(slots=True)
class Seen:
    """One request as it came."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)


class Paper(ABC):
    """An offline paper; the same seed is the same paper."""

    LIVE: ClassVar[str]
    """Scheme and host of the live site."""
    CHANNELS: ClassVar[Mapping[str, str]]
    """Id to Chinese name, as the spider has them."""

    def __init__(
        self, seed: int = 7, articles: int = 40, now: datetime = NOW, days: float = 4
    ) -> None:
        """A paper with some `articles` in the `days` before `now`."""
        self.now = now.astimezone(BEIJING)
        self.requests: list[Seen] = []
        sound = [
            item
            for item in Newsroom(seed).items(articles, self.now, days, 0)
            if item.kind != "video" and item.answer == "page" and item.status == "live"
        ]
        told = [item for item in sound if "\t" not in item.truth.body]
        channels = list(self.CHANNELS)
        self.pieces = [
            self.piece(item, number, (channels[number % len(channels)],))
            for number, item in enumerate(told)
        ]
        self.pieces.sort(key=lambda piece: piece.moment, reverse=True)

    @abstractmethod
    def piece(self, item: Item, number: int, channels: tuple[str, ...]) -> Piece:
        """
        One of the newsroom's items under this paper's id and address.

        Args:
            item: what it says (`item.truth`); `item.moment` is to the second.
            number: 0 for the oldest, then 1, 2, …
            channels: where this paper lists it; may be widened.
        """

    @abstractmethod
    def answer(
        self, path: str, query: Mapping[str, str], headers: Mapping[str, str]
    ) -> Answer:
        """The page at a path; query values are the last of their name."""

    def listed(self, channel: str) -> list[Piece]:
        """What a channel lists now, newest first."""
        return [
            piece
            for piece in self.pieces
            if channel in piece.channels and piece.moment <= self.now
        ]

    def find(self, native_id: str) -> Piece | None:
        """The article with this id, once it is out."""
        return next(
            (p for p in self.pieces if p.native_id == native_id and p.moment <= self.now),
            None,
        )

    def missing(self) -> Answer:
        """The page for what is not there."""
        return not_found(404, "页面不存在")

    def truth(self) -> list[Piece]:
        """What a right reader must have by now, newest first."""
        return [piece for piece in self.pieces if piece.moment <= self.now]
