"""
A body for the browser, whatever the database holds.

Bodies were sanitised when they were stored. They are again here, for a file may
come from somebody else; and pictures, which lie elsewhere, become links.
"""

import re
from html import unescape
from typing import Final
from urllib.parse import urlsplit

import nh3
from markupsafe import Markup, escape

_TEXT: Final = {
    *("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "div"),
    *("ul", "ol", "li", "dl", "dt", "dd", "figure", "figcaption", "img", "a", "span"),
    *("b", "strong", "i", "em", "u", "s", "small", "sub", "sup", "q", "cite", "code"),
    *("table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"),
    *("ins", "del"),
}
_CLEANER: Final = nh3.Cleaner(
    tags=_TEXT,
    attributes={
        "a": {"href", "title"},
        "img": {"src", "alt"},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan"},
    },
    url_schemes={"http", "https"},
    url_relative="deny",
    link_rel="noopener noreferrer nofollow",
)
_IMAGE: Final = re.compile(r'<img((?: [a-z]+="[^"]*")*)>')
"""As nh3 writes it; a quote inside a value is an entity there."""
_VALUE: Final = re.compile(r' ([a-z]+)="([^"]*)"')


def shown_body(body_html: str) -> Markup:
    """The body as safe mark-up that loads nothing."""
    clean = _CLEANER.clean(body_html)
    return Markup(_IMAGE.sub(_link_to_image, clean))  # noqa: S704 - nh3 has just cleaned it


def _link_to_image(found: re.Match[str]) -> str:
    values = {name: unescape(text) for name, text in _VALUE.findall(found[1])}
    label = escape(f"图片：{values['alt']}" if values.get("alt") else "图片")
    address = web_address(values.get("src"))
    if not address:
        return f'<span class="picture">{label}</span>'
    return (
        f'<a class="picture" href="{escape(address)}" '
        f'rel="noopener noreferrer nofollow">{label}</a>'
    )


def web_address(url: str | None) -> str | None:
    """An address that may become a link: absolute, http or https."""
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None
