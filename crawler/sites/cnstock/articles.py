"""
Articles of cnstock.com, by the JSON of today's pages or the mark-up of older ones. Pure.

Both are read off others' code. Today's `pageProps.data` has `contId`, `title`,
`pubTime` (`2026-09-30 19:21`), `source`, `author`, `tagInfo`, `textInfo.content`.
Until 2024 a page had `h1.title`, `span.timer`, `span.source`, `span.author` and
the body in `#qmt_content_div` (`#content` in the site notes), in GBK before UTF-8.
"""

from dataclasses import dataclass

from crawler import page
from crawler.errors import ExtractionError
from crawler.items import Article, Kind
from crawler.listed import printed
from crawler.page import Answered, Teaser
from crawler.selecting import Element, every, inner_html, maybe, one, parse_html, text_of
from crawler.shells import refuse_cut, refuse_shell
from crawler.sites.cnstock.address import FAST, SITE, article_at
from crawler.sites.cnstock.next_data import an_object, has_page_props, page_props, said


@dataclass(frozen=True, slots=True, kw_only=True)
class _Printed:
    """What one page prints, of whichever era it is."""

    title: str
    html: str
    time: str
    source: str
    author: str
    tags: tuple[str, ...] = ()


class ArticlePage(page.ArticlePage):
    """Answers what one detail page prints; knows no network and no clock."""

    def __init__(self, text: str, answered: Answered, *, is_flash: bool = False) -> None:
        """
        Recognise the page.

        Args:
            text: the page.
            answered: how it came.
            is_flash: a list of fast news has shown it, whichever list led here.

        Raises:
            MissingPageError: there is no such article.
            BlockedError, ShellError: a shell came instead.
            ExtractionError: the layout is not one that we know, or it is cut off.
        """
        self.answered, self.is_flash = answered, is_flash
        root, url = parse_html(text), answered.url
        is_new = has_page_props(root)
        if not is_new and not every(root, "h1.title") and not _bodies(root):
            refuse_shell(root, text)
        refuse_cut(text, url, "body")
        self.printed = _of_today(root, url) if is_new else _of_old(root, url)
        if not self.printed.title:
            raise ExtractionError(url, "title", "it is empty")

    def article(self, teaser: Teaser | None, channels: tuple[str, ...]) -> Article:
        """The article; that it is a flash is known by the list that showed it."""
        address = article_at(self.answered.url)
        assert address is not None
        said_here, row = self.printed, teaser.article if teaser else None
        listed_so = FAST in channels or (row is not None and row.kind is Kind.FLASH)
        is_flash = self.is_flash or listed_so
        on_page = printed(said_here.time, "detail", self.answered)
        listed = teaser.printed if teaser else None
        return Article(
            site=SITE,
            native_id=address.native_id,
            url=address.url,
            kind=Kind.FLASH if is_flash else Kind.ARTICLE,
            channels=channels,
            title=said_here.title,
            html=said_here.html,
            times=tuple(time for time in (on_page, listed) if time is not None),
            fetched_at=self.answered.received,
            origin=self.answered.url,
            summary=teaser.summary if teaser else None,
            source_raw=said_here.source or None,
            author_raw=said_here.author or None,
            tags=said_here.tags,
            raw=self.answered.raw,
        )


def _of_today(root: Element, url: str) -> _Printed:
    """What `pageProps.data` says; it must be the article that was asked for."""
    data = an_object(page_props(root, url).get("data"), url, "data")
    address, number = article_at(url), said(data, "contId", url)
    if address is None or number != address.native_id:
        raise ExtractionError(url, "contId", f"the page is of article {number or '?'}")
    content = an_object(data.get("textInfo"), url, "textInfo").get("content")
    if not isinstance(content, str):
        raise ExtractionError(url, "textInfo.content", "it is not a text")
    tag = said(an_object(data.get("tagInfo") or {}, url, "tagInfo"), "name", url)
    return _Printed(
        title=said(data, "title", url) or said(data, "name", url),
        html=content,
        time=said(data, "pubTime", url),
        source=said(data, "source", url),
        author=said(data, "author", url),
        tags=(tag,) if tag else (),
    )


def _of_old(root: Element, url: str) -> _Printed:
    """What the mark-up of a page says that was made before 2024."""
    bodies = _bodies(root)
    if len(bodies) != 1:
        raise ExtractionError(url, "body", f"{len(bodies)} elements hold a body, not one")
    return _Printed(
        title=text_of(one(root, "h1.title", url=url, field="title")),
        html=inner_html(bodies[0]),
        time=text_of(maybe(root, "span.timer", url=url, field="published")),
        source=text_of(maybe(root, "span.source", url=url, field="source")),
        author=text_of(maybe(root, "span.author", url=url, field="author")),
    )


def _bodies(root: Element) -> list[Element]:
    return every(root, "#qmt_content_div") or every(root, "#content")
