"""
The spider `cs`: 中国证券报·中证网 (China Securities Journal), www.cs.com.cn.

Seen, in two complete pages saved on 1 December 2020: the list 中证快讯, whose 45
entries reach back three hours, and an article of it. Both say gbk and print full
dates. Read off others' crawlers of 2021 to 2026: the other channels, that their lists
look alike, https. No page says where a list goes on (crawlers of an older layout went
to `index_1.html`), and nobody has shown an article of several pages; the script that
would link those stands in the saved page and is read here.
"""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urljoin, urlsplit

from crawler.addresses import Address
from crawler.errors import EmptyListError, ExtractionError
from crawler.items import Article, Kind, PrintedTime
from crawler.listed import dated, entry, printed, printed_in
from crawler.page import Answered, ArticlePage, ListPage, Teaser
from crawler.paging import MOST, refuse_other_page
from crawler.selecting import Element, every, inner_html, maybe, one, parse_html, text_of
from crawler.shells import refuse_cut
from crawler.spider import NewsSpider

SITE: Final = "cs"
LIVE: Final = "https://www.cs.com.cn"
_HOSTS: Final = frozenset({"www.cs.com.cn", "cs.com.cn"})
"""Those of the newspaper, the videos and the courses number their pages otherwise."""

FOLDERS: Final[dict[str, tuple[str, str]]] = {
    "jsbd": ("sylm/jsbd", "中证快讯"),
    "xwzx": ("xwzx", "要闻"),
    "hg": ("xwzx/hg", "财经要闻"),
    "jr": ("xwzx/jr", "观点评论"),
    "msxf": ("xwzx/msxf", "民生消费"),
    "ssgs": ("ssgs", "公司"),
    "gsxw": ("ssgs/gsxw", "公司要闻"),
    "gssd": ("ssgs/gssd", "公司深度"),
    "gsxl": ("ssgs/gsxl", "公司巡礼"),
    "gppd": ("gppd", "市场"),
    "gsyj": ("gppd/gsyj", "A股市场"),
    "ggzx": ("gppd/ggzx", "港股资讯"),
    "zqxw": ("gppd/zqxw", "债市研究"),
    "hwbd": ("gppd/hwbd", "海外报道"),
    "qhbd": ("gppd/qhbd", "期货报道"),
    "tzjj": ("tzjj", "基金"),
    "jjdt": ("tzjj/jjdt", "基金动态"),
    "jjks": ("tzjj/jjks", "基金视点"),
    "jjcs": ("tzjj/jjcs", "基金持仓"),
    "smjj": ("tzjj/smjj", "私募基金"),
    "tjdh": ("tzjj/tjdh", "基民学苑"),
    "qs": ("qs", "券商"),
    "yh": ("yh", "银行"),
    "bx": ("bx", "保险"),
    "5g": ("5g", "科技"),
    "cj2020": ("cj2020", "产经"),
    "zzqh2020": ("zzqh2020", "期货"),
    "hw2020": ("hw2020", "海外"),
    "ipojz": ("yc/ipojz", "IPO鉴真"),
    "gsnjd": ("yc/gsnjd", "公司能见度"),
}
"""Channel to its folder and its name; the id is the folder's last part."""

_DETAIL: Final = re.compile(
    r"(?P<stem>(?:/[\w-]+)+/\d{6}/t(?P<day>\d{8})_(?P<id>\d+))(?:_(?P<page>\d+))?"
    r"(?P<end>\.s?html?)"
)
"""`/sylm/jsbd/202012/t20201201_6116434.html`, its second page `…_1.html`."""

LIST: Final = "ul.ch_type3_list"
TITLE: Final = "article.cont_article > header h1"
SUBTITLE: Final = "article.cont_article > header h4"
CREDITS: Final = ".artc_info em"
TIME: Final = ".artc_info time"
BODY: Final = "article.cont_article > section"
"""Statement, related articles and the links to further pages stand outside of it."""
CHANNEL: Final = "div.artc_route a.CurrChnlCls"
PAGER: Final = "article.cont_article > div.page script"

_COUNT: Final = re.compile(r"\bcountPage\s*=\s*(\d+)")
_CURRENT: Final = re.compile(r"\bcurrentPage\s*=\s*(\d+)")
_ITSELF: Final = re.compile(r"\bt(?P<month>\d{6})\d\d_(?P<id>\d+)")
_FLASHES: Final = f"/{FOLDERS['jsbd'][0]}/"


