"""What a person sees of a crawl: progress while it runs, a summary at its end."""

import sys
import time
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.progress import Progress as Bar
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import create_looping_call

from crawler.reporting import ReportingSpider
from crawler.summary import summary

_REFRESH = 0.25
"""Seconds between two looks at the report, on a terminal."""
_LINE_EVERY = 15.0
"""Seconds between two plain lines, elsewhere."""


class Progress:
    """A bar on a terminal, a line now and then elsewhere; all on standard error."""

    def __init__(self, crawler: Crawler) -> None:
        """Wait for the spider."""
        self.crawler = crawler
        self.console = Console(stderr=True, highlight=False)
        self.started = time.monotonic()
        self.bar: Bar | None = None
        crawler.signals.connect(self.begin, signals.spider_opened)
        crawler.signals.connect(self.end, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way in."""
        return cls(crawler)

    def begin(self, spider: ReportingSpider) -> None:
        """Start showing."""
        self.spider = spider
        self.started = time.monotonic()
        if self.console.is_terminal:
            self.bar = Bar(
                TextColumn("[bold]{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("{task.fields[note]}"),
                TimeElapsedColumn(),
                console=self.console,
                transient=True,
            )
            self.task = self.bar.add_task(spider.name, total=None, note="")
            self.bar.start()
        self.clock = create_looping_call(self.show)
        self.clock.start(_REFRESH if self.bar else _LINE_EVERY, now=False)

    def show(self) -> None:
        """One look at the report."""
        done, known = self._counts()
        note = f"{self._requests()} {self.spider.UNIT}, {self._rate():.1f}/s"
        if self.bar:
            total = max(done, known) or None
            self.bar.update(self.task, completed=done, total=total, note=note)
        else:
            sys.stderr.write(f"{self.spider.name}: {done} of {known} settled, {note}\n")
            sys.stderr.flush()

    def end(self, spider: ReportingSpider) -> None:
        """Stop showing, and sum up."""
        self.clock.stop()
        if self.bar:
            self.bar.stop()
        requests, seconds = self._requests(), time.monotonic() - self.started
        names = dict(getattr(spider, "CHANNELS", {}))
        unit = spider.UNIT
        for part in summary(spider.name, spider.report, names, requests, seconds, unit):
            self.console.print(part, soft_wrap=True)

    def _counts(self) -> tuple[int, int]:
        """Articles settled, and articles known of."""
        done = self.spider.settled
        return done, max(done, self.spider.expected)

    def _requests(self) -> int:
        return self.spider.exchanges

    def _rate(self) -> float:
        return self._requests() / max(time.monotonic() - self.started, 0.001)
