"""
The contents of a day's paper, as its pages carry them: three layouts. Pure.

Since 2011 every page lists the whole day (`#webtree`, before July 2016 `#listWrap`);
before that each lists its own articles.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from crawler.addresses import Address
from crawler.errors import ExtractionError
from crawler.page import Answered
from crawler.selecting import Element, every, text_of
from crawler.sites.zqsb.address import article_at

_TREES = (
    ("#webtree dl", "dt", "dd a"),
    ("#listWrap > div, .listWrap > div", "h2 a", "ul a"),
)
"""A page of the paper, its name, the articles on it: since 2016, and since 2011."""
PAGE_LINKS, _OWN_LINKS = "td.default a#pageLink", "td.default a"
"""Before 2011: the pages of the day, and the articles of the page that is shown."""
_NAME = re.compile(r"[(（]?第?([A-Za-z]{0,2}\d{1,4})(?:版|[)）])?[：:]?\s*(.*)")


@dataclass(frozen=True, slots=True)
class Contents:
    """What the contents tell of one page of the paper."""

    number: str
    column: str
    links: tuple[tuple[Address, str], ...]


def of_trees(root: Element, answered: Answered) -> list[Contents]:
    """The pages of the day, in whichever contents the page carries."""
    for block, name, link in _TREES:
        found = (
            _contents(every(box, name), every(box, link), answered)
            for box in every(root, block)
        )
        pages = [page for page in found if page is not None]
        if pages:
            return pages
    return []


def of_page(
    root: Element, page_links: Sequence[Element], answered: Answered
) -> list[Contents]:
    """Before 2011: the one page that is shown."""
    if not page_links:
        return []
    shown = page_links[shown_of(page_links, answered)]
    page = _contents([shown], every(root, _OWN_LINKS), answered)
    return [page] if page is not None else []


def _contents(
    names: Sequence[Element], links: Sequence[Element], answered: Answered
) -> Contents | None:
    """
    One page of the paper; None for a box that neither names one nor has an article.

    What a picture and a text both link counts once.
    """
    titles: dict[Address, str] = {}
    for link in links:
        address = article_at(urljoin(answered.url, link.get("href", "")))
        if address is not None:
            titles[address] = titles.get(address) or text_of(link)
    called = [text_of(names[0]), names[0].get("id", "")] if names else [""]
    found = next(filter(None, map(_NAME.fullmatch, called)), None)
    if found is None:
        if not titles:
            return None
        problem = f"{called[0]!r} names no page of a paper"
        raise ExtractionError(answered.url, "page", problem)
    return Contents(found[1].upper(), found[2], tuple(titles.items()))


def shown_of(page_links: Sequence[Element], answered: Answered) -> int:
    """Which of the day's pages is the one that came; the first, if none says so."""
    urls = [urljoin(answered.url, link.get("href", "")) for link in page_links]
    return urls.index(answered.url) if answered.url in urls else 0
