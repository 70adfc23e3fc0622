"""
The spider `yicai`: 第一财经 (Yicai), www.yicai.com.

SEEN: one row of `/api/ajax/getlatest`, 16 December 2020, with the article's number,
title, abstract and source, and two times without a zone, which are Beijing's:
`CreateDate` (10:45:12) and `LastDate` (10:44:22). The first is taken for the time of
publication, as most readers of this list do; the second lies before it, so it is no
time of a last edit. READ OFF others' crawlers: the parameters, and that `page` leads
on. How the list ends is not known: an empty one counts as its end.

Nobody has shown us an article's page, so the general reader reads it (extra
`extract`): the body, who is credited, and further times. Which article it is, its
title and its source are the list's word where a list led to it. Not done: 正在 (the
flashes), videos and live reports, which are other kinds of pages.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, Self
from urllib.parse import parse_qs, urljoin, urlsplit

from scrapy.crawler import Crawler

from crawler import page
from crawler.addresses import Address
from crawler.anypage import SitePage, require_extractor
from crawler.errors import ExtractionError
from crawler.listed import dated, entry, printed
from crawler.page import Answered, ListPage, Teaser
from crawler.rows import plain, said
from crawler.spider import NewsSpider

SITE: Final = "yicai"
LIVE: Final = "https://www.yicai.com"
SIZE: Final = 25
_LIST = f"/api/ajax/getlatest?page={{page}}&pagesize={SIZE}"
_ARTICLE = re.compile(r"/news/(\d+)\.html")
_HOSTS = frozenset({"www.yicai.com", "yicai.com", "m.yicai.com"})


class YicaiSpider(NewsSpider):
    """第一财经: what its list of the latest articles leads to."""

    name = SITE
    LIVE = LIVE
    CHANNELS = {"latest": "最新"}  # noqa: RUF012 - the base class says ClassVar
    MAIN = ("latest",)
    FLOORS = {"latest": 10}  # noqa: RUF012 - the base class says ClassVar

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **given: Any) -> Self:
        """Scrapy's way in; without the general reader no page could be read."""
        require_extractor()
        return super().from_crawler(crawler, *args, **given)

    def first_path(self, channel: str) -> str:
        """The interface behind the list."""
        del channel  # there is one
        return _LIST.format(page=1)

    def article_at(self, url: str) -> Address | None:
        """`/news/N.html`; videos and the like stand elsewhere."""
        parts = urlsplit(url)
        found = _ARTICLE.fullmatch(parts.path) if parts.hostname in _HOSTS else None
        return Address(found.group(1), LIVE + parts.path) if found else None

    def read_list(self, text: str, answered: Answered) -> ListPage:
        """The rows; without one the list is at its end."""
        try:
            rows = json.loads(text)
        except ValueError:
            self.refuse_shell(text)
            raise ExtractionError(answered.url, "list", "it is not JSON") from None
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise ExtractionError(answered.url, "list", "it does not hold rows")
        found = (self._teaser(row, answered) for row in rows)
        teasers = tuple(teaser for teaser in found if teaser is not None)
        number = int(parse_qs(urlsplit(answered.url).query).get("page", ["1"])[0])
        following = _LIST.format(page=number + 1) if rows else None
        return ListPage(teasers=dated(teasers, answered), next_path=following)

    def _teaser(self, row: Mapping[str, Any], answered: Answered) -> Teaser | None:
        """One row; None for what is no article."""
        address = self.article_at(urljoin(LIVE, said(row, "url")))
        if address is None:
            return None
        if said(row, "NewsID") != address.native_id:
            raise ExtractionError(
                answered.url, "NewsID", f"{said(row, 'NewsID')!r} leads to {address.url}"
            )
        time = printed(said(row, "CreateDate"), "api", answered)
        summary = plain(said(row, "NewsNotes"))
        listed = entry(address, plain(said(row, "NewsTitle")), time, summary)
        return replace(listed, source=plain(said(row, "NewsSource")) or None)

    def article_page(self, text: str, answered: Answered) -> page.ArticlePage:
        """As the general reader reads it."""
        return SitePage(SITE, text, answered)
