"""Why two texts that look alike tell different stories, whatever the overlap. Pure."""

import re
from datetime import date
from typing import Final

from storage.repeats import figures, moments
from storage.repeats.facts import Difference, difference
from storage.repeats.names import is_named, leading_difference
from storage.repeats.overlap import Overlap
from storage.repeats.pieces import Piece

Reasons = dict[str, list[str]]

_DEICTIC: Final = re.compile(
    r"今[日天早晨晚]|昨[日天晚]|明[日天]|午间|早盘|午后|尾盘|盘中|开盘|收盘|截至发稿|截至目前|[周本][一二三四五六日周]|当[日前]"
)
_LONG: Final = 500
_SHORT: Final = 150
_TINY: Final = 40


def contradictions(one: Piece, other: Piece, found: Overlap) -> Reasons:
    """
    What the pieces say against each other, by role; empty where they may be one story.

    The contract: a different company, code, amount, percentage or date means a
    different story, whatever the overlap.
    """
    reasons = difference(one.facts, other.facts).clashes(in_place=_is_long_copy(one, found))
    for role, told in title_difference(one, other).clashes().items():
        reasons.setdefault(f"title {role}", told)
    for name, told in (
        ("subject", _subjects(one, other)),
        ("swapped", _swapped(one, other, found)),
        ("other day", _other_day(one, other)),
    ):
        if told:
            reasons[name] = told
    return reasons


def _is_long_copy(short: Piece, found: Overlap) -> bool:
    """Whether a report is long and the same enough for a tail of its own."""
    return short.length >= _LONG and min(found.cover_short, found.cover_long) >= 0.85


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
        opposed=figures.opposed(ours.figures, theirs.figures),
    )


def _all_figures(piece: Piece) -> frozenset[figures.Printed]:
    return piece.facts.figures | piece.title_facts.figures


def _subjects(one: Piece, other: Piece) -> list[str]:
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
    A run that stands for another one in the title and in the text, or throughout.

    So swaps a template its party, its place or its product; an editor who
    rewords changes a word once.
    """
    for ours, theirs in found.changes:
        if not (2 <= len(ours) <= 10 and 2 <= len(theirs) <= 10):
            continue
        pair = (ours, theirs) if ours in one.text else (theirs, ours)
        if pair[0] in other.text or pair[1] in one.text:
            continue
        if all(
            name in piece.reduced.title or piece.reduced.body.count(name) > 1
            for name, piece in zip(pair, (one, other), strict=True)
        ):
            return list(pair)
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
