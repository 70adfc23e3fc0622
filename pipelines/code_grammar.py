"""
How securities' codes are printed: bracket, suffix, prefix, label.

Finds the numbers that are printed as codes are and says what stands around
them; whether such a number is a listed security is decided in `symbols`.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from pipelines.exchanges import MARKET, stated_exchange
from pipelines.stock_names import fold

_CANDIDATE: Final = re.compile(r"[0-9][0-9][0-9][0-9](?:[0-9][0-9]?(?![0-9])|(?=\.HK))")
"""
The one pass over the text: five or six digits, or Hong Kong's four before the
suffix. Five classes written out are twice as fast as `{5,6}` in CPython 3.11.
"""
_BARE: Final = frozenset("(（ ，,、")
_DOTS: Final = frozenset(".．")
_WIDE: Final = "０１２３４５６７８９ＳＨＫ"
_NEAR: Final = frozenset(
    "(（:： \u3000\xa0码号为是、/／;；,，情股市所港沪深及和|HhZzJjKkSsEeGg"
)
"""What a code follows when no suffix proves it: other numbers are skipped at once."""

_WINDOW: Final = 48
_SEP: Final = r"[、/／;；,，\s和及|]"
_ASIDE: Final = r"(?:[(（][^()（）]{1,5}[)）])?"
_PIECE: Final = (
    r"(?:行情|[沪深港]市?|港股|[ABH]股|[上深北港]交所|联交所)?"
    rf"(?:(?:证券|股票|公司|股份|上市|交易)?代[码号])?{_ASIDE}(?:为|是)?\s?[:：.]?\s?"
    rf"(?:{MARKET}\s?[.:：]?\s?)?"
    rf"(?:\d{{5,6}}|\d{{4}}(?=\.HK)|(?<=/)\d{{1,4}})(?:\s?[.．,，\s]\s?{MARKET})?"
)
_CODES: Final = re.compile(
    rf"\s?{_PIECE}(?:{_SEP}+(?:{_PIECE}|行情|诊股|股吧))*\s?", re.IGNORECASE
)
"""All that a bracket of codes may hold."""
_MACHINE: Final = re.compile(r"行情\d|[,，](?:诊股|股吧)|港股\d")
"""
`行情600519,诊股`, `600519,股吧` and `港股00700` are links to quotations that
sina.com.cn and hexun.com put after a name by machine, at times inside a word.
"""

_SUFFIX: Final = re.compile(rf"[.．]\s?({MARKET})(?![A-Za-z0-9])", re.IGNORECASE)
_BRACKET_SUFFIX: Final = re.compile(
    rf"\s?[.．,，\s]\s?({MARKET})(?![A-Za-z0-9.:：])", re.IGNORECASE
)
_FOREIGN: Final = re.compile(r"\.[A-Za-z]{1,4}(?![A-Za-z0-9])")
"""Other markets: `000660.KS` is Seoul's, `430719.OC` is not listed anywhere."""
_PREFIX: Final = re.compile(rf"(?<![A-Za-z0-9])({MARKET})[.:：]?$", re.IGNORECASE)
_BRACKET_WORD: Final = re.compile(
    r"([沪深]市?|港股?|H股|[上深北港]交所|联交所)(?:代[码号])?\s?[:：]?\s?$"
)
_LABEL: Final = re.compile(
    r"(?P<word>(?:证券|股票|公司|上市|[ABH]股|港股)代[码号]|股份代号|(?:^|(?<=[(（,，;；\s、]))代码)"
    rf"{_ASIDE}\s?(?:为|是)?\s?[:：]?\s?(?:\d{{5,6}}(?:\.[A-Za-z]{{2,4}})?{_SEP}+)*$"
)
"""
股票代码：…, 证券代码（A/H）：…; 股份代号 is Hong Kong's word. 申购代码, 投票代码,
债券代码 and 基金代码 number other things.
"""
_SHORT_NAME: Final = re.compile(
    rf"简称{_ASIDE}\s?[:：为]?\s?[“\"]?([^\s,，;；:：、“”\"()（）]{{2,8}})[”\"]?[,，;；、\s]"
)


class Place(NamedTuple):
    """A number that is printed as a code is, and what stands around it."""

    code: str
    exchange: str | None
    """The exchange written right beside it."""
    label: str | None
    """The word that calls it a code: 股票代码, 股份代号, ..."""
    bracket: str | None
    """The whole bracket, where it holds nothing but codes."""
    outside: str
    """What stands before the bracket."""
    short_name: str | None
    """The name stated as 证券简称."""
    text: str

    @property
    def by_machine(self) -> bool:
        """Whether a machine put the code there."""
        return bool(self.bracket and _MACHINE.search(self.bracket))


def candidates(text: str) -> Iterator[Place]:
    """Every number of the text that is printed as a code is."""
    if any(map(text.__contains__, _WIDE)):
        text = fold(text)
    for match in _CANDIDATE.finditer(text):
        start, end = match.span()
        near = text[start - 1] if start else " "
        if near in _NEAR or (text[end : end + 1] in _DOTS and not near.isdigit()):
            place = _examined(text, start, end)
            if place is not None:
                yield place


def _examined(text: str, start: int, end: int) -> Place | None:
    """What stands around a number; None if it is not printed as a code is."""
    before = text[max(0, start - _WINDOW) : start].rpartition("\n")[2]
    after = text[end : end + _WINDOW].partition("\n")[0]
    opened = max(before.rfind("("), before.rfind("（"))
    bracket = (
        _bracket(before[opened + 1 :], text[start:end], after) if opened >= 0 else None
    )
    exchange = _beside(before, after, in_bracket=bracket is not None)
    label = _LABEL.search(before) if "代" in before else None
    if exchange is None and ((bracket is None and label is None) or _FOREIGN.match(after)):
        return None
    short = _SHORT_NAME.search(before) if "简称" in before else None
    return Place(
        code=text[start:end],
        exchange=exchange,
        label=label["word"] if label else None,
        bracket=bracket,
        outside=before[: opened if bracket or _open(before, opened) else 0],
        short_name=short[1] if short else None,
        text=text,
    )


def _open(before: str, opened: int) -> bool:
    """Whether the last bracket before the number is still open there."""
    return opened >= 0 and not re.search(r"[)）]", before[opened:])


def _bracket(inside: str, code: str, after: str) -> str | None:
    """The content of the bracket around the number if it is nothing but codes."""
    if not inside and after.startswith((")", "）")):
        return code
    closed = re.search(r"[)）]", after)
    whole = inside + code + after[: closed.start()] if closed else ""
    return whole if whole and _CODES.fullmatch(whole) else None


def _beside(before: str, after: str, *, in_bracket: bool) -> str | None:
    """The exchange written right beside the number, after it or before it."""
    found = (_BRACKET_SUFFIX if in_bracket else _SUFFIX).match(after)
    if found is None and before[-1:] not in _BARE:
        found = _PREFIX.search(before[-6:])
    if found is None and in_bracket:
        found = _BRACKET_WORD.search(before[-10:])
    return stated_exchange(found[1]) if found else None
