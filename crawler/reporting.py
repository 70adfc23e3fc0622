"""What every spider of this project has: a diary, a memory, an honest ending."""

import asyncio
from datetime import UTC, datetime
from typing import Any, ClassVar, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.memory import Amnesia, Memory
from crawler.report import SETTLED, Report
from crawler.stopping import Stopping


class ReportingSpider(Spider):
    """Keeps a `Report` of the run and turns every mishap into an entry of it."""

    UNIT: ClassVar[str] = "requests"
    """What `exchanges` counts."""

    def __init__(self, **given: str) -> None:
        """Start a report; `given` are the `-a` arguments."""
        super().__init__()
        self.given = dict(given)
        self.report = Report(datetime.now(UTC))
        self.memory: Memory = Amnesia()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **given: Any) -> Self:
        """Scrapy's way in; listens for what breaks elsewhere."""
        spider = super().from_crawler(crawler, *args, **given)
        crawler.signals.connect(spider.callback_broke, signals.spider_error)
        crawler.signals.connect(spider.stage_broke, signals.item_error)
        spider.stopping = Stopping(crawler)
        return spider

    stopping: Stopping
    """Kept here: signals hold those who listen weakly."""

    @property
    def run_name(self) -> str:
        """What at most one run at a time is called: the lock's name, and the run's."""
        return self.name

    @property
    def exchanges(self) -> int:
        """How many requests were sent, or what a spider counts in their place."""
        return self.requests

    @property
    def requests(self) -> int:
        """How many requests were sent."""
        stats = self.crawler.stats
        return int(stats.get_value("downloader/request_count", 0) or 0) if stats else 0

    @property
    def settled(self) -> int:
        """How many articles were settled so far."""
        channels = self.report.channels.values()
        return sum(counts[name] for counts in channels for name in SETTLED)

    @property
    def expected(self) -> int:
        """How many articles this run knows that it will settle, so far."""
        return sum(counts["listed"] for counts in self.report.channels.values())

    def remember(self, memory: Memory) -> None:
        """Be told of earlier runs; called before the first request."""
        self.memory = memory

    def stop(self, reason: str) -> None:
        """End the run early, for a reason that the report already tells."""
        closing = self.crawler.engine.close_spider_async(reason=reason)
        self._closing = asyncio.ensure_future(closing)  # kept: else it may be collected

    def closed(self, reason: str) -> None:
        """Scrapy's last word: `finished`, `shutdown`, or our own reason."""
        if reason == "shutdown":
            self.report.interrupted = True
        elif reason == "start_error":
            self.report.trouble("error", "The run broke before its first request.")
        elif reason != "finished" and not self.report.problems:
            self.report.trouble(reason, f"The run ended early: {reason}.")

    def callback_broke(self, failure: Failure, response: Response) -> None:
        """A callback raised what it should have handled."""
        self.report.trouble("error", f"{response.url}: {failure.value!r}.")

    def stage_broke(self, failure: Failure, item: object) -> None:
        """A stage raised what it should have handled."""
        self.report.trouble("error", f"{type(item).__name__}: {failure.value!r}.")
