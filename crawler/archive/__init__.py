"""
The raw archive: every answer that a crawl used, kept as WARC 1.1.

`ArchiveWriter` takes answers in off the hot path, `repair` mends what a kill
or a power cut tore, `read_at` and `walk` read answers back, from files of other
tools as well. Nothing here knows Scrapy, a database or a site.
"""

from crawler.archive.about import About, about, in_order
from crawler.archive.errors import ArchiveError
from crawler.archive.exchange import Exchange, Headers, RawRef, headers_of
from crawler.archive.reader import read_at, walk
from crawler.archive.repair import Repair, repair
from crawler.archive.revisits import Known
from crawler.archive.writer import ArchiveWriter

__all__ = [
    "About",
    "ArchiveError",
    "ArchiveWriter",
    "Exchange",
    "Headers",
    "Known",
    "RawRef",
    "Repair",
    "about",
    "headers_of",
    "in_order",
    "read_at",
    "repair",
    "walk",
]
