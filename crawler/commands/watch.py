"""`scrapy watch`: crawls each channel as often as it publishes, until it is stopped."""

import argparse
import random
import signal
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scrapy.commands import ScrapyCommand
from scrapy.settings import Settings
from scrapy.spiderloader import get_spider_loader
from scrapy.utils.misc import load_object

from crawler.archive.writer import utc_now
from crawler.errors import UsageError
from crawler.spider import NewsSpider
from crawler.visiting import news_spider, news_spiders
from crawler.watch.board import Board
from crawler.watch.launching import Launcher, forget_the_script
from crawler.watch.plan import Plan
from crawler.watch.timetable import EveryFewMinutes, Timetable


class Command(ScrapyCommand):
    """
    Looks after one site or all of them.

    Exit codes: 0 it was asked to end, 2 wrong use.
    """

    requires_project = True
    requires_crawler_process = False

    def syntax(self) -> str:
        """What follows the command's name."""
        return "[SITE...] [--channels kx,yw] [options]"

    def short_desc(self) -> str:
        """One line for `scrapy`."""
        return "Keep crawling, each channel as often as it publishes"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Which channels, where, and for how long."""
        super().add_options(parser)
        add = parser.add_argument
        add("--channels", metavar="IDS", help="ids, names or all (default: the main ones)")
        add("--base-url", metavar="URL", help="scheme and host instead of the live site")
        add("--runs", type=_number, metavar="N", help="end after so many runs, to try it")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Watch until SIGTERM or Ctrl-C."""
        try:
            kinds = self._sites(args, opts)
            given = {"channels": opts.channels, "base_url": opts.base_url}
            given = {name: value for name, value in given.items() if value}
            channels = {
                site: kind(**given).arguments.channels for site, kind in kinds.items()
            }
        except UsageError as error:
            sys.stderr.write(f"{error}\n")
            self.exitcode = error.exit_code
            return
        names = {site: kind.CHANNELS for site, kind in kinds.items()}
        with tempfile.TemporaryDirectory(prefix="shibao-watch-") as folder:
            self.exitcode = self._watch(channels, names, Path(folder), opts)

    def _sites(
        self, args: list[str], opts: argparse.Namespace
    ) -> Mapping[str, type[NewsSpider]]:
        """
        The spiders of the sites that are named; of all that there are if none is.

        Raises:
            UsageError: there is none of that name; the message names those that there are.
        """
        loader = get_spider_loader(self._given)
        kinds = {site: news_spider(loader, site) for site in args}
        kinds = kinds or news_spiders(loader)
        if len(kinds) > 1 and (opts.channels or opts.base_url):
            raise UsageError(
                "Channels and addresses are one site's: name it, as in `scrapy watch "
                f"stcn --channels kx`. There are {', '.join(kinds)}."
            )
        return kinds

    def _watch(
        self,
        channels: Mapping[str, tuple[str, ...]],
        names: Mapping[str, Mapping[str, str]],
        folder: Path,
        opts: argparse.Namespace,
    ) -> int:
        from crawler.watch.running import run_until_over  # noqa: PLC0415 - loads APScheduler, for this command alone
        from crawler.watch.scheduling import Watch  # noqa: PLC0415 - likewise

        now, dice = utc_now(), random.SystemRandom()
        pace = self._given.getfloat("DOWNLOAD_DELAY")
        plans = {
            site: Plan(ids, self._timetable(site), now, dice.random, pace)
            for site, ids in channels.items()
        }
        forget_the_script()
        words = _passed_on(opts)
        launchers = {site: Launcher(folder, site, words) for site in plans}
        board = Board(plans, names, utc_now)
        watch = Watch(plans, launchers, board, utc_now)
        watch.most = opts.runs
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: watch.end(0))
        return run_until_over(watch, board)

    def _timetable(self, site: str) -> Timetable:
        name = self._given["WATCH_TIMETABLE"]
        if not name:
            return EveryFewMinutes()
        kind: Any = load_object(name)
        timetable: Timetable = kind(self._given["DATABASE_URL"], site, utc_now())
        return timetable

    @property
    def _given(self) -> Settings:
        assert self.settings is not None
        return self.settings


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is no number of runs; write 1 or more")
    return int(text)


def _passed_on(opts: argparse.Namespace) -> list[str]:
    """What the watch was told that each of its crawls is to be told."""
    words = [word for setting in opts.set for word in ("-s", setting)]
    if opts.base_url:
        words += ["-a", f"base_url={opts.base_url}"]
    if opts.loglevel:
        words += ["--loglevel", opts.loglevel]
    if opts.logfile:
        words += ["--logfile", opts.logfile]
    return [*words, "--nolog"] if opts.nolog else words
