"""Running one crawl from the command line, with exit codes that a crontab can trust."""

import asyncio
import logging
import sys
from collections.abc import Mapping
from typing import Any

from scrapy.commands import ScrapyCommand
from scrapy.crawler import Crawler

from crawler.errors import UsageError
from crawler.reporting import ReportingSpider


class JudgedCommand(ScrapyCommand):
    """
    A command that runs a spider and ends as the contract's section 2 says.

    0 done and healthy, 1 something is wrong, 2 wrong use, 3 another run of the
    same spider holds the lock.
    """

    def judge(self, crawler: Crawler, given: Mapping[str, Any]) -> int:
        """Run to the end; the exit code."""
        # robots.txt of a host that does not answer: the summary says so in a sentence.
        logging.getLogger("scrapy.downloadermiddlewares.robotstxt").setLevel("CRITICAL")
        process: Any = self.crawler_process
        task: asyncio.Task[None] = process.crawl(crawler, **given)
        process.start()
        error = task.exception() if task.done() and not task.cancelled() else None
        if isinstance(error, UsageError):
            return self.refuse(error)
        if error is not None:
            sys.stderr.write(f"The crawl broke: {type(error).__name__}: {error}\n")
            return 1
        if not isinstance(crawler.spider, ReportingSpider):
            return 1
        return crawler.spider.report.exit_code

    @staticmethod
    def refuse(error: UsageError) -> int:
        """Say in one sentence what was wrong; the exit code."""
        sys.stderr.write(f"{error}\n")
        return error.exit_code
