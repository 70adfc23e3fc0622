"""
Hot words 热词: links that an editorial system puts on companies' names.

`<a class="trsHotWords" href="...?stockcode=SS601857" code="601857">中国石油</a>`
stands in bodies of stcn and its sisters, and in every feed that copies them.
The code is the proof; a link on an ordinary word has none. Pure.
"""

import re
from collections.abc import Iterator

from crawler.items import StockMark
from crawler.selecting import Element, every, parse_html, text_of

_ADDRESS = re.compile(r"stockcode=([A-Za-z]{2})(\d{6})")
_EXCHANGES = {"SH": "SH", "SS": "SH", "SZ": "SZ", "BJ": "BJ"}


def hot_words(root: Element) -> Iterator[StockMark]:
    """The stocks that are linked under an element."""
    for link in every(root, "a[href]"):
        found = _ADDRESS.search(link.get("href", ""))
        code = link.get("code") or (found.group(2) if found else "")
        if code.isdigit() and len(code) == 6:
            yield StockMark(
                code=code,
                exchange=_EXCHANGES.get(found.group(1).upper()) if found else None,
                name=text_of(link) or None,
                rule="hot_word",
            )


def hot_words_in(html: str) -> tuple[StockMark, ...]:
    """The stocks that are linked in a piece of mark-up."""
    if "stockcode=" not in html and " code=" not in html:
        return ()
    return tuple(hot_words(parse_html(f"<div>{html}</div>")))
