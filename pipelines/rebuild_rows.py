"""Last stage of a replay: a database beside the real one, compared and taken over."""

import asyncio
from datetime import UTC, datetime, timedelta

from crawler.errors import UsageError
from crawler.items import NewsItem
from crawler.replay import ReplaySpider
from pipelines.parser_version import parser_version
from pipelines.replay_findings import Findings, line_of
from pipelines.store_articles import StoreArticlesPipeline
from storage.chunks import chunks
from storage.errors import StorageError
from storage.reparsing import Selection, adopt_listed, beside_of, differences, records_of
from storage.store import RunResult, Store


class RebuildRowsPipeline(StoreArticlesPipeline):
    """
    Stores what a replay reads beside the real database, then settles the two.

    Where there is no database yet, the new one takes its place: it is restored.
    Else what today's reader reads otherwise becomes new versions.
    """

    KIND = "replay"
    spider: ReplaySpider

    def open_store(self, url: str, window: timedelta | None) -> Store:
        """A fresh database in the same folder."""
        wanted = self.spider.wanted
        self.beside = beside_of(url, self.spider.run_name)
        self.restores = self.beside.is_needed and not wanted.foreign
        if self.restores and wanted.is_partial:
            raise UsageError(
                f"There is no database {self.beside.real} yet: restore it whole first, "
                "without --channel, --run, --slice, --since and --until."
            )
        self.target = None if self.restores else Store(url, window)
        if self.target and wanted.run is not None and not self.target.has_run(wanted.run):
            raise UsageError(f"{self.beside.real} holds no run {wanted.run}.")
        self.target_run = 0
        self.lock.acquire()  # before what a killed replay left is removed
        self.beside.remove()
        self.beside.make()
        # Repeats are looked for where the articles end up.
        return Store(self.beside.url, window if self.restores else None)

    @property
    def parser_version(self) -> str:
        """Of the site's own reader."""
        return parser_version(self.spider.reader)

    def open_spider(self) -> None:
        """Begin, and give the spider a way to have everything stored."""
        super().open_spider()
        self.spider.catch_up = self.end_replayed_run

    def end_replayed_run(self) -> None:
        """What the stage does at the end of a crawl; its troubles are of then."""
        items, _ = self.removals.settle()
        self.waiting += items
        self.store_waiting()

    def _owed(self) -> int:
        """A replay has nothing to ask for."""
        return 0

    def _enter(self, item: NewsItem, outcomes: list[str]) -> None:
        """What happens beside the real database is no news, unless it is restored."""
        if self.restores:
            super()._enter(item, outcomes)

    async def close_spider(self) -> None:  # type: ignore[override]  # Scrapy awaits either
        """Store what is left; compare, tell and take over."""
        super().close_spider()
        try:
            if not self.spider.responses:
                self.spider.report.findings.append("No response was read.")
            elif self.broken or not self.spider.is_done:
                self.spider.report.findings.append("Nothing was changed.")
            elif self.target is not None:
                await self._settle(self.target)
        except StorageError as error:
            self.spider.report.trouble("database", str(error))

    async def _settle(self, target: Store) -> None:
        """Walk through the differences, a batch at a time."""
        spider, now = self.spider, datetime.now(UTC)
        if not spider.wanted.dry:
            self.target_run = self._begin(target, now)
        findings = Findings()
        found = differences(target.engine, self.store.engine, self._selection())
        for some in chunks(found, self.batch_size):
            for one in some:
                findings.add(one)
                spider.say(line_of(one))
                channel = one.channels[0] or spider.name
                spider.report.count(channel, "changed" if one.before else "new")
            if self.target_run:
                target.apply(self.target_run, records_of(self.store.engine, some, now))
            await asyncio.sleep(0)
        spider.report.findings += findings.sentences(dry=spider.wanted.dry)
        if self.target_run:
            self._adopt(target)

    def _selection(self) -> Selection:
        wanted = self.spider.wanted
        return Selection(
            site=self.spider.name,
            channels=wanted.channels,
            since=wanted.since,
            until=wanted.until,
            run=wanted.run,
        )

    def _begin(self, target: Store, now: datetime) -> int:
        return target.begin_run(
            self.spider.run_name,
            self.spider.given,
            now,
            kind=self.KIND,
            parser_version=self.parser_version,
        )

    def _adopt(self, target: Store) -> None:
        """Entries of old lists that nobody had found."""
        listed = adopt_listed(self.store.engine, target.engine, self.spider.name)
        for some in chunks(listed, self.batch_size):
            target.apply(self.target_run, some)
        if listed:
            self.spider.report.findings.append(
                f"{len(listed)} entries of old lists were new: the next crawl reads them."
            )

    def end_run(self, result: RunResult) -> None:
        """End the run where it counts; the other database goes, or takes its place."""
        super().end_run(result)
        self.store.close()
        done = self.spider.is_done and not self.broken
        if self.target is not None:
            if self.target_run:
                self.target.finish_run(self.target_run, result)
            self.target.close()
        elif done and not self.spider.wanted.dry:
            self.beside.take_place()
        self.beside.remove()
