"""
The paper of one day: its pages in printed order, and what stands on each. Pure.

Since 2011 every newspaper page carries the whole day's contents (`#webtree`, before
July 2016 `#listWrap`), so that one response is one issue. Before that each page lists
its own articles, and the walk goes from page to page.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from urllib.parse import urljoin

from crawler.addresses import path_of
from crawler.dates.reading import BEIJING
from crawler.errors import EmptyListError, ExtractionError
from crawler.listed import dated, entry, printed
from crawler.page import Answered, ListPage, Teaser
from crawler.selecting import Element, every, parse_html, text_of
from crawler.shells import refuse_cut, refuse_shell
from crawler.sites.zqsb.address import (
    LIVE,
    PAPER,
    day_before,
    day_of,
    instead,
    is_page,
    issue_path,
)
from crawler.sites.zqsb.contents import PAGE_LINKS, Contents, of_page, of_trees, shown_of

NEWS, NOTICES = "paper", "disclosure"
CHANNELS: Final = {NEWS: "报纸版面", NOTICES: "信息披露"}
"""By the column that a page is headed with: what its letter means is not known."""

_EARLIER = frozenset({"上一期", "上一日"})
_LEADS_ON = re.compile(
    r"location(?:\.href)?\s*=\s*[\"']([^\"']+)"
    r"|http-equiv=[\"']?refresh[^>]*?url=([^\"'>\s]+)",
    re.IGNORECASE,
)
MOST_DAYS: Final = 14
"""Days in a row without a paper that are believed: the longest holiday has about ten."""
_ALONE = 4
"""In so many pages no issue has all its articles on one: then the tree is cut short."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPage:
    """One page of the paper, as the contents name it."""

    number: str
    """`A004`."""
    column: str
    """Its name: `公司`, `信息披露`, `广告`."""
    articles: int
    """How many it has; a picture page and an advertisement have none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue(ListPage):
    """A response of the paper: the entries of one channel, and the pages of all."""

    day: str = ""
    """`2026-06-26`; empty where the response is no issue."""
    pages: tuple[PrintedPage, ...] = ()


def no_issue(path: str) -> Issue:
    """What is known of a day at whose address no paper stands."""
    return Issue(teasers=(), next_path=instead(path))


def read_issue(text: str, answered: Answered) -> Issue:
    """
    Read one response of the paper.

    Raises:
        EmptyListError: not one article in a whole day's paper.
        ExtractionError: the layout is not one that we know, or it is cut off.
        BlockedError, ShellError, MissingPageError: something else came instead.
    """
    root = parse_html(text)
    own = every(root, PAGE_LINKS)
    contents = of_trees(root, answered) or of_page(root, own, answered)
    if not contents:
        return _elsewhere(root, text, answered)
    refuse_cut(text, answered.url, "list")
    if not own:
        _check(contents, answered)
    day = day_of(answered.url) or _day_in(contents)
    if day is None:
        raise EmptyListError(answered.url, "list", "the paper has no article")
    path = path_of(answered.url) if day_of(answered.url) else issue_path(day)
    after = _next_page(own, answered) or _earlier(root, answered, day) or day_before(path)
    issue = Issue(teasers=(), next_path=after, day=day.isoformat(), pages=_told(contents))
    if day > answered.reference.astimezone(BEIJING).date():
        return replace(issue, day="", pages=())  # not out yet: it comes with its day
    return replace(issue, teasers=dated(tuple(_teasers(contents, answered)), answered))


def _check(contents: Sequence[Contents], answered: Answered) -> None:
    """
    Refuse what cannot be a day's paper.

    A page without articles is an advertisement or a picture; a whole paper is not.
    """
    filled = sum(bool(page.links) for page in contents)
    if not filled:
        raise EmptyListError(
            answered.url, "list", f"{len(contents)} pages and not one article"
        )
    if filled == 1 and len(contents) >= _ALONE:
        problem = f"of {len(contents)} pages only one tells its articles"
        raise ExtractionError(answered.url, "list", problem)


def _told(contents: Sequence[Contents]) -> tuple[PrintedPage, ...]:
    return tuple(
        PrintedPage(number=page.number, column=page.column, articles=len(page.links))
        for page in contents
    )


def _teasers(contents: Sequence[Contents], answered: Answered) -> Iterator[Teaser]:
    """The entries of the channel that was asked for, in printed order."""
    for page in contents:
        channel = NOTICES if CHANNELS[NOTICES] in page.column else NEWS
        if channel != answered.channel:
            continue
        for address, title in page.links:
            day = day_of(address.url)
            time = printed(f"{day}", "url", answered)
            source = f"{PAPER} {day} {page.number}版"
            yield replace(entry(address, title, time), source=source)


def _day_in(contents: Sequence[Contents]) -> date | None:
    """The day of the newest issue, whose own address does not tell it."""
    days = (day_of(address.url) for page in contents for address, _ in page.links)
    return next(filter(None, days), None)


def _next_page(page_links: Sequence[Element], answered: Answered) -> str | None:
    """Before 2011: the next page of the same day."""
    for link in page_links[shown_of(page_links, answered) + 1 :] if page_links else ():
        url = urljoin(answered.url, link.get("href", ""))
        if is_page(url):
            return path_of(url)
    return None


def _earlier(root: Element, answered: Answered, day: date) -> str | None:
    """The issue before this one, where the page links it; else the calendar must do."""
    for link in every(root, "a[href]"):
        if text_of(link) not in _EARLIER:
            continue
        url = urljoin(answered.url, link.get("href", ""))
        found = day_of(url) if is_page(url) else None
        if found and timedelta() < day - found <= timedelta(days=MOST_DAYS):
            return path_of(url)
    return None


def _elsewhere(root: Element, text: str, answered: Answered) -> Issue:
    """
    What came instead of an issue.

    The index may only lead to the newest issue; from a day without a paper a script
    leads to the index.
    """
    led = [href for pair in _LEADS_ON.findall(text) for href in pair if href]
    day = day_of(answered.url)
    if day is not None and led and not any(map(day_of, led)):
        return no_issue(path_of(answered.url))
    links = [] if day else [link.get("href", "") for link in every(root, "a[href]")]
    for href in [*led, *links]:
        url = urljoin(answered.url, href)
        if day is None and is_page(url) and url.startswith(f"{LIVE}/"):
            return Issue(teasers=(), next_path=path_of(url))
    refuse_shell(root, text)
    refuse_cut(text, answered.url, "list")
    raise ExtractionError(answered.url, "list", "there are no contents of a paper")
