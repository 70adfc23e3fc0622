"""Addresses inside a body: absolute, http(s) only, without tracking."""

import re
from typing import Final
from urllib.parse import urljoin, urlsplit

from lxml.etree import _Element as Element

from pipelines.text import without_invisible

_TRACKING: Final = re.compile(
    r"(?:utm_\w+|spm|scm|from|isappinstalled|share_\w+|wxfrom|nsukey)(?:=.*)?",
    re.IGNORECASE,
)
"""Whole parameters that say how a reader came, never what is read."""
_TRANSFORM: Final = re.compile(
    r"(?:x-oss-process|x-image-process|imageView2|imageMogr2|imageslim)\b.*", re.IGNORECASE
)
"""How an image store is to scale an image (Aliyun, Huawei, Qiniu)."""
_LAZY: Final = (
    *("data-src", "data-original", "data-lazy-src", "data-lazy", "data-lazyload"),
    *("data-original-src", "data-actualsrc", "data-echo", "data-url", "data-img"),
    *("data-backsrc", "real_src", "zoomfile", "original", "_src", "data-srcset", "srcset"),
)
"""Attributes in which lazy loaders keep the address, the most telling first."""
_SOURCES: Final = ("src", *_LAZY)
LAZY_ATTRIBUTES: Final = frozenset(_LAZY)
_PLACEHOLDER: Final = re.compile(
    r"^(?:data:|about:|javascript:|#|$)"
    r"|(?:^|[/_.-])(?:blank|spacer|placeholder|loading|lazy\w*|grey|gray|transparent"
    r"|pixel|1x1|empty|default_?img|nopic)(?:[_.-]?\w{0,8})?\.(?:gif|png|jpe?g|svg|webp)(?:$|\?)",
    re.IGNORECASE,
)
_UNSAFE: Final = re.compile(r"[\s\"'<>\\^`{|}]")
_BREAKS: Final = re.compile(r"[\t\n\r]")
"""A browser drops them from an address."""


def link_target(href: str | None, base_url: str) -> str | None:
    """Where a link leads, absolute; None if it leads nowhere (`#top`, `mailto:`)."""
    if href is None or href.strip()[:1] in {"", "#"}:
        return None
    return _absolute(href, base_url, _TRACKING)


def image_source(image: Element, base_url: str) -> str | None:
    """
    The address of the picture that a reader sees, absolute.

    A lazy loader's attribute counts where `src` is missing or a placeholder.
    """
    for name in _SOURCES:
        value = image.get(name)
        if value is None or _PLACEHOLDER.search(value.strip()):
            continue
        address = _absolute(value.strip().split(" ")[0], base_url, _TRACKING, _TRANSFORM)
        if address is not None:
            return address
    return None


def _absolute(address: str, base_url: str, *noise: re.Pattern[str]) -> str | None:
    """An http(s) address with a host, without noise; None if it is no such thing."""
    try:
        joined = without_invisible(_BREAKS.sub("", address)).strip()
        if not joined.startswith(("https://", "http://")):
            joined = urljoin(base_url, joined)
        parts = urlsplit(joined)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host:
        return None
    if parts.query:
        query = _without(parts.query, noise)
        if query != parts.query:
            joined = parts._replace(query=query).geturl()
    return _UNSAFE.sub(lambda found: _quoted(found[0]), joined)


def _without(query: str, noise: tuple[re.Pattern[str], ...]) -> str:
    """The query without noisy parameters; the others keep order and spelling."""
    parameters = query.split("&")
    return "&".join(
        one for one in parameters if not any(pattern.fullmatch(one) for pattern in noise)
    )


def _quoted(character: str) -> str:
    """A character that no address may hold, percent-encoded."""
    return "".join(f"%{byte:02X}" for byte in character.encode())
