"""
Crawls that tell at what pace they go; `test_pace` runs this as a program.

Given are names of crawls with an address and a `DOWNLOAD_DELAY` each. Every one
asks for two pages; in between its host is silent for so long that Scrapy forgets
what it knew of it. Told are the delays on both sides of that silence.
"""

import json
import sys
from collections.abc import AsyncIterator, Iterator
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response

TOLD: dict[str, list[float]] = {}
SETTINGS: dict[str, Any] = {
    "EXTENSIONS": {"crawler.pace.CrawlDelay": 100},
    "ROBOTSTXT_OBEY": True,
    "ROBOTSTXT_USER_AGENT": "shibao",
    "DOWNLOAD_DELAY_JITTER": 0,
    "TELNETCONSOLE_ENABLED": False,
    "LOG_LEVEL": "WARNING",
}


class SlowSpider(Spider):
    """Asks for two pages of one host."""

    name = "slow"

    def __init__(self, case: str, address: str) -> None:
        """A crawl by the name `case`."""
        super().__init__()
        self.case = case
        self.address = address

    async def start(self) -> AsyncIterator[Request]:
        """The first page."""
        yield Request(f"{self.address}/1", self.parse)

    def parse(self, response: Response, **_: Any) -> Iterator[Request]:
        """Note the delay; after the first page, let the host be forgotten."""
        downloader: Any = self.crawler.engine.downloader
        (slot,) = downloader.slots.values()
        TOLD.setdefault(self.case, []).append(slot.delay)
        if response.url.endswith("/1"):
            downloader._slot_gc(age=-3600)  # noqa: SLF001 - what a timer does
            assert not downloader.slots
            yield Request(f"{self.address}/2", self.parse)


def main() -> None:
    """Run the crawls, one beside the other, and tell of them on standard output."""
    process = AsyncCrawlerProcess(SETTINGS)
    for case, (address, delay) in json.loads(sys.argv[1]).items():
        settings = {"DOWNLOAD_DELAY": delay}
        spider = type("Spider", (SlowSpider,), {"custom_settings": settings})
        process.crawl(spider, case=case, address=address)
    process.start()
    sys.stdout.write(json.dumps(TOLD))


if __name__ == "__main__":
    main()
