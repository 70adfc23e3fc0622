"""
From a page's bytes to a stored row: everything but the network, on one core.

Pages come from the sample site; each goes through decoding, the page object,
all stages and the store, in batches as in a crawl. Processor time is counted.
`python benchmarks/bench_pages.py [PAGES]`.
"""

import sys
import tempfile
import time
import urllib.request
from collections import defaultdict
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from scrapy.utils.test import get_crawler

from crawler import settings
from crawler.decoding import decode_page
from crawler.page import Answered
from crawler.sites.stcn.articles import ArticlePage
from pipelines.records import records_of
from storage.store import Store
from tests.sample_site import SampleSite, serve

GOAL = 400
BATCH = 100


def fetch(count: int) -> list[tuple[str, bytes]]:
    """Addresses and bytes of so many sound pages."""
    site = SampleSite(seed=7, articles=count, days=30)
    truths = [truth for truth in site.truth() if truth.status == "live"]
    with serve(site) as base:
        paths = [truth.url.removeprefix("https://www.stcn.com") for truth in truths]
        return [(path, urllib.request.urlopen(base + path).read()) for path in paths]


def stages() -> list[Any]:
    """All stages but the last, as settings order them."""
    crawler = get_crawler()
    order = sorted(settings.ITEM_PIPELINES, key=settings.ITEM_PIPELINES.__getitem__)
    found = []
    for dotted in order[:-1]:
        module, _, name = dotted.rpartition(".")
        found.append(getattr(import_module(module), name)(crawler))
    return found


def main() -> None:
    """Measure, and say where the time goes."""
    pages = fetch(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
    spent: defaultdict[str, float] = defaultdict(float)
    clock = time.process_time
    line = stages()
    now = datetime.now(UTC)
    with (
        tempfile.TemporaryDirectory() as folder,
        Store(f"sqlite:///{folder}/n.db") as store,
    ):
        run = store.begin_run("bench", {}, now)
        waiting: list[Any] = []
        started = clock()
        for path, body in pages:
            answered = Answered(
                url=f"https://www.stcn.com{path}", reference=now, received=now
            )
            before = clock()
            item: Any = ArticlePage(decode_page(body), answered).article(None, ("gd",))
            spent["page object"] += clock() - before
            for stage in line:
                before = clock()
                item = stage.process_item(item)
                spent[stage.name] += clock() - before
            waiting += records_of(item)
            if len(waiting) >= BATCH:
                before = clock()
                store.apply(run, waiting)
                spent["store"] += clock() - before
                waiting = []
        store.apply(run, waiting)
        total = clock() - started
    for name, seconds in sorted(spent.items(), key=lambda pair: -pair[1]):
        print(f"{name:18}{seconds / len(pages) * 1e6:8.0f} us/page")
    print(f"{len(pages)} pages: {len(pages) / total:.0f} a second (goal {GOAL})")


if __name__ == "__main__":
    main()
