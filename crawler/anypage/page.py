"""The page object of a site that no site file knows."""

import hashlib

from crawler.anypage.hosts import site_of_host
from crawler.anypage.pieces import likeness
from crawler.anypage.reading import read_any
from crawler.anypage.second_opinion import bare_text
from crawler.items import Article, Kind, PrintedTime
from crawler.page import Answered, ArticlePage, Teaser
from crawler.posts import site_of


class AnyPage(ArticlePage):
    """Answers what a page of an unknown site prints; knows no network and no clock."""

    def __init__(self, text: str, answered: Answered, *, dated: bool = True) -> None:
        """
        Recognise the page.

        Args:
            text: its mark-up.
            answered: how it came; an empty `url` where nobody knows it.
            dated: `answered.reference` is when it was sent.

        Raises:
            BlockedError, ShellError, MissingPageError: something came in its stead.
            NoArticleError: there is no title, or no text.
        """
        self.answered = answered
        self.found = read_any(text, answered.url, dated=dated)

    def site(self) -> str:
        """By the host; where there is no address by the name that the page gives."""
        if self.answered.url:
            return site_of_host(self.answered.url)
        return site_of(next(iter(self.found.declared.site_names), ""))

    def native_id(self) -> str | None:
        """None where the address is the identity; else a digest of title and text."""
        if self.answered.url:
            return None
        told = f"{likeness(self.found.title)}\n{likeness(bare_text(self.found.html))}"
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def article(self, teaser: Teaser | None, channels: tuple[str, ...]) -> Article:
        """The article; what a list said of its time is further evidence."""
        found, answered = self.found, self.answered
        times = [
            PrintedTime(raw=raw, where=where, reference=answered.reference)
            for raw, where in found.times
        ]
        if teaser and teaser.printed:
            times.append(teaser.printed)
        return Article(
            site=self.site(),
            native_id=self.native_id(),
            url=answered.url or None,
            kind=Kind.ARTICLE,
            channels=channels,
            title=found.title,
            html=found.html,
            times=tuple(times),
            fetched_at=answered.received,
            origin=answered.url,
            source_raw=found.source_raw,
            publisher=found.declared.publisher,
            author_raw=found.author_raw,
            editor_raw=found.editor_raw,
            raw=answered.raw,
        )
