"""
Articles over several pages, as the site had them until September 2022. Pure.

A page of CMSTOP lists the others as links (`15409036_2.shtml`, 上一页, 下一页,
单页阅读); one of TRS counts them in a script, and only what a browser has saved
shows links, too. No such page of the site itself was ever seen: the script is that
of a page of cs.com.cn, from the same publishing system, of 1 December 2020.
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from crawler.paging import MOST
from crawler.selecting import Element, every, text_of
from crawler.sites.stcn.address import Place, page_url, place_of

_CREATE: Final = re.compile(
    r"createPageHTML\(\s*(\d{1,4})\s*,\s*(\d{1,4})\s*,\s*[\"'](t\d{8}_\d+)[\"']"
)
"""How many pages, which one (from 0), and the document's name."""
_COUNT: Final = re.compile(r"\bcountPage\s*=\s*(\d{1,4})\b")
_CURRENT: Final = re.compile(r"\bcurrentPage\s*=\s*(\d{1,4})\b")
_NAME: Final = re.compile(r"href=\\[\"'](t\d{8}_\d+)\b")
_NEXT: Final = re.compile(r"下一?页")
_PREVIOUS: Final = re.compile(r"上一?页")
_WORDS: Final = r"[上下]一?页|[首尾末]页|[单分]页阅读|阅读全文|全文阅读|余下全文"
_LEADS: Final = re.compile(rf"\W*(?:{_WORDS})\W*")
_BAR: Final = re.compile(rf"(?:{_WORDS}|[共第]|页|[\d\s\W])*")


@dataclass(frozen=True, slots=True)
class Pages:
    """What one page says of the others."""

    name: str | None = None
    """The document's name in TRS."""
    may_be: frozenset[int] = frozenset()
    """Which page it can be by what it says; empty where it says nothing."""
    last: int = 1
    """The highest number that it speaks of."""
    whole: str | None = None
    """Where all of it stands on one page, if that is an address."""

    def after(self, here: Place) -> tuple[str, ...]:
        """
        Where the rest of the article stands, in order, seen from one of its pages.

        Numbers that a long list of pages leaves out are filled in.
        """
        if here.number is None:
            return ()
        if self.whole and here.number == 1:
            return (self.whole,)
        last = min(self.last, MOST + 1)  # more is refused, not listed
        return tuple(page_url(here.address, n) for n in range(here.number + 1, last + 1))


def pages_of(root: Element, text: str, here: Place) -> Pages:
    """What a page says of itself and the others, in links and in scripts."""
    if found := _CREATE.search(text):
        return Pages(found[3], frozenset({int(found[2]) + 1}), int(found[1]))
    count, current, name = (form.search(text) for form in (_COUNT, _CURRENT, _NAME))
    if count and current and name:
        return Pages(name[1], frozenset({int(current[1]) + 1}), int(count[1]))
    return _linked(root, here)


def _linked(root: Element, here: Place) -> Pages:
    """By the links to other pages of the same article."""
    numbers, may_be, whole = set[int](), set[int](), None
    for link in every(root, "a[href], link[rel=canonical]"):
        place = _same(link, here)
        label = text_of(link)
        if place is None:
            continue
        if place.number is None:
            whole = whole or _target(link, here)
        elif link.tag == "link":
            may_be |= {place.number} if place.number > 1 else set()
        else:
            numbers.add(place.number)
            may_be |= {place.number - 1} if _NEXT.search(label) else set()
            may_be |= {place.number + 1} if _PREVIOUS.search(label) else set()
    last = max(numbers | may_be, default=1)
    return Pages(None, frozenset(may_be - {0}) or _gap(numbers, last), last, whole)


def _gap(numbers: set[int], last: int) -> frozenset[int]:
    """In `1 2 3 4` the page itself is the one that is no link."""
    gap = frozenset(range(1, last + 1)) - numbers
    return gap if len(gap) == 1 and numbers else frozenset()


def _target(link: Element, here: Place) -> str:
    return urljoin(here.address.url, link.get("href", ""))


def _same(link: Element, here: Place) -> Place | None:
    """The page of the same article that a link leads to."""
    place = place_of(_target(link, here))
    is_same = place is not None and place.address.native_id == here.address.native_id
    return place if is_same else None


def bars_in(body: Element, here: Place) -> list[Element]:
    """
    What in a body only leads to the other pages of its article.

    A box of such links with its words and numbers; a link by itself, whose label
    says that it does, also where its address is a script.
    """
    return [
        box if box is not None and box is not body and _is_bar(box) else link
        for link in every(body, "a")
        for label, box in [(text_of(link), link.getparent())]
        if _LEADS.fullmatch(label)
        or (label and _BAR.fullmatch(label) and _same(link, here))  # no picture
    ]


def _is_bar(box: Element) -> bool:
    return bool(_BAR.fullmatch(text_of(box)))
