"""`scrapy crawl`, with exit codes that a crontab can trust."""

import argparse
import asyncio
import logging
import sys
from typing import Any

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError as ScrapyUsageError

from crawler.errors import UsageError
from crawler.reporting import ReportingSpider


class Command(ScrapyCrawl):
    """
    Scrapy's own command ends with 0 whatever happened.

    This one ends with 0 done and healthy, 1 something is wrong, 2 wrong use,
    3 another run holds the lock (the contract's section 2).
    """

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Run one spider and judge it."""
        if len(args) != 1:
            raise ScrapyUsageError(
                "Name one spider: scrapy crawl SPIDER [-a NAME=VALUE]..."
            )
        process: Any = self.crawler_process
        # robots.txt of a host that does not answer: the summary says so in a sentence.
        logging.getLogger("scrapy.downloadermiddlewares.robotstxt").setLevel("CRITICAL")
        names = process.spider_loader.list()
        if args[0] not in names:
            raise ScrapyUsageError(
                f"There is no spider {args[0]!r}; there are {', '.join(names)}.",
                print_help=False,
            )
        crawler = self._create_crawler(args[0])
        task: asyncio.Task[None] = process.crawl(crawler, **opts.spargs)
        process.start()
        self.exitcode = self._judge(task, crawler.spider)

    def _judge(self, task: "asyncio.Task[None]", spider: object) -> int:
        error = task.exception() if task.done() and not task.cancelled() else None
        if isinstance(error, UsageError):
            sys.stderr.write(f"{error}\n")
            return error.exit_code
        if error is not None:
            sys.stderr.write(f"The crawl broke: {type(error).__name__}: {error}\n")
            return 1
        if not isinstance(spider, ReportingSpider):
            return 1
        return spider.report.exit_code
