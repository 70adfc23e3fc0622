"""
The time that a page prints for its article, and no other.

It stands in a short line near the title; dates of related links, of events and
of the day on which the page was looked at stand elsewhere, or say what they are.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from crawler.anypage.pieces import Piece, ancestors, names_of
from crawler.dates import BEIJING
from crawler.selecting import text_of

__all__ = [
    "AFTER",
    "BEIJING",
    "FULL",
    "Candidate",
    "elsewhere",
    "is_body_like",
    "near_title",
]

AFTER: Final = 30
"""Pieces behind the title in which its line of credits begins."""
BEFORE: Final = 8
"""Pieces before the title: some sites print the time above it."""
_LONGEST: Final = 90
"""Characters; a longer piece is prose, and its dates are events."""

_CLOCK: Final = (
    r"(?:[01]?\d|2[0-3])\s*[:：时時点點]\s*[0-5]\d"
    r"(?:\s*[:：分]\s*[0-5]\d(?:\s*秒|\.\d+)?|分)?"
)
_ZONE: Final = r"(?:\s*(?:Z\b|[+-]\d{2}:?\d{2}))?"
_DAY: Final = (
    r"(?<![\d.])(?P<y>(?:19|20)\d{2}|\d{2})\s*[-–/.年]\s*"
    r"(?:1[0-2]|0?[1-9])\s*[-–/.月]\s*(?:3[01]|[12]\d|0?[1-9])(?!\d)\s*[日号]?"
)
_WEEKDAY: Final = r"[(（]?(?:星期|周|週)[一二三四五六日天][)）]?"
_GLUE: Final = (
    rf"(?:[\sT|,，·]*(?:{_WEEKDAY})?[\s|]*(?:上午|下午|晚上?|凌晨|早上?|中午)?\s*)"
)
FULL: Final = re.compile(rf"{_DAY}(?:{_GLUE}(?P<clock>{_CLOCK}){_ZONE})?")
"""A day with its year, and its clock where one is printed."""
_PARTIAL: Final = re.compile(
    rf"(?<![\d.])(?:(?:1[0-2]|0?[1-9])[-/月](?:3[01]|[12]\d|0?[1-9])日?\s*{_CLOCK}"
    rf"|(?:今天|今日|昨天|昨日|前天)\s*{_CLOCK}|\d{{1,3}}\s*(?:分钟|小时)(?:之?前)|刚刚)"
)
"""Times that only the day of looking completes."""
_ONLY_CLOCK: Final = re.compile(rf"\s*{_CLOCK}\s*")
_ISSUED: Final = re.compile(
    r"(?:(?:发布|發布|发表|發表|刊登|刊发|发稿|首发|上传|创建|添加|录入|出版)"
    r"(?:时间|時間|日期|于|於|在)?|(?:^|[\s|｜(（【\[])(?:时间|時間|日期)|published)\s*[:：]?\s*$",
    re.IGNORECASE,
)
_CHANGED: Final = re.compile(
    r"(?:更新|修改|编辑|updated)(?:时间|時間|日期|于|於|在)?\s*[:：]?\s*$", re.IGNORECASE
)
_OTHER_EVENT: Final = re.compile(
    r"(?:截[至止]|会议|召开|活动|上市|成立|报名|开始|结束|申购|登记|交易|停牌|复牌"
    r"|到期|开庭|生效|评论|回复|注册|访问|今天是|当前)(?:时间|日期|日|于)?\s*[:：]?\s*$"
)
_CREDITED: Final = re.compile(r"来源|來源|作者|编辑|記者|记者|字号|阅读|浏览|评论|点击")
_PROSE: Final = re.compile(r"[。！？；]|，.{6,}")
_TIMELY: Final = re.compile(r"date|time|pub|info|source|meta|byline|author|来源")
_GLUED: Final = re.compile(r"[\u4e00-\u9fff]$")
_LABEL: Final = 12
"""Characters: a longer piece before a time is no label of it."""
_HEADLINE: Final = 12
"""Characters: a longer link beside a date is a headline, and the date its own."""
_ITEM: Final = 200
"""Characters of an entry in a list, summary and all."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A time on the page, and how sure it is the article's."""

    raw: str
    at: int
    """Index of its piece."""
    rank: int
    """Higher is better."""
    has_clock: bool
    has_year: bool
    labelled: bool


