"""
Columns of nbd.com.cn: fifty entries a page, day by day. Pure.

Read off others' code, not seen: `div.g-list-text` holds a `div.m-list` a day, with
the day in `p.u-channeltime` and `li.u-news-title`, each a link and a clock.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urljoin

from crawler.errors import EmptyListError, ExtractionError
from crawler.items import PrintedTime
from crawler.listed import dated, entry, printed
from crawler.page import Answered, ListPage, Teaser
from crawler.selecting import Element, every, maybe, one, parse_html, text_of
from crawler.shells import refuse_cut, refuse_shell
from crawler.sites.nbd.address import article_at, column_and_page, later_path

_CUT = "news-title-a"
"""The class of a link whose text the site has cut, without dots."""
_CALENDAR = re.compile(r"\d{4}-\d{2}-\d{2} ")


def read_column(text: str, answered: Answered) -> ListPage:
    """
    The entries of one page; a later one without any is the column's end.

    Raises:
        BlockedError, ShellError: it is a list only in name.
        EmptyListError: the first page has no entry.
        ExtractionError: the layout has changed, no entry has a time, or it is cut off.
    """
    root, url = parse_html(text), answered.url
    lists = every(root, "div.g-list-text")
    if not lists:
        refuse_shell(root, text)
    refuse_cut(text, url, "list")
    if not lists:
        raise ExtractionError(url, "list", "there is no div.g-list-text")
    asked = column_and_page(url)
    if asked is None:
        raise ExtractionError(url, "next", "the address is not that of a column")
    column, page = asked
    teasers = tuple(_teasers(root, answered))
    if not teasers and page == 1:
        raise EmptyListError(url, "list", "no li.u-news-title leads to an article")
    return ListPage(
        teasers=dated(teasers, answered),
        next_path=later_path(column, page + 1) if teasers else None,
    )


def _teasers(root: Element, answered: Answered) -> Iterator[Teaser]:
    """Entries that lead to articles; broadcasts and the like are left out."""
    for block in every(root, "div.g-list-text div.m-list"):
        heading = one(block, "p.u-channeltime", url=answered.url, field="published")
        for li in every(block, "li.u-news-title"):
            teaser = _teaser(li, text_of(heading), answered)
            if teaser is not None:
                yield teaser


def _teaser(li: Element, day: str, answered: Answered) -> Teaser | None:
    """By the first link that has words; one around a picture has none."""
    link = next((a for a in every(li, "a[href]") if text_of(a)), None)
    href = link.get("href", "") if link is not None else ""
    address = article_at(urljoin(answered.url, href))
    if address is None or link is None:
        return None
    teaser = entry(address, text_of(link), _time(day, li, answered))
    is_cut = _CUT in link.get("class", "").split()
    return replace(teaser, title_is_cut=True) if is_cut else teaser


def _time(day: str, li: Element, answered: Answered) -> PrintedTime | None:
    """
    The day above and the clock beside; some lists print both beside.

    Without a clock there is no time: a day alone would be read as its midnight,
    and a window that begins on that day would leave the article out.
    """
    beside = text_of(maybe(li, "span", url=answered.url, field="published"))
    if not beside:
        return None
    raw = beside if _CALENDAR.match(beside) else f"{day} {beside}"
    return printed(raw, "list", answered)
