"""Keeping the pace that a site's robots.txt asks for."""

from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.robotstxt import RobotParser


class CrawlDelay:
    """
    Honours `Crawl-delay`, which Scrapy reads and then ignores.

    The slower of robots.txt and `DOWNLOAD_DELAY` wins.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Listen for robots.txt."""
        self.crawler = crawler
        crawler.signals.connect(self.slow_down, signals.robots_parsed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way in."""
        return cls(crawler)

    def slow_down(self, robotparser: RobotParser, request: Request) -> None:
        """Widen the gap between requests to this host, in seconds."""
        settings = self.crawler.settings
        agent = settings["ROBOTSTXT_USER_AGENT"] or settings["USER_AGENT"]
        asked = robotparser.crawl_delay(agent)
        if not asked:
            return
        downloader = self.crawler.engine.downloader
        key = downloader.get_slot_key(request)
        slot = downloader.slots.get(key)
        if slot is not None and asked > slot.delay:
            slot.delay = float(asked)
            # Scrapy forgets a host's slot after a minute's silence.
            kept = downloader.per_slot_settings.get(key, {})
            downloader.per_slot_settings[key] = {**kept, "delay": slot.delay}
