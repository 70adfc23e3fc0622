"""Which elements of a body a reader does not see."""

import re
from typing import Final

from lxml.etree import _Element as Element

_UNSEEN: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE
)
_WRAPPERS: Final = frozenset({"js_content"})
"""WeChat hides the whole article until its script has run."""


def is_hidden(element: Element) -> bool:
    """
    Whether the mark-up itself hides an element; style sheets are not read.

    No part of a hidden element counts, even one that asks to be visible.
    """
    if not element.keys():
        return False
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    if style is None or element.get("id") in _WRAPPERS:
        return False
    return _UNSEEN.search(style) is not None
