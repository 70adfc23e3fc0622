"""
The data that pages of www.cls.cn carry in a script, and the articles in it. Pure.

Rows of the telegraph and an article's own data have the same fields.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import reduce
from typing import Any, Final
from urllib.parse import urlsplit

from crawler import page
from crawler.addresses import Address
from crawler.errors import ExtractionError
from crawler.items import Article, Kind, StockMark
from crawler.listed import dated, entry, printed
from crawler.page import Answered, Teaser
from crawler.rows import flag, full_names, is_uncut, paragraphs, plain, said
from crawler.selecting import Element, every

SITE: Final = "cls"
LIVE: Final = "https://www.cls.cn"
_ARTICLE = re.compile(r"/(?:detail|share/article)/(\d+)/?")
_HOSTS = frozenset({"www.cls.cn", "cls.cn", "m.cls.cn", "api3.cls.cn"})
_SCRIPT = "script#__NEXT_DATA__"
_LISTS = (
    ("props", "initialState", "telegraph", "telegraphList"),
    ("props", "initialReduxState", "telegraph", "telegraphList"),
)
_DETAILS = (
    ("props", "pageProps", "articleDetail"),
    ("props", "initialState", "detail", "articleDetail"),
)
"""Where the two stand, in the site's versions."""
_HEADLINE = re.compile(r"\s*【([^】]+)】")
_BLOCK = re.compile(r"<p\b", re.IGNORECASE)
_SYMBOL = re.compile(r"(sh|sz|bj|hk)?(\d{5,6})", re.IGNORECASE)
_UNPRINTED = frozenset({"editor", "source"})


def address_at(url: str) -> Address | None:
    """The article at an address of the live site; None if it is another page's."""
    parts = urlsplit(url)
    found = _ARTICLE.fullmatch(parts.path) if parts.hostname in _HOSTS else None
    return _address(found.group(1)) if found else None


def has_data(root: Element) -> bool:
    """Whether a page is of the time since there is that script."""
    return bool(every(root, _SCRIPT))


def find_list(root: Element, answered: Answered) -> Any:
    """The rows of the telegraph, unchecked; None if the page carries none."""
    return _find(root, _LISTS, answered)


def find_detail(root: Element, answered: Answered) -> Any:
    """An article's data, unchecked; None if the page carries none."""
    return _find(root, _DETAILS, answered)


def telegraph(rows: list[Any], answered: Answered) -> tuple[Teaser, ...]:
    """
    The flashes of the telegraph.

    Raises:
        ExtractionError: a row is none, or not one has a time.
    """
    return dated(tuple(_teasers(rows, answered)), answered)


class Page(page.ArticlePage):
    """An article as the data in its page has it; knows no network and no clock."""

    def __init__(self, detail: Mapping[str, Any], answered: Answered) -> None:
        """Keep the data."""
        self.detail = detail
        self.answered = answered

    def article(self, teaser: Teaser | None, channels: tuple[str, ...]) -> Article:
        """The article; what the list marked up (topics, stocks) is kept."""
        read = _article(self.detail, self.answered, channels)
        if teaser is not None and teaser.native_id != read.native_id:
            raise ExtractionError(
                self.answered.url,
                "native_id",
                f"asked for {teaser.native_id}, got article {read.native_id}",
            )
        author = self.detail.get("author")
        row = teaser.article if teaser else None
        return replace(
            read,
            author_raw=(said(author, "name") if isinstance(author, dict) else "") or None,
            tags=read.tags or (row.tags if row else ()),
            stocks=read.stocks or (row.stocks if row else ()),
            important=read.important or bool(row and row.important),
            unprinted=_UNPRINTED,
        )


def _address(native_id: str) -> Address:
    return Address(native_id, f"{LIVE}/detail/{native_id}")


def _find(root: Element, homes: Iterable[tuple[str, ...]], answered: Answered) -> Any:
    """What stands at the first of these places in the page's data; None if nothing."""
    for script in every(root, _SCRIPT):
        try:
            data = json.loads(script.text or "")
        except ValueError:
            raise ExtractionError(answered.url, "data", "it is not JSON") from None
        for home in homes:
            found = reduce(_under, home, data)
            if found is not None:
                return found
    return None


def _under(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, dict) else None


def _teasers(rows: list[Any], answered: Answered) -> Iterator[Teaser]:
    """The rows, without advertisements."""
    for row in rows:
        if not isinstance(row, dict):
            raise ExtractionError(answered.url, "list", "a row is not an object")
        if flag(row, "is_ad"):
            continue
        article = _article(row, answered, (answered.channel,))
        assert article.native_id is not None
        time = next(iter(article.times), None)
        listed = entry(_address(article.native_id), article.title, time)
        is_whole = is_uncut(article.title) and is_uncut(plain(said(row, "content")))
        yield replace(listed, article=article, is_whole=is_whole)


def _article(
    row: Mapping[str, Any], answered: Answered, channels: tuple[str, ...]
) -> Article:
    """What a row and an article's own data have in common."""
    native_id = said(row, "id")
    if not native_id.isdigit():
        raise ExtractionError(answered.url, "id", f"there is the id {native_id!r}")
    content, time = said(row, "content"), printed(said(row, "ctime"), "api", answered)
    title = _title(row, content)
    is_flash = not _BLOCK.search(content)
    return Article(
        site=SITE,
        native_id=native_id,
        url=_address(native_id).url,
        kind=Kind.FLASH if is_flash else Kind.ARTICLE,
        channels=channels,
        title=title,
        html=paragraphs(_text(content, title)) if is_flash else content,
        times=(time,) if time else (),
        fetched_at=answered.received,
        origin=answered.url,
        tags=_topics(row),
        stocks=tuple(_stocks(row)),
        important=said(row, "level") == "A",
        raw=answered.raw,
        unprinted=_UNPRINTED | {"authors"},
    )


def _title(row: Mapping[str, Any], content: str) -> str:
    """Some flashes have their headline in brackets only, some none but their abstract."""
    found = _HEADLINE.match(content)
    in_brackets = found.group(1) if found else ""
    return plain(said(row, "title") or in_brackets or said(row, "brief"))


def _text(content: str, title: str) -> str:
    """A flash's lines, without the headline that many begin with."""
    lines = "\n".join(map(plain, re.sub(r"<br\s*/?>", "\n", content).splitlines()))
    return lines.removeprefix(f"【{title}】")


def _topics(row: Mapping[str, Any]) -> tuple[str, ...]:
    """`subjects` of a row, `subject` of an article."""
    topics = row.get("subjects") or row.get("subject") or ()
    named = [topic for topic in topics if isinstance(topic, dict)]
    return full_names([said(one, "subject_name") or said(one, "name") for one in named])


def _stocks(row: Mapping[str, Any]) -> Iterator[StockMark]:
    """`{"StockID": "sh688099", "name": "晶晨股份"}`; sectors and the like are none."""
    for stock in row.get("stock_list") or ():
        found = (
            _SYMBOL.fullmatch(said(stock, "StockID")) if isinstance(stock, dict) else None
        )
        if found:
            exchange = found.group(1)
            yield StockMark(
                code=found.group(2),
                exchange=exchange.upper() if exchange else None,
                name=said(stock, "name") or None,
                rule="api_tag",
            )
