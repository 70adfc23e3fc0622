"""Pages of a known site whose mark-up nobody has seen: the general reader's, by name."""

from dataclasses import replace
from difflib import SequenceMatcher
from typing import Final

from crawler.anypage.errors import NoArticleError
from crawler.anypage.page import AnyPage
from crawler.anypage.pieces import likeness
from crawler.items import Article, PrintedTime
from crawler.page import Answered, ArticlePage, Teaser
from crawler.selecting import parse_html, text_of
from crawler.shells import refuse_cut

_ALIKE: Final = 0.5
"""So much of two headlines is the same where one is the other's later wording."""


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
            TruncatedError: it is cut off.
            NoArticleError: there is no title, no text, or no time: a general reader
                finds a title and a text on any page, and articles of a known site
                have their time printed.
            NoExtractorError: the extra `extract` is not installed.
        """
        self.site, self.text = site, text
        try:
            self.page = AnyPage(text, answered)
        except NoArticleError:
            refuse_cut(text, answered.url, "body")
            raise
        refuse_cut(text, answered.url, "body")
        if not self.page.found.times:
            raise NoArticleError(answered.url, "published", "it prints no time")

    def article(self, teaser: Teaser | None, channels: tuple[str, ...]) -> Article:
        """
        The article; its teaser says which one it is.

        Raises:
            NoArticleError: the page is called otherwise than the list says, and
                nowhere prints what the list says.
        """
        assert teaser is not None
        found = self.page.article(None, channels)
        self._check_title(teaser, found.title)
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

    def _check_title(self, teaser: Teaser, title: str) -> None:
        """A headline may be edited after it was listed; another one is another page."""
        listed, here = likeness(teaser.title), likeness(title)
        if not listed or SequenceMatcher(None, listed, here).ratio() >= _ALIKE:
            return
        if listed not in likeness(text_of(parse_html(self.text))):
            problem = f"the list calls it {teaser.title}, the page {title}"
            raise NoArticleError(self.page.answered.url, "title", problem)


def _times(
    listed: PrintedTime | None, found: tuple[PrintedTime, ...]
) -> tuple[PrintedTime, ...]:
    return (listed, *found) if listed else found
