"""`scrapy crawl`, stricter than Scrapy's own, which ends with 0 whatever happened."""

import argparse
from typing import Any

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError as ScrapyUsageError

from crawler.judging import JudgedCommand


class Command(JudgedCommand, ScrapyCrawl):
    """Runs one spider and judges it."""

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run one spider and judge it."""
        if len(args) != 1:
            raise ScrapyUsageError(
                "Name one spider: scrapy crawl SPIDER [-a NAME=VALUE]..."
            )
        process: Any = self.crawler_process
        names = process.spider_loader.list()
        if args[0] not in names:
            raise ScrapyUsageError(
                f"There is no spider {args[0]!r}; there are {', '.join(names)}.",
                print_help=False,
            )
        self.exitcode = self.judge(self._create_crawler(args[0]), opts.spargs)
