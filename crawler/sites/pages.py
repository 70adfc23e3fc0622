"""
The spider `pages`: addresses and saved files, of whatever site.

A site file that knows a page reads it; the general reader reads the others.
What stands at an address is asked for; a saved file is read where it lies, and
does not prove that its article still stands.
"""

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any, Final, Self
from urllib.parse import urldefrag, urlsplit

from scrapy import Request
from scrapy.crawler import Crawler

from crawler.addresses import Address
from crawler.anypage import AnyPage, read_canonical, require_extractor, site_of_host
from crawler.anypage.errors import NoArticleError, NoExtractorError
from crawler.decoding import decode_page
from crawler.errors import CrawlerError, IncompleteError, TooLargeError, UsageError
from crawler.items import Article, Gone, NewsItem, Refusal
from crawler.page import Answered, ArticlePage, teaser_of
from crawler.paging import Begun, read_on
from crawler.saved import SavedPages, addresses_in
from crawler.spider import NewsSpider
from crawler.visiting import VisitingSpider

ENDINGS: Final = frozenset({".html", ".htm", ".shtml", ".xhtml"})
"""What counts as a saved page in a folder, and of a file named by itself."""

_EMBEDDED: Final = re.compile(r"(?<=data:)[\w.+/-]+;base64,[A-Za-z0-9+/=]+")
"""A picture that was saved into its page, less the word that names it so."""


class PagesSpider(VisitingSpider):
    """Reads single pages: `-a urls=FILE`, `-a urls=FOLDER` or `-a urls=PAGE.html`."""

    name = "pages"
    NAMES = ("urls", "base_url")

    def __init__(self, **given: str) -> None:
        """Gather the pages, or refuse the arguments with a `UsageError`."""
        super().__init__(**given)
        if not given.get("urls"):
            raise UsageError(
                "Say which pages: -a urls=FILE (one address or saved page a line) "
                "or -a urls=FOLDER (of .html files)."
            )
        self.targets = tuple(dict.fromkeys(_targets(given["urls"])))
        self._saved = SavedPages(one for one in self.targets if isinstance(one, Path))
        self._parts: dict[Path, IncompleteError] = {}
        """Files that are only a part of an article, unless another leads to them."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **given: Any) -> Self:
        """Scrapy's way in; without the general reader only known pages will do."""
        spider = super().from_crawler(crawler, *args, **given)
        try:
            require_extractor()
        except NoExtractorError:
            if not all(map(spider._is_known, spider.targets)):  # noqa: SLF001 - it is ours
                raise
        return spider

    async def start(self) -> AsyncIterator[NewsItem | Request]:
        """Every page, in the order in which they were named."""
        for target in self.targets:
            if isinstance(target, Path):
                item = self._read_file(target)
                if item is not None:
                    yield item
            else:
                for request in self._ask(target):
                    yield request
        for file, error in self._parts.items():
            if file not in self._saved.taken:
                yield self._refused(file, error)

    def _ask(self, url: str) -> Iterator[Request]:
        known = self._known(url)
        if known is None:
            self.report.count(site_of_host(url), "listed")
            yield from self.ask(Address(url, url), None, ())
        else:
            reader, address = known
            self.report.count(reader.name, "listed")
            yield from reader.ask(address, None, ())

    # --- saved pages -------------------------------------------------------------------

    def _read_file(self, file: Path) -> NewsItem | None:
        """One saved page: an article, the refusal of what is none; None for a part."""
        try:
            article = self._article_in(file)
        except IncompleteError as error:
            self._parts[file] = error
            return None
        except (CrawlerError, OSError) as error:
            return self._refused(file, error)
        self.compare_days(article)
        self.report.count(article.site, "listed")
        return replace(article, origin=str(file), on_site=False)

    def _refused(self, file: Path, error: CrawlerError | OSError) -> Refusal:
        reason = error.reason if isinstance(error, CrawlerError) else "unreadable"
        self.report.count(self.name, "listed")
        self.report.trouble(reason, f"{file}: {error}.")
        return Refusal(
            site=self.name,
            native_id=None,
            url=str(file),
            reason=reason,
            detail=str(error),
            stage="spider",
            refused_at=datetime.now(UTC),
            by_rule=False,
        )

    def _article_in(self, file: Path) -> Article:
        """The article that a file holds, or begins."""
        text, now = self._text_in(file), datetime.now(UTC)
        known = self._named_in(text)
        if known is None:
            url = read_canonical(text) or ""
            answered = Answered(url=url, reference=now, received=now)
            return AnyPage(text, answered, dated=False).article(None, ())
        reader, address = known
        answered = Answered(url=address.url, reference=now, received=now)
        begun = self._read_page(reader, address, text, answered)
        while begun.ahead:
            url = begun.ahead[0]
            following = self._saved.at(url, file)
            if following is None:
                problem = f"it goes on at {url}, which is not among the files"
                raise IncompleteError(address.url, "body", problem)
            text = self._text_in(following)
            answered = replace(answered, url=url)
            begun = self._read_page(reader, address, text, answered, begun)
        return begun.article

    def _text_in(self, file: Path) -> str:
        """
        A saved page, as large as an answer may be; pictures saved into it do not count.

        Raises:
            TooLargeError: it would take minutes and the whole memory.
        """
        text = _EMBEDDED.sub("", decode_page(file.read_bytes()))
        most = self.settings.getint("DOWNLOAD_MAXSIZE")
        if 0 < most < len(text):
            raise TooLargeError(f"the page is larger than {most} characters")
        return text

    def _read_page(
        self,
        reader: NewsSpider,
        address: Address,
        text: str,
        answered: Answered,
        begun: Begun | None = None,
    ) -> Begun:
        page = reader.article_page(text, answered)
        return read_on(begun, page.article(teaser_of(address), ()), page.more())

    # --- site files --------------------------------------------------------------------

    def _is_known(self, target: str | Path) -> bool:
        """Whether a site file reads a page."""
        if isinstance(target, str):
            return self._known(target) is not None
        try:
            text = decode_page(target.read_bytes())
        except (CrawlerError, OSError):
            return True  # it will be refused, whoever reads it
        return self._named_in(text) is not None

    def _named_in(self, text: str) -> tuple[NewsSpider, Address] | None:
        """Whose page a saved one is, by the addresses in it or by its site's own signs."""
        named = filter(None, map(self._known, addresses_in(text)))
        signed = (
            (reader, address)
            for reader in self.readers.values()
            if (address := reader.own_address(text)) is not None
        )
        return next(chain(named, signed), None)

    def _known(self, url: str) -> tuple[NewsSpider, Address] | None:
        """The site's spider and the article's address, if one knows it."""
        reader = self.reader_of(url)
        address = reader.article_at(url) if reader else None
        return (reader, address) if reader and address else None

    # --- what `ReadingSpider` asks of us: an id is an address here ------------------------

    def article_page(self, text: str, answered: Answered) -> ArticlePage:
        """
        The page, by its own canonical address where that is on the same host.

        Raises:
            CrawlerError: it is no article.
        """
        canonical = read_canonical(text)
        if canonical and urlsplit(canonical).hostname == urlsplit(answered.url).hostname:
            answered = replace(answered, url=canonical)
        return AnyPage(text, answered)

    def give_up_on(self, reason: str, patience: int | None = None) -> None:
        """Pages of many sites that are no articles say nothing of the next one."""
        if reason != NoArticleError.reason:
            super().give_up_on(reason, patience)

    def identity(self, address: Address) -> tuple[str, str]:
        """The site is whoever's host it is; the address is the id."""
        return site_of_host(address.url), ""

    def _gone(
        self, address: Address, answered: Answered, evidence: str, channels: tuple[str, ...]
    ) -> Gone:
        self.logger.warning("%s: there is no such page (%s)", address.url, evidence)
        return super()._gone(address, answered, evidence, channels)


