"""Pages of a known site whose mark-up nobody has seen: the general reader's, by name."""

from dataclasses import replace

from crawler.anypage.page import AnyPage
from crawler.items import Article, PrintedTime
from crawler.page import Answered, ArticlePage, Teaser


class SitePage(ArticlePage):
    """
    What the general reader finds, under the identity that the site's own file knows.

    What the site's list prints (title, time, source) is trusted before what a general
    reader takes for it. Where no list tells the source, the reader's find is no
    evidence that another one was printed before.
    """

    def __init__(self, site: str, text: str, answered: Answered) -> None:
        """
        Recognise the page.

        Raises:
            BlockedError, ShellError, MissingPageError: something came in its stead.
            NoArticleError: there is no title, or no text.
            NoExtractorError: the extra `extract` is not installed.
        """
        self.site = site
        self.page = AnyPage(text, answered)

    def article(self, teaser: Teaser | None, channels: tuple[str, ...]) -> Article:
        """The article; its teaser says which one it is."""
        assert teaser is not None
        found = self.page.article(None, channels)
        return replace(
            found,
            site=self.site,
            native_id=teaser.native_id,
            url=teaser.url,
            title=found.title if teaser.title_is_cut else teaser.title or found.title,
            times=_times(teaser.printed, found.times),
            summary=teaser.summary,
            source_raw=teaser.source or found.source_raw,
            unprinted=frozenset() if teaser.source else frozenset({"source"}),
        )


def _times(
    listed: PrintedTime | None, found: tuple[PrintedTime, ...]
) -> tuple[PrintedTime, ...]:
    return (listed, *found) if listed else found
