"""
Where things stand on the hosts of stcn.com, and what its addresses tell. Pure.

The site has had three schemes of addresses (site notes, section 0), and all ids go
into one scheme of ours, each as the page itself calls it:

    http://kuaixun.stcn.com/2019/0926/15409036.shtml              15409036
    https://news.stcn.com/news/202207/t20220714_4739021.html      t20220714_4739021
    https://www.stcn.com/article/detail/757276.html               757276

The eight digits of the first, in use until July 2020, are out of reach of the
third for years: that one began anew in 2022 and stands at 4.2 million in September
2026, a million more each year. The second, July 2020 to September 2022, is the
name of the document in the publishing system TRS, date and all: its bare digits
(2.1 million in 2020, 4.7 in 2022) are ids that the third scheme uses again.

One article has one canonical address: that of its first page, without query, under
the scheme that its era was served by (http, then https) and the host that was
named. A host says which desk published it, and the address alone does not tell
another one; identity never rests on it.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from crawler.addresses import Address, domain_of, is_within

SITE = "stcn"
LIVE = "https://www.stcn.com"
HOME = "证券时报官方网站"
"""How the title of the home page begins."""

_DETAIL = re.compile(r"/article/detail/(\d+)\.html")
_PAGE = r"(?:_(?P<page>\d{1,3}|[a-z]{2,8}))?"
_CMSTOP = re.compile(
    rf"(?P<stem>/(?:[\w-]+/)*(?P<day>\d{{4}}/\d{{4}})/(?P<id>\d{{8}})){_PAGE}\.shtml"
)
_TRS = re.compile(
    rf"(?P<stem>/(?:[\w-]+/)*\d{{6}}/(?P<id>t(?P<day>\d{{8}})_\d{{5,9}})){_PAGE}\.html"
)
_CONTENT_ID = re.compile(r"\bcontentid\s*=\s*(\d{6,9})\s*;")
_LINK_URL = re.compile(r"\blinkUrl\s*=\s*[\"'](https?://[^\"'\s]+)[\"']")
_SHARED = re.compile(r"https://h5\.stcn\.com/pages/detail/detail\?id=(\d+)&")


@dataclass(frozen=True, slots=True)
class Place:
    """What the address of an article, or of one of its pages, tells."""

    address: Address
    """The article's own, which is that of its first page."""
    number: int | None = 1
    """Which page; None: all of them on one (单页阅读)."""
    day: str = ""
    """The day in it, `2019/0926` or `20220714`; since September 2022 there is none."""


def place_of(url: str) -> Place | None:
    """The article's page at an address, of whatever era; None if it is another's."""
    if native_id := native_id_of(url):
        return Place(Address(native_id, article_url(native_id)))
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not is_within(url, domain_of(LIVE)):
        return None
    # TRS counts its pages from 0, as t…_1.html is the second; CMSTOP from 1.
    for form, scheme, ending, first in (
        (_CMSTOP, "http", ".shtml", 1),
        (_TRS, "https", ".html", 0),
    ):
        if found := form.fullmatch(parts.path):
            page = found["page"] or str(first)
            return Place(
                Address(found["id"], f"{scheme}://{parts.hostname}{found['stem']}{ending}"),
                number=int(page) - first + 1 if page.isdigit() else None,
                day=found["day"],
            )
    return None


def page_url(address: Address, number: int) -> str:
    """Where the second or a later page of an article stands."""
    stem, dot, ending = address.url.rpartition(".")
    return f"{stem}_{number if ending == 'shtml' else number - 1}{dot}{ending}"


def printed_id(text: str) -> str | None:
    """The id that a page of 2018 to 2020 gives itself: `var contentid = 15409036;`."""
    found = _CONTENT_ID.search(text)
    return found[1] if found else None


def own_address(text: str) -> Address | None:
    """
    Which article a page says it is, in the site's own way.

    Until 2020 `linkUrl` beside the same `contentid`; since 2022 the share link.
    Neither era is known to have had a canonical link.
    """
    if link := _LINK_URL.search(text):
        place = place_of(link[1])
        is_same = place is not None and place.address.native_id == printed_id(text)
        return place.address if place and is_same else None
    shared = set(_SHARED.findall(text)) if "detail-title" in text else set()
    if len(shared) != 1:
        return None
    native_id = shared.pop()
    return Address(native_id, article_url(native_id))


def article_url(native_id: str) -> str:
    """The canonical address of an article of today's site."""
    return f"{LIVE}/article/detail/{native_id}.html"


def native_id_of(href: str) -> str | None:
    """The id in a link to an article of today's site; None for anything else."""
    found = _DETAIL.search(href)
    return found.group(1) if found else None


def list_path(channel: str) -> str:
    """The list page of a channel (site notes, section b)."""
    return f"/article/list/{channel}.html"


def data_path(channel: str, cursor: tuple[str, str] | None) -> str:
    """
    The data behind a list (site notes, section c.1).

    The first call must omit both cursors: empty ones are answered with an
    empty list.
    """
    query = {"type": channel}
    if cursor is not None:
        query |= {"page_time": cursor[0], "last_time": cursor[1]}
    return f"/article/list.html?{urlencode(query)}"
