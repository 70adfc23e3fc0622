"""Last stage: the one place that joins the crawl to the database."""

import asyncio
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import ClassVar, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DontCloseSpider
from scrapy.utils.asyncio import create_looping_call

from crawler.archiving import Archiving
from crawler.errors import LockedError as CrawlLockedError
from crawler.errors import UsageError
from crawler.items import Article, Gone, Listing, NewsItem, Refusal
from crawler.reporting import ReportingSpider
from pipelines.errors import UnreachableDatabaseError
from pipelines.locked_database import LockWatch, Look
from pipelines.memory import StoreMemory
from pipelines.parser_version import parser_version
from pipelines.records import records_of
from pipelines.removals import Removals
from storage.engine import explained, locked_sentence
from storage.errors import LockedError, StorageError, UnreachableError
from storage.ledger import Ledger
from storage.lock import RunLock
from storage.store import RunResult, Store

PATIENCE = 1.0
"""Seconds that a record waits for others to share its transaction."""
_LOOK = 0.2
"""Seconds between two looks whether somebody else's transaction is over."""


class StoreArticlesPipeline:
    """
    Gathers records and stores them in batches, each in one transaction.

    It opens the run and closes it, hands the spider its memory, and enters
    every outcome in the spider's report.
    """

    KIND: ClassVar[str] = "crawl"
    """Of the run, as `crawl_run` has it."""

    def __init__(self, crawler: Crawler) -> None:
        """Open the database and take the lock, or refuse the run."""
        spider = crawler.spider
        assert isinstance(spider, ReportingSpider)
        self.crawler = crawler
        self.spider = spider
        self.batch_size = crawler.settings.getint("STORE_BATCH")
        url = crawler.settings["DATABASE_URL"]
        days = crawler.settings.getfloat("REPEAT_WINDOW_DAYS")
        window = timedelta(days=days) if days >= 0 else None
        try:
            self.lock = RunLock(url, spider.run_name)
            self.store = self.open_store(url, window)
            self.lock.acquire()
            self.lock_watch = LockWatch(self.store.engine)
        except LockedError as error:
            raise CrawlLockedError(str(error)) from error
        except UnreachableError as error:
            raise UnreachableDatabaseError(str(error)) from error
        except StorageError as error:
            raise UsageError(str(error)) from error
        self.run_id = 0
        self.archive: Archiving | None = None
        self.waiting: list[NewsItem] = []
        self.removals = Removals()
        self.records = 0
        self.broken = False
        self.closing = False
        self.oldest = 0.0
        self.clock = create_looping_call(self.store_if_due)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way in."""
        pipeline = cls(crawler)
        crawler.signals.connect(pipeline.wait_when_idle, signals.spider_idle)
        crawler.signals.connect(pipeline.finish, signals.spider_closed)
        return pipeline

    def open_store(self, url: str, window: timedelta | None) -> Store:
        """The database that this run writes."""
        return Store(url, window)

    @property
    def parser_version(self) -> str:
        """Of the code that reads the pages."""
        return parser_version(type(self.spider))

    def open_spider(self) -> None:
        """Begin the run, and tell the spider what happened before."""
        now = datetime.now(UTC)
        try:
            self.run_id = self.store.begin_run(
                self.spider.run_name,
                self.spider.given,
                now,
                kind=self.KIND,
                parser_version=self.parser_version,
            )
        except StorageError as error:
            self.closing = True  # Scrapy ends the run before it has begun
            self._break(str(error))
            raise CloseSpider("database") from error
        memory = StoreMemory(Ledger(self.store.engine), self.spider.name, self._break)
        self.spider.remember(memory)
        self.archive = self.crawler.get_downloader_middleware(Archiving)
        self.clock.start(PATIENCE, now=False)

    async def process_item(self, item: NewsItem) -> NewsItem:
        """Take an item in; store when a batch is full."""
        if self.removals.note(item):
            return item
        if not self.waiting:
            self.oldest = time.monotonic()
        self.waiting.append(item)
        self.records += len(item.sightings) if isinstance(item, Listing) else 1
        while self.records >= self.batch_size:
            if self.must_wait():
                await asyncio.sleep(_LOOK)
            else:
                self.store_waiting()
        return item

    def store_if_due(self) -> None:
        """Store what has waited long enough."""
        due = self.waiting and time.monotonic() - self.oldest >= PATIENCE
        if due and not self.must_wait():
            self.store_waiting()

    def wait_when_idle(self) -> None:
        """Leave the end of the run until the last batch can be stored."""
        if self.waiting and self.must_wait():
            raise DontCloseSpider

    def must_wait(self) -> bool:
        """Whether somebody else is writing; when that lasts too long, the run ends."""
        if self.broken:
            return False
        seen = self.lock_watch.look(is_last=not self.crawler.crawling)
        if seen is Look.TOO_LONG:
            self._break(locked_sentence(self.store.engine.url, self.lock_watch.seconds))
        return seen is Look.LOCKED

    def _break(self, sentence: str) -> None:
        """Store nothing more: after a failure nothing may claim to be complete."""
        self.broken = True
        self.spider.report.trouble("database", sentence)
        if not self.closing:
            self.spider.stop("database")

    def store_waiting(self) -> None:
        """One batch, one transaction; outcomes go into the report."""
        items, self.waiting, self.records = self.waiting, [], 0
        if self.archive is not None:
            self.archive.flush()  # no row may point to what is not on disk yet
        batch = [(item, list(records_of(item, self.parser_version))) for item in items]
        records = [record for _, group in batch for record in group]
        if not records or self.broken:
            return
        try:
            self.lock.keep()
            outcomes = iter(self.store.apply(self.run_id, records))
        except StorageError as error:
            self._break(str(error))
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
        self.closing = True
        if self.clock.running:
            self.clock.stop()
        self.settle_removals()
        while self.waiting and self.must_wait():
            time.sleep(_LOOK)
        self.store_waiting()
        self.spider.report.left = self._owed()

    def settle_removals(self) -> None:
        """The run is over: pages that are gone are, unless the site is ill."""
        report = self.spider.report
        known = self.spider.memory.recall([item.native_id for item in self.removals.held])
        before = {one for one, told in known.items() if told.state == "gone"}
        items, problem = self.removals.settle((p.reason for p in report.problems), before)
        self.waiting += items
        if problem is not None:
            report.trouble(problem.reason, problem.sentence)

    def _owed(self) -> int:
        """How many articles were listed and not read."""
        engine = self.store.engine
        try:
            with explained(engine.url):
                return Ledger(engine).unread(self.spider.name, datetime.now(UTC))
        except StorageError:
            return 0

    def finish(self, spider: ReportingSpider, reason: str) -> None:  # noqa: ARG002 - Scrapy passes both
        """Record how the run ended, and let go of the database."""
        report = self.spider.report
        result = RunResult(
            outcome=report.outcome,
            reason=report.reason,
            finished_at=datetime.now(UTC),
            requests=self.spider.requests,
            errors=report.errors,
            channels={name: dict(counts) for name, counts in report.channels.items()},
            fields=report.profile.as_json(),
        )
        try:
            # What is still locked, the next run records as interrupted.
            if self.run_id and not (self.broken and self.lock_watch.is_locked()):
                self.end_run(result)
        except StorageError as error:
            told = {problem.sentence for problem in report.problems}
            report.trouble("database", str(error))
            if str(error) not in told:
                sys.stderr.write(f"{error}\n")  # the summary has been shown already
        self.store.close()
        self.lock.release()

    def end_run(self, result: RunResult) -> None:
        """Record in the database how the run ended."""
        self.store.finish_run(self.run_id, result)
