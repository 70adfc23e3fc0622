"""
Reading archived responses again, as if the site had just sent them.

The site's own spider does the reading. Its requests are not sent: each waits
for the response that the archive has of it, and the responses come in the
order in which they came at the time. So today's reader sees what the readers
of then saw, run by run.
"""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.archive import About, Exchange, RawRef, about, in_order, walk
from crawler.archiving import ARGUMENTS, RUN, label_of
from crawler.errors import UsageError
from crawler.items import NewsItem, RawResponse
from crawler.memory import Known
from crawler.page import Teaser
from crawler.reading import RAW
from crawler.reporting import ReportingSpider
from crawler.spider import NewsSpider
from crawler.walk import Walk

_EVER = {"since": "1990-01-01"}
"""The window for a file that does not say what its run was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which rows a replay may touch, and whether it may."""

    channels: tuple[str, ...] = ()
    since: datetime | None = None
    """Of responses: fetched then or later, aware."""
    until: datetime | None = None
    run: int | None = None
    """`crawl_run.run_id` of what was read then."""
    dry: bool = False
    foreign: bool = False
    """The files were not written by this crawler."""

    def holds(self, moment: datetime) -> bool:
        """Whether a response of that time is to be read."""
        early = self.since is not None and moment < self.since
        return not early and (self.until is None or moment < self.until)


