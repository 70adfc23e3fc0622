"""
Lists of stcn.com until September 2022 (site notes, sections e.3 and e.4). Pure.

The forms were seen in fragments of February and July 2020, one entry each: the
pages around them were not. What an entry prints of its time stands in elements of
its own, in one order or another, and outside of every link.
"""

import re
from collections.abc import Iterator
from typing import Final, cast
from urllib.parse import urljoin

from lxml import etree

from crawler.errors import EmptyListError, ExtractionError
from crawler.items import PrintedTime
from crawler.listed import dated, entry, printed
from crawler.page import Answered, ListPage, Teaser
from crawler.selecting import Element, every, parse_html, text_of
from crawler.shells import refuse_cut, refuse_shell
from crawler.sites.stcn.address import HOME, Place, place_of

_LISTS: Final = "ul.news_list, ul.news_list2, #news_list2, #idData, dl.hotNews, dl.wapdl"
_ENTRIES: Final = "ul.news_list > li, ul.news_list2 > li, #news_list2 > li, #idData > li"
_BOXES: Final = "dl.hotNews, dl.wapdl, div#news_list2 > dl"
_TIMES: Final = etree.XPath(
    ".//text()[not(ancestor::a) and (parent::i or parent::em or parent::span"
    " or parent::*[contains(concat(' ', @class, ' '), ' sj ')])]"
)
_TIME: Final = re.compile(r"[\d:\-/. 年月日]*\d[\d:\-/. 年月日]*")
_SUMMARY: Final = "p.exp, dd.exp, .yq_exp, dl dd"


def read_old_list(text: str, answered: Answered) -> ListPage:
    """
    The entries of a list page of the old site.

    It is read by itself: where such a list went on is nothing that can be asked for.

    Raises:
        BlockedError, ShellError, MissingPageError: it is a list only in name.
        ExtractionError: its layout is none that we know, it is empty, or cut off.
    """
    root = parse_html(text)
    teasers = old_teasers(root, answered)
    if not teasers:
        refuse_shell(root, text, HOME)
    refuse_cut(text, answered.url, "list")
    if not teasers and every(root, _LISTS):
        raise EmptyListError(answered.url, "list", "it has no entry")
    if not teasers:
        raise ExtractionError(answered.url, "list", f"nothing matches {_LISTS}")
    return ListPage(teasers=teasers, next_path=None)


def old_teasers(root: Element, answered: Answered) -> tuple[Teaser, ...]:
    """
    The entries of a page or of a piece of one, each article once.

    Raises:
        ExtractionError: there are entries, and none has a time that can be read.
    """
    found: dict[str, Teaser] = {}
    for element in _entries(root):
        for teaser in _teaser(element, answered):
            found.setdefault(teaser.native_id, teaser)
    return dated(tuple(found.values()), answered)


def _entries(root: Element) -> list[Element]:
    """In page order; a piece that has lost its list's own tag is taken as it is."""
    return every(root, f"{_BOXES}, {_ENTRIES}") or every(root, "body > li")


def _teaser(element: Element, answered: Answered) -> Iterator[Teaser]:
    """What an entry tells of its article; nothing if it is no article's."""
    for link in every(element, "a[href]"):
        place, title = _place(link, answered), _title(link)
        if place is not None and title:
            yield entry(place.address, title, _time(element, answered), _summary(element))
            return


def _place(link: Element, answered: Answered) -> Place | None:
    return place_of(urljoin(answered.url, link.get("href", "")))


def _title(link: Element) -> str:
    """As its `title` says, which is whole; before it stands a link with nothing in it."""
    return " ".join((link.get("title") or "").split()) or text_of(link)


def _time(element: Element, answered: Answered) -> PrintedTime | None:
    """`2020-02-25` and `20:32`, in the order in which they stand, a space between."""
    pieces = (" ".join(str(t).split()) for t in cast("list[str]", _TIMES(element)))
    return printed(" ".join(filter(_TIME.fullmatch, pieces)), "list", answered)


def _summary(element: Element) -> str | None:
    """The lines below the title; 专栏 has its author there instead."""
    if "wapdl" in element.get("class", "").split():
        return None
    return next(filter(None, map(text_of, every(element, _SUMMARY))), None)
