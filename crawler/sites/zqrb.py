"""
The spider `zqrb`: 证券日报 (Securities Daily), www.zqrb.cn.

No page of it was saved: all is read off others' crawlers of 2016 to 2026 (the lists'
two layouts, the line under the headline, the comments around a body, the link 下一页)
and off addresses that are quoted elsewhere. `scrapy doctor zqrb` must confirm it.
"""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urljoin, urlsplit

from lxml import etree

from crawler.addresses import Address, is_within, path_of
from crawler.errors import EmptyListError, ExtractionError
from crawler.items import Article, Kind, PrintedTime
from crawler.listed import dated, entry, printed, printed_in
from crawler.page import Answered, ArticlePage, ListPage, Teaser
from crawler.selecting import (
    Element,
    every,
    html_escape,
    inner_html,
    maybe,
    one,
    parse_html,
    text_of,
)
from crawler.shells import refuse_cut
from crawler.spider import NewsSpider

SITE: Final = "zqrb"
LIVE: Final = "http://www.zqrb.cn"
_HOSTS: Final = frozenset({"www.zqrb.cn", "zqrb.cn", "m.zqrb.cn"})
"""The page for telephones has the same path; the newspaper's host has other pages."""

FOLDERS: Final[dict[str, tuple[str, str]]] = {
    "hongguanjingji": ("finance/hongguanjingji", "宏观经济"),
    "hangyedongtai": ("finance/hangyedongtai", "产业风向"),
    "guojijingji": ("finance/guojijingji", "国际要闻"),
    "gongsi": ("gscy/gongsi", "上市公司"),
    "qiyexinxi": ("gscy/qiyexinxi", "企业信息"),
    "gupiaoyaowen": ("stock/gupiaoyaowen", "证券要闻"),
    "redian": ("stock/redian", "热点关注"),
    "bank": ("jrjg/bank", "银行"),
    "insurance": ("jrjg/insurance", "保险"),
    "quanshang": ("jrjg/quanshang", "券商"),
    "jijindongtai": ("fund/jijindongtai", "基金动态"),
    "tmthangye": ("tmt/tmthangye", "TMT行业"),
    "dichanhangye": ("house/hangyedongtai", "地产行业"),
    "qichehangye": ("auto/qichedongtai", "汽车行业"),
    "shipinhangye": ("shipin/shipinhangye", "食品行业"),
}
"""Channel to its folder and its name."""

_DETAIL: Final = re.compile(r"(?:/[\w-]+)+/(?P<day>\d{4}-\d\d-\d\d)/(?P<id>A\d{13})\.html")
"""`/gscy/gongsi/2026-08-31/A1788096319941.html`."""

LISTS: Final = "div.news_content ul, div.listMain ul"
LINK: Final = "a[title][href]"
LIST_TIME: Final = "span.date"
NEXT: Final = "a[title='下一页'][href]"

TITLE: Final = "div.news_content h1"
INFO: Final = "div.info_news"
BODIES: Final = ("div.content-lcq", "div.content")
"""Where no comments stand around the body: today's layout, and the older one."""

_INFO: Final = re.compile(r"(?P<time>.*?)来源[:：](?P<rest>.*)", re.DOTALL)
_APART: Final = re.compile(r"\s*[\u2002\xa0][\s\u2002\xa0]*")
"""The fields of that line are parted by en spaces or hard ones, words by plain ones."""


class ZqrbSpider(NewsSpider):
    """证券日报网: every channel, page by page."""

    name = SITE
    CHANNELS = {channel: name for channel, (_, name) in FOLDERS.items()}  # noqa: RUF012 - NewsSpider says ClassVar
    MAIN = ("hongguanjingji", "hangyedongtai", "gongsi", "qiyexinxi", "gupiaoyaowen")
    LIVE = LIVE

    def first_path(self, channel: str) -> str:
        """Where a channel's list begins; it goes on at `index_p2.html`."""
        return f"/{FOLDERS[channel][0]}/index.html"

    def article_at(self, url: str) -> Address | None:
        """The id is the letter and the milliseconds that name the page's file."""
        parts = urlsplit(url)
        found = _DETAIL.fullmatch(parts.path)
        if found is None or parts.hostname not in _HOSTS:
            return None
        return Address(found["id"], LIVE + parts.path)

    def read_list(self, text: str, answered: Answered) -> ListPage:
        """
        The entries, top to bottom, and where the list goes on.

        Raises:
            CrawlerError: it is no list, an empty one, or cut off.
        """
        root = parse_html(text)
        lists = every(root, LISTS)
        if not lists:
            self.refuse_shell(text)
        refuse_cut(text, answered.url, "list")
        if not lists:
            raise ExtractionError(answered.url, "list", f"nothing matches {LISTS}")
        entries = [li for ul in lists for li in every(ul, "li")]
        teasers = tuple(self._teasers(entries, answered))
        if not teasers:
            raise EmptyListError(answered.url, "list", "no entry leads to an article")
        following = _next_path(root, answered.url)
        return ListPage(teasers=dated(teasers, answered), next_path=following)

    def _teasers(self, entries: list[Element], answered: Answered) -> Iterator[Teaser]:
        """What entries tell of articles; `title` has whole what a link may show cut."""
        for li in entries:
            for link in every(li, LINK)[:1]:
                address = self.article_at(urljoin(answered.url, link.get("href", "")))
                if address is not None:
                    title = " ".join(link.get("title", "").split()) or text_of(link)
                    time = printed_in(li, LIST_TIME, "list", answered)
                    yield entry(address, title, time)

    def article_page(self, text: str, answered: Answered) -> "Page":
        """A page with a headline is an article; all else is refused by what it is."""
        root = parse_html(text)
        if not every(root, TITLE) and not every(root, INFO):
            self.refuse_shell(text)
        refuse_cut(text, answered.url, "body")
        return Page(root, answered)


