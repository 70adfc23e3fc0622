"""
Rank lists 热榜 of www.stcn.com: the ten most read of a board (site notes, section c.3).

A row is a title and an address, no time: it is a sighting. What is known already is
not read again, what is not is, however old. A list without times bounds nothing, so
no run claims to have read a board completely by its rank.

SEEN: two rows of kx, 2026-09-28, sanitised. That the other boards have a rank too is
READ OFF others' crawlers.
"""

from typing import Final

from crawler.addresses import Address
from crawler.errors import EmptyListError
from crawler.listed import entry
from crawler.page import Answered, ListPage, Teaser
from crawler.rows import plain, said
from crawler.sites.stcn.address import article_url, native_id_of
from crawler.sites.stcn.envelope import read_envelope, rows_of

RANK = "/article/category-news-rank.html"
_ENDING = "-rank"
RANKED: Final[tuple[str, ...]] = (
    *("kx", "yw", "gs", "company", "fund", "finance"),
    *("comment", "cj", "kcb", "xsb", "zk", "gd"),
)
"""Boards that have one."""


def rank_channel(board: str) -> str:
    """The channel that a board's rank is."""
    return board + _ENDING


def rank_path(channel: str) -> str:
    """Where the rank of that channel's board stands."""
    return f"{RANK}?type={channel.removesuffix(_ENDING)}"


def read_rank(text: str, answered: Answered) -> ListPage:
    """
    The articles of a rank; what else it ranks (videos) is none.

    Raises:
        BusyError, BlockedError, ShellError: there is no answer for us.
        ExtractionError: it is none that we know, or an empty one.
    """
    rows = rows_of(read_envelope(text, answered), answered)
    if not rows:
        raise EmptyListError(answered.url, "data", "the rank is empty")
    found = ((native_id_of(said(row, "url")), plain(said(row, "title"))) for row in rows)
    teasers = tuple(_teaser(native_id, title) for native_id, title in found if native_id)
    return ListPage(teasers=teasers, next_path=None)


def _teaser(native_id: str, title: str) -> Teaser:
    return entry(Address(native_id, article_url(native_id)), title, None)
