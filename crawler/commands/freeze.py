"""`scrapy freeze`: a page of a site becomes a fixture."""

import argparse
import sys
from pathlib import Path
from typing import Any

from crawler.errors import UsageError
from crawler.fixture import Place, write_case
from crawler.freezing import CASE_NAME, archived, freezer_of, place_of
from crawler.looking import LookingCommand, checkout, tell_problems
from crawler.spider import NewsSpider

FIXTURES = "tests/fixtures"


class Command(LookingCommand):
    """
    Keeps one page, how it came, and a draft of what must be read in it.

    Exit codes: 0 frozen, 1 the page could not be had, 2 wrong use.
    """

    def syntax(self) -> str:
        """What follows the command's name."""
        return "SITE URL CASE [options]"

    def short_desc(self) -> str:
        """One line for `scrapy`."""
        return "Freeze a page of a site as a fixture for the tests"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Where the page is to be had, and where it goes."""
        super().add_options(parser)
        add = parser.add_argument
        add("--channel", default="", metavar="ID", help="whose list it is, if in doubt")
        add("--from-archive", action="store_true", help="from ARCHIVE_DIR; asks no site")
        add("--base-url", metavar="URL", help="scheme and host instead of the live site")
        add("--folder", metavar="DIR", help="the checkout (default: the one we are in)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Freeze one page."""
        try:
            reader, place, folder = self._understood(args, opts)
            if opts.from_archive:
                self.exitcode = self._from_archive(reader, place, folder)
            else:
                self.exitcode = self._from_site(reader, place, folder, opts.base_url)
        except UsageError as error:
            self.exitcode = self.refuse(error)
            return
        if self.exitcode == 0:
            sys.stdout.write(
                f"{folder}\nIts expected.json is a draft: compare it with the page, then "
                "delete its line `draft`.\n"
            )

    def _understood(
        self, args: list[str], opts: argparse.Namespace
    ) -> tuple[type[NewsSpider], Place, Path]:
        if len(args) != 3:
            raise UsageError("Say which page: scrapy freeze SITE URL CASE.")
        site, url, case = args
        reader = self.reader(site)
        if not CASE_NAME.fullmatch(case):
            raise UsageError(
                f"{case!r} is no name of a case; write its story in small letters, digits "
                "and single hyphens, like article-without-author."
            )
        given = {"base_url": opts.base_url} if opts.base_url else {}
        asked = reader(**given)
        place = place_of(asked, url, asked.arguments.base_url, opts.channel)
        folder = checkout(opts.folder, FIXTURES) / FIXTURES / site / case
        if folder.exists():
            raise UsageError(f"{folder} is there already; give the case another name.")
        return reader, place, folder

    def _from_archive(self, reader: type[NewsSpider], place: Place, folder: Path) -> int:
        kept = Path(self.given_settings["ARCHIVE_DIR"] or "archive/")
        try:
            answer = archived(kept, reader.name, place.url)
            if answer is None:
                sys.stderr.write(
                    f"The archive in {kept} has no sound answer for {place.url}; leave "
                    "out --from-archive to ask the site.\n"
                )
                return 1
            write_case(folder, reader(), place, answer)
        except OSError as error:
            sys.stderr.write(f"{error.filename}: {error.strerror}.\n")
            return 1
        return 0

    def _from_site(
        self, reader: type[NewsSpider], place: Place, folder: Path, base_url: str | None
    ) -> int:
        self.be_quiet(archive="", stages={})
        process: Any = self.crawler_process
        crawler = process.create_crawler(freezer_of(reader, place, folder))
        code = self.judge(crawler, {"base_url": base_url} if base_url else {})
        if isinstance(crawler.spider, NewsSpider):
            tell_problems(crawler.spider.report)
        return code
