"""
Feeds: RSS 2.0 and its elders, RSS 1.0, Atom and JSON Feed, as they print. Pure.

Times stay the characters that stand there: which zone they mean is the
business of `crawler.dates` and `crawler.feed_articles`. The library that reads
XML feeds is imported with the first of them, for other crawls need none.
"""

import html
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from w3lib.encoding import html_body_declared_encoding, read_bom

from crawler.decoding import decode_page
from crawler.errors import CrawlerError
from crawler.selecting import html_escape, parse_html, text_of


class FeedError(CrawlerError):
    """A response is no feed; the message says what it is instead."""

    reason = "not_a_feed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a feed, as it is printed."""

    title: str
    """Without mark-up; may be empty."""
    link: str | None
    """Absolute; None where the entry has none that is http or https."""
    id: str | None
    """`guid`, `id`: what the feed itself calls it."""
    html: str
    """The text as mark-up; empty where the feed has no more than a summary."""
    summary: str | None
    """Plain; None where the summary is all the text there is, or missing."""
    author: str | None
    source: str | None
    """The medium that the entry says it is from (RSS `source`)."""
    categories: tuple[str, ...]
    published_raw: str | None
    updated_raw: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed, read."""

    title: str
    link: str | None
    """The page that the feed is made from."""
    generator: str
    """What says that it made the feed; may be empty."""
    description: str
    entries: tuple[Entry, ...]

    @property
    def is_rsshub(self) -> bool:
        """RSSHub made it: it signs every feed, in one of two places."""
        return "rsshub" in f"{self.generator} {self.description}".lower()


def read_feed(body: bytes, content_type: str | None = None, url: str = "") -> Feed:
    """
    Read a feed of any kind.

    Args:
        body: as it came, decompressed.
        content_type: the header; an encoding that it states is one guess of several.
        url: where it came from; relative links are meant from there.

    Raises:
        FeedError: it is none.
        UndecodableError: it is no text.
    """
    text = feed_text(body, content_type).lstrip()
    if not text:
        raise FeedError("it is no feed: there is nothing in it")
    return _json_feed(text, url) if text[0] in "{[" else _xml_feed(text, url)


def feed_text(body: bytes, content_type: str | None = None) -> str:
    """
    Decode a feed.

    What the XML declaration says counts before the header: a server gives all
    that it sends one and the same header, and Big5 is read without complaint
    as GB18030. UTF-8 is tried before either, as for pages.
    """
    if read_bom(body)[0] is None and body[:4] in _UTF_16:
        return body.decode(_UTF_16[body[:4]], "replace")
    declared = html_body_declared_encoding(body[:1024])
    if declared in _WESTERN and not _is_dense(body):
        try:
            return body.decode("utf-8-sig")
        except UnicodeDecodeError:
            return body.decode(declared, "replace")
    return decode_page(body, None if declared else content_type)


def _is_dense(body: bytes) -> bool:
    """Whether so many bytes are above ASCII as Chinese has, and French has not."""
    return sum(byte > 0x7F for byte in body) > len(body) * _DENSE


_DENSE: Final = 0.1
_UTF_16: Final = {b"<\0?\0": "utf-16-le", b"\0<\0?": "utf-16-be"}
"""How `<?` begins a feed that states UTF-16 and has no mark."""
_WESTERN: Final = frozenset({"cp1252", "iso8859-15", "latin-1", "iso8859-1"})
"""What a declaration says in Europe, and anywhere by somebody who knows nothing."""

_DECLARATION: Final = re.compile(r"\A<\?xml\b[^>]*\?>")
_ILLEGAL: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""Characters that XML must not hold, and that feeds hold now and then."""


def _xml_feed(text: str, url: str) -> Feed:
    import feedparser  # type: ignore[import-untyped]  # noqa: PLC0415 - it ships no types; 0.15 s

    text = _ILLEGAL.sub("", _DECLARATION.sub("", text))
    read = feedparser.parse(
        io.BytesIO(text.encode()),
        response_headers={
            "content-type": "application/xml; charset=utf-8",
            "content-location": url,
        },
        # What is relative in a text is meant from its article, not from the feed.
        resolve_relative_uris=False,
        sanitize_html=False,  # a stage does, by rules that keep what proves a stock
    )
    if not read.version:
        page = re.search(r"<(?:!doctype\s+)?html\b", text[:2000], re.IGNORECASE)
        found = "it is a web page" if page else f"it begins with {text[:40]!r}"
        raise FeedError(f"it is no feed: {found}")
    about = read.feed
    is_atom = read.version.startswith("atom")
    return Feed(
        title=plain(about.get("title")),
        link=_address(about.get("link"), url),
        generator=about.get("generator") or "",
        description=about.get("subtitle") or "",
        entries=tuple(_xml_entry(entry, url, is_atom=is_atom) for entry in read.entries),
    )


