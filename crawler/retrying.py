"""Asking again: after a pause, and not before the site wants to be asked."""

import asyncio
from datetime import UTC, datetime
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.asyncio import call_later
from twisted.python.failure import Failure

from crawler.retry_after import asked_wait

TOLD_TO_WAIT = "told_to_wait"
"""In a request's `meta`: so many seconds, longer than this run will wait."""
GIVING_UP = object()
"""The signal by which a spider says that it will ask for nothing more."""
_WAITING_STATUS = frozenset({429, 503})
_PAUSED = "paused_for_retry"


class LeftError(IgnoreRequest):
    """The run is given up: what stood in line is not asked for."""


class Retrying(RetryMiddleware):
    """
    Scrapy's own retries, with manners.

    An answer 429 or 503 with `Retry-After` keeps all requests to that host
    waiting, those too that stand in line already; one that asks for more than
    `RETRY_AFTER_MAX` seconds is not asked again in this run. Before any other
    retry there is a pause of `RETRY_PAUSE` seconds, doubled each time up to
    `RETRY_PAUSE_MAX`; what else is in line goes on meanwhile.
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way in."""
        retrying = super().from_crawler(crawler)
        settings = crawler.settings
        retrying.longest_wait = settings.getfloat("RETRY_AFTER_MAX")
        retrying.pause = settings.getfloat("RETRY_PAUSE")
        retrying.longest_pause = settings.getfloat("RETRY_PAUSE_MAX")
        # This signal comes before the downloader looks for the host's next request.
        crawler.signals.connect(retrying.heed, signals.response_downloaded)
        crawler.signals.connect(retrying.leave, GIVING_UP)
        return retrying

    longest_wait: float
    pause: float
    longest_pause: float
    left = False

    async def process_request(self, request: Request) -> None:
        """
        Pause before a retry, whoever asked for it.

        Raises:
            LeftError: the run was given up meanwhile.
        """
        retries: int = request.meta.get("retry_times", 0)
        if retries > request.meta.get(_PAUSED, 0):
            request.meta[_PAUSED] = retries
            seconds = self.pause * 2 ** min(retries - 1, 30)
            await asyncio.sleep(min(seconds, self.longest_pause))
        if self.left:
            raise LeftError

    def process_response(  # type: ignore[override]  # Scrapy hands over no spider any more
        self, request: Request, response: Response
    ) -> Request | Response:
        """Ask again where that may help, unless the site asks for too long a wait."""
        wait = wait_of(response)
        if wait is not None and wait > self.longest_wait:
            request.meta[TOLD_TO_WAIT] = wait
            return response
        return super().process_response(request, response)

    def heed(self, response: Response, request: Request) -> None:
        """Let the whole host wait as long as it asks for."""
        wait = wait_of(response)
        if wait and wait <= self.longest_wait:
            self._hold(request, wait)

    def leave(self) -> None:
        """Let go what stands in line: Scrapy would ask for it before it closes."""
        self.left = True
        for slot in self.crawler.engine.downloader.slots.values():
            while slot.queue:
                _, waiting = slot.queue.popleft()
                waiting.errback(Failure(LeftError()))  # type: ignore[no-untyped-call]  # Twisted's types end here

    def _hold(self, request: Request, seconds: float) -> None:
        downloader = self.crawler.engine.downloader
        slot = downloader.slots.get(downloader.get_slot_key(request))
        if slot is None:
            return
        if slot.latercall:
            slot.latercall.cancel()
        # While this call is to come, the downloader asks that host for nothing; its
        # pace is kept from then on. Scrapy has no public way to say so.
        slot.latercall = call_later(seconds, downloader._latercall, slot)  # noqa: SLF001 - see above


def wait_of(response: Response) -> float | None:
    """Seconds that a response asks us to wait, if it does."""
    if response.status not in _WAITING_STATUS:
        return None
    value, date = response.headers.get("Retry-After"), response.headers.get("Date")
    return asked_wait(_text(value), _text(date), datetime.now(UTC))


def _text(header: bytes | None) -> str | None:
    return header.decode("latin-1") if header else None
