"""From the host of an address to the id of its site."""

import re
from typing import Final
from urllib.parse import urlsplit

from crawler.posts import site_of

_SECOND_LEVEL: Final = frozenset(
    ["com", "net", "org", "gov", "edu", "ac", "co", "or", "ne", "go"]
)
_NUMERIC: Final = re.compile(r"[\d.]+|[0-9a-f:]+")


def site_of_host(url: str) -> str:
    """
    `https://finance.sina.com.cn/…` is of `sina`: the name that was registered.

    Machines without a registered name go by their whole host.
    """
    host = (urlsplit(url).hostname or "").rstrip(".")
    labels = host.split(".")
    if _NUMERIC.fullmatch(host) or len(labels) < 2:
        return site_of(host)
    if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL:
        labels = labels[:-1]
    return site_of(labels[-2])