def is_body_like(piece: Piece) -> bool:
    """Whether a piece is a sentence of a text: credits end where it begins."""
    text = piece.text
    if len(text) < 40 or piece.link is not None:
        return False
    return bool(_PROSE.search(text)) and not (FULL.search(text) and len(text) < _LONGEST)


def near_title(pieces: Sequence[Piece], title: int) -> Candidate | None:
    """
    The time in the line of credits; None where none is printed there.

    Args:
        pieces: all texts of the page.
        title: which of them begins the title.
    """
    behind = list(_within(pieces, title + 1, AFTER))
    found = _best(behind)
    if found is not None:
        return found
    above = _window_above(pieces, title)
    return _best([one for one in above if one.has_clock or one.labelled])


def elsewhere(pieces: Sequence[Piece]) -> Candidate | None:
    """A time that says itself that it is the publication's, wherever it stands."""
    found = [one for one in _candidates(pieces, 0, len(pieces)) if one.labelled]
    return max(found, key=lambda one: (one.rank, -one.at), default=None)


def _within(pieces: Sequence[Piece], start: int, most: int) -> Iterator[Candidate]:
    end = min(start + most, len(pieces))
    for index in range(start, end):
        if is_body_like(pieces[index]):
            end = index
            break
    yield from _candidates(pieces, start, end)


def _window_above(pieces: Sequence[Piece], title: int) -> list[Candidate]:
    return list(_candidates(pieces, max(title - BEFORE, 0), title))


def _best(found: Sequence[Candidate]) -> Candidate | None:
    return max(found, key=lambda one: (one.rank, -one.at), default=None)


def _candidates(pieces: Sequence[Piece], start: int, end: int) -> Iterator[Candidate]:
    for index in range(start, end):
        piece = pieces[index]
        if len(piece.text) > _LONGEST or _belongs_to_link(piece):
            continue
        yield from _in_piece(pieces, index)


def _in_piece(pieces: Sequence[Piece], index: int) -> Iterator[Candidate]:
    text = pieces[index].text
    before = pieces[index - 1].text if index else ""
    before = before if len(before) <= _LABEL else ""
    for match in FULL.finditer(text):
        label = text[: match.start()] or before
        raw, clock = match[0].strip(), match["clock"]
        following = pieces[index + 1].text if index + 1 < len(pieces) else ""
        if not clock and match.end() == len(text) and _ONLY_CLOCK.fullmatch(following):
            raw, clock = f"{raw} {following.strip()}", following
        one = _judged(raw, index, label, text, bool(clock))
        if one and (len(match["y"]) == 4 or one.labelled or _timely(pieces[index])):
            yield one
    partial = _PARTIAL.search(text) if len(text) < 40 and not FULL.search(text) else None
    if partial:
        label = text[: partial.start()] or before
        one = _judged(partial[0].strip(), index, label, text, clock=True)
        if one:
            yield replace(one, rank=one.rank - 2, has_year=False)


def _judged(raw: str, index: int, label: str, text: str, clock: bool) -> Candidate | None:
    """How likely a time is the article's; None where it says that it is not."""
    if _OTHER_EVENT.search(label):
        return None
    issued, changed = bool(_ISSUED.search(label)), bool(_CHANGED.search(label))
    rest = text.replace(raw, "")
    if not issued and not changed and not _CREDITED.search(text):
        if _PROSE.search(rest) or len(rest) > 40:
            return None
        if _GLUED.search(text[: text.find(raw)]) and not clock:
            return None  # 截至 and its kin; a headline of something else
    rank = (4 if issued else 0) + (3 if clock else 0) - (2 if changed else 0)
    return Candidate(
        raw=raw, at=index, rank=rank, has_clock=clock, has_year=True, labelled=issued
    )


def _timely(piece: Piece) -> bool:
    return bool(_TIMELY.search(names_of(piece.element) + names_of(piece.block)))


def _belongs_to_link(piece: Piece) -> bool:
    """Whether a date stands in an entry of a list: beside, or in, a headline."""
    if piece.link is not None:
        return len(text_of(piece.link)) > 30
    for element in ancestors(piece.element):
        if len(text_of(element)) > _ITEM:
            return False  # no entry, but all that is around it
        if element.tag in ("li", "dd", "dt") or element is piece.block:
            return any(len(text_of(link)) > _HEADLINE for link in element.iter("a"))
    return False
