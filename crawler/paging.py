"""Articles that go on over several pages: joined, or not read at all. Pure."""

from dataclasses import dataclass, replace

from crawler.errors import ExtractionError, IncompleteError
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


def refuse_other_page(url: str, asked: int | None, may_be: frozenset[int]) -> None:
    """
    A page that says which one it is must be the one that was asked for.

    Args:
        url: for messages.
        asked: the number in its address; None where that names none.
        may_be: what the page says of itself; empty if it says nothing.

    Raises:
        IncompleteError: the first was asked for, and it is a later one.
        ExtractionError: it is another one.
    """
    if asked is None or not may_be or asked in may_be:
        return
    got = min(may_be)
    if asked == 1:
        problem = f"it is page {got} of its article, and not the first"
        raise IncompleteError(url, "body", problem)
    raise ExtractionError(url, "body", f"asked for page {asked}, got page {got}")
