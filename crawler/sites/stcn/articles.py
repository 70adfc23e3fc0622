"""
The detail page of www.stcn.com since September 2022 (site notes, section d).

One page for flashes and ordinary articles; the share link tells which.
"""

import re
from urllib.parse import parse_qs, urlsplit

from crawler import page
from crawler.errors import ExtractionError
from crawler.hot_words import hot_words
from crawler.items import Article, Kind, PrintedTime, StockMark
from crawler.page import Answered, Teaser
from crawler.selecting import Element, Parts, every, inner_html, parse_html, text_of
from crawler.shells import refuse_cut, refuse_shell
from crawler.sites.stcn.address import HOME, SITE, article_url

_QUOTE = re.compile(r"/quotes/index/([a-z]{2})(\d{5,6})\.html")
_EXCHANGES = {"SH": "SH", "SS": "SH", "SZ": "SZ", "BJ": "BJ", "HK": "HK"}


class ArticlePage(page.ArticlePage):
    """Answers what one detail page prints; knows no network and no clock."""

    def __init__(self, text: str, answered: Answered) -> None:
        """
        Recognise the page.

        Raises:
            MissingPageError: there is no such article.
            BlockedError, ShellError: a shell came instead.
            ExtractionError: the layout is not the one we know, or it is cut off.
        """
        self.url = url = answered.url
        self.reference = answered.reference
        self.received = answered.received
        self.raw = answered.raw
        root = parse_html(text)
        self.parts = Parts(root, url)
        if not self.parts.every("detail-title") and not self.parts.every("detail-content"):
            refuse_shell(root, text, HOME)
            refuse_cut(text, url, "title")
            raise ExtractionError(url, "title", "no element has the class detail-title")
        refuse_cut(text, url, "body")
        self._share = self._share_link()

    def title(self) -> str:
        """The headline; every article has one."""
        title = text_of(self.parts.one("detail-title", "title"))
        if not title:
            raise ExtractionError(self.url, "title", "detail-title is empty")
        return title

    def native_id(self) -> str | None:
        """The id that the page gives itself, on its buttons or its share link."""
        for bar in self.parts.every("social-bar"):
            for button in every(bar, "[data-id]"):
                return button.get("data-id")
        return self._share.get("id")

    def kind(self) -> Kind:
        """`jump_type` of the share link: `fast_info` is a flash."""
        return Kind.FLASH if self._share.get("jump_type") == "fast_info" else Kind.ARTICLE

    def info(self) -> dict[str, str]:
        """`source`, `author` and `time` as printed under the title."""
        box = self.parts.maybe("detail-info", "published")
        spans = [text_of(span) for span in every(box, "span")] if box is not None else []
        found: dict[str, str] = {}
        for span in spans:
            if span.startswith("来源"):
                found["source"] = span
            elif span.startswith("作者"):
                found["author"] = span
        if spans and spans[-1] not in found.values():
            found["time"] = spans[-1]  # always the last one
        return found

    def html(self) -> str:
        """The mark-up of the body; it may be blank."""
        return inner_html(self.parts.one("detail-content", "body"))

    def editor(self) -> str | None:
        """`责任编辑： 郑灶金`, as printed."""
        return text_of(self.parts.maybe("detail-content-editor", "editor")) or None

    def tags(self) -> tuple[str, ...]:
        """Tags of an ordinary article; flashes have none on the page."""
        boxes = self.parts.every("detail-content-tags")
        return tuple(
            filter(None, (text_of(tag) for box in boxes for tag in every(box, "div")))
        )

    def stocks(self) -> tuple[StockMark, ...]:
        """Stock tags under the body and hot words in it."""
        links = (a for box in self.parts.every("stock-tags") for a in every(box, "a[href]"))
        tagged = [mark for mark in map(_stock_tag, links) if mark is not None]
        words = (m for body in self.parts.every("detail-content") for m in hot_words(body))
        return (*tagged, *words)

    def article(self, teaser: Teaser | None, channels: tuple[str, ...]) -> Article:
        """The article, completed by what the list said of it."""
        native_id = self._checked_id(teaser)
        info = self.info()
        row = teaser.article if teaser else None
        return Article(
            site=SITE,
            native_id=native_id,
            url=teaser.url if teaser else article_url(native_id),
            kind=self.kind(),
            # A row of the gateway says by itself which board it belongs to.
            channels=tuple(dict.fromkeys((*channels, *(row.channels if row else ())))),
            title=self.title(),
            html=self.html(),
            times=self._times(info, teaser),
            fetched_at=self.received,
            origin=self.url,
            summary=teaser.summary if teaser else None,
            source_raw=info.get("source"),
            author_raw=info.get("author"),
            editor_raw=self.editor(),
            tags=self.tags() or (row.tags if row else ()),
            stocks=(*self.stocks(), *(row.stocks if row else ())),
            important=row.important if row else False,
            raw=self.raw,
        )

    def _checked_id(self, teaser: Teaser | None) -> str:
        """List and page must speak of the same article."""
        native_id = self.native_id()
        expected = teaser.native_id if teaser else None
        if native_id and expected and native_id != expected:
            raise ExtractionError(
                self.url, "native_id", f"asked for {expected}, got article {native_id}"
            )
        native_id = native_id or expected
        if not native_id:
            raise ExtractionError(self.url, "native_id", "neither list nor page gives one")
        return native_id

    def _times(
        self, info: dict[str, str], teaser: Teaser | None
    ) -> tuple[PrintedTime, ...]:
        """What the page prints, then what the list printed as further evidence."""
        times = []
        if "time" in info:
            times.append(
                PrintedTime(raw=info["time"], where="detail", reference=self.reference)
            )
        if teaser and teaser.printed:
            times.append(teaser.printed)
        return tuple(times)

    def _share_link(self) -> dict[str, str]:
        """What the address on the share button tells: `id` and `jump_type`."""
        for element in self.parts.every("social-share"):
            query = parse_qs(urlsplit(element.get("data-url", "")).query)
            return {name: values[0] for name, values in query.items()}
        return {}


def _stock_tag(link: Element) -> StockMark | None:
    """`<a href="/quotes/index/sz002458.html">` with the name in its second span."""
    found = _QUOTE.search(link.get("href", ""))
    if not found:
        return None
    names = [text_of(span) for span in every(link, "span")]
    return StockMark(
        code=found.group(2),
        exchange=_EXCHANGES.get(found.group(1).upper()),
        name=names[1] if len(names) > 1 and names[1] else None,
    )
