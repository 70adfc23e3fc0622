"""Where things stand on www.stcn.com, and what its addresses tell. Pure."""

import re
from urllib.parse import urlencode

SITE = "stcn"
LIVE = "https://www.stcn.com"
HOME = "证券时报官方网站"
"""How the title of the home page begins."""

_DETAIL = re.compile(r"/article/detail/(\d+)\.html")


def article_url(native_id: str) -> str:
    """The canonical address of an article, on the live site's host."""
    return f"{LIVE}/article/detail/{native_id}.html"


def native_id_of(href: str) -> str | None:
    """The id in a link to an article; None for links to anything else."""
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
