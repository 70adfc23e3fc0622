"""The spider `stcn`: where www.stcn.com keeps its lists and articles."""

from crawler.addresses import Address
from crawler.page import Answered, ListPage
from crawler.selecting import parse_html
from crawler.shells import refuse_shell
from crawler.sites.stcn.address import (
    HOME,
    LIVE,
    SITE,
    article_url,
    data_path,
    list_path,
    native_id_of,
)
from crawler.sites.stcn.articles import ArticlePage
from crawler.sites.stcn.channels import ALIASES, CHANNELS, MAIN
from crawler.sites.stcn.lists import read_list_data, read_list_page
from crawler.spider import NewsSpider

_DATA = "/article/list.html"
_FLOORS = {**dict.fromkeys(MAIN, 5), "tjkt": 0}
"""A page of a main channel holds ten entries, an answer of kx up to thirty; what tjkt
mixes in are videos, which are no articles, however many (site notes, section a)."""


class StcnSpider(NewsSpider):
    """证券时报网: every channel, flashes by the interface, articles by their pages."""

    name = SITE
    CHANNELS = CHANNELS
    ALIASES = ALIASES
    MAIN = MAIN
    FLOORS = _FLOORS
    LIVE = LIVE

    def first_path(self, channel: str) -> str:
        """Flashes have an empty page: their rows come by the interface alone."""
        return data_path(channel, None) if channel == "kx" else list_path(channel)

    def article_at(self, url: str) -> Address | None:
        """`/article/detail/N.html` since September 2022."""
        native_id = native_id_of(url)
        return Address(native_id, article_url(native_id)) if native_id else None

    def headers_for(self, path: str) -> dict[str, str]:
        """Without this header the interface answers with a page (section c.1)."""
        return {"X-Requested-With": "XMLHttpRequest"} if path.startswith(_DATA) else {}

    def read_list(self, text: str, answered: Answered) -> ListPage:
        """A page, or the data behind it."""
        if _DATA in answered.url:
            return read_list_data(text, answered)
        return read_list_page(text, answered)

    def refuse_shell(self, text: str) -> None:
        """What stands under an error status may be a block page."""
        refuse_shell(parse_html(text), text, HOME)

    def article_page(self, text: str, answered: Answered) -> ArticlePage:
        """The layout of today."""
        return ArticlePage(text, answered)
