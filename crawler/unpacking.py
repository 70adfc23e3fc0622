"""Unpacking answers that come compressed, within the limits of a page."""

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.errors import TooLargeError, UndecodableError


class Unpacking(HttpCompressionMiddleware):
    """
    Scrapy's own, with names for what goes wrong.

    Scrapy stops at `DOWNLOAD_MAXSIZE` bytes, so that a bomb does no harm, but
    what cannot be unpacked at all it neither asks for again nor explains.
    """

    crawler: Crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way in."""
        unpacking = super().from_crawler(crawler)
        unpacking.crawler = crawler
        return unpacking

    def process_response(  # type: ignore[override]  # Scrapy hands over no spider any more
        self, request: Request, response: Response
    ) -> Request | Response:
        """
        Unpack a body.

        Raises:
            TooLargeError: it is larger than any page.
            UndecodableError: it is not packed as it says, time and again.
        """
        try:
            return super().process_response(request, response)
        except IgnoreRequest as error:
            size = f"{len(response.body):,} bytes"
            raise TooLargeError(f"{size} unpack to more than a page may have") from error
        except Exception as error:
            # Each way of packing has errors of its own: what is left is one of theirs.
            assert self.crawler.spider
            again = get_retry_request(
                request, spider=self.crawler.spider, reason="undecodable"
            )
            if again is not None:
                return again
            raise UndecodableError("the answer is not packed as it says") from error
