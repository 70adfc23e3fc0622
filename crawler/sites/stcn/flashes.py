"""
Flashes 快讯 as the interface's rows carry them (site notes, section c.1).

A row mostly holds the whole flash; one whose text is cut or empty is only a
teaser, and its page must be read.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from crawler.addresses import Address
from crawler.errors import ExtractionError
from crawler.items import Article, Kind, StockMark
from crawler.listed import entry, printed
from crawler.page import Answered, Teaser
from crawler.rows import flag, full_names, is_uncut, paragraphs, plain, said
from crawler.sites.stcn.address import SITE, article_url

_UNPRINTED = frozenset({"authors", "editor"})
"""What a row never carries."""


def flash_teasers(rows: Sequence[Any], answered: Answered) -> Iterable[Teaser]:
    """The rows of one answer, without the advertising slots."""
    for row in rows:
        if not isinstance(row, dict):
            raise ExtractionError(answered.url, "data", "a row is not an object")
        if not flag(row, "isAdd"):
            yield _teaser(row, answered)


def _teaser(row: Mapping[str, Any], answered: Answered) -> Teaser:
    native_id = said(row, "id")
    if not native_id.isdigit():
        raise ExtractionError(answered.url, "id", f"a row has the id {native_id!r}")
    title, content = plain(said(row, "title")), said(row, "content")
    # Unix milliseconds in `time`, the same in seconds in `show_time`.
    time = printed(said(row, "time") or said(row, "show_time"), "api", answered)
    listed = entry(Address(native_id, article_url(native_id)), title, time)
    return replace(
        listed,
        pinned=flag(row, "isTop"),
        article=_flash(row, listed, answered),
        is_whole=_is_flash(row, answered) and is_uncut(title) and is_uncut(content),
    )


def _is_flash(row: Mapping[str, Any], answered: Answered) -> bool:
    """
    Whether `content` is the text itself; of an ordinary article it is an abstract.

    The share link tells, as it does on the page; without one, the channel.
    """
    share = said(row, "share_url")
    if "jump_type=" in share:
        return "jump_type=fast_info" in share
    return answered.channel == "kx"


def _flash(row: Mapping[str, Any], listed: Teaser, answered: Answered) -> Article:
    """The article that a row carries."""
    source = said(row, "source")
    topics, stocks = _tags(row)
    return Article(
        site=SITE,
        native_id=listed.native_id,
        url=listed.url,
        kind=Kind.FLASH,
        channels=(answered.channel,),
        title=listed.title,
        html=paragraphs(said(row, "content")),
        times=(listed.printed,) if listed.printed else (),
        fetched_at=answered.received,
        source_raw=source or None,
        tags=topics,
        stocks=stocks,
        raw=answered.raw,
        important=flag(row, "isRed") or flag(row, "red"),
        # An empty source is the interface's way of printing none.
        unprinted=_UNPRINTED if source else _UNPRINTED | {"source"},
    )


def _tags(row: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[StockMark, ...]]:
    """Topics by their full names, and stocks: `[[topic...], [stock...]]`."""
    topics, stocks = _group(row, 0), _group(row, 1)
    # `name` is cut with "..." for display; only a full name counts.
    full = full_names([said(topic, "title") or said(topic, "name") for topic in topics])
    return full, tuple(mark for mark in map(_stock, stocks) if mark is not None)


def _group(row: Mapping[str, Any], number: int) -> list[Mapping[str, Any]]:
    groups = row.get("tags")
    group = groups[number] if isinstance(groups, list) and len(groups) > number else None
    return (
        [tag for tag in group if isinstance(tag, dict)] if isinstance(group, list) else []
    )


def _stock(stock: Mapping[str, Any]) -> StockMark | None:
    """`{"name": "中国中铁", "stock_code": "sh601390", "code": "SH"}`."""
    code = said(stock, "stock_code").lower()
    digits = code.lstrip("abcdefghijklmnopqrstuvwxyz")
    if not digits.isdigit():
        return None
    exchange = code[: len(code) - len(digits)].upper() or said(stock, "code").upper()
    return StockMark(
        code=digits,
        exchange=exchange or None,
        name=said(stock, "name") or None,
        rule="api_tag",
    )