class CsSpider(NewsSpider):
    """中证网: every channel has one page with all that it lists."""

    name = SITE
    CHANNELS = {channel: name for channel, (_, name) in FOLDERS.items()}  # noqa: RUF012 - NewsSpider says ClassVar
    MAIN = ("jsbd", "hg", "gsxw", "gsyj", "jjdt")
    SHALLOW = frozenset(FOLDERS)
    LIVE = LIVE

    def first_path(self, channel: str) -> str:
        """The channel's folder; its list is the folder's index."""
        return f"/{FOLDERS[channel][0]}/"

    def article_at(self, url: str) -> Address | None:
        """
        The document's number is the id: the publishing system counts once for all folders.

        The day before it may change when a page is published again, and the folder
        is that of whichever channel a link leads through.
        """
        parts = urlsplit(url)
        found = _DETAIL.fullmatch(parts.path)
        if found is None or parts.hostname not in _HOSTS:
            return None
        return Address(found["id"], f"{LIVE}{found['stem']}{found['end']}")

    def own_address(self, text: str) -> Address | None:
        """
        The document that the script at the foot names, in the folder of its channel.

        No canonical link was seen. The breadcrumb names the channel and leads to it
        with a bare `../`, so a saved page of a channel that is not ours has no address.
        """
        if "cont_article" not in text:
            return None
        root = parse_html(text)
        named = _ITSELF.search(_pager(root)) if every(root, TITLE) else None
        crumbs = {text_of(link) for link in every(root, CHANNEL)}
        folder = next((one for one, name in FOLDERS.values() if {name} == crumbs), None)
        if named is None or folder is None:
            return None
        return self.article_at(f"{LIVE}/{folder}/{named['month']}/{named[0]}.html")

    def read_list(self, text: str, answered: Answered) -> ListPage:
        """
        All entries: a script on the page shows fifteen of them at a time.

        Raises:
            CrawlerError: it is no list, an empty one, or cut off.
        """
        root = parse_html(text)
        if not every(root, LIST):
            self.refuse_shell(text)
        refuse_cut(text, answered.url, "list")
        if not every(root, LIST):
            raise ExtractionError(answered.url, "list", f"nothing matches {LIST}")
        teasers = tuple(self._teasers(every(root, f"{LIST} li"), answered))
        if not teasers:
            raise EmptyListError(answered.url, "list", "no entry leads to an article")
        return ListPage(teasers=dated(teasers, answered), next_path=None)

    def _teasers(self, entries: list[Element], answered: Answered) -> Iterator[Teaser]:
        """What entries tell of articles; road shows and the like are left out."""
        for li in entries:
            for link in every(li, "a")[:1]:
                address = self.article_at(urljoin(answered.url, link.get("href", "")))
                if address is not None:
                    title = text_of(one(link, "h3", url=answered.url, field="title"))
                    yield entry(address, title, printed_in(link, "em", "list", answered))

    def article_page(self, text: str, answered: Answered) -> "Page":
        """A page with a headline is an article; all else is refused by what it is."""
        root = parse_html(text)
        if not every(root, TITLE) and not every(root, BODY):
            self.refuse_shell(text)
        refuse_cut(text, answered.url, "body")
        return Page(root, answered)


class Page(ArticlePage):
    """Answers what one page prints, as it is printed; knows no network and no clock."""

    def __init__(self, root: Element, answered: Answered) -> None:
        """
        Keep the tree.

        Raises:
            IncompleteError: it is a later page of its article, not the first.
            ExtractionError: it is another article or page than was asked for.
        """
        self.root = root
        self.answered = answered
        self.place = _DETAIL.fullmatch(urlsplit(answered.url).path)
        self.pager = _pager(root)
        named = _ITSELF.search(self.pager)
        if self.place and named and named["id"] != self.place["id"]:
            problem = f"asked for {self.place['id']}, got article {named['id']}"
            raise ExtractionError(answered.url, "native_id", problem)
        self._check_number()

    def article(self, teaser: Teaser | None, channels: tuple[str, ...]) -> Article:
        """The article; a subtitle is all that this site has for a summary."""
        assert teaser is not None
        root, url = self.root, self.answered.url
        author, source = self._credits()
        subtitle = text_of(maybe(root, SUBTITLE, url=url, field="summary"))
        return Article(
            site=SITE,
            native_id=teaser.native_id,
            url=teaser.url,
            kind=Kind.FLASH if _FLASHES in teaser.url else Kind.ARTICLE,
            channels=channels,
            title=text_of(one(root, TITLE, url=url, field="title")),
            html=inner_html(one(root, BODY, url=url, field="body")),
            times=tuple(self._times(teaser)),
            fetched_at=self.answered.received,
            origin=url,
            summary=subtitle or teaser.summary,
            source_raw=source or None,
            author_raw=author or None,
            raw=self.answered.raw,
        )

    def more(self) -> tuple[str, ...]:
        """`…_1.html` and on: the script at the foot links as many as it counts."""
        count = _COUNT.search(self.pager)
        if count is None or self.place is None:
            return ()
        stem, end = f"{LIVE}{self.place['stem']}", self.place["end"]
        pages = min(int(count[1]), MOST + 1)  # which is more than an article has
        return tuple(f"{stem}_{number}{end}" for number in range(1, pages))

    def _check_number(self) -> None:
        """A saved page leads to its article's address, whichever of its pages it is."""
        current = _CURRENT.search(self.pager)
        if current is None or self.place is None:
            return
        asked = int(self.place["page"] or 0) + 1
        refuse_other_page(self.answered.url, asked, frozenset({int(current[1]) + 1}))

    def _credits(self) -> tuple[str, str]:
        """Author and source by their order; either element may be empty."""
        found = [text_of(em) for em in every(self.root, CREDITS)]
        if len(found) > 2:
            problem = f"{len(found)} elements match {CREDITS}, not two"
            raise ExtractionError(self.answered.url, "source", problem)
        author, source = ["", "", *found][-2:]
        return author, source

    def _times(self, teaser: Teaser) -> Iterator[PrintedTime]:
        """What the page prints, then the list, then the day in the address."""
        told = [printed_in(self.root, TIME, "detail", self.answered), teaser.printed]
        if self.place is not None:
            told.append(printed(self.place["day"], "url", self.answered))
        yield from filter(None, told)


def _pager(root: Element) -> str:
    """The script that links the pages of an article; it is there for a single one too."""
    return " ".join(map(text_of, every(root, PAGER)))
