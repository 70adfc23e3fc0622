"""An entry of the site's lists, and the truth about it."""

import re
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Literal

from tests.sample_site.stories import Story

BEIJING = timezone(timedelta(hours=8), "CST")
"""The site's zone (section g); it has no summer time."""

HOST = "https://www.stcn.com"
Status = Literal["live", "gone", "empty", "missing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What a right reader must have of one article, whatever way it read it."""

    native_id: str
    kind: Literal["article", "flash"]
    channels: tuple[str, ...]
    """Boards that list it, a headline box included; sorted."""
    title: str
    body: str
    published: datetime
    """Aware, UTC; to the minute for articles, since no page prints more."""
    precision: Literal["second", "minute"]
    source: str | None
    print_issue: str | None
    authors: tuple[str, ...]
    editor: str | None
    """For a flash only the detail page prints it."""
    symbols: tuple[str, ...]
    tags: tuple[str, ...]
    """For a flash only the list interface has them."""
    url: str
    status: Status
    repeat_of: str | None = None
    """The article of which this one is a reprint."""

    def as_json(self) -> dict[str, Any]:
        """For `/_sample/truth.json`."""
        return asdict(self) | {"published": self.published.isoformat()}


@dataclass(slots=True, eq=False)
class Item:
    """One entry; its story is written when somebody first asks for it."""

    native_id: str
    kind: Literal["article", "flash", "video"]
    moment: datetime
    """When it was published, to the second, aware."""
    channels: tuple[str, ...]
    write: Callable[[], Story]
    status: Status = "live"
    answer: Literal["page", "404", "soft", "shell"] = "page"
    """What its address answers."""
    listed: bool = True
    headline_only: str | None = None
    repeat_of: str | None = None
    revision: int = 0
    stamp: int = field(init=False)
    """`moment` in seconds since 1970, the lists' key."""
    _story: Story | None = field(init=False, default=None)
    _truth: Truth | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        """The lists sort by seconds."""
        self.stamp = int(self.moment.timestamp())

    @property
    def story(self) -> Story:
        """What it says."""
        if self._story is None:
            self._story = self.write()
        return self._story

    def change(self, story: Story) -> None:
        """Another version of it."""
        self._story = story
        self._truth = None
        self.revision += 1

    def close(self, answer: Literal["404", "soft", "shell"]) -> None:
        """Its page is taken away; what was readable stays true."""
        if self.status != "missing":
            self.status = "gone"
        self.answer = answer
        self._truth = None

    @property
    def path(self) -> str:
        """Its address on the site."""
        if self.kind == "video":
            return f"/live/video-detail/{self.native_id.removeprefix('video-')}.html"
        return f"/article/detail/{self.native_id}.html"

    @property
    def truth(self) -> Truth:
        """What a right reader must have of it."""
        if self._truth is None:
            self._truth = _truth(self)
        return self._truth


def _credit(body: str) -> str | None:
    """Where no 来源 is printed, a credit at the end of the text names it."""
    return "央视新闻" if body.endswith("（央视新闻）") else None


def _byline(body: str) -> tuple[str, ...]:
    """Where no 作者 is printed, a reporter in the dateline is the author."""
    found = re.match(r"[^（\n]{0,20}电（记者 ([^）]+)）", body)
    return (found.group(1),) if found else ()


def _truth(item: Item) -> Truth:
    story = item.story
    flash = item.kind == "flash"
    moment = item.moment if flash else item.moment.replace(second=0)
    readable = item.status != "missing"
    marks = story.tags + tuple(topic.name for topic in story.topics)
    return Truth(
        native_id=item.native_id,
        kind="flash" if flash else "article",
        channels=tuple(sorted(item.channels)),
        title=story.title,
        body=story.body if readable else "",
        published=moment.astimezone(UTC),
        precision="second" if flash else "minute",
        source=story.source or _credit(story.body),
        print_issue=story.print_issue if readable else None,
        authors=story.authors or _byline(story.body),
        editor=story.editor if readable else None,
        symbols=tuple(sorted(story.symbols)) if readable else (),
        tags=marks if readable else (),
        url=HOST + item.path,
        status=item.status,
        repeat_of=item.repeat_of if readable else None,
    )
