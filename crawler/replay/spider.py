"""The spider of a replay: the site's own reader, and no site."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any, ClassVar

from scrapy import Request
from scrapy.exceptions import CloseSpider

from crawler.addresses import path_of
from crawler.archive import About, Exchange, RawRef, walk
from crawler.archiving import ARGUMENTS
from crawler.items import NewsItem
from crawler.memory import Known
from crawler.page import Teaser
from crawler.replay.awaiting import Awaited, answer_to, response_of
from crawler.replay.selection import Wanted, run_of
from crawler.reporting import ReportingSpider
from crawler.spider import NewsSpider
from crawler.walk import Walk

_EVER = {"since": "1990-01-01"}
"""The window for a file that does not say what its run was asked for."""


class Rereading:
    """
    A site's spider that follows every entry of every list.

    Which list led to a page first was decided by the network: the archive's
    labels tell. So each may have led there.
    """

    def follow(
        self, teaser: Teaser, walk: Walk, known: Known | None
    ) -> Iterator[NewsItem | Request]:
        """Always: whether it was asked for is seen from what the archive has."""
        assert isinstance(self, NewsSpider)
        del known  # the crawl's question
        yield from self.ask(teaser.address, teaser, (walk.channel,))


class _Nothing(set[str]):
    """What was asked for before: nothing, ever."""

    def add(self, element: str, /) -> None:
        """Forget it at once."""


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
        self._unread = 0
        """How many answers were none."""
        self._first_unread = ""

    @property
    def run_name(self) -> str:
        """Slices of one site go side by side."""
        part = self.wanted.slice
        return f"{self.name}.{part.number}of{part.of}" if part else self.name

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
        for _, files in groupby(self.files, run_of):
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
            self._count_unread(reader, awaited)
        await self._let_stages_finish()
        self._tell_unread()
        self.is_done = True

    def _count_unread(self, reader: NewsSpider, awaited: Awaited) -> None:
        """What stopped a reader, as it did the crawl then, or because it is today's."""
        found = [problem.sentence for problem in reader.report.problems]
        found += [f"{url} is no such page." for url in awaited.refused()]
        if found and not self._unread:
            self._first_unread = found[0]
        self._unread += len(found)

    def _tell_unread(self) -> None:
        if self._unread:
            told = "answer was" if self._unread == 1 else "answers were"
            self.report.findings.append(
                f"{self._unread} {told} not what the reader had asked for; "
                f"the first: {self._first_unread}"
            )

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
        awaited: Awaited,
        ref: RawRef,
        exchange: Exchange,
    ) -> Iterator[NewsItem]:
        """One response: the items it becomes; new requests wait for theirs."""
        url = self._live_url(reader, exchange)
        if url is None:
            return
        request = awaited.take(path_of(url), exchange.label) or reader.request_for(url)
        is_article = request is not None and "address" in request.cb_kwargs
        if request is None or (is_article and not self._is_wanted(request, exchange)):
            return
        try:
            for found in answer_to(request, response_of(request, ref, exchange)):
                if isinstance(found, Request):
                    awaited.add(found)
                elif (item := self.wanted.shares(found)) is not None:
                    yield item
        except CloseSpider:
            pass  # there the run gave up; what it had asked for comes yet
        except Exception as error:  # noqa: BLE001 - one page must not end the replay
            self.report.trouble("error", f"{exchange.url}: {error!r}.")

    def _is_wanted(self, request: Request, exchange: Exchange) -> bool:
        """Whether an article is worth reading, by its time and its slice."""
        part, native_id = self.wanted.slice, request.cb_kwargs["address"].native_id
        is_ours = part is None or part.holds(native_id)
        return is_ours and self.wanted.holds(exchange.fetched_at)

    def _live_url(self, reader: NewsSpider, exchange: Exchange) -> str | None:
        """Where a page of this site stands; in our own archive it may be a mirror's."""
        if reader.owns(exchange.url):
            return exchange.url
        if self.wanted.foreign:
            return None
        return exchange.canonical_url or reader.live(path_of(exchange.url))


def replay_of(reader: type[NewsSpider]) -> type[ReplaySpider]:
    """The replaying spider of a site: it has the site's name, lock and memory."""
    members = {"name": reader.name, "reader": reader, "CHANNELS": reader.CHANNELS}
    return type(f"{reader.__name__}Replay", (ReplaySpider,), members)
