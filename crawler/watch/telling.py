"""The crawl's side: it leaves word of what the next crawls depend on."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response

from crawler.reporting import ReportingSpider
from crawler.retrying import wait_of
from crawler.validators import NOT_MODIFIED
from crawler.watch.told import Told


class Telling:
    """Writes `Told` into the file that the setting `WATCH_TOLD` names."""

    def __init__(self, crawler: Crawler) -> None:
        """Do nothing where nobody asks."""
        self.file = str(crawler.settings["WATCH_TOLD"] or "")
        if not self.file:
            raise NotConfigured
        self.crawler = crawler
        self.told = Told(pace=crawler.settings.getfloat("DOWNLOAD_DELAY"))
        self._answered: dict[str, datetime] = {}
        self._unchanged: set[str] = set()
        connect = crawler.signals.connect
        connect(self.heed, signals.response_downloaded)
        connect(self.note, signals.response_received)
        connect(self.keep_pace, signals.spider_closed)
        connect(self.tell, signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way in."""
        return cls(crawler)

    def heed(self, response: Response) -> None:
        """How long the site wants to be left alone."""
        wait = wait_of(response)
        if wait:
            until = datetime.now(UTC) + timedelta(seconds=min(wait, 10.0**9))
            self.told.wait_until = max(until, self.told.wait_until or until)

    def note(self, response: Response, request: Request) -> None:
        """When a channel's list answered first."""
        channel = request.cb_kwargs.get("channel")
        if isinstance(channel, str):
            self._answered.setdefault(channel, datetime.now(UTC))
            if response.status == NOT_MODIFIED:
                self._unchanged.add(channel)

    def keep_pace(self) -> None:
        """The pace that was kept in the end; `robots.txt` may have slowed it down."""
        downloader = self.crawler.engine.downloader
        delays = [slot.delay for slot in downloader.slots.values()]
        delays += [kept.get("delay", 0) for kept in downloader.per_slot_settings.values()]
        self.told.pace = max([self.told.pace, *delays])

    def tell(self) -> None:
        """Leave word; the run is over, and nothing changes its outcome any more."""
        spider, told = self.crawler.spider, self.told
        if not isinstance(spider, ReportingSpider):
            return
        report = spider.report
        read = self._unchanged | report.profile.lists.keys()
        told.looked = {name: at for name, at in self._answered.items() if name in read}
        told.outcome, told.reason = report.outcome, report.reason
        told.sentence = report.problems[0].sentence if report.problems else None
        told.requests = spider.requests
        told.new = sum(counts["new"] for counts in report.channels.values())
        told.changed = sum(counts["changed"] for counts in report.channels.values())
        Path(self.file).write_text(told.as_json(), "utf-8")
