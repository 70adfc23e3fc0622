"""How much two reduced texts share, and where they differ. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from storage.repeats.pieces import Piece

_MOST: Final = 250_000
"""Compared cells at most: two rests of 500 characters, some milliseconds."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """What a shorter text shares with a longer one."""

    jaccard: float
    containment: float
    """The share of the shorter one's shingles that the longer one has."""
    cover_short: float
    """The share of its characters that stand in the longer one, in order."""
    cover_long: float
    changes: tuple[tuple[str, str], ...]
    """Runs that differ, (shorter's, longer's); empty on one side where only added."""
    is_aligned: bool
    """False where the rests were too long to be compared sign by sign."""


def shared_shingles(short: Piece, long: Piece) -> int:
    """How many runs of four characters the two have in common."""
    return len(short.shingles & long.shingles)


def overlap(short: Piece, long: Piece, shared: int) -> Overlap:
    """
    Compare by shingles, then the clauses that only one has by their characters.

    Shingles alone punish a short text for every edit four times over; a
    comparison of the whole texts sign by sign would cost a hundred times more.
    """
    jaccard = shared / max(len(short.shingles) + len(long.shingles) - shared, 1)
    containment = shared / max(min(len(short.shingles), len(long.shingles)), 1)
    ours, theirs = _rests(short.reduced.clauses, long.reduced.clauses)
    changes, same = _aligned(ours, theirs)
    common = short.length - len(ours) + same
    return Overlap(
        jaccard=jaccard,
        containment=containment,
        cover_short=common / max(short.length, 1) if same >= 0 else containment,
        cover_long=common / max(long.length, 1)
        if same >= 0
        else shared / max(len(long.shingles), 1),
        changes=changes,
        is_aligned=same >= 0,
    )


def _rests(ours: Iterable[str], theirs: Iterable[str]) -> tuple[str, str]:
    """Each side's clauses that the other has not, put together."""
    return _rest(ours, Counter(theirs)), _rest(theirs, Counter(ours))


def _rest(clauses: Iterable[str], others: Counter[str]) -> str:
    rest: list[str] = []
    for clause in clauses:
        if others[clause]:
            others[clause] -= 1
        else:
            rest.append(clause)
    return "".join(rest)


def _aligned(ours: str, theirs: str) -> tuple[tuple[tuple[str, str], ...], int]:
    """The runs that differ and how many characters agree; -1 where it costs too much."""
    if not ours or not theirs:
        return (((ours, theirs),) if ours or theirs else ()), 0
    if len(ours) * len(theirs) > _MOST:
        return (), -1
    # The second text is indexed sign by sign, which costs most: so it is ours.
    matcher = SequenceMatcher(None, theirs, ours, autojunk=False)
    changes: list[tuple[str, str]] = []
    same = 0
    for tag, their_start, their_stop, start, stop in matcher.get_opcodes():
        if tag == "equal" and stop - start >= 2:
            same += stop - start
        else:
            changes.append((ours[start:stop], theirs[their_start:their_stop]))
    return tuple(changes), same
