"""Articles as an Atom feed (RFC 4287), times in Beijing's zone."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from typing import Any, BinaryIO, Final

from lxml import etree

from storage.clock import BEIJING, instant
from storage.exporting.gate import Gate
from storage.exporting.xml import legal, tag_uri
from storage.posts import channel_name, publisher_of
from storage.queries import NewsRow

_ATOM: Final = "http://www.w3.org/2005/Atom"
_NAMES: Final[Any] = {None: _ATOM}
"""The stubs know of no default namespace."""
_LANGUAGE: Final = {"xml:lang": "zh-CN"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed says of itself."""

    name: str
    """What its id is made of: the same for the same selection."""
    title: str
    updated: datetime
    """Aware."""


def write_atom(
    stream: BinaryIO,
    feed: Feed,
    rows: Iterable[NewsRow],
    updated: Callable[[NewsRow], datetime],
) -> None:
    """
    Write a feed, entry by entry.

    Args:
        stream: where to.
        feed: what it says of itself.
        rows: an entry each; their ids are made of `article_id`, for ever the same.
        updated: when what an article says now came to be so, aware.
    """
    gate = Gate(stream)
    with (
        etree.xmlfile(gate, encoding="utf-8") as xml,
        _opened(xml),
        gate.watching(),
    ):
        for element in _head(feed):
            _add(xml, element)
        for row in rows:
            _add(xml, _entry(row, updated(row)))


def _opened(xml: Any) -> Any:
    xml.write_declaration()
    return xml.element(f"{{{_ATOM}}}feed", _LANGUAGE, nsmap=_NAMES)


def _add(xml: Any, element: Any) -> None:
    xml.write("\n")
    xml.write(element)


def _head(feed: Feed) -> Iterator[Any]:
    yield _element("id", tag_uri(feed.name))
    yield _element("title", feed.title)
    yield _element("updated", _time(feed.updated))
    yield _element("generator", "Shibao", version=version("shibao"))


def _entry(row: NewsRow, updated: datetime) -> Any:
    entry = _element("entry")
    entry.append(_element("id", tag_uri(row.article_id)))
    entry.append(_element("title", row.title))
    if row.url:
        entry.append(_element("link", rel="alternate", type="text/html", href=row.url))
    published = instant(row.published_at)
    if published:
        entry.append(_element("published", _time(published)))
    entry.append(_element("updated", _time(updated)))
    for name in _authors(row):
        author = _element("author")
        author.append(_element("name", name))
        entry.append(author)
    entry.extend(_categories(row))
    if row.summary:
        entry.append(_element("summary", row.summary))
    entry.append(_element("content", row.body_html, type="html"))
    if row.source:
        source = _element("source")
        source.append(_element("title", row.source))
        entry.append(source)
    return entry


def _authors(row: NewsRow) -> list[str]:
    """Who is printed; an entry must have an author, so else the medium, or the site."""
    names = [name for name in (row.authors or "").split("、") if name]
    return names or [row.source or publisher_of(row.site)]


def _categories(row: NewsRow) -> Iterator[Any]:
    for channel in filter(None, (row.channels or "").split(",")):
        name = channel_name(row.site, channel)
        yield _element("category", term=channel, scheme=tag_uri("channel"), label=name)
    for symbol in filter(None, (row.symbols or "").split(",")):
        yield _element("category", term=symbol, scheme=tag_uri("symbol"))


def _element(name: str, text: str | None = None, **attributes: str) -> Any:
    legal_ones = {key: legal(value) for key, value in attributes.items()}
    element = etree.Element(f"{{{_ATOM}}}{name}", legal_ones, nsmap=_NAMES)
    element.text = None if text is None else legal(text)
    return element


def _time(at: datetime) -> str:
    return at.astimezone(BEIJING).isoformat(timespec="seconds")
