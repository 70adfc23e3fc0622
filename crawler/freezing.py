"""Freezing one page of a site: from the site or the raw archive into a fixture folder."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.addresses import path_of
from crawler.archive import Exchange, headers_of, in_order, walk
from crawler.errors import UsageError
from crawler.fixture import Place, write_case
from crawler.spider import NewsSpider

CASE_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def place_of(reader: NewsSpider, url: str, base_url: str | None, channel: str) -> Place:
    """
    Which page an address means.

    Args:
        reader: the site's spider.
        url: on the live site, on `base_url`, or a path that begins with a slash.
        base_url: a mirror, if one was named.
        channel: whose list it is, where the address does not tell.

    Raises:
        UsageError: it is no page of this site, or nobody knows which.
    """
    bases = [base for base in ("", base_url) if base is not None]
    paths = [url.removeprefix(base) for base in bases if url.startswith(f"{base}/")]
    if not paths and not reader.owns(url):
        raise UsageError(
            f"{url} is no page of {reader.name}; its addresses begin with {reader.LIVE}/."
        )
    url = reader.live(paths[0] if paths else url)
    if channel:
        if channel not in reader.CHANNELS:
            valid = ", ".join(reader.CHANNELS)
            raise UsageError(f"There is no channel {channel!r}; there are {valid}.")
        return Place(url, channel)
    if reader.article_at(url) is not None:
        return Place(url)
    if (top := reader.tops.get(url)) is not None:
        return Place(url, top)
    raise UsageError(
        f"{url} is neither an article of {reader.name} nor the top of a list; "
        "if it is a list's later page, say whose with --channel."
    )


def archived(folder: Path, site: str, url: str) -> Exchange | None:
    """
    The newest sound answer that the raw archive has for an address, mirrors included.

    Raises:
        OSError: a file of the archive cannot be read.
    """
    newest, path = None, path_of(url)
    for file in in_order(folder, site):
        for _, exchange in walk(file.path):
            here = exchange.canonical_url or exchange.url
            if exchange.status == 200 and path_of(here) == path:
                newest = exchange
    return newest


class Freezing(NewsSpider):
    """A site's spider that asks for one page, as politely as a crawl, and freezes it."""

    place: ClassVar[Place]
    folder: ClassVar[Path]

    async def start(self) -> AsyncIterator[Request]:
        """The one page."""
        yield Request(
            self.address(self.place.url),
            callback=self.keep,
            errback=self.fail,
            headers=self.headers_for(path_of(self.place.url)),
            dont_filter=True,
        )

    def keep(self, response: Response) -> None:
        """Make the case of what came."""
        headers = response.headers.items()
        answer = Exchange(
            url=response.url,
            status=response.status,
            headers=headers_of((name, value) for name, all_ in headers for value in all_),
            body=response.body,
            fetched_at=datetime.now(UTC).replace(microsecond=0),
        )
        try:
            write_case(self.folder, self, self.place, answer)
        except OSError as error:
            self.report.trouble("unwritable", f"{self.folder}: {error.strerror}.")

    def fail(self, failure: Failure) -> None:
        """There is no page to be frozen."""
        verdict = self.verdict(failure)
        url = self.address(self.place.url)
        self.report.trouble(verdict.reason, f"{url}: {verdict.sentence}.")


def freezer_of(reader: type[NewsSpider], place: Place, folder: Path) -> type[Freezing]:
    """The spider that freezes one page of a site into a folder."""
    told = {"place": place, "folder": folder}
    kind: Any = type(reader.__name__, (Freezing, reader), told)
    made: type[Freezing] = kind
    return made
