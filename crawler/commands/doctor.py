"""`scrapy doctor`: does the live site still look as we think?"""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from crawler.doctor import ARTICLES, Examining, examiner_of
from crawler.errors import UsageError
from crawler.examining import changes
from crawler.findings import table
from crawler.looking import LookingCommand, tell_problems
from crawler.spider import NewsSpider

STORE = "pipelines.store_articles.StoreArticlesPipeline"
RECALL = "pipelines.recall_past.RecallPast"
WIDTH = 120
"""Characters of the table where no terminal says how wide it is."""


class Command(LookingCommand):
    """
    Reads one list and a few articles of each channel; keeps them as evidence.

    Exit codes: 0 all was found, 1 something broke, 2 wrong use.
    """

    def syntax(self) -> str:
        """What follows the command's name."""
        return "SITE [--channels kx,yw] [--base-url URL]"

    def short_desc(self) -> str:
        """One line for `scrapy`."""
        return "Look whether a live site still looks as its reader thinks"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Which channels, and where."""
        super().add_options(parser)
        add = parser.add_argument
        add("--channels", metavar="IDS", help="ids, names or all (default: the main ones)")
        add("--base-url", metavar="URL", help="scheme and host instead of the live site")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Look at one site."""
        given = {"channels": opts.channels, "base_url": opts.base_url}
        given = {name: value for name, value in given.items() if value}
        try:
            kind = examiner_of(self.reader(self._site(args)))
            lists = len(kind(**given).arguments.channels)
        except UsageError as error:
            self.exitcode = self.refuse(error)
            return
        sys.stderr.write(
            f"Looking at {lists} lists and up to {ARTICLES * lists} articles of "
            f"{kind.name}, in about {self._seconds(lists)} s.\n"
        )
        self.exitcode = self._look(kind, given)

    @staticmethod
    def _site(args: list[str]) -> str:
        if len(args) != 1:
            raise UsageError("Name one site: scrapy doctor SITE.")
        return args[0]

    def _look(self, kind: type[NewsSpider], given: dict[str, str]) -> int:
        folder = Path(f"doctor-{kind.name}-{datetime.now(UTC):%Y%m%d-%H%M%S}")
        stages = self.given_settings.getdict("ITEM_PIPELINES")
        stages = {RECALL if name == STORE else name: at for name, at in stages.items()}
        self.be_quiet(archive=str(folder), stages=stages)
        process: Any = self.crawler_process
        crawler = process.create_crawler(kind)
        code = self.judge(crawler, given)
        spider = crawler.spider
        if isinstance(spider, Examining) and folder.is_dir():
            self._tell(spider, folder)
        return code

    def _seconds(self, lists: int) -> int:
        delay = self.given_settings.getfloat("DOWNLOAD_DELAY")
        return round(lists * (ARTICLES + 1) * max(delay, 0.1))

    def _tell(self, spider: Examining, folder: Path) -> None:
        """The table, what looks changed, what broke, and where the evidence is."""
        console = Console(highlight=False)
        if not console.is_terminal:
            console = Console(highlight=False, width=WIDTH)
        console.print(table(spider.looks, spider.past))
        for sentence in changes(spider.looks, spider.past, spider.FLOORS):
            console.print(f"Looks changed: {sentence}", markup=False, soft_wrap=True)
        for sentence in spider.report.findings:
            console.print(sentence, markup=False, soft_wrap=True)
        broken = "Something broke." if spider.report.problems else "All was found."
        console.print(f"{broken} The evidence is in {folder}.", markup=False)
        tell_problems(spider.report)
        if spider.report.problems:
            sys.stderr.write(
                "-> Open one of these in a browser and compare. If it is well there, mend "
                "the site's file, and freeze the page (docs/add-a-site.md).\n"
            )
        evidence = sorted(path.name for path in folder.rglob("*.warc.gz"))
        told = json.dumps(spider.as_json(evidence), ensure_ascii=False, indent=2)
        try:
            (folder / "report.json").write_text(f"{told}\n", "utf-8", "replace")
        except OSError as error:
            sys.stderr.write(f"{folder} cannot be written: {error.strerror}.\n")
