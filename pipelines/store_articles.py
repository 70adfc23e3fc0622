"""Last stage: the one place that joins the crawl to the database."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import create_looping_call

from crawler.archiving import Archiving
from crawler.errors import LockedError as CrawlLockedError
from crawler.errors import UsageError
from crawler.items import Article, Gone, Listing, NewsItem, Refusal
from crawler.reporting import ReportingSpider
from pipelines.memory import StoreMemory
from pipelines.parser_version import parser_version
from pipelines.records import records_of
from storage.errors import LockedError, StorageError
from storage.ledger import Ledger
from storage.lock import RunLock
from storage.store import RunResult, Store

PATIENCE = 1.0
"""Seconds that a record waits for others to share its transaction."""


class StoreArticlesPipeline:
    """
    Gathers records and stores them in batches, each in one transaction.

    It opens the run and closes it, hands the spider its memory, and enters
    every outcome in the spider's report.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Open the database and take the lock, or refuse the run."""
        spider = crawler.spider
        assert isinstance(spider, ReportingSpider)
        self.crawler = crawler
        self.spider = spider
        self.batch_size = crawler.settings.getint("STORE_BATCH")
        url = crawler.settings["DATABASE_URL"]
        window = crawler.settings.getfloat("REPEAT_WINDOW_DAYS")
        try:
            self.lock = RunLock(url, spider.name)
            self.store = self.open_store(url, timedelta(days=window))
            self.lock.acquire()
        except LockedError as error:
            raise CrawlLockedError(str(error)) from error
        except StorageError as error:
            raise UsageError(str(error)) from error
        self.run_id = 0
        self.archive: Archiving | None = None
        self.waiting: list[NewsItem] = []
        self.records = 0
        self.broken = False
        self.oldest = 0.0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way in."""
        pipeline = cls(crawler)
        crawler.signals.connect(pipeline.finish, signals.spider_closed)
        return pipeline

    def open_store(self, url: str, window: timedelta) -> Store:
        """The database that this run writes."""
        return Store(url, window)

    @property
    def parser_version(self) -> str:
        """Of the code that reads the pages."""
        return parser_version(type(self.spider))

    def open_spider(self) -> None:
        """Begin the run, and tell the spider what happened before."""
        now = datetime.now(UTC)
        self.run_id = self.store.begin_run(
            self.spider.name, self.spider.given, now, parser_version=self.parser_version
        )
        self.spider.remember(StoreMemory(Ledger(self.store.engine), self.spider.name))
        self.archive = self.crawler.get_downloader_middleware(Archiving)
        self.clock = create_looping_call(self.store_if_due)
        self.clock.start(PATIENCE, now=False)

    def process_item(self, item: NewsItem) -> NewsItem:
        """Take an item in; store when a batch is full."""
        if not self.waiting:
            self.oldest = time.monotonic()
        self.waiting.append(item)
        self.records += len(item.sightings) if isinstance(item, Listing) else 1
        if self.records >= self.batch_size:
            self.store_waiting()
        return item

    def store_if_due(self) -> None:
        """Store what has waited long enough."""
        if self.waiting and time.monotonic() - self.oldest >= PATIENCE:
            self.store_waiting()

    def store_waiting(self) -> None:
        """One batch, one transaction; outcomes go into the report."""
        items, self.waiting, self.records = self.waiting, [], 0
        if self.archive is not None:
            self.archive.flush()  # no row may point to what is not on disk yet
        batch = [(item, list(records_of(item, self.parser_version))) for item in items]
        records = [record for _, group in batch for record in group]
        if not records or self.broken:
            return  # after a failure nothing may claim to be complete
        try:
            outcomes = iter(self.store.apply(self.run_id, records))
        except StorageError as error:
            self.broken = True
            self.spider.report.trouble("database", str(error))
            self.spider.stop("database")
            return
        for item, group in batch:
            self._enter(item, [next(outcomes) for _ in group])

    def _enter(self, item: NewsItem, outcomes: list[str]) -> None:
        report = self.spider.report
        if isinstance(item, Refusal) and not item.by_rule and item.stage != "spider":
            report.trouble(item.reason, f"{item.stage}: {item.detail} ({item.url}).")
        if isinstance(item, Article):
            report.profile.take(item)
        elif isinstance(item, Refusal) and item.by_rule:
            report.profile.refuse(item.native_id, item.reason)
        if isinstance(item, Article | Gone | Refusal):
            channel = item.channels[0] if item.channels else item.site
            report.count(channel, outcomes[0])

    def close_spider(self) -> None:
        """Store what is left."""
        self.clock.stop()
        self.store_waiting()

    def finish(self, spider: ReportingSpider, reason: str) -> None:  # noqa: ARG002 - Scrapy passes both
        """Record how the run ended, and let go of the database."""
        report = self.spider.report
        result = RunResult(
            outcome=report.outcome,
            reason=report.reason,
            finished_at=datetime.now(UTC),
            requests=self._requests(),
            errors=report.errors,
            channels={name: dict(counts) for name, counts in report.channels.items()},
            fields=report.profile.as_json(),
        )
        try:
            self.end_run(result)
        except StorageError as error:
            report.trouble("database", str(error))
        self.store.close()
        self.lock.release()

    def end_run(self, result: RunResult) -> None:
        """Record in the database how the run ended."""
        self.store.finish_run(self.run_id, result)

    def _requests(self) -> int:
        count: Any = self.crawler.stats.get_value("downloader/request_count", 0)
        return int(count)
