"""`scrapy replay`: rows out of the raw archive, with today's reader."""

import argparse
from pathlib import Path
from typing import Any

from scrapy.settings import Settings

from crawler.arguments import read_moment
from crawler.errors import UsageError
from crawler.judging import JudgedCommand
from crawler.replay import Wanted, archived_files, foreign_file, replay_of
from crawler.slices import read_slice
from crawler.spider import NewsSpider
from crawler.visiting import news_spider

STORE = "pipelines.store_articles.StoreArticlesPipeline"
REBUILD = "pipelines.rebuild_rows.RebuildRowsPipeline"


class Command(JudgedCommand):
    """
    Reads archived responses again and takes over what is read otherwise.

    Into a database that does not exist yet, everything is restored. Exit codes
    are those of a crawl.
    """

    requires_project = True

    def syntax(self) -> str:
        """What follows the command's name."""
        return "[--site SITE] [--dry-run] [options]"

    def short_desc(self) -> str:
        """One line for `scrapy`."""
        return "Rebuild rows from the raw archive with today's parser"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """The filters, and what to do with what they leave."""
        super().add_options(parser)
        add = parser.add_argument
        add("--site", default="stcn", help="whose responses (default: stcn)")
        add("--channel", default="", help="only articles of these channels: kx,yw")
        add("--since", metavar="TIME", help="fetched then or later, Beijing")
        add("--until", metavar="TIME", help="fetched before, Beijing")
        add("--slice", metavar="K/N", help="only the K-th of N parts of the articles")
        add("--run", type=int, metavar="N", help="only what this run has read or refused")
        add("--dry-run", action="store_true", help="say what would change, change nothing")
        add("--warc", metavar="FILE", help="a WARC file from elsewhere, not our archive")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Replay one site."""
        try:
            reader, given = self._understood(args, opts)
        except UsageError as error:
            self.exitcode = self.refuse(error)
            return
        settings, process = self._settings, self._process
        stages = settings.getdict("ITEM_PIPELINES")
        stages = {REBUILD if name == STORE else name: at for name, at in stages.items()}
        settings.set("ITEM_PIPELINES", stages, priority="cmdline")
        self.exitcode = self.judge(process.create_crawler(replay_of(reader)), given)

    @property
    def _settings(self) -> Settings:
        assert self.settings is not None
        return self.settings

    @property
    def _process(self) -> Any:
        return self.crawler_process

    def _understood(
        self, args: list[str], opts: argparse.Namespace
    ) -> tuple[type[NewsSpider], dict[str, Any]]:
        if args:
            raise UsageError(f"`scrapy replay` takes options only, not {args[0]!r}.")
        reader = news_spider(self._process.spider_loader, opts.site)
        channels = tuple(filter(None, map(str.strip, opts.channel.split(","))))
        for channel in channels:
            if channel not in reader.CHANNELS:
                valid = ", ".join(reader.CHANNELS)
                raise UsageError(f"There is no channel {channel!r}; there are {valid}.")
        if self._settings["REPORT_FILE"] == "-":
            raise UsageError(
                "A replay's lines go to standard output: give REPORT_FILE a file's name."
            )
        since = read_moment(opts.since, f"--since {opts.since}")
        until = read_moment(opts.until, f"--until {opts.until}")
        if since and until and since >= until:
            raise UsageError(f"--until {opts.until} is not after --since {opts.since}.")
        wanted = Wanted(
            channels=channels,
            since=since,
            until=until,
            run=opts.run,
            slice=read_slice(opts.slice, f"--slice {opts.slice}") if opts.slice else None,
            dry=opts.dry_run,
            foreign=opts.warc is not None,
        )
        folder = Path(opts.warc or self._settings["ARCHIVE_DIR"] or "archive/")
        find = foreign_file(folder) if opts.warc else archived_files(folder, reader.name)
        return reader, {"files": find, "folder": folder, "wanted": wanted}
