"""What stands inside a line: text under marks, links, images."""

import re
from html import escape
from typing import Final

from lxml.etree import _Element as Element

from pipelines.elements import MARKS
from pipelines.links import image_source, link_target
from pipelines.text import normalize_line

_HOT_WORD: Final = re.compile(
    r"\b(?:trs)?hot_?words?\b|\bkeywords?\b|\bkeytip\b", re.IGNORECASE
)
"""Classes of links that a site sets over words by itself: 证券时报网, 新浪, 东方财富."""
_PIXEL: Final = frozenset({"0", "1", "0px", "1px"})


def mark_of(element: Element, base_url: str) -> str | None:
    """
    The inside of the start tag that an inline element keeps; None to unwrap it.

    A dead link is unwrapped, and so is a hot word, which may be half a word.
    """
    tag = str(element.tag)
    if tag in MARKS:
        return tag
    if tag != "a" or _HOT_WORD.search(element.get("class") or ""):
        return None
    target = link_target(element.get("href"), base_url)
    return None if target is None else f'a href="{escape(target)}"'


def image_of(element: Element, base_url: str) -> str | None:
    """The tag that an image keeps; None for a dead one or a counting pixel."""
    source = image_source(element, base_url)
    if source is None or _PIXEL & {element.get("width"), element.get("height")}:
        return None
    alt = escape(normalize_line(element.get("alt") or ""))
    return f'<img src="{escape(source)}" alt="{alt}">'
