"""The sample site's state: what it holds, what time it is, what has changed."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Literal

from tests.sample_site import markup, stories
from tests.sample_site import vocabulary as words
from tests.sample_site.boards import Board
from tests.sample_site.channels import CHANNELS
from tests.sample_site.faults import Faults
from tests.sample_site.items import BEIJING, Item, Truth
from tests.sample_site.newsroom import Newsroom
from tests.sample_site.renderer import Renderer
from tests.sample_site.stories import Story

NOW = datetime(2026, 9, 28, 15, 30, tzinfo=BEIJING)
"""When the site is, unless it is told."""

Request = tuple[str, str, dict[str, str]]


class SampleSite:
    """An offline www.stcn.com of invented articles; the same seed is the same site."""

    def __init__(
        self,
        seed: int = 7,
        articles: int = 300,
        now: datetime = NOW,
        days: float = 6,
        upcoming: int = 0,
    ) -> None:
        """
        A site with `articles` articles and flashes in the `days` days before `now`.

        `upcoming` more are published in the day after `now`, once the clock is set on.
        """
        self.seed = seed
        self.lock = threading.RLock()
        self.faults = Faults()
        self.requests: list[Request] = []
        self.list_data: Literal["html", "rows"] = "html"
        """The shape of the other boards' data (section c.2)."""
        self.end_data: Literal[""] | list[Any] = "" if seed % 2 else []
        """What `data` is at the end of a list."""
        self.year_turn: Literal["full", "short"] = "full"
        """How lists print last year's dates, see `boards.list_time`."""
        self.crawl_delay: float | None = None
        self.validators: Literal["", "ETag", "Last-Modified"] = ""
        """What the site gives to ask it later whether a page has changed."""
        self.epoch = 0
        """How often `noise()` was called."""
        self._now = now.astimezone(BEIJING)
        self.boards = {channel: Board() for channel in CHANNELS}
        self._items: dict[str, Item] = {}
        self._headlines: list[Item] = []
        self._readable = Board()
        self.renderer = Renderer(self)
        for item in Newsroom(seed).items(articles, self._now, days, upcoming):
            self._enter(item)
        self._newest = max(
            (int(number) for number in self._items if number.isdigit()), default=0
        )
        self.advertisement_id = self._unused_id()

    @property
    def now(self) -> datetime:
        """The site's clock, Beijing time; settable."""
        return self._now

    @now.setter
    def now(self, value: datetime) -> None:
        if value.tzinfo is None:
            raise ValueError("the site's clock needs a time zone")
        self._now = value.astimezone(BEIJING)

    def _enter(self, item: Item) -> None:
        self._items[item.native_id] = item
        if item.headline_only:
            self._headlines.append(item)
        else:
            for channel in item.channels:
                self.boards[channel].add(item)
        if item.answer == "page" and item.kind != "video":
            self._readable.add(item)

    def _unused_id(self) -> str:
        number = self._newest - 7
        while str(number) in self._items:
            number -= 1
        return str(number)

    def find(self, native_id: str) -> Item | None:
        """The entry with this id."""
        return self._items.get(native_id)

    def headlines_of(self, channel: str) -> list[Item]:
        """Listed articles that stand in this board's headline box and in no list."""
        return [
            item
            for item in self._headlines
            if item.headline_only == channel and item.listed
        ]

    def recommended(self, item: Item) -> list[Item]:
        """Six other articles, older than this one; noise changes the choice."""
        digest = sha256(f"{item.native_id}/{self.epoch}".encode()).digest()
        older = self._readable.window(item.stamp - 1, 60)
        if not older:
            return []
        picked = {
            older[byte % len(older)].native_id: older[byte % len(older)] for byte in digest
        }
        return list(picked.values())[:6]

    def truth(self) -> list[Truth]:
        """What a right reader must have by now, newest first."""
        with self.lock:
            shown = [
                item
                for item in self._items.values()
                if item.kind != "video" and item.moment <= self._now
            ]
            shown.sort(key=lambda item: (item.stamp, item.native_id), reverse=True)
            return [item.truth for item in shown]

    def publish(
        self,
        channels: Sequence[str] | None = None,
        *,
        title: str,
        body: str = "",
        kind: Literal["article", "flash"] = "article",
        **over: Any,
    ) -> Truth:
        """
        Bring something new, at the top of its boards.

        `body` is plain text, a paragraph per line. `over` sets any field of
        `Story` (`stocks` as `"002458.SZ 益生股份"`, `topics` as names), and
        `native_id`, `published`, `html` (mark-up that says `body`) or `answer`
        (`soft`, `shell`, `404`: never readable).
        """
        boards = tuple(sorted(channels or (("kx",) if kind == "flash" else ("yw",))))
        unknown = set(boards) - set(CHANNELS)
        if unknown:
            raise ValueError(f"no such board: {', '.join(sorted(unknown))}")
        with self.lock:
            self._newest += 3
            number = str(over.pop("native_id", self._newest))
            if number in self._items:
                raise ValueError(f"{number} is published already")
            if number.isdigit():
                self._newest = max(self._newest, int(number))
            moment = _instant(over.pop("published", self._now)).replace(microsecond=0)
            answer = over.pop("answer", "page")
            story = _written(_plain_story(kind), kind, title, body, over)
            item = Item(number, kind, moment, boards, lambda: story)
            item.answer = answer
            item.status = (
                "missing" if answer != "page" else "live" if story.body else "empty"
            )
            self._enter(item)
            self.renderer.forget()
            return item.truth

    def revise(
        self, native_id: str, title: str | None = None, body: str | None = None, **over: Any
    ) -> Truth:
        """Change what an article says; `over` as in `publish`."""
        with self.lock:
            item = self._known(native_id)
            if "published" in over:
                self._move(item, _instant(over.pop("published")))
            item.change(_written(item.story, item.kind, title, body, over))
            if item.status in ("live", "empty"):
                item.status = "live" if item.story.body else "empty"
            self.renderer.forget()
            return item.truth

    def delete(
        self,
        native_id: str,
        how: Literal["404", "soft", "shell"] = "404",
        *,
        listed: bool = False,
    ) -> Truth:
        """Take an article's page away, and its entries from the lists unless `listed`."""
        with self.lock:
            item = self._known(native_id)
            item.close(how)
            self._readable.remove(item)
            item.listed = listed
            if not listed:
                for channel in item.channels:
                    self.boards[channel].remove(item)
            self.renderer.forget()
            return item.truth

    def noise(self) -> None:
        """Change all that is no news: advertisements, counters, cookies, white space."""
        with self.lock:
            self.epoch += 1
            self.renderer.forget()

    def _known(self, native_id: str) -> Item:
        item = self._items.get(str(native_id))
        if item is None or item.kind == "video":
            raise KeyError(f"no article {native_id}")
        return item

    def _move(self, item: Item, moment: datetime) -> None:
        shown = [] if item.headline_only else [self.boards[name] for name in item.channels]
        for board in shown:
            board.remove(item)
        item.moment = moment.replace(microsecond=0)
        item.stamp = int(item.moment.timestamp())
        if item.listed:
            for board in shown:
                board.add(item)

    def age(self, seconds: float) -> datetime:
        """The instant so many seconds ago."""
        return self._now - timedelta(seconds=seconds)


