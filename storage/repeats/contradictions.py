"""Why two texts that look alike tell different stories, whatever the overlap. Pure."""

import re
from datetime import date
from typing import Final

from storage.repeats import figures, moments
from storage.repeats.facts import Difference, difference
from storage.repeats.names import is_named, leading_difference, strangers
from storage.repeats.overlap import Overlap
from storage.repeats.pieces import Piece

Reasons = dict[str, list[str]]

_DEICTIC: Final = re.compile(
    r"今[日天早晨晚]|昨[日天晚]|明[日天]|午间|早盘|午后|尾盘|盘中|开盘|收盘|截至发稿|截至目前|[周本][一二三四五六日周]|当[日前]"
)
_COPY: Final = 0.85
_LONG: Final = 500
"""From here on a copy may have got a tail of its own."""
_SHORT: Final = 150
_TINY: Final = 40


def contradictions(one: Piece, other: Piece, found: Overlap) -> Reasons:
    """
    What the pieces say against each other, by role; empty where they may be one story.

    The contract: a different company, code, amount, percentage or date means a
    different story, whatever the overlap.
    """
    is_copy = min(found.cover_short, found.cover_long) >= _COPY
    between = difference(one.facts, other.facts, is_copy=is_copy)
    reasons = between.clashes(in_place=is_copy and one.length >= _LONG)
    for role, told in title_difference(one, other).clashes().items():
        reasons.setdefault(f"title {role}", told)
    for name, told in (
        ("subject", subjects_apart(one, other)),
        ("swapped", _swapped(one, other, found)),
        ("turned", _turned(found) if is_copy else []),
        ("name", _other_names(one, other) if is_copy else []),
        ("other day", _other_day(one, other)),
    ):
        if told:
            reasons[name] = told
    return reasons


def title_difference(one: Piece, other: Piece) -> Difference:
    """What each title says that is nowhere in the other piece, title or body."""
    ours, theirs = one.title_facts, other.title_facts
    return Difference(
        figures=(
            figures.unmatched(ours.figures, _all_figures(other)),
            figures.unmatched(theirs.figures, _all_figures(one)),
        ),
        moments=(
            moments.unmatched(ours.moments, other.facts.moments | theirs.moments),
            moments.unmatched(theirs.moments, one.facts.moments | ours.moments),
        ),
        codes=(
            frozenset(ours.codes).difference(other.facts.codes, theirs.codes),
            frozenset(theirs.codes).difference(one.facts.codes, ours.codes),
        ),
        opposed=figures.opposed(ours.directions, theirs.directions),
    )


def _all_figures(piece: Piece) -> tuple[figures.Printed, ...]:
    return piece.facts.figures + piece.title_facts.figures


def subjects_apart(one: Piece, other: Piece) -> list[str]:
    """
    Two subjects of which neither is so much as named in the other's piece.

    A title may name another party of the same story (国安投资 for 中葡股份), but
    then the text names both.
    """
    ours, theirs = _names_of(one), _names_of(other)
    if ours and theirs and not (is_named(ours, other.text) or is_named(theirs, one.text)):
        return [*ours, *theirs]
    leading = leading_difference(one.reduced.title, other.reduced.title)
    if leading and leading[0] not in other.text and leading[1] not in one.text:
        return list(leading)
    return []


def _names_of(piece: Piece) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*piece.title_facts.subjects, *piece.facts.subjects)))


def _swapped(one: Piece, other: Piece, found: Overlap) -> list[str]:
    """
    A run that stands for another one in both titles, or throughout short texts.

    So swaps a template its party, its place or its product. An editor who
    rewords changes a word once, or one of those that report (认为, 指出).
    """
    is_short = max(one.length, other.length) < _LONG
    for ours, theirs in found.changes:
        if not (2 <= len(ours) <= 10 and 2 <= len(theirs) <= 10):
            continue
        if max(len(_EDITORIAL.sub("", run)) for run in (ours, theirs)) < 2:
            continue
        if ours in other.text or theirs in one.text:
            continue
        titled = ours in one.reduced.title and theirs in other.reduced.title
        repeated = one.reduced.body.count(ours) > 1 and other.reduced.body.count(theirs) > 1
        if titled or (is_short and repeated):
            return [ours, theirs]
    return []


def _other_names(one: Piece, other: Piece) -> list[str]:
    """
    Names by their last word that each of two short copies has for itself.

    Where a name begins is a guess, and a typing error or another verb makes a new
    one of it; so it counts only where both copies have it twice or in the title.
    """
    if max(one.length, other.length) >= _LONG:
        return []
    ours = [
        name for name in strangers(one.facts.names, other.text) if _is_weighty(name, one)
    ]
    theirs = [
        name for name in strangers(other.facts.names, one.text) if _is_weighty(name, other)
    ]
    return ours + theirs if ours and theirs else []


def _is_weighty(name: str, piece: Piece) -> bool:
    return piece.text.count(name) > 1


_EDITORIAL: Final = re.compile(
    r"认为|指出|表示|称|告诉|介绍|透露|公告|披露|发布|近日|日前|记者|公司|股东|截至|目前|同比|[网社报台讯]"
)
_RISE: Final = re.compile(r"[增涨升盈买]|提高|扩大|通过|同意|批准|入选|上调|加息|利好|流入")
_FALL: Final = re.compile(r"[减跌降亏卖]|下滑|收窄|缩|否决|拒绝|驳回|落选|下调|利空|流出")
_NOT: Final = re.compile(r"[未不无非]|没有|尚未|并未|不再|否认|不会")


def _turned(found: Overlap) -> list[str]:
    """A word for its opposite, or a 不 or 未 put in: 保持增长 against 保持下降."""
    for ours, theirs in found.changes:
        rises = [
            bool(_RISE.search(side)) - bool(_FALL.search(side)) for side in (ours, theirs)
        ]
        if rises[0] * rises[1] < 0 and max(len(ours), len(theirs)) <= 6:
            return [ours, theirs]
        if (not ours and _NOT.fullmatch(theirs)) or (not theirs and _NOT.fullmatch(ours)):
            return [ours, theirs]
    return []


def _other_day(one: Piece, other: Piece) -> list[str]:
    """
    Short texts without a date in common that belong to different days.

    央行今日开展20亿元逆回购操作 stands in the wires day after day, word for word;
    预中标 becomes 中标 ten days later. A long report has more to tell it by and
    may be reprinted the next morning.
    """
    length = max(one.length, other.length)
    if length > _SHORT or one.facts.days & other.facts.days:
        return []
    if one.day is None or other.day is None or one.day == other.day:
        return []
    deictic = _DEICTIC.search(one.text) and _DEICTIC.search(other.text)
    is_late = abs(one.day - other.day) > 3 and one.reduced.body != other.reduced.body
    if not (deictic or is_late or length <= _TINY):
        return []
    return [str(date.fromordinal(day)) for day in (one.day, other.day)]
