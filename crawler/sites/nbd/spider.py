"""
The spider `nbd`: 每日经济新闻, the columns of its sites and the articles behind them.

Seen: no page. All is read off others' code, the newest of 30 September 2026, and
`scrapy doctor nbd` has to confirm it: the columns' ids, days and clocks in their
lists, the body's element, tags (2018), `u-editor` (an empty shell by 2026, says
one). A column shows fifty entries (332: twenty), further ones under `/page/N`; how
it ends nobody tells, so a later page without entries is its end.

The time of an entry is the day above it and the clock beside it. The date in an
address is the day on which the piece was begun, says the one who compared them;
it need not be the one on which it came out, and is no time of publication here.

The house is said to turn away visitors who ask fast.
"""

from crawler.addresses import Address
from crawler.page import Answered, ListPage
from crawler.sites.nbd.address import (
    CHANNELS,
    LIVE,
    MAIN,
    SITE,
    article_at,
    first_path,
)
from crawler.sites.nbd.articles import ArticlePage
from crawler.sites.nbd.lists import read_column
from crawler.spider import NewsSpider


class NbdSpider(NewsSpider):
    """每经网: columns of the paper's own site, and that of A-shares on the stock site."""

    name = SITE
    CHANNELS = CHANNELS
    MAIN = MAIN
    LIVE = LIVE
    FLOORS = dict.fromkeys(CHANNELS, 5)

    def first_path(self, channel: str) -> str:
        """The column."""
        return first_path(channel)

    def article_at(self, url: str) -> Address | None:
        """`/articles/DAY/N.html`."""
        return article_at(url)

    def read_list(self, text: str, answered: Answered) -> ListPage:
        """One page of a column."""
        return read_column(text, answered)

    def article_page(self, text: str, answered: Answered) -> ArticlePage:
        """The layout of today."""
        return ArticlePage(text, answered)
