"""The name that stands before a code, and whether it can be a company's."""

import re
from typing import Final

from pipelines.wordlist import words

_WIDTHS: Final = {
    **{wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)},
    0x3000: 0x20,
    0xA0: 0x20,
}

_RUN: Final = re.compile(r"[A-Za-z*＊&·\-\u4e00-\u9fff]+")
_IDEOGRAPH: Final = re.compile(r"[\u4e00-\u9fff]")
_CHAINED: Final = re.compile(r"[(（][^()（）]*\d{4,6}[^()（）]*[)）]$")
_QUOTED: Final = re.compile(r"[“\"「『‘《]([^“”\"「」『』‘’《》]{2,12})[”\"」』’》]$")
_LEADING: Final = re.compile(r"^(?:[与及]|[ABH美港]股(?=.{2}))+")
_DATE_TAIL: Final = re.compile(
    r"[年月日号时点分]+(?:讯|电|消息|早间|午间|晚间|上午|下午|早|午|晚)*(?P<name>.{2,})$"
)

_CUT: Final = re.compile(
    r".*(?:其中|此外|以及|包括|例如|比如|据悉|获悉|消息|显示|公告|股东|公司|企业|旗下|龙头|巨头"
    r"|个股|分别为|持有|收购|出售|买入|卖出|增持|减持|成为|对于|关于|针对|来自|作为|截至|如果"
    r"|今日|昨日|近日|日前|当日|晚间|早间|午间|早盘|午后|收盘|开盘|注意到|涨停|跌停"
    r"|[与及由对在从将被给讯据自])(?P<name>.{2,})$"
)
"""
Where a clause ends and a name begins, e.g. 参股企业|亚普股份, 晚间|天能重工.
Characters that real names hold (和 的 向 中 电 日) are left out on purpose.
"""

_GENERIC: Final = words(
    """
    该股 代码 简称 公告 消息 股份 集团 科技 控股 银行 证券 标的 客户 产品 发行人 股票 个股
    港股 A股 B股 H股 我们 上述 其他
    """
)
_GENERIC_ENDINGS: Final = ("公司", "企业", "股东", "机构", "标的", "代码", "股票")
_REAL_COMPANIES: Final = frozenset({"九号公司"})
"""The one short name that ends in 公司 (689009)."""

_NO_SHARE: Final = (
    *(
        "指数",
        "综指",
        "成指",
        "板指",
        "沪指",
        "混合",
        "债券",
        "货币",
        "联接",
        "转债",
        "基金",
    ),
    *("理财", "组合", "ETF", "LOF", "FOF", "QDII", "REIT", "REITs", "邮编", "邮政编码"),
    *("电话", "热线", "传真", "编号", "文号", "批号", "货号", "备案号", "证书", "分机"),
)
_INDEX_FAMILIES: Final = ("沪深", "上证", "中证", "深证", "国证", "科创", "创业板", "北证")
_FIGURE: Final = re.compile(r"\d[%‰元万亿倍人件个只股张份家户]{0,3}$")


def fold(text: str) -> str:
    """Full-width letters, digits, punctuation and spaces as half-width ones."""
    return text.translate(_WIDTHS)


def cannot_be_share(before: str) -> bool:
    """
    Whether the words before a bare code name an index, a fund or a figure.

    Six digits of indices and open-end funds run through the same numbers as
    shares do: 000300 and 000688 are indices, 000001 is also a fund.
    """
    tail = before[-16:].rstrip(" :：")
    core = tail.rstrip("0123456789")
    if core != tail and core.endswith(_INDEX_FAMILIES):
        return True
    core = core.removesuffix("类")
    if core.endswith(_NO_SHARE) or (
        core[:-1].endswith(_NO_SHARE) and core[-1:] in "ABCDEHI"
    ):
        return True
    return bool(_FIGURE.search(tail))


def name_before(before: str, longest: int = 4) -> str | None:
    """
    The name right before a bracket, None when it is not evident.

    The run of letters and characters back to the nearest boundary, less a
    leading clause. `longest` counts Chinese characters: the exchanges' short
    names have at most four, Hong Kong's more. A run that a figure touches is
    no name, because the figure may belong to it (360, 51信用卡).
    """
    before = before[-40:].removesuffix(" ")
    if before.endswith((")", "）")):
        before = _CHAINED.sub("", before).removesuffix(" ")
    elif quoted := _QUOTED.search(before[-14:]):
        return _proper(quoted[1], 8)
    run = _RUN.match(before[::-1])
    if run is None:
        return None
    name = _LEADING.sub("", run[0][::-1].replace("＊", "*"))
    if before[: -run.end()][-1:].isdigit():
        dated = _DATE_TAIL.match(name)
        if dated is None:
            return None
        name = dated["name"]
    return _proper(_without_clause(name, longest), longest)


def _without_clause(run: str, longest: int) -> str:
    """The run itself, or what follows its last cutting word if it is too long."""
    if len(run) <= longest or len(_IDEOGRAPH.findall(run)) <= longest:
        return run
    cut = _CUT.match(run[-20:])
    return cut["name"] if cut else run


def _proper(name: str, longest: int) -> str | None:
    """The name if it is of a name's length and says more than 公司."""
    name = name.strip("-·&")
    if not 2 <= len(name) <= 8 or len(_IDEOGRAPH.findall(name)) > longest:
        return None
    if name in _REAL_COMPANIES:
        return name
    if name in _GENERIC or name.endswith(_GENERIC_ENDINGS):
        return None
    return name