def _xml_entry(entry: Any, url: str, *, is_atom: bool) -> Entry:
    summary = entry.get("summary") or ""
    contents = [one.value for one in entry.get("content", ()) if one.get("value")]
    text = max(contents, key=len, default="")
    source = entry.get("source") or {}
    if entry.get("summary_detail", {}).get("type") == "text/plain":
        summary = html_escape(summary)
    body, summary = _parted(text, summary, is_short=is_atom)
    return Entry(
        title=plain(entry.get("title")),
        link=_address(entry.get("link"), url),
        id=entry.get("id") or None,
        html=body,
        summary=plain(summary) or None,
        author=plain(entry.get("author_detail", {}).get("name") or entry.get("author"))
        or None,
        source=plain(source.get("title")) or None,
        categories=_words(tag.get("label") or tag.term for tag in entry.get("tags", ())),
        published_raw=entry.get("published") or dict.get(entry, "created"),
        # The class's own `get` gives `published` for it, with a warning.
        updated_raw=dict.get(entry, "updated"),
    )


def _json_feed(text: str, url: str) -> Feed:
    try:
        read = json.loads(text)
    except ValueError as error:
        raise FeedError(f"it is no feed: it is no JSON, {error}") from error
    items = read.get("items") if isinstance(read, dict) else None
    if not isinstance(items, list) or "jsonfeed.org" not in str(read.get("version")):
        raise FeedError("it is no feed: it is JSON, but no JSON Feed")
    return Feed(
        title=plain(read.get("title")),
        link=_address(read.get("home_page_url"), url),
        generator="",
        description=str(read.get("description") or ""),
        entries=tuple(_json_entry(one, url) for one in items if isinstance(one, dict)),
    )


def _json_entry(item: Mapping[str, Any], url: str) -> Entry:
    body = _str(item, "content_html") or as_paragraphs(_str(item, "content_text"))
    summary = html_escape(_str(item, "summary"))
    body, summary = _parted(body, summary, is_short=True)
    people = item.get("authors") or [item.get("author")]
    names = [_str(one, "name") for one in people if isinstance(one, dict)]
    tags = item.get("tags")
    return Entry(
        title=plain(item.get("title")),
        link=_address(item.get("url") or item.get("external_url"), url),
        id=str(item.get("id") or "") or None,
        html=body,
        summary=plain(summary) or None,
        author="、".join(filter(None, names)) or None,
        source=None,
        categories=_words(map(str, tags if isinstance(tags, list) else ())),
        published_raw=_str(item, "date_published") or None,
        updated_raw=_str(item, "date_modified") or None,
    )


def _str(item: Mapping[str, Any], name: str) -> str:
    value = item.get(name)
    return value if isinstance(value, str) else ""


_BLOCKS: Final = re.compile(r"<(?:p|br|div|table|section|article)\b", re.IGNORECASE)


def _parted(body: str, summary: str, *, is_short: bool) -> tuple[str, str]:
    """
    Which of the two is the text, and what is left as a summary.

    RSS has one field for either. Where a format has a field of its own for the
    text, and it is empty, a summary is the text only if it is in paragraphs.
    """
    if len(text_in(body)) >= len(text_in(summary)):
        return body, summary if text_in(body) != text_in(summary) else ""
    if is_short and (body or not _BLOCKS.search(summary)):
        return body, summary
    return summary, ""


def text_in(markup: str) -> str:
    """The text of a piece of mark-up, without white space."""
    return "".join(_plain_of(markup).split())


def as_paragraphs(text: str) -> str:
    """Plain text as mark-up: a paragraph for each line."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(f"<p>{html_escape(line)}</p>" for line in lines if line)


_TAG_LIKE: Final = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")


def plain(value: Any) -> str:
    """A title or name, or a text in one line, without mark-up; `<5亿元` is none."""
    return " ".join(_plain_of(str(value or "")).split())


def _plain_of(markup: str) -> str:
    if _TAG_LIKE.search(markup):
        return text_of(parse_html(f"<div>{markup}</div>"))
    return html.unescape(markup)


def _address(link: Any, url: str) -> str | None:
    """Absolute, without what stands after `#`; None if it leads to no page."""
    try:
        parts = urlsplit(urljoin(url, str(link or "").strip()))
    except ValueError:
        return None
    is_web = bool(link) and parts.scheme in {"http", "https"} and parts.hostname
    return parts._replace(fragment="").geturl() if is_web else None


def _words(given: Iterator[Any] | Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(plain, given))))


def subscriptions(body: bytes) -> tuple[str, ...]:
    """
    The feeds that an OPML list names, each once, in its order.

    Raises:
        FeedError: it is no OPML.
    """
    root = parse_html(_DECLARATION.sub("", feed_text(body).lstrip()))
    if root.find(".//opml") is None:
        raise FeedError("it is no OPML: there is no element opml")
    # Read as HTML, so that a list which is not quite XML still counts.
    found = (str(one.get("xmlurl") or "") for one in root.iter("outline"))
    return tuple(dict.fromkeys(filter(None, map(str.strip, found))))
