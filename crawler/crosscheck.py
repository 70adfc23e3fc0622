"""Comparing what a list said of an article with what its page says. Pure."""

from crawler.dates import Precision, read_time
from crawler.items import Article
from crawler.page import Teaser


def differences(teaser: Teaser, article: Article) -> tuple[str, ...]:
    """
    Where list and page disagree: `title`, `minute`, or both; the page is right.

    Both may honestly differ when an article is edited between the two
    requests; many of them at once mean that one of the readers is wrong.
    """
    found = []
    if not _same_title(teaser, article.title):
        found.append("title")
    if not _same_minute(teaser, article):
        found.append("minute")
    return tuple(found)


def _same_title(teaser: Teaser, title: str) -> bool:
    listed = visible(teaser.title)
    if not listed:
        return True  # an entry without a title claims nothing
    if teaser.title_is_cut:
        return visible(title).startswith(listed.rstrip(".…"))
    return listed == visible(title)


def visible(title: str) -> str:
    """Letters and signs alone: lists add white space and invisible characters."""
    return "".join(c for c in title if c.isprintable() and not c.isspace())


def _same_minute(teaser: Teaser, article: Article) -> bool:
    listed = teaser.published
    if listed is None or listed.instant is None or not article.times:
        return True
    printed = article.times[0]
    read = read_time(printed.raw, printed.reference)
    if read.instant is None or Precision.DAY in (read.precision, listed.precision):
        return True
    return read.instant.timestamp() // 60 == listed.instant.timestamp() // 60
