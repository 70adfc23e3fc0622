"""
Lists of cnstock.com until 2024: the waterfall interface, and the page before it. Pure.

An answer of the interface of 1 December 2020 was seen; the list page
(`ul#j_waterfall_list`) is read off others' code. No walk begins here today; what
an archive holds of them is read.
"""

import html
import re
from collections.abc import Iterator
from urllib.parse import urljoin

from crawler.errors import EmptyListError, ExtractionError
from crawler.listed import dated, entry, printed, printed_in
from crawler.page import Answered, ListPage, Teaser
from crawler.selecting import Element, every, one, text_of
from crawler.sites.cnstock.address import article_at, page_after, page_of
from crawler.sites.cnstock.next_data import (
    Object,
    a_list,
    an_object,
    parse_json,
    refuse_login,
    said,
)

_CALL = re.compile(r"\s*[\w$.]+\s*\((.*)\)\s*;?\s*", re.DOTALL)


def is_data(text: str) -> bool:
    """Whether an answer is JSON or JSONP and no page."""
    return text.lstrip()[:1] == "{" or _CALL.fullmatch(text) is not None


def read_waterfall(text: str, answered: Answered) -> ListPage:
    """
    The entries of one answer; the interface answers without a callback too.

    Raises:
        BlockedError: it wants a login.
        EmptyListError: the first page has no entry.
        ExtractionError: the envelope is not as it should be.
    """
    url = answered.url
    call = _CALL.fullmatch(text)
    envelope = an_object(parse_json(call[1] if call else text, url, "data"), url, "data")
    refuse_login(envelope)
    if str(envelope.get("code")) != "200":
        raise ExtractionError(url, "code", f"it is {envelope.get('code')!r}, not 200")
    data = an_object(envelope.get("data"), url, "data")
    rows = a_list(data.get("item") or [], url, "item")
    if not rows and page_of(url) == 1:
        raise EmptyListError(url, "item", "the first page has no entry")
    teasers = tuple(_items(rows, answered))
    return ListPage(
        teasers=dated(teasers, answered), next_path=page_after(url) if rows else None
    )


def _items(rows: list[Object], answered: Answered) -> Iterator[Teaser]:
    """Rows that lead to an article; `id` is a hash that stands in no address."""
    for row in rows:
        item = an_object(row, answered.url, "item")
        link = said(item, "link", answered.url)
        address = article_at(link) if link else None
        if address is not None:
            title = _plain(said(item, "title", answered.url))
            if not title:
                raise ExtractionError(answered.url, "title", "an entry has none")
            time = printed(said(item, "time", answered.url), "api", answered)
            summary = _plain(said(item, "desc", answered.url))
            yield entry(address, title, time, summary)


def _plain(text: str) -> str:
    """Text without the entities that some rows carry."""
    return " ".join(html.unescape(text).split())


def read_list_page(root: Element, answered: Answered) -> ListPage:
    """
    The entries of a list page; its button loads more from the interface.

    Raises:
        EmptyListError: it has none.
        ExtractionError: an entry has no link, or none has a time.
    """
    entries = every(root, "ul#j_waterfall_list > li")
    if not entries:
        raise EmptyListError(answered.url, "list", "ul#j_waterfall_list is empty")
    teasers = dated(tuple(_entries(entries, answered)), answered)
    return ListPage(teasers=teasers, next_path=None)


def _entries(entries: list[Element], answered: Answered) -> Iterator[Teaser]:
    for li in entries:
        link = one(li, "h2 a", url=answered.url, field="title")
        address = article_at(urljoin(answered.url, link.get("href", "")))
        if address is not None:
            time = printed_in(li, "p > span:not(.key)", "list", answered)
            yield entry(address, text_of(link), time)
