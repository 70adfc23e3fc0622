"""Comparing what a list and an address say of an article with what its page says. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta

from crawler.dates import BEIJING, Precision, read_time
from crawler.items import Article, PrintedTime
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


def strays(article: Article) -> bool:
    """
    Whether the day in an article's address is more than one off its printed time.

    The printed time is right. A piece that is written before midnight and published
    after it may well be one day off; a page under another one's address is further.
    """
    in_url = [printed for printed in article.times if printed.where == "url"]
    if not in_url:
        return False
    others = [printed for printed in article.times if printed.where != "url"]
    named, told = _first_day(in_url), _first_day(others)
    return named is not None and told is not None and abs(named - told) > timedelta(days=1)


def _first_day(times: Iterable[PrintedTime]) -> date | None:
    """The Beijing day of the first of some times that can be read."""
    readings = (read_time(one.raw, one.reference).instant for one in times)
    instant = next((one for one in readings if one is not None), None)
    return instant.astimezone(BEIJING).date() if instant else None


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
