"""
A general reader for the pages that no site file knows.

Built on trafilatura and extruct (extra `extract`), with what Chinese news needs
around them: a title is not cut at a hyphen, the time is the one by the title, a
short flash comes without the page around it.
"""

from crawler.anypage.hosts import site_of_host
from crawler.anypage.page import AnyPage
from crawler.anypage.reading import Found, read_any
from crawler.anypage.second_opinion import require_extractor
from crawler.anypage.site_page import SitePage
from crawler.anypage.structured import read_canonical

__all__ = [
    "AnyPage",
    "Found",
    "SitePage",
    "read_any",
    "read_canonical",
    "require_extractor",
    "site_of_host",
]
