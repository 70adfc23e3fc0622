"""
The spider `cls`: 财联社 (Cailian Press), www.cls.cn, as far as its pages tell.

Its lists come by an interface that wants each request signed (`sign`, site notes,
section i). We do not sign: a signature is there so that only the site's own scripts
ask. So nothing is listed but what the page of the telegraph 电报 carries in itself,
its newest twenty flashes, and there is no way to older ones. A run that comes too
late for a flash never hears of it; `SHALLOW` keeps that from being called complete.

SEEN: two bodies of February 2020 (`<p>`, headings in `<strong>`). READ OFF others'
crawlers of 2022 to 2026: that the data of list and page stand in the script
`__NEXT_DATA__`, where in it, and its fields. One of them found the telegraph's page
without its rows in June 2026: such a page is an error here, and `scrapy doctor cls`
tells whether it is so today. Of pages before there was that script nobody has shown
one whole: the general reader reads them (extra `extract`). Not done: 深度 and the
boards of the telegraph, which the signed interface alone lists.
"""

from crawler import page
from crawler.addresses import Address
from crawler.anypage import SitePage
from crawler.errors import EmptyListError, ExtractionError
from crawler.page import Answered, ListPage
from crawler.selecting import parse_html
from crawler.shells import refuse_cut, refuse_shell
from crawler.sites.cls.data import (
    LIVE,
    SITE,
    Page,
    address_at,
    find_detail,
    find_list,
    has_data,
    telegraph,
)
from crawler.spider import NewsSpider


class ClsSpider(NewsSpider):
    """财联社: the flashes that its telegraph shows, and single articles."""

    name = SITE
    LIVE = LIVE
    CHANNELS = {"telegraph": "电报"}  # noqa: RUF012 - the base class says ClassVar
    MAIN = ("telegraph",)
    SHALLOW = frozenset({"telegraph"})

    def first_path(self, channel: str) -> str:
        """`/telegraph`, a page."""
        return f"/{channel}"

    def article_at(self, url: str) -> Address | None:
        """`/detail/N`, and what telephones share: `api3.cls.cn/share/article/N`."""
        return address_at(url)

    def read_list(self, text: str, answered: Answered) -> ListPage:
        """The flashes that the page carries; it is the only one."""
        root = parse_html(text)
        if has_data(root):
            refuse_cut(text, answered.url, "list")
        rows = find_list(root, answered)
        if not isinstance(rows, list):
            refuse_shell(root, text)
            raise ExtractionError(
                answered.url, "list", "the page carries no telegraphList in __NEXT_DATA__"
            )
        teasers = telegraph(rows, answered)
        if not teasers:
            raise EmptyListError(answered.url, "list", "telegraphList holds no flash")
        return ListPage(teasers=teasers, next_path=None)

    def article_page(self, text: str, answered: Answered) -> page.ArticlePage:
        """By the data in the page; one that has no such script by the general reader."""
        root = parse_html(text)
        if not has_data(root):
            return SitePage(SITE, text, answered)
        refuse_cut(text, answered.url, "body")
        detail = find_detail(root, answered)
        if not isinstance(detail, dict) or not detail:
            refuse_shell(root, text)
            raise ExtractionError(answered.url, "body", "the page has no articleDetail")
        return Page(detail, answered)
