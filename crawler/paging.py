"""Articles that go on over several pages: joined, or not read at all. Pure."""

from dataclasses import dataclass, replace

from crawler.errors import ExtractionError
from crawler.items import Article

MOST = 60
"""Pages that an article has at most: more is a list that was taken for one."""


@dataclass(frozen=True, slots=True)
class Begun:
    """An article of which some pages are read."""

    article: Article
    """With the mark-up of these pages, one after the other."""
    ahead: tuple[str, ...]
    """Addresses of those that are to come, the next one first."""
    seen: frozenset[str]


def read_on(begun: Begun | None, page: Article, more: tuple[str, ...]) -> Begun:
    """
    Take one page in: the first one, or the next one of what has begun.

    Args:
        begun: what was read before this page; its `ahead` begins with this page.
        page: what this page says.
        more: addresses that it names as further pages of the same article.

    Raises:
        ExtractionError: it goes on and on.
    """
    if begun is None:
        seen = frozenset({page.url or ""})
        article, ahead = page, tuple[str, ...]()
    else:
        seen, ahead = begun.seen, begun.ahead[1:]
        article = replace(begun.article, html=f"{begun.article.html}\n{page.html}")
    new = tuple(dict.fromkeys(url for url in more if url not in seen))
    seen |= frozenset(new)
    if len(seen) > MOST:
        raise ExtractionError(page.origin, "body", f"it has more than {MOST} pages")
    return Begun(article, (*ahead, *new), seen)
