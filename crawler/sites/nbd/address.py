"""Where things stand on nbd.com.cn, and what its addresses tell. Pure."""

import re
from typing import Final
from urllib.parse import urlsplit

from crawler.addresses import Address, domain_of, is_within

SITE: Final = "nbd"
LIVE: Final = "https://www.nbd.com.cn"

CHANNELS: Final = {
    "3": "要闻",
    "2226": "影响市场重大事件",
    "1161": "每经头条",
    "1072": "每经热评",
    "587": "每经调查",
    "332": "重磅原创",
    "1320": "首发快讯",
    "275": "A股动态",
    "2": "头条",
    "5": "推荐",
}
"""Id to name. The first seven as others found them on 30 September 2026."""
MAIN: Final = ("3", "2226", "1161", "1072", "587", "332", "1320", "275")
"""Not 2 and 5: nobody has told of them since 2024."""

_STOCKS: Final = "275"
"""The column that stands on the site for stocks."""
_ARTICLE = re.compile(r"/articles/(\d{4}-\d{2}-\d{2})/(\d+)\.html")
_COLUMN = re.compile(r"/columns/(\d+)(?:/page/(\d+))?/?")


def article_at(url: str) -> Address | None:
    """
    `/articles/2026-10-07/1234567.html`, on any host of the house.

    The mobile site and those of the sections have the same numbers, which are
    unique without the date.
    """
    found = _ARTICLE.fullmatch(urlsplit(url).path)
    if found is None or not is_within(url, domain_of(LIVE)):
        return None
    return Address(found[2], f"{LIVE}/articles/{found[1]}/{found[2]}.html")


def first_path(column: str) -> str:
    """Where a column begins."""
    return later_path(column, 1) if column == _STOCKS else f"/columns/{column}/"


def later_path(column: str, page: int) -> str:
    """A further page of a column."""
    path = f"/columns/{column}/page/{page}"
    return f"https://stocks.nbd.com.cn{path}" if column == _STOCKS else path


def column_and_page(url: str) -> tuple[str, int] | None:
    """What an address of a list asks for; None if it is none."""
    found = _COLUMN.fullmatch(urlsplit(url).path)
    return (found[1], int(found[2] or 1)) if found else None