class Page(ArticlePage):
    """Answers what one page prints, as it is printed; knows no network and no clock."""

    def __init__(self, root: Element, answered: Answered) -> None:
        """Keep the tree."""
        self.root = root
        self.answered = answered

    def article(self, teaser: Teaser | None, channels: tuple[str, ...]) -> Article:
        """The article, completed by what the list said."""
        assert teaser is not None
        time, source, author = self._info()
        return Article(
            site=SITE,
            native_id=teaser.native_id,
            url=teaser.url,
            kind=Kind.ARTICLE,
            channels=channels,
            title=text_of(one(self.root, TITLE, url=self.answered.url, field="title")),
            html=self._html(),
            times=tuple(self._times(time, teaser)),
            fetched_at=self.answered.received,
            origin=self.answered.url,
            source_raw=source or None,
            author_raw=author or None,
            raw=self.answered.raw,
        )

    def _info(self) -> tuple[str, str, str]:
        """Time, source and author in `2026-08-19 10:26  来源：证券日报网  李四`."""
        box = maybe(self.root, INFO, url=self.answered.url, field="published")
        line = "".join(map(str, box.itertext())) if box is not None else ""
        found = _INFO.fullmatch(line)
        if found is None:
            return line, "", ""
        rest = found["rest"].strip(" \t\r\n\u3000")
        source, *author = _APART.split(rest)
        if not author:
            source, _, last = rest.partition(" ")
            author = [last]
        return found["time"], source.strip(), " ".join(" ".join(author).split())

    def _times(self, time: str, teaser: Teaser) -> Iterator[PrintedTime]:
        """
        What the page prints, then the list, then the day in the address.

        The milliseconds in the id are not among them: they tell when the article was
        begun, which of two quoted addresses is a day and four months before their day.
        """
        yield from filter(None, [printed(time, "detail", self.answered), teaser.printed])
        found = _DETAIL.fullmatch(urlsplit(teaser.url).path)
        if found is not None:
            yield from filter(None, [printed(found["day"], "url", self.answered)])

    def _html(self) -> str:
        """
        What stands between the comments `con` and `end`, or in the box around them.

        Raises:
            ExtractionError: there is no body, or one that does not end.
        """
        url = self.answered.url
        comments = [(_said(node), node) for node in self.root.iter(etree.Comment)]
        starts = [number for number, (said, _) in enumerate(comments) if said == "con"]
        if len(starts) > 1:
            raise ExtractionError(url, "body", f"{len(starts)} comments say con")
        if starts:
            start = comments[starts[0]][1]
            ends = (node for said, node in comments[starts[0] :] if said == "end")
            return "".join(_until(next(ends, None), start.tail, start.itersiblings(), url))
        for selector in BODIES:
            box = maybe(self.root, selector, url=url, field="body")
            if box is not None:
                return inner_html(box)
        raise ExtractionError(url, "body", f"no comments, and nothing matches {BODIES}")


def _said(comment: Element) -> str:
    return (comment.text or "").strip()


def _until(
    end: Element | None, text: str | None, nodes: Iterator[Element], url: str
) -> Iterator[str]:
    """The mark-up before a comment; a tag that was left open may hold the comment."""
    yield html_escape(text or "")
    for node in nodes:
        if node is end:
            return
        if end is not None and node in end.iterancestors():
            yield "<div>"
            yield from _until(end, node.text, node.iterchildren(), url)
            yield "</div>"
            return
        yield etree.tostring(node, encoding="unicode", method="html")
    raise ExtractionError(url, "body", "no comment says end behind con")


def _next_path(root: Element, url: str) -> str | None:
    """Where the link 下一页 leads; on the last page to that page itself, or nowhere."""
    links = {urljoin(url, link.get("href", "")) for link in every(root, NEXT)}
    if len(links) > 1:
        raise ExtractionError(url, "next", f"{len(links)} links lead to a next page")
    following = next(iter(links), url)
    is_page = is_within(following, "zqrb.cn") and path_of(following) != path_of(url)
    return path_of(following) if is_page else None
