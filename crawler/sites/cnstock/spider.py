"""
The spider `cnstock`: 上海证券报, the channels of www.cnstock.com as they stand in 2026.

Seen: one answer of the old interface `app.cnstock.com/api/waterfall` (1 December
2020), and no page of any era. All else is read off others' code, the newest of
September 2026, and `scrapy doctor cnstock` has to confirm it: the ids of the
channels, `__NEXT_DATA__` of lists and articles, that a channel's page carries its
first entries at all (one crawler saw them come by POST only), what a page that is
no longer there looks like, whether `text` of a flash is all of it.

The house's firewall (Alibaba Cloud: `aliyun_waf_aa`, `renderData`, code 10304)
turns visitors away after a short burst of pages; that ends a run as `blocked`.
Further pages of a list come by POST alone, which this crawler never sends: a walk
ends with the first page, and only what it showed counts as complete.
"""

from crawler.addresses import Address
from crawler.errors import ExtractionError
from crawler.page import Answered, ListPage
from crawler.selecting import every, parse_html
from crawler.shells import refuse_cut, refuse_shell
from crawler.sites.cnstock.address import CHANNELS, LIVE, SITE, article_at, list_path
from crawler.sites.cnstock.articles import ArticlePage
from crawler.sites.cnstock.lists import read_channel_page
from crawler.sites.cnstock.next_data import (
    has_page_props,
    page_props,
    parse_json,
    refuse_login,
)
from crawler.sites.cnstock.waterfall import is_data, read_list_page, read_waterfall
from crawler.spider import NewsSpider


class CnstockSpider(NewsSpider):
    """上海证券报: fast news and five channels; older pages where they turn up."""

    name = SITE
    CHANNELS = CHANNELS
    MAIN = tuple(CHANNELS)
    SHALLOW = frozenset(CHANNELS)
    LIVE = LIVE

    def __init__(self, **given: str) -> None:
        """No flash is known yet."""
        super().__init__(**given)
        self.flashes: set[str] = set()
        """What this run saw among the fast news: their pages do not say it."""

    def first_path(self, channel: str) -> str:
        """The channel's page."""
        return list_path(channel)

    def article_at(self, url: str) -> Address | None:
        """`/commonDetail/N` since 2024, a file with month and number before."""
        return article_at(url)

    def read_list(self, text: str, answered: Answered) -> ListPage:
        """By what came: data of the interface, a page of today, or one of before 2024."""
        if is_data(text):
            return read_waterfall(text, answered)
        root = parse_html(text)
        is_new, lists = has_page_props(root), every(root, "ul#j_waterfall_list")
        if not is_new and not lists:
            refuse_shell(root, text)
        refuse_cut(text, answered.url, "list")
        if is_new:
            page = read_channel_page(page_props(root, answered.url), answered)
            self.flashes |= {t.native_id for t in page.teasers if t.article is not None}
            return page
        if not lists:
            raise ExtractionError(answered.url, "list", "there is no __NEXT_DATA__")
        return read_list_page(root, answered)

    def refuse_shell(self, text: str) -> None:
        """What stands under an error status may be a block page, or a refusal as JSON."""
        if text.lstrip()[:1] == "{":
            refuse_login(parse_json(text, LIVE, "data"))
        else:
            refuse_shell(parse_html(text), text)

    def article_page(self, text: str, answered: Answered) -> ArticlePage:
        """The layout of today, or the one before."""
        address = article_at(answered.url)
        is_flash = address is not None and address.native_id in self.flashes
        return ArticlePage(text, answered, is_flash=is_flash)