def _instant(value: datetime | str) -> datetime:
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    if moment.tzinfo is None:
        raise ValueError("a time of publication needs a zone")
    return moment.astimezone(BEIJING)


def _plain_story(kind: str) -> Story:
    flash = kind == "flash"
    return Story(
        title="",
        title_raw="",
        blocks=(),
        source="人民财讯" if flash else "证券时报网",
        editor=None if flash else "何若溪",
        list_tags=not flash,
    )


def _written(
    story: Story, kind: str, title: str | None, body: str | None, over: Mapping[str, Any]
) -> Story:
    """A story with another title, text or other field."""
    changes = {name: _tupled(value) for name, value in over.items() if name != "html"}
    if title is not None:
        changes = {"title": markup.clean(title), "title_raw": title} | changes
    if body is not None:
        lines = [line for line in body.split("\n") if line.strip()]
        changes = _body_changes(kind, lines, over.get("html")) | changes
    if "stocks" in changes:
        changes["stocks"] = tuple(_company(stock) for stock in changes["stocks"])
    if "symbols" in changes:
        changes["symbols"] = frozenset(changes["symbols"])
    elif body is not None:
        stocks = changes.get("stocks", story.stocks)
        marks = {company.symbol for company in stocks}
        changes["symbols"] = frozenset(words.codes_in(body) | marks)
    if "topics" in changes:
        changes["topics"] = tuple(
            stories.topic(name) if isinstance(name, str) else name
            for name in changes["topics"]
        )
    return replace(story, **changes)


def _body_changes(kind: str, lines: list[str], html: str | None) -> dict[str, Any]:
    """Blocks for plain lines, or one block of ready mark-up that says these lines."""
    if html is not None:
        clean = tuple(line for line in map(markup.clean, lines) if line)
        blocks: tuple[markup.Block, ...] = (markup.Block(html, clean),)
    elif kind == "flash" and lines:
        first = markup.flash_paragraph(lines[0], script=True)
        blocks = (first, *(markup.paragraph(line) for line in lines[1:]))
    else:
        blocks = tuple(markup.paragraph(line) for line in lines)
    abstract = markup.clean(lines[0])[:72] if lines else None
    return {
        "blocks": blocks,
        "content": "\n".join(lines),
        "abstract": abstract,
        "editor_in_body": False,
    }


def _company(stock: words.Company | str) -> words.Company:
    if not isinstance(stock, str):
        return stock
    symbol, _, name = stock.partition(" ")
    code, _, exchange = symbol.partition(".")
    return words.Company(name, code, exchange, words.INDUSTRIES[0])


def _tupled(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
