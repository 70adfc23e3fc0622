"""Whom a text is about, without a dictionary: by place, code and word endings. Pure."""

import re
from collections.abc import Iterable
from typing import Final

_WORD: Final = r"[\u4e00-\u9fffa-z0-9·]"
_CODE: Final = re.compile(
    r"(?:(?<=\()(?:行情|股票代码|证券代码|代码)?[:\s]*)?"
    r"(?<![\d.])(?:(?P<pre>s[hz]|bj|hk)[.:]?)?(?P<code>\d{6}|0\d{4})"
    r"(?:[.,]\s?(?:sh|sz|bj|ss|hk|of|诊股))?(?!\d|\.\d|[万亿元股%吨人例名家手])"
)
_DIGITS: Final = re.compile(r"\d{5}")
_AFTER: Final = frozenset("),;/、 ")
_MARKED: Final = re.compile(r"\.(?:sh|sz|bj|ss|hk|of)|诊股|行情|代码|^(?:s[hz]|bj|hk)")
_BEFORE_CODE: Final = re.compile(
    rf"(?P<name>\*?{_WORD}{{2,10}})\s*\((?:行情|[^()\d]{{0,6}})?$"
)
_COLON: Final = re.compile(rf"^\s*\??(?P<name>\*?{_WORD}{{2,10}})\s*:")
_VERBS: Final = (
    r"(?:拟|年报|半年报|中报|[一三]季报|业绩|预计|预告|预[增减盈亏]|终止|股东|实控人|控股股东|大股东|董事|监事|高管"
    r"|\d|发布|公告|披露|晚间|晚公告|早间|午间|中标|预中标|收购|签订|签署|获|涉嫌|遭|被|因|回应|称|澄清|子公司|孙公司|净利|净亏"
    r"|去年|今年|上半年|下半年|前三季|第?[一二三四]季度|定增|复牌|停牌|重组|重大|增持|减持|完成|筹划|与|及|将|向|对|在|为|首|新增|累计"
    r"|昨日|今日|明日|日前|近日|此前|股价|涨停|跌停|午后|盘中|开盘|收盘|计划|收到|表示|宣布|正式)"
)
_SUBJECT: Final = re.compile(rf"^\s*(?P<name>\*?[\u4e00-\u9fffa-z·]{{2,8}}?)\s*{_VERBS}")
_SUFFIXED: Final = re.compile(
    r"(?:(?<![\u4e00-\u9fff])|(?<=[与和及向给对由被为在将是系购的东]))[\u4e00-\u9fff]{2,4}?"
    r"(?:股份|集团|科技|银行|证券|药业|控股|电子|实业|生物|医药|能源|地产|置业|环保|重工|汽车|基金|保险|信托"
    r"|资本|时代|传媒|软件|通信|通讯|材料|新材|电气|智能|化工|钢铁|水泥|食品|文化|旅游|航空|期货)"
)
_GENRES: Final = re.compile(
    r"^(?:收评|午评|早评|快讯|早盘|午盘|尾盘|盘中|盘前|盘后|公告|公司|专家|机构|独家|预告|图解|关注|更正|勘误|修正|突发|重磅|最新|上市公司|"
    r"晚间|早间|今日|昨日|明日|媒体|外媒|分析师|数据|调查|评论|观察|深度|解读|原标题|消息|报告|研报|券商|业内|记者|该|其|本|据|近|当|由|鉴)"
)


def codes_in(text: str) -> tuple[tuple[str, ...], str]:
    """The codes of a `plain` text in order, and the text with them blanked."""
    if not _DIGITS.search(text):
        return (), text
    codes: list[str] = []

    def taken(match: re.Match[str]) -> str:
        if not _is_code(match, text):
            return match[0]
        codes.append(match["code"])
        return ""

    bare = _CODE.sub(taken, text)
    return tuple(codes), bare


def _is_code(match: re.Match[str], text: str) -> bool:
    """Six digits alone are a code in brackets only, or with a market's name."""
    if _MARKED.search(match[0]):
        return True
    return (
        text[match.start() - 1 : match.start()] == "(" and text[match.end() :][:1] in _AFTER
    )


def names_before_codes(text: str) -> tuple[str, ...]:
    """The names that stand right before a code: 江丰电子(300666)."""
    found: dict[str, None] = {}
    for match in _CODE.finditer(text):
        name = _BEFORE_CODE.search(text[max(match.start() - 20, 0) : match.start()])
        if name and _is_code(match, text):
            found[name["name"].lstrip("*")] = None
    return tuple(found)


def subject_of(text: str) -> str | None:
    """
    The leading run of a title or text that says whom it is about.

    Before a colon (顾地科技：董事拟减持…), else before the first word of doing
    (元隆雅图年报拟…, 江丰电子11月22日晚间公告称). Genres (收评：) are nobody.
    """
    for pattern in (_COLON, _SUBJECT):
        found = pattern.match(text)
        if found and not _GENRES.match(found["name"]):
            return found["name"].lstrip("*")
    return None


def suffixed_names(text: str) -> frozenset[str]:
    """Names by their last word: 股份, 集团, 银行…; the run before it is a guess."""
    return frozenset(_SUFFIXED.findall(text))


def leading_difference(one: str, other: str) -> tuple[str, str] | None:
    """
    The beginnings of two titles from one template: 四环生物 against 美丽生态.

    None where the titles share less than six last characters, or where one is
    the other with something put in front.
    """
    shared = _shared_tail(one, other)
    ours, theirs = one[: len(one) - shared], other[: len(other) - shared]
    if shared < 6 or not ours or not theirs or max(len(ours), len(theirs)) > 10:
        return None
    if ours[0] == theirs[0] or ours in theirs or theirs in ours:
        return None
    longer = min(shared, 1) if min(len(ours), len(theirs)) == 1 else 0
    return one[: len(ours) + longer], other[: len(theirs) + longer]


def _shared_tail(one: str, other: str) -> int:
    shared = 0
    for ours, theirs in zip(reversed(one), reversed(other), strict=False):
        if ours != theirs:
            break
        shared += 1
    return shared


def is_named(names: Iterable[str], text: str) -> bool:
    """Whether a compact text holds one of the names, or a short form of three."""
    return any(name in text or (len(name) > 3 and name[:3] in text) for name in names)


def strangers(names: Iterable[str], text: str) -> list[str]:
    """The names that a compact text has nowhere."""
    return sorted(name for name in names if name not in text)
