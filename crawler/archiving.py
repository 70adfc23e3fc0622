"""Keeping every response that the crawl uses, off its hot path."""

import json
import logging
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response

from crawler.archive import (
    ArchiveError,
    ArchiveWriter,
    Exchange,
    RawRef,
    headers_of,
    repair,
)
from crawler.errors import UsageError
from crawler.items import RawResponse
from crawler.reading import RAW, ReadingSpider

logger = logging.getLogger(__name__)

RUN, ARGUMENTS = "shibaoRun", "shibaoArguments"
"""What each file says of the run that wrote it, so that it can be replayed."""


def about_run(given: Mapping[str, str]) -> dict[str, str]:
    """The fields that tell a run: a name of its own, and its arguments as JSON."""
    return {RUN: secrets.token_hex(8), ARGUMENTS: json.dumps(dict(given))}


def label_of(request: Request) -> str | None:
    """Which list a request is for, or led to it; None of a page asked for by itself."""
    known = request.cb_kwargs
    if "teaser" in known:
        return ",".join(known["channels"]) if known["teaser"] is not None else None
    channel: str | None = known.get("channel")
    return channel


class Archiving:
    """
    Hands each response to the archive and notes in its request where it will be.

    It stands next to the engine: what it sees is what spiders see, after
    decompression, retries and redirects. Writing is another thread's work.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Mend what a killed run tore, and open the archive."""
        folder, spider = crawler.settings["ARCHIVE_DIR"], crawler.spider
        if not folder or not isinstance(spider, ReadingSpider):
            raise NotConfigured
        self.spider = spider
        self.again: set[str] = set()
        """Addresses that an earlier run may have asked for: lists, and pages again."""
        self.is_whole = True
        """Whether all that was put by is on disk; told once if not."""
        try:
            if Path(folder).is_dir():
                for mended in repair(Path(folder), spider.name):
                    logger.warning("%s", mended.sentence)
            self.writer = ArchiveWriter(
                Path(folder),
                prefix=spider.name,
                about=about_run(spider.given),
                known=self._archived_before,
            )
        except ArchiveError as error:
            raise UsageError(str(error)) from error
        crawler.signals.connect(self.close, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way in."""
        return cls(crawler)

    def _archived_before(self, url: str) -> tuple[str, RawRef] | None:
        """What an earlier run archived of an address; a fresh page is not looked for."""
        return self.spider.memory.archived(url) if url in self.again else None

    def process_response(self, request: Request, response: Response) -> Response:
        """Put the response by; the request remembers where."""
        received = datetime.now(UTC)
        asked: list[str] = request.meta.get("redirect_urls") or [response.url]
        exchange = Exchange(
            url=asked[0],
            status=response.status,
            headers=headers_of(
                (name, value)
                for name, values in response.headers.items()
                for value in values
            ),
            body=response.body,
            fetched_at=received,
            method=request.method,
            label=label_of(request),
        )
        if request.cb_kwargs.get("teaser") is None:
            self.again.add(exchange.url)
        request.meta[RAW] = RawResponse(
            url=exchange.url,
            status=response.status,
            ref=self.writer.put(exchange),
            received=received,
        )
        return response

    def flush(self) -> None:
        """Wait until all that was put by is on disk; the report tells of a failure."""
        try:
            self.writer.flush()
        except ArchiveError as error:
            self._tell(error)

    def close(self) -> None:
        """Close the last file."""
        try:
            self.writer.close()
        except ArchiveError as error:
            self._tell(error)

    def _tell(self, error: ArchiveError) -> None:
        """The run goes on: an article without its page is worth more than neither."""
        if self.is_whole:
            self.spider.report.trouble("archive", str(error))
        self.is_whole = False
