"""The spider `stcn`: where www.stcn.com keeps its lists and articles."""

from collections.abc import Iterator

from scrapy import Request
from scrapy.http import Response

from crawler import page
from crawler.addresses import Address
from crawler.anypage import SitePage
from crawler.entries import listing_of
from crawler.errors import CrawlerError
from crawler.items import NewsItem
from crawler.page import Answered, ListPage
from crawler.selecting import parse_html
from crawler.shells import refuse_shell
from crawler.sites.stcn.address import (
    HOME,
    LIVE,
    SITE,
    data_path,
    list_path,
    own_address,
    place_of,
)
from crawler.sites.stcn.articles import ArticlePage
from crawler.sites.stcn.channels import ALIASES, CHANNELS, MAIN
from crawler.sites.stcn.doors import DOOR_FLOORS, DOORS, door_path, door_reader
from crawler.sites.stcn.egs import egs_address
from crawler.sites.stcn.layouts import layout_of
from crawler.sites.stcn.lists import read_list_data, read_list_page
from crawler.sites.stcn.old_articles import OldArticlePage
from crawler.sites.stcn.old_channels import OLD_CHANNELS, old_channel_of
from crawler.sites.stcn.old_lists import read_old_list
from crawler.spider import NewsSpider

_DATA = "/article/list.html"
_LIST_OF_TODAY = "infinite-list"
_CHANNELS = {**CHANNELS, **DOORS}
_FLOORS = {**dict.fromkeys(MAIN, 5), "tjkt": 0, **DOOR_FLOORS}
"""A page of a main channel holds ten entries, an answer of kx up to thirty; what tjkt
mixes in are videos, which are no articles, however many (site notes, section a)."""


class StcnSpider(NewsSpider):
    """证券时报网: every channel, flashes by the interface, articles by their pages."""

    name = SITE
    CHANNELS = _CHANNELS
    ALIASES = ALIASES
    MAIN = MAIN
    FLOORS = _FLOORS
    LIVE = LIVE

    def first_path(self, channel: str) -> str:
        """Flashes have an empty page: their rows come by the interface alone."""
        if channel == "kx":
            return data_path(channel, None)
        return door_path(channel) or list_path(channel)

    def article_at(self, url: str) -> Address | None:
        """On whatever host and of whatever era; of e公司 by its own host."""
        elsewhere = egs_address(url)
        if elsewhere is not None:
            return elsewhere
        place = place_of(url)
        return place.address if place else None

    def own_address(self, text: str) -> Address | None:
        """What the site's own scripts say; it has no canonical links."""
        return own_address(text)

    def request_for(self, url: str) -> Request | None:
        """A list of the old site, too; a later page comes after its article's first."""
        channel, place = old_channel_of(url), place_of(url)
        if channel is not None:
            return self._old_list(url, channel)
        if place is not None and place.number != 1:
            return None
        return super().request_for(url)

    def _old_list(self, url: str, channel: str) -> Request:
        return Request(
            self.address(url),
            callback=self.parse_old_list,
            errback=self.list_failed,
            cb_kwargs={"channel": channel, "url": url},
            dont_filter=True,
        )

    def parse_old_list(
        self, response: Response, channel: str, url: str
    ) -> Iterator[NewsItem | Request]:
        """
        What an archived list shows, and its articles.

        It is no walk: the page before it may be missing, so nothing may follow as
        to what the channel has been read for.
        """
        answered = self.answered(response, url, channel)
        try:
            shown = self.read_list(self.text_of(response), answered)
        except CrawlerError as error:
            self.report.trouble(error.reason, f"{self.title_of(channel)}: {error}.")
            return
        known = self.memory.recall({teaser.native_id for teaser in shown.teasers})
        yield listing_of(self.name, shown.teasers, answered, known)
        for teaser in shown.teasers:
            yield from self.ask(teaser.address, teaser, (channel,))

    def title_of(self, channel: str) -> str:
        """A channel's id and Chinese name, those of the old site among them."""
        name = OLD_CHANNELS.get(channel)
        return f"{channel} {name}" if name else super().title_of(channel)

    def headers_for(self, path: str) -> dict[str, str]:
        """Without this header the interface answers with a page (section c.1)."""
        return {"X-Requested-With": "XMLHttpRequest"} if path.startswith(_DATA) else {}

    def read_list(self, text: str, answered: Answered) -> ListPage:
        """A page, or the data behind it; a door's answer as that door has it."""
        read_door = door_reader(answered.url)
        if read_door is not None:
            return read_door(text, answered)
        if old_channel_of(answered.url) is not None and _LIST_OF_TODAY not in text:
            return read_old_list(text, answered)
        if _DATA in answered.url:
            return read_list_data(text, answered)
        return read_list_page(text, answered)

    def refuse_shell(self, text: str) -> None:
        """What stands under an error status may be a block page."""
        refuse_shell(parse_html(text), text, HOME)

    def article_page(self, text: str, answered: Answered) -> page.ArticlePage:
        """The layout that the page has, of whatever era; of e公司 none is known."""
        if egs_address(answered.url) is not None:
            return SitePage(SITE, text, answered)
        old = layout_of(text, answered.url)
        if old is not None:
            return OldArticlePage(text, *old, answered)
        return ArticlePage(text, answered)
