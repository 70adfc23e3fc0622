"""A look at the live site: one list and a few articles of each channel, nothing stored."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.errors import PASSING, CrawlerError, EmptyListError
from crawler.examining import ChannelLook, changes, look_at
from crawler.items import Article, NewsItem, Refusal
from crawler.page import ListPage
from crawler.profile import ListYield
from crawler.spider import NewsSpider
from crawler.walk import Walk

ARTICLES = 3
"""How many are read of each channel."""


class Examining(NewsSpider):
    """A site's spider that notes what it finds instead of walking the lists."""

    def __init__(self, **given: str) -> None:
        """Nothing was looked at yet."""
        super().__init__(**given)
        self.looks = {
            channel: ChannelLook(
                f"{channel} {self.CHANNELS[channel]}", self.live(self.first_path(channel))
            )
            for channel in self.arguments.channels
        }

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **given: Any) -> Self:
        """Scrapy's way in; listens for what has gone through every stage."""
        spider = super().from_crawler(crawler, *args, **given)
        crawler.signals.connect(spider.examine, signals.item_scraped)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """The top of every list."""
        for channel in self.arguments.channels:
            path = self.first_path(channel)
            yield Request(
                self.address(path),
                callback=self.parse_list,
                errback=self.list_failed,
                headers=self.headers_for(path),
                cb_kwargs={"channel": channel, "path": path, "walk": None},
                dont_filter=True,
            )

    def parse_list(
        self,
        response: Response,
        channel: str,
        path: str,
        walk: Walk | None,  # noqa: ARG002 - a crawl walks on
    ) -> Iterator[NewsItem | Request]:
        """One list: what it shows, and a few of its articles."""
        answered = self.answered(response, self.live(path), channel)
        try:
            page = self.read_list(self.text_of(response), answered)
            if not page.teasers:
                raise EmptyListError(answered.url, "list", "it has no entry")
        except CrawlerError as error:
            passing = isinstance(error, (*PASSING, EmptyListError))
            retry = self.retry(response, error.reason) if passing else None
            if retry is not None:
                yield retry
                return
            self.report.trouble(error.reason, f"{self.looks[channel].name}: {error}.")
            self.give_up_on(error.reason)
            return
        self.breaker.succeed()
        self._note(channel, page)
        yield from self._pages(channel, page)

    def _note(self, channel: str, page: ListPage) -> None:
        look, seen = self.looks[channel], {one.native_id: one for one in page.teasers}
        look.entries = len(seen)
        look.whole = sum(teaser.is_whole for teaser in seen.values())
        look.with_time = sum(
            teaser.published is not None and teaser.published.instant is not None
            for teaser in page.teasers
        )
        self.report.profile.lists[channel] = ListYield(look.entries)

    def _pages(self, channel: str, page: ListPage) -> Iterator[Request]:
        """The first few articles that no other list has led to."""
        look = self.looks[channel]
        for teaser in page.teasers:
            if look.asked >= ARTICLES:
                return
            for request in self.ask(teaser.address, teaser, (channel,)):
                look.asked += 1
                yield request

    def examine(self, item: NewsItem) -> None:
        """Note what became of an article after the stages."""
        if isinstance(item, Article):
            self._examine(item)
        elif isinstance(item, Refusal) and (item.stage != "spider" or item.by_rule):
            # What the spider refused as broken, it has told itself.
            self.report.trouble(item.reason, f"{item.url}: {item.detail}.")

    def _examine(self, article: Article) -> None:
        look = look_at(article)
        self.looks[article.channels[0]].articles.append(look)
        self.report.profile.take(article)
        for name in ("title", "time", "body"):
            if not look.has(name):
                self.report.trouble("field_empty", f"{name}: {look.url} has none.")

    def as_json(self, evidence: list[str]) -> dict[str, Any]:
        """The look as JSON; times are UTC."""
        report = self.report
        return {
            "site": self.name,
            "arguments": self.given,
            "started_at": report.started_at.isoformat(timespec="seconds"),
            "finished_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "exit_code": report.exit_code,
            "problems": [asdict(problem) for problem in report.problems],
            "changes": list(changes(self.looks, self.past, self.FLOORS)),
            "remarks": report.findings,
            "channels": {channel: asdict(look) for channel, look in self.looks.items()},
            "evidence": evidence,
        }


def examiner_of(reader: type[NewsSpider]) -> type[Examining]:
    """The spider that looks at one site."""
    kind: Any = type(reader.__name__, (Examining, reader), {})
    made: type[Examining] = kind
    return made
