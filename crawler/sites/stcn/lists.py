"""
Lists of www.stcn.com: pages, and the data behind them in both shapes.

Site notes, sections b and c.1-c.2. A page holds ten entries; the data has the
same entries as a string of `<li>`, or rows of flashes that carry their text.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin

from crawler.addresses import Address
from crawler.errors import EmptyListError, ExtractionError
from crawler.listed import dated, entry, printed
from crawler.page import Answered, ListPage, Teaser
from crawler.selecting import Element, every, parse_html, text_of
from crawler.shells import refuse_cut, refuse_shell
from crawler.sites.stcn.address import HOME, LIVE, article_url, data_path, native_id_of
from crawler.sites.stcn.envelope import read_envelope
from crawler.sites.stcn.flashes import flash_teasers


def read_list_page(text: str, answered: Answered) -> ListPage:
    """
    The entries of a list page: the headline box, then the list.

    Raises:
        BlockedError, ShellError: it is a list page only in name.
        ExtractionError: its layout has changed, the list is empty, or it is cut off.
    """
    root = parse_html(text)
    lists = every(root, "ul.infinite-list")
    if not lists:
        refuse_shell(root, text, HOME)
    refuse_cut(text, answered.url, "list")
    if not lists:
        raise ExtractionError(answered.url, "list", "there is no ul.infinite-list")
    entries = [li for ul in lists for li in every(ul, "li")]
    if not entries:
        raise EmptyListError(answered.url, "list", "ul.infinite-list is empty")
    headlines = every(root, ".top-news-box .top-news a")
    teasers = (*dated(_teasers(entries, answered), answered), *_headlines(headlines))
    return ListPage(teasers=teasers, next_path=data_path(answered.channel, None))


def read_list_data(text: str, answered: Answered) -> ListPage:
    """
    The entries of one answer of the interface.

    Raises:
        BusyError: `state` is not 1.
        BlockedError: nor is it, and we have asked too often.
        ShellError: a page came instead of data.
        ExtractionError: the envelope is not as it should be.
    """
    envelope = read_envelope(text, answered)
    data = envelope.get("data")
    cursor = _cursor(envelope) if data else None
    return ListPage(
        teasers=dated(tuple(_data_teasers(data, answered)), answered),
        next_path=data_path(answered.channel, cursor) if cursor else None,
    )


def _data_teasers(data: Any, answered: Answered) -> Iterable[Teaser]:
    """Rows, a string of `<li>`, or the empty string at the end."""
    if not data:
        return ()
    if isinstance(data, list):
        return flash_teasers(data, answered)
    if isinstance(data, str):
        entries = every(parse_html(f"<ul>{data}</ul>"), "li")
        if entries:
            return _teasers(entries, answered)
    raise ExtractionError(answered.url, "data", "neither rows nor list entries")


def _cursor(envelope: Mapping[str, Any]) -> tuple[str, str] | None:
    page_time, last_time = envelope.get("page_time"), envelope.get("last_time")
    if page_time in (None, "") or last_time in (None, ""):
        return None
    return str(page_time), str(last_time)


def _teasers(entries: Iterable[Element], answered: Answered) -> tuple[Teaser, ...]:
    found = (_teaser(li, answered) for li in entries)
    return tuple(teaser for teaser in found if teaser is not None)


def _teaser(li: Element, answered: Answered) -> Teaser | None:
    """One `<li>`; None for entries that are no article (videos, advertisements)."""
    links = every(li, ".tt a") or every(li, "a")
    native_id = native_id_of(urljoin(LIVE, links[0].get("href", ""))) if links else None
    if native_id is None:
        return None
    # The last of two or three spans: source, perhaps author, time.
    time = printed(text_of(next(reversed(every(li, ".info span")), None)), "list", answered)
    summary = text_of(next(iter(every(li, ".text")), None))
    address = Address(native_id, article_url(native_id))
    return entry(address, text_of(links[0]), time, summary)


def _headlines(links: Iterable[Element]) -> Iterable[Teaser]:
    """The headline box: titles cut by "...", no time."""
    for link in links:
        native_id = native_id_of(link.get("href", ""))
        if native_id is not None:
            address = Address(native_id, article_url(native_id))
            yield replace(entry(address, text_of(link), None), pinned=True)
