"""Telling machines how a run ended: a report as JSON, and a call when it is not well."""

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from crawler.report import ADVICE, Problem, Report
from crawler.reporting import ReportingSpider
from crawler.webhook import call, host_of

_STOPPED = "The run was stopped before its end."


class Alarm:
    """
    After the run: writes the file `REPORT_FILE`, calls `ALARM_WEBHOOK`.

    It waits for the engine to stop, when the run's row is written and nothing can
    change its outcome any more. What fails here is told in one line, no more.
    """

    def __init__(self, crawler: Crawler) -> None:
        """Do nothing where neither is asked for."""
        self.crawler = crawler
        self.file = str(crawler.settings["REPORT_FILE"] or "")
        self.webhook = str(crawler.settings["ALARM_WEBHOOK"] or "")
        if not self.file and not self.webhook:
            raise NotConfigured
        self.finished_at: datetime | None = None
        crawler.signals.connect(self.note_end, signals.spider_closed)
        crawler.signals.connect(self.tell, signals.engine_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way in."""
        return cls(crawler)

    def note_end(self) -> None:
        """A run that was refused has no end, and is not told of."""
        self.finished_at = datetime.now(UTC)

    async def tell(self) -> None:
        """Write the file, then call whoever wants to be called."""
        spider = self.crawler.spider
        if self.finished_at is None or not isinstance(spider, ReportingSpider):
            return
        requests = spider.requests
        told = as_json(spider.name, spider.given, spider.report, self.finished_at, requests)
        if self.file:
            write_report(self.file, told)
        if self.webhook and told["outcome"] != "ok":
            failure = await asyncio.to_thread(call, self.webhook, told)
            if failure:
                host = host_of(self.webhook)
                sys.stderr.write(
                    f"The alarm did not reach the webhook at {host}: {failure}.\n"
                )


def as_json(
    spider: str,
    arguments: Mapping[str, str],
    report: Report,
    finished_at: datetime,
    requests: int,
) -> dict[str, Any]:
    """A run's report, for machines; times are UTC."""
    problems = list(report.problems)
    if report.interrupted:
        problems.insert(0, Problem("interrupted", _STOPPED))
    return {
        "spider": spider,
        "arguments": dict(arguments),
        "started_at": f"{report.started_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "finished_at": f"{finished_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "outcome": report.outcome,
        "reason": report.reason,
        "exit_code": report.exit_code,
        "requests": requests,
        "channels": {name: dict(counts) for name, counts in report.channels.items()},
        "problems": [
            {
                "reason": problem.reason,
                "sentence": problem.sentence,
                "advice": ADVICE.get(problem.reason),
            }
            for problem in problems
        ],
    }


def write_report(file: str, told: Mapping[str, Any]) -> None:
    """Write the report whole or not at all; `-` is standard output."""
    text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    if file == "-":
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    unfinished = Path(f"{file}.{os.getpid()}.tmp")
    try:
        unfinished.write_text(text, "utf-8", "replace")
        unfinished.replace(file)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        sys.stderr.write(f"The report {file} cannot be written: {error.strerror}.\n")
