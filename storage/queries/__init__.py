"""
The reading door in Python: plain functions over a `Reader`, frozen records out.

    with open_reader("sqlite:///news.db") as reader:
        for row in latest(reader, Filters(site=("stcn",)), limit=20):
            print(row.published, row.title)

Newest comes first everywhere, articles without a time last. Nothing here loads
SQLAlchemy, so that a question is answered before its import would have ended.
"""

from storage.queries.articles import Detail, Version, detail, find_article
from storage.queries.checks import faults
from storage.queries.counts import Counts, counts
from storage.queries.coverage import CoverageRow, coverage
from storage.queries.filters import Filters
from storage.queries.news import NewsRow, count, latest
from storage.queries.opening import Reader, as_of, open_reader
from storage.queries.runs import RunRow, runs
from storage.queries.searching import Found, Hit, search

__all__ = [
    "Counts",
    "CoverageRow",
    "Detail",
    "Filters",
    "Found",
    "Hit",
    "NewsRow",
    "Reader",
    "RunRow",
    "Version",
    "as_of",
    "count",
    "counts",
    "coverage",
    "detail",
    "faults",
    "find_article",
    "latest",
    "open_reader",
    "runs",
    "search",
]
