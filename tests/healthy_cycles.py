"""
`python -m tests.healthy_cycles BASE_URL RUNS`: crawls in one process, news in between.

A run of its own for each would spend its time on starting Python.
"""

import json
import sys
import urllib.request
from datetime import datetime, timedelta
from typing import Any

from scrapy.crawler import AsyncCrawlerRunner
from scrapy.utils.defer import deferred_from_coro
from scrapy.utils.project import get_project_settings
from scrapy.utils.reactor import install_reactor

BEGIN = datetime.fromisoformat("2026-09-28T15:30+08:00")


def _tell(base_url: str, command: str, given: dict[str, Any]) -> None:
    body = json.dumps(given).encode()
    address = f"{base_url}/_sample/{command}"
    with urllib.request.urlopen(address, body, timeout=10) as response:
        response.read()


def _publish(base_url: str, run: int) -> None:
    """Half an hour later: from no news at all to five, short and long, all kinds."""
    _tell(base_url, "now", {"now": (BEGIN + timedelta(minutes=30 * run)).isoformat()})
    for number in range((run * 7) % 6):
        story = {
            "channels": [["yw"], ["comment"], ["comment", "yw"]][number % 3],
            "title": f"第{run}轮第{number}条：云岭股份公告",
            "body": "云岭股份公告称，项目进展顺利。" * (1 + 9 * (number % 4)),
            "authors": ["沈若溪"] if number % 2 else [],
        }
        if (run + number) % 8 == 0:
            story["body"] = ""  # an empty page now and then is the site's habit
        _tell(base_url, "publish", story)


async def _cycle(base_url: str, runs: int) -> None:
    settings = get_project_settings()
    settings.setdict({"DOWNLOAD_DELAY": 0, "ARCHIVE_DIR": ""}, priority="cmdline")
    runner = AsyncCrawlerRunner(settings)
    for run in range(runs):
        _publish(base_url, run)
        await runner.crawl("stcn", base_url=base_url, channels="yw,comment")


def main() -> None:
    """Crawl, publish, crawl, publish."""
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet.task import react  # noqa: PLC0415 - after the reactor's choice

    base_url, runs = sys.argv[1], int(sys.argv[2])
    react(lambda _: deferred_from_coro(_cycle(base_url, runs)))


if __name__ == "__main__":
    main()
