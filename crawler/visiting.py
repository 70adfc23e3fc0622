"""Reading a site's pages without walking its lists: by whom, and for whom."""

from functools import cached_property
from typing import Any, ClassVar

from scrapy.spiderloader import get_spider_loader

from crawler.addresses import domain_of
from crawler.arguments import read_arguments
from crawler.errors import UsageError
from crawler.reading import ReadingSpider
from crawler.spider import NewsSpider


def news_spiders(loader: Any) -> dict[str, type[NewsSpider]]:
    """The site spiders that a Scrapy loader finds, by site."""
    kinds = [loader.load(name) for name in loader.list()]
    return {kind.name: kind for kind in kinds if issubclass(kind, NewsSpider)}


def news_spider(loader: Any, site: str) -> type[NewsSpider]:
    """
    The spider of a site.

    Raises:
        UsageError: there is none; the message names those that there are.
    """
    readers = news_spiders(loader)
    if site not in readers:
        raise UsageError(f"There is no site {site!r}; there are {', '.join(readers)}.")
    return readers[site]


class VisitingSpider(ReadingSpider):
    """Has pages of known sites read by those sites' own spiders, which walk no list."""

    NAMES: ClassVar[tuple[str, ...]]
    """What `-a` may name; `base_url` is among it."""
    LIVE = ""

    def __init__(self, **given: str) -> None:
        """Refuse arguments that there are not, with a `UsageError`."""
        super().__init__(**given)
        unknown = sorted(set(given) - set(self.NAMES))
        if unknown:
            raise UsageError(
                f"There is no argument {unknown[0]!r}; there are {', '.join(self.NAMES)}."
            )
        mirror = {"base_url": given.get("base_url", "")}
        self.base_url = read_arguments(mirror, {}, ()).base_url

    @cached_property
    def readers(self) -> dict[str, NewsSpider]:
        """The site spiders, by site."""
        kinds = news_spiders(get_spider_loader(self.crawler.settings))
        return {site: self._reader(kind) for site, kind in kinds.items()}

    def reader_of(self, url: str) -> NewsSpider | None:
        """The spider of the site that an address is on, if there is one."""
        owners = [reader for reader in self.readers.values() if reader.owns(url)]
        # A paper's own host is below its house's domain: the longer name is meant.
        return max(owners, key=lambda one: len(domain_of(one.LIVE)), default=None)

    def _reader(self, kind: type[NewsSpider]) -> NewsSpider:
        reader = kind(**({"base_url": self.base_url} if self.base_url else {}))
        reader.crawler = self.crawler
        reader.report = self.report
        reader.remember(self.memory.of(kind.name))
        return reader
