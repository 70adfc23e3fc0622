"""For a look at a site that stores nothing: what earlier crawls saw of it."""

from collections.abc import Sequence
from typing import Self

from scrapy.crawler import Crawler

from crawler.items import NewsItem
from crawler.memory import Amnesia
from crawler.profile import Profile
from crawler.reporting import ReportingSpider
from pipelines.memory import StoreMemory
from storage.engine import open_engine
from storage.errors import StorageError
from storage.ledger import Ledger


class Recollection(Amnesia):
    """Remembers how healthy crawls looked, and nothing else: all is read anew."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        """Keep the profiles, the newest first."""
        self._profiles = profiles

    def profiles(self) -> Sequence[Profile]:
        """What earlier healthy crawls saw, the newest first."""
        return self._profiles


class RecallPast:
    """Takes the last stage's place, reads the database once, and never writes it."""

    def __init__(self, crawler: Crawler) -> None:
        """Keep the crawler for its settings."""
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way in."""
        return cls(crawler)

    def open_spider(self) -> None:
        """Tell the spider of the past, if there is a database that knows it."""
        spider = self.crawler.spider
        assert isinstance(spider, ReportingSpider)
        try:
            engine = open_engine(self.crawler.settings["DATABASE_URL"])
        except StorageError as error:
            spider.report.findings.append(f"Not compared with the past. {error}")
            return
        try:
            profiles = StoreMemory(Ledger(engine), spider.name).profiles()
        finally:
            engine.dispose()
        spider.remember(Recollection(profiles))

    def process_item(self, item: NewsItem) -> NewsItem:
        """Let everything pass."""
        return item
