"""Commands that look at one site and store nothing: what they share."""

import sys
from pathlib import Path
from typing import Any

from scrapy.settings import Settings
from scrapy.utils.conf import closest_scrapy_cfg

from crawler.errors import UsageError
from crawler.judging import JudgedCommand
from crawler.report import Report
from crawler.spider import NewsSpider
from crawler.visiting import news_spider


class LookingCommand(JudgedCommand):
    """Finds the site's spider, and keeps a look out of the diary of crawls."""

    requires_project = True

    def reader(self, site: str) -> type[NewsSpider]:
        """
        The spider of a site.

        Raises:
            UsageError: there is none; the message names those that there are.
        """
        process: Any = self.crawler_process
        return news_spider(process.spider_loader, site)

    def be_quiet(self, archive: str, stages: dict[str, int]) -> None:
        """No summary of a crawl, no alarm, no row; responses go to `archive` or nowhere."""
        settings = self.given_settings
        extensions = settings.getdict("EXTENSIONS") | {"crawler.progress.Progress": None}
        quiet = {
            "EXTENSIONS": extensions,
            "ITEM_PIPELINES": stages,
            "ARCHIVE_DIR": archive,
            "REPORT_FILE": "",
            "ALARM_WEBHOOK": "",
        }
        for name, value in quiet.items():
            settings.set(name, value, priority="cmdline")

    @property
    def given_settings(self) -> Settings:
        """The settings that the command was started with."""
        assert self.settings is not None
        return self.settings


def checkout(named: str | None, part: str) -> Path:
    """
    The folder that new files of the project go to: as named, or where `scrapy.cfg` is.

    Raises:
        UsageError: it has no folder `part`, so it is no checkout.
    """
    config = closest_scrapy_cfg()
    folder = Path(named) if named else Path(config).parent if config else Path.cwd()
    if not (folder / part).is_dir():
        raise UsageError(
            f"There is no {part} in {folder}; run this in the checkout, or name it with "
            "--folder."
        )
    return folder


def tell_problems(report: Report) -> None:
    """What went wrong, on standard error, without advice: that speaks of rows."""
    for problem in report.problems:
        sys.stderr.write(f"{problem.reason}: {problem.sentence}\n")
