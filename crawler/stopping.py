"""A run that is asked to stop ends within seconds, whatever the site is doing."""

import asyncio
import time

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.asyncio import create_looping_call

from crawler.retrying import GIVING_UP, LeftError

GRACE = 3.0
"""Seconds in which answers that are on their way may still come."""
_LOOK = 0.5
"""Seconds between two looks whether we are to stop: Scrapy tells nobody."""


class Stopping:
    """
    Watches for SIGINT and SIGTERM, as Scrapy heeds them: by the crawl's own state.

    Scrapy then asks for all that stands in line at its downloader, at the usual
    pace, and waits for every answer up to `DOWNLOAD_TIMEOUT`. Here, what stands
    in line is let go at once, and what is under way after `GRACE`. Both stay owed.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Begin with the crawl."""
        self.crawler = crawler
        self._under_way: set[asyncio.Future[Response]] = set()
        self._since: float | None = None
        self._clock = create_looping_call(self.look)
        crawler.signals.connect(self.begin, signals.spider_opened)
        crawler.signals.connect(self.end, signals.spider_closed)

    def begin(self) -> None:
        """Stand between the downloader and the network."""
        # Scrapy has no public place between its pace and its sockets.
        handlers = self.crawler.engine.downloader.handlers
        self._download = handlers.download_request_async
        handlers.download_request_async = self.download  # type: ignore[method-assign]  # see above
        self._clock.start(_LOOK, now=False)

    def end(self) -> None:
        """There is nothing to watch any more."""
        if self._clock.running:
            self._clock.stop()

    async def download(self, request: Request) -> Response:
        """
        Have a request sent, and its answer.

        Raises:
            LeftError: we are to stop, and it takes too long.
        """
        asked = asyncio.ensure_future(self._download(request))
        self._under_way.add(asked)
        try:
            return await asked
        except asyncio.CancelledError:
            raise LeftError from None
        finally:
            self._under_way.discard(asked)

    def look(self) -> None:
        """Whether we are to stop; what that means, by and by."""
        if self.crawler.crawling:
            return
        now = time.monotonic()
        if self._since is None:
            self._since = now
            self.crawler.signals.send_catch_log(GIVING_UP)
        elif now - self._since >= GRACE:
            for asked in list(self._under_way):
                asked.cancel()