def _targets(urls: str) -> Iterator[str | Path]:
    """The addresses and files that `urls` names."""
    if _is_web(urls):
        yield _address(urls, urls)
        return
    path = Path(urls)
    if path.is_dir():
        found = [file for file in sorted(path.rglob("*")) if _is_page(file, path)]
        if not found:
            raise UsageError(f"{path} holds no saved pages ({', '.join(sorted(ENDINGS))}).")
        yield from found
    elif path.suffix.lower() in ENDINGS and path.is_file():
        yield path
    else:
        yield from _listed(path)


def _listed(path: Path) -> Iterator[str | Path]:
    """The lines of a list; blank ones and those that begin with # say nothing."""
    try:
        lines = decode_page(path.read_bytes()).splitlines()
    except (OSError, CrawlerError) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"urls={path} cannot be read: {said}.") from error
    named = [(number, line.strip()) for number, line in enumerate(lines, start=1)]
    named = [(number, line) for number, line in named if line and line[0] != "#"]
    if not named:
        raise UsageError(f"urls={path} names no page: write one address or file a line.")
    for number, line in named:
        where = f"{path}, line {number}: {line}"
        yield _address(line, where) if _is_web(line) else _saved(line, path, where)


def _saved(line: str, path: Path, where: str) -> Path:
    """A file that a list names, beside the list or from the working directory."""
    for file in (path.parent / line, Path(line)):
        if file.is_file():
            return file
    raise UsageError(
        f"{where[:300]} is no page: there is no such file, and an address begins with "
        "http:// or https://."
    )


def _address(line: str, where: str) -> str:
    try:
        sound = bool(urlsplit(line).hostname) and not any(map(str.isspace, line))
    except ValueError:
        sound = False
    if not sound:
        raise UsageError(f"{where[:300]} is no address: write https://HOST/PATH.")
    return urldefrag(line).url


def _is_page(file: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return file.suffix.lower() in ENDINGS and not hidden and file.is_file()


def _is_web(line: str) -> bool:
    return line.lower().startswith(("http://", "https://"))
