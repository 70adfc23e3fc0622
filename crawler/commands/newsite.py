"""`scrapy newsite`: the first files of a new site, from templates."""

import argparse
import sys
from typing import Any

from crawler.errors import UsageError
from crawler.looking import LookingCommand, checkout
from crawler.new_site import new_site, write_site


class Command(LookingCommand):
    """
    Writes a spider that lacks only the site's own selectors, fixtures and a test.

    Exit codes: 0 written, 1 could not be written, 2 wrong use.
    """

    def syntax(self) -> str:
        """What follows the command's name."""
        return "NAME --url https://www.example.com"

    def short_desc(self) -> str:
        """One line for `scrapy`."""
        return "Begin a new site: its spider, fixture folder and test"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Where the site is, and where its files go."""
        super().add_options(parser)
        add = parser.add_argument
        add("--url", default="", help="scheme and host of the live site")
        add("--folder", metavar="DIR", help="the checkout (default: the one we are in)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Write the files, and say what comes next."""
        process: Any = self.crawler_process
        try:
            if len(args) != 1 or not opts.url:
                self.exitcode = self.refuse(
                    UsageError("Name the site: scrapy newsite NAME --url https://HOST.")
                )
                return
            site = new_site(args[0], opts.url, process.spider_loader.list())
            written = write_site(site, checkout(opts.folder, "crawler/sites"))
        except UsageError as error:
            self.exitcode = self.refuse(error)
            return
        except OSError as error:
            sys.stderr.write(f"{error.filename}: {error.strerror}.\n")
            self.exitcode = 1
            return
        for path in written:
            sys.stdout.write(f"{path}\n")
        sys.stdout.write(
            f"Next: fill in the constants at the top of {site.files['site.py.tmpl']}; "
            "docs/add-a-site.md shows how.\n"
        )
