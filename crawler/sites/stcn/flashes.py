"""
Flashes 快讯 as the interface's rows carry them (site notes, section c.1).

A row mostly holds the whole flash; one whose text is cut or empty is only a
teaser, and its page must be read.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from crawler.dates import read_time
from crawler.errors import ExtractionError
from crawler.items import Article, Kind, PrintedTime, StockMark
from crawler.page import Answered, Teaser
from crawler.selecting import html_escape, parse_html, text_of
from crawler.sites.stcn.address import SITE, article_url

_CUT_MARKS = ("...", "…")
_UNPRINTED = frozenset({"authors", "editor"})
"""What a row never carries."""


def flash_teasers(rows: Sequence[Any], answered: Answered) -> Iterable[Teaser]:
    """The rows of one answer, without the advertising slots."""
    for row in rows:
        if not isinstance(row, dict):
            raise ExtractionError(answered.url, "data", "a row is not an object")
        if not row.get("isAdd"):
            yield _teaser(row, answered)


def _teaser(row: Mapping[str, Any], answered: Answered) -> Teaser:
    native_id = str(row.get("id") or "")
    if not native_id.isdigit():
        raise ExtractionError(answered.url, "id", f"a row has the id {native_id!r}")
    printed = _printed(row, answered)
    title = plain(str(row.get("title") or ""))
    content = str(row.get("content") or "").strip()
    whole = bool(content) and not content.endswith(_CUT_MARKS) and bool(title)
    return Teaser(
        native_id=native_id,
        url=article_url(native_id),
        title=title,
        title_is_cut=title.endswith(_CUT_MARKS),
        printed=printed,
        published=read_time(printed.raw, printed.reference),
        pinned=bool(row.get("isTop")),
        article=flash(row, title, answered),
        is_whole=whole,
    )


def flash(row: Mapping[str, Any], title: str, answered: Answered) -> Article:
    """The article that a row carries."""
    native_id = str(row["id"])
    source = str(row.get("source") or "").strip()
    topics, stocks = _tags(row)
    return Article(
        site=SITE,
        native_id=native_id,
        url=article_url(native_id),
        kind=Kind.FLASH,
        channels=(answered.channel,),
        title=title,
        html=_paragraphs(str(row.get("content") or "")),
        times=(_printed(row, answered),),
        fetched_at=answered.received,
        source_raw=source or None,
        tags=topics,
        stocks=stocks,
        important=bool(row.get("isRed") or row.get("red")),
        # An empty source is the interface's way of printing none.
        unprinted=_UNPRINTED if source else _UNPRINTED | {"source"},
    )


def _printed(row: Mapping[str, Any], answered: Answered) -> PrintedTime:
    """Unix milliseconds in `time`, the same in seconds in `show_time`."""
    raw = str(row.get("time") or row.get("show_time") or "")
    return PrintedTime(raw=raw, where="api", reference=answered.reference)


def plain(text: str) -> str:
    """A title without the `<b>` that the interface puts around some."""
    return (
        text_of(parse_html(f"<p>{text}</p>"))
        if "<" in text or "&" in text
        else text.strip()
    )


def _paragraphs(content: str) -> str:
    """Plain text as mark-up: one paragraph a line."""
    lines = (line.strip() for line in content.splitlines())
    return "".join(f"<p>{html_escape(line)}</p>" for line in lines if line)


def _tags(row: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[StockMark, ...]]:
    """Topics by their full names, and stocks: `[[topic...], [stock...]]`."""
    groups = row.get("tags") or []
    topics = [t for t in (groups[0] if groups else []) if isinstance(t, dict)]
    stocks = [s for s in (groups[1] if len(groups) > 1 else []) if isinstance(s, dict)]
    names = (str(topic.get("title") or topic.get("name") or "").strip() for topic in topics)
    # `name` is cut with "..." for display; only a full name counts.
    full = tuple(name for name in names if name and not name.endswith(_CUT_MARKS))
    return full, tuple(mark for mark in map(_stock, stocks) if mark is not None)


def _stock(stock: Mapping[str, Any]) -> StockMark | None:
    """`{"name": "中国中铁", "stock_code": "sh601390", "code": "SH"}`."""
    code = str(stock.get("stock_code") or "").strip().lower()
    digits = code.lstrip("abcdefghijklmnopqrstuvwxyz")
    if not digits.isdigit():
        return None
    exchange = (
        code[: len(code) - len(digits)].upper() or str(stock.get("code") or "").upper()
    )
    return StockMark(
        code=digits,
        exchange=exchange or None,
        name=str(stock.get("name") or "") or None,
        rule="api_tag",
    )
