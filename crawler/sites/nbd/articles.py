"""
Articles of nbd.com.cn. Pure.

Read off others' code, not seen, but for the mark-up inside of one body of 2017
(comments 正文图片, 正文, 页数; the first paragraph names the reporters). The
misspellings are the site's own: `g-articl-text`, `u-aticle-tag`.
"""

import json
from typing import cast
from urllib.parse import urlsplit

from lxml import etree

from crawler import page
from crawler.errors import ExtractionError
from crawler.items import Article, Kind, PrintedTime
from crawler.listed import printed, printed_in
from crawler.page import Answered, Teaser
from crawler.selecting import Element, every, inner_html, maybe, one, parse_html, text_of
from crawler.shells import refuse_cut, refuse_shell
from crawler.sites.nbd.address import SITE

_COMMENT = "comment()[normalize-space() = '页数']"
"""Stands at a body's end; links to further pages would follow it."""
_AT_END = etree.XPath(_COMMENT)
_LINKS_BEHIND = etree.XPath(f"{_COMMENT}/following-sibling::*/descendant-or-self::a[@href]")


class ArticlePage(page.ArticlePage):
    """Answers what one page prints, as it is printed; knows no network and no clock."""

    def __init__(self, text: str, answered: Answered) -> None:
        """
        Recognise the page.

        Raises:
            MissingPageError: there is no such article.
            BlockedError, ShellError: a shell came instead.
            ExtractionError: the layout is not the one we know, it is cut off, or the
                article has further pages.
        """
        root, url = parse_html(text), answered.url
        if not every(root, ".g-article-top h1") and not every(root, ".g-articl-text"):
            refuse_shell(root, text)
        refuse_cut(text, url, "body")
        self.root, self.answered = root, answered
        self.title = text_of(one(root, ".g-article-top h1", url=url, field="title"))
        if not self.title:
            raise ExtractionError(url, "title", "it is empty")
        self.body = one(root, "div.g-articl-text", url=url, field="body")
        self._end_body()

    def article(self, teaser: Teaser | None, channels: tuple[str, ...]) -> Article:
        """The article; its reporters stand in the text's first line."""
        assert teaser is not None
        listed = (teaser.printed,) if teaser.printed else ()
        return Article(
            site=SITE,
            native_id=teaser.native_id,
            url=teaser.url,
            kind=Kind.ARTICLE,
            channels=channels,
            title=self.title,
            html=inner_html(self.body),
            times=(*self._times(), *listed),
            fetched_at=self.answered.received,
            origin=self.answered.url,
            summary=self._text(".g-article-abstract", "summary"),
            source_raw=self._text("p.u-time .source", "source"),
            editor_raw=self._text("div.u-editor span", "editor"),
            tags=tuple(
                filter(None, map(text_of, every(self.root, ".u-aticle-tag > span")))
            ),
            raw=self.answered.raw,
        )

    def _end_body(self) -> None:
        """
        Drop what stands in the body's element behind its last line.

        Raises:
            ExtractionError: there are links to further pages. Where those stand
                nobody has told; part of an article must not pass for all of it.
        """
        url = self.answered.url
        number = urlsplit(url).path.rpartition("/")[2].removesuffix(".html")
        for link in cast("list[Element]", _LINKS_BEHIND(self.body)):
            if number in urlsplit(link.get("href", "")).path and _turns(text_of(link)):
                raise ExtractionError(url, "more", "it goes on, in a way nobody has seen")
        for end in cast("list[Element]", _AT_END(self.body))[:1]:
            for part in list(end.itersiblings()):
                self.body.remove(part)
            end.tail = None

    def _times(self) -> tuple[PrintedTime, ...]:
        """What stands below the headline, then `pubDate` of the data for machines."""
        on_page = printed_in(self.root, "p.u-time .time", "detail", self.answered)
        scripts = every(self.root, 'script[type="application/ld+json"]')
        told = (_pub_date(script.text or "") for script in scripts)
        data = (printed(raw, "detail", self.answered) for raw in told)
        return tuple(time for time in (on_page, *data) if time is not None)

    def _text(self, selector: str, field: str) -> str | None:
        url = self.answered.url
        return text_of(maybe(self.root, selector, url=url, field=field)) or None


def _turns(text: str) -> bool:
    """Whether a link's words turn a page: `2`, `下一页`."""
    return text.isdecimal() or "页" in text


def _pub_date(text: str) -> str:
    """`pubDate` of a script, if that is the JSON that it should be."""
    try:
        told = json.loads(text)
    except ValueError:
        return ""
    value = told.get("pubDate") if isinstance(told, dict) else None
    return value if isinstance(value, str) else ""
