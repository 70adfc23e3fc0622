"""
Where things stand on cnstock.com, and what its addresses tell. Pure.

One house, two machines, two counters. Until 2024 an article was a file with a
month and a number (`news,bwkx-202012-4625053.htm`, or `.../202002/4489878.htm`
on the hosts of companies and announcements); the number is the machine's own,
the column before it only says where the file was put. Since then it is
`/commonDetail/N`, and N began anew: 797816 in September 2026, some 20 000 more
each month. It will pass through numbers that old articles bear, and their
oldest ones may be as short. So an old article is known by month and number,
`202012-4625053`: a hyphen stands in no new id, and both parts are in every
address that the article ever had.
"""

import re
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.addresses import Address, domain_of, is_within

SITE: Final = "cnstock"
LIVE: Final = "https://www.cnstock.com"

CHANNELS: Final = {
    "10004": "快讯",
    "10005": "时政",
    "10006": "公司",
    "10007": "产经",
    "10011": "金融",
    "10232": "证券",
}
"""Id to name, as others' code had them in June 2026."""
FAST: Final = "10004"
"""Its list is of another shape, and at another path."""

_NEW = re.compile(r"/commonDetail/(\d+)/?")
_FILE = re.compile(r"/news,([a-z_]+)-(\d{6})-(\d+)\.html?")
_FOLDER = re.compile(r"(/(?:[a-z_]+/)+)(\d{6})/(\d+)\.html?")
_WATERFALL = "https://app.cnstock.com/api/waterfall"
_LAST_PAGE = 50
"""The interface gives no more (site notes, section i)."""


def list_path(channel: str) -> str:
    """The page of a channel as it stands today."""
    return f"/fastNews/{channel}" if channel == FAST else f"/channel/{channel}"


def article_at(url: str) -> Address | None:
    """The article at an address of any era, on any of the house's hosts."""
    if not is_within(url, domain_of(LIVE)):
        return None
    parts = urlsplit(url)
    if found := _NEW.fullmatch(parts.path):
        return Address(found[1], f"{LIVE}/commonDetail/{found[1]}")
    if found := _FILE.fullmatch(parts.path):
        column, month, number = found.groups()
        name = f"news,{column}-{month}-{number}.htm"
        return Address(f"{month}-{number}", f"https://news.cnstock.com/{name}")
    if found := _FOLDER.fullmatch(parts.path):
        folder, month, number = found.groups()
        url = f"https://{parts.hostname}{folder}{month}/{number}.htm"
        return Address(f"{month}-{number}", url)
    return None


def page_of(url: str) -> int:
    """Which page of the waterfall an address asks for; the first unless it says."""
    page = dict(parse_qsl(urlsplit(url).query)).get("page", "")
    return int(page) if page.isascii() and page.isdecimal() else 1


def page_after(url: str) -> str | None:
    """
    Where the waterfall goes on; None after its last page.

    The callback's name is fixed and the time that defeats caches left out: a
    name for each request would make every address of the archive a new one.
    `colunm` is their spelling.
    """
    asked, page = dict(parse_qsl(urlsplit(url).query)), page_of(url)
    if page >= _LAST_PAGE:
        return None
    query = {
        "callback": "waterfall",
        "colunm": asked.get("colunm", ""),
        "page": str(page + 1),
        "num": asked.get("num", "10"),
        "showstock": asked.get("showstock", "0"),
    }
    return f"{_WATERFALL}?{urlencode(query)}"