class ReplaySpider(ReportingSpider):
    """Yields what one site's spider makes of archived responses; asks no site."""

    UNIT = "archived responses"
    reader: ClassVar[type[NewsSpider]]

    def __init__(self, *, files: list[About], folder: Path, wanted: Wanted) -> None:
        """
        Get ready.

        Args:
            files: WARC files, in the order in which they were begun.
            folder: what references are relative to.
            wanted: which rows are meant.
        """
        super().__init__()
        self.given = {"replay": str(folder)}
        self.files, self.folder, self.wanted = files, folder, wanted
        self.sizes = [one.path.stat().st_size for one in files]
        self.catch_up: Callable[[], None] = lambda: None
        """Has what was yielded so far stored; set by the stage that stores."""
        self.is_done = False
        """Whether every response was read."""
        self.responses = 0
        self._bytes = 0

    @property
    def exchanges(self) -> int:
        """How many responses were read; nothing is sent."""
        return self.responses

    @property
    def settled(self) -> int:
        """How many responses were read."""
        return self.responses

    @property
    def expected(self) -> int:
        """How many there are, judged by the bytes read so far."""
        if not self._bytes:
            return self.responses
        return max(self.responses, self.responses * sum(self.sizes) // self._bytes)

    async def start(self) -> AsyncIterator[NewsItem]:
        """Every run of the archive, the earliest first."""
        for _, files in groupby(self.files, _run_of):
            run = list(files)
            await self._let_stages_finish()
            reader = self._reader_of(run[0])
            awaited = Awaited()
            async for request in reader.start():
                awaited.add(request)
            for file in run:
                for ref, exchange in self._responses(file):
                    for item in self._read(reader, awaited, ref, exchange):
                        yield item
        await self._let_stages_finish()
        self.is_done = True

    def say(self, line: str) -> None:
        """Tell a program: one line on standard output."""
        sys.stdout.write(f"{line}\n")

    async def _let_stages_finish(self) -> None:
        """A run begins with all in the store that the one before it found."""
        slot = self.crawler.engine.scraper.slot
        while slot is not None and not slot.is_idle():  # noqa: ASYNC110 - Scrapy tells nobody
            await asyncio.sleep(0)
        self.catch_up()

    def _reader_of(self, file: About) -> NewsSpider:
        """The site's spider as that run started it."""
        said = file.fields.get(ARGUMENTS)
        given = dict(json.loads(said)) if said and not self.wanted.foreign else _EVER
        given.pop("base_url", None)
        kind: Any = type(self.reader.__name__, (Rereading, self.reader), {})
        reader: NewsSpider = kind.from_crawler(self.crawler, **given)
        reader.asked = _Nothing()
        reader.remember(self.memory)
        return reader

    def _responses(self, file: About) -> Iterator[tuple[RawRef, Exchange]]:
        """What a file holds; what of it cannot be read is a trouble of the report."""
        before = self._bytes
        for ref, exchange in walk(file.path, on_fault=self._damaged):
            self.responses += 1
            self._bytes = before + max(ref.offset, 0)
            yield self._placed(ref, file), exchange
        self._bytes = before + self.sizes[self.files.index(file)]

    def _placed(self, ref: RawRef, file: About) -> RawRef:
        """A foreign file is not in the archive's folder: its whole path names it."""
        return replace(ref, file=str(file.path.absolute())) if self.wanted.foreign else ref

    def _damaged(self, sentence: str) -> None:
        self.report.trouble("archive_damaged", sentence)

    def _read(
        self,
        reader: NewsSpider,
        awaited: "Awaited",
        ref: RawRef,
        exchange: Exchange,
    ) -> Iterator[NewsItem]:
        """One response: the items it becomes; new requests wait for theirs."""
        path = self._path_of(exchange)
        if path is None:
            return
        request = awaited.take(path, exchange.label) or reader.request_for(path)
        is_article = request is not None and "native_id" in request.cb_kwargs
        if request is None or (is_article and not self.wanted.holds(exchange.fetched_at)):
            return
        try:
            for found in _answer(request, _response(request, ref, exchange)):
                if isinstance(found, Request):
                    awaited.add(found)
                else:
                    yield found
        except CloseSpider:
            pass  # there the run gave up; what it had asked for comes yet
        except Exception as error:  # noqa: BLE001 - one page must not end the replay
            self.report.trouble("error", f"{exchange.url}: {error!r}.")

    def _path_of(self, exchange: Exchange) -> str | None:
        """The path of a page of this site; of a mirror's, too, in our own archive."""
        parts = urlsplit(exchange.url)
        ours = urlsplit(self.reader.LIVE).hostname
        if self.wanted.foreign and parts.hostname not in {ours, f"www.{ours}"}:
            return None
        return _path(exchange.url)


class Rereading:
    """
    A site's spider that follows every entry of every list.

    Which list led to a page first was decided by the network: the archive's
    labels tell. So each may have led there.
    """

    def is_due(self, teaser: Teaser, walk: Walk, known: Known | None) -> bool:  # noqa: ARG002 - the crawl's question
        """Always: whether it was asked for is seen from what the archive has."""
        return True


class _Nothing(set[str]):
    """What was asked for before: nothing, ever."""

    def add(self, element: str, /) -> None:
        """Forget it at once."""


class Awaited:
    """Requests whose answers the archive may have, by path and by who led to it."""

    def __init__(self) -> None:
        """Nothing is awaited."""
        self._by_path: dict[str, dict[str | None, Request]] = {}

    def add(self, request: Request) -> None:
        """One more; a retry takes the place of what it repeats."""
        self._by_path.setdefault(_path(request.url), {})[label_of(request)] = request

    def take(self, path: str, label: str | None) -> Request | None:
        """The request that an answer belongs to: with that label, else any."""
        waiting = self._by_path.get(path)
        if not waiting:
            return None
        return waiting.pop(label if label in waiting else next(iter(waiting)))


def replay_of(reader: type[NewsSpider]) -> type[ReplaySpider]:
    """The replaying spider of a site: it has the site's name, lock and memory."""
    members = {"name": reader.name, "reader": reader, "CHANNELS": reader.CHANNELS}
    return type(f"{reader.__name__}Replay", (ReplaySpider,), members)


def archived_files(folder: Path, site: str) -> list[About]:
    """
    The files of a site in an archive.

    Raises:
        UsageError: there is none, or one cannot be read.
    """
    try:
        files = in_order(folder, site)
    except OSError as error:
        raise UsageError(f"{folder} cannot be read: {error.strerror}.") from error
    if not files:
        raise UsageError(
            f"There is nothing of {site} in the archive {folder}; "
            "name the folder with -s ARCHIVE_DIR=FOLDER, or a file with --warc FILE."
        )
    return files


def foreign_file(path: Path) -> list[About]:
    """
    A WARC file from elsewhere.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        return [about(path)]
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from error


def _run_of(file: About) -> str:
    """Which run wrote a file; one that does not say is a run of its own."""
    return file.fields.get(RUN) or str(file.path)


def _path(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(scheme="", netloc="", fragment="").geturl()


def _response(request: Request, ref: RawRef, exchange: Exchange) -> Response:
    """The archived answer, to a request that nobody has to send."""
    known: Future[RawRef] = Future()
    known.set_result(ref)
    request.meta[RAW] = RawResponse(
        url=exchange.url,
        status=exchange.status,
        ref=known,
        received=exchange.fetched_at,
    )
    headers: dict[str, list[str]] = {}
    for name, value in exchange.headers:
        headers.setdefault(name, []).append(value)
    return Response(
        request.url,
        status=exchange.status,
        headers={
            name: [value.encode("latin-1") for value in values]
            for name, values in headers.items()
        },
        body=exchange.body,
        request=request,
    )


def _answer(request: Request, response: Response) -> Iterator[NewsItem | Request]:
    """What the spider makes of it, as Scrapy would have called it."""
    expected = request.meta.get("handle_httpstatus_list", ())
    if 200 <= response.status < 300 or response.status in expected:
        assert request.callback is not None
        found = request.callback(response, **request.cb_kwargs)
    else:
        failure = Failure(HttpError(response))  # type: ignore[no-untyped-call]  # Twisted
        failure.request = request  # type: ignore[attr-defined]  # Scrapy hangs it there
        assert request.errback is not None
        found = request.errback(failure)
    yield from found or ()
