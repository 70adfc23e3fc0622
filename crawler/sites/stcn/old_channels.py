"""
The lists of the site's sub-sites until September 2022, and today's channels for them.

Names and places of 2018 to 2020 from the menus of a page of 26 September 2019, those
of 2020 to 2022 read off others' code (site notes, sections e.3 and e.4). Nothing is
crawled there any more: they are read where an archived copy turns up.
"""

import re
from typing import Final
from urllib.parse import urlsplit

from crawler.addresses import domain_of, is_within
from crawler.sites.stcn.address import LIVE

OLD_CHANNELS: Final[dict[str, str]] = {
    "guonei": "国内",
    "xwhw": "海外",
    "sdbd": "深度",
    "sbgc": "时报观察",
    "renwu": "人物",
    "sbdt": "时报动态",
    "dapan": "大盘",
    "bankuai": "板块",
    "xingu": "新股",
    "zhuli": "主力",
    "jqrxw": "机器人新闻",
    "kxgs": "公司快讯",
    "yb": "研报",
    "ss": "时事",
    "egs": "e公司",
    "kxcj": "财经快讯",
    "yq": "舆情",
}
"""Id to name of those that today's site has none for; ids are the old directories."""

OLD_LISTS: Final[dict[str, str]] = {
    "news": "yw",
    "news/news": "yw",
    "news/roll": "gd",
    "news/xwpl": "comment",
    "news/xwct": "ct",
    **{f"news/{name}": name for name in ("guonei", "xwhw", "sdbd", "sbgc")},
    **{f"news/{name}": name for name in ("renwu", "sbdt")},
    "stock": "gs",
    "stock/djjd": "djjd",
    **{f"stock/{name}": name for name in ("dapan", "bankuai", "xingu", "zhuli")},
    "company": "company",
    "company/gsdt": "gsdt",
    "company/gsxw": "gsxw",
    "finance": "finance",
    "kcb": "kcb",
    "kcb/news": "kcb",
    "data": "data",
    "data/djsj": "djsj",
    "data/jqrxw": "jqrxw",
    "data/kandianshuju": "kd",
    "data/zijinliuxiang": "zj",
    "kuaixun": "kx",
    "kuaixun/kuaixun": "kx",
    "kuaixun/list/kxgs": "kxgs",
    "kuaixun/list/kxyb": "yb",
    "kuaixun/company/internal": "kxgs",
    "kuaixun/egs": "egs",
    "kuaixun/yb": "yb",
    "kuaixun/ss": "ss",
    "kuaixun/cj": "kxcj",  # `cj` is 产经 today
    "yq": "yq",
    **{f"yq/{name}": "yq" for name in ("yqjj", "yqsl", "zxdt", "ssgsyqb")},
    "space": "zl",
    "space/tg": "zl",
    "www/xw": "yw",
    "www/gd": "gd",
    "www/sd": "sdbd",
    "www/pl": "comment",
    "www/kuaixun": "kx",
}
"""Sub-site and directory, to the channel."""
_PAGE: Final = re.compile(r"/(?:index(?:_\d+)?|\d+)?(?:\.s?html)?$|(?:_\d+)?\.s?html$")


def old_channel_of(url: str) -> str | None:
    """
    Whose list stands at an address of the old site, whichever of its pages.

    `http://kuaixun.stcn.com/list/kxyb_3.shtml` is of `yb`; None for all that is no
    list of the old site.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if not is_within(url, domain_of(LIVE)):
        return None
    return OLD_LISTS.get(host.partition(".")[0] + _PAGE.sub("", parts.path))
