"""
The site's other doors: its app's gateway, e公司, and the rank lists.

Channels beside the boards, asked for by name (`-a channels=kx-ewap`) or with `all`;
none is among the main ones. How each reads is said in its own module. Pure.
"""

from collections.abc import Callable
from typing import Final

from crawler.page import Answered, ListPage
from crawler.sites.stcn.channels import CHANNELS
from crawler.sites.stcn.egs import EGS, egs_path, read_egs
from crawler.sites.stcn.gateway import GATEWAY, gateway_path, read_gateway
from crawler.sites.stcn.ranks import RANK, RANKED, rank_channel, rank_path, read_rank

DOORS: Final[dict[str, str]] = {
    "kx-ewap": "快讯·网关",
    "egs": "e公司",
    **{rank_channel(board): f"{CHANNELS[board]}·热榜" for board in RANKED},
}
"""Id to name. Ids are kept in `article_channel`: they never change."""

DOOR_FLOORS: Final[dict[str, int]] = {"kx-ewap": 10, "egs": 5}
"""A first page of either has up to twenty entries; a rank is one page, and all of it."""

_Reader = Callable[[str, Answered], ListPage]


def door_path(channel: str) -> str | None:
    """Where the list of a door begins; None if the channel is none."""
    if channel == "kx-ewap":
        return gateway_path()
    if channel == "egs":
        return egs_path()
    return rank_path(channel) if channel in DOORS else None


def door_reader(url: str) -> _Reader | None:
    """Who reads the answer at an address; None if it is that of no door."""
    for part, reader in ((GATEWAY, read_gateway), (EGS, read_egs), (RANK, read_rank)):
        if part in url:
            return reader
    return None
