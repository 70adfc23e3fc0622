"""Whether one piece repeats another, how, and why. Pure and symmetric."""

from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any, Final

from storage.repeats.contradictions import contradictions
from storage.repeats.corrections import correction
from storage.repeats.figures import values
from storage.repeats.fingerprint import RULE_VERSION
from storage.repeats.overlap import Overlap, overlap
from storage.repeats.pieces import Piece


class Relation(StrEnum):
    """What a link says; the values stand in the table `duplicate`."""

    SAME_TEXT = "same_text"
    REPRINT = "reprint"
    EXCERPT = "excerpt"
    RETITLED = "retitled"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A link between two pieces and why it is drawn."""

    relation: Relation
    score: float
    """0 to 1: how much of the shorter piece the longer one has."""
    reasons: dict[str, Any] = field(compare=False)
    """For JSON; a person reads it in `shibao repeats`."""
    rule_version: str = RULE_VERSION


_NEAR: Final = 0.85
_NEAR_LONG: Final = 0.72
_LEAST: Final = 0.5
_SHORT: Final = 40


def decide(one: Piece, other: Piece) -> Verdict | None:
    """
    The verdict on two pieces in either order; None where they are no repeats.

    The shorter one is the excerpt of an excerpt; who is the original is a
    question of time (`originals`).
    """
    short, long = sorted((one, other), key=lambda piece: (piece.length, piece.article_id))
    if one.article_id == other.article_id or _says_nothing(short) or _says_nothing(long):
        return None
    found = overlap_if_likely(short, long)
    if found is None:
        return None
    against = contradictions(short, long, found)
    fixed = correction(short, long, found, against)
    if fixed:
        return _verdict(Relation.UPDATE, found, short, long, {"update": fixed})
    if against:
        return None
    relation = _relation(short, long, found)
    return _verdict(relation, found, short, long, {}) if relation else None


def _says_nothing(piece: Piece) -> bool:
    return piece.reduced.is_notice


def overlap_if_likely(short: Piece, long: Piece) -> Overlap | None:
    """The overlap, where there is enough of it or the title says to look closer."""
    if short.reduced.is_stub:
        return overlap(short, long)
    shared = len(short.shingles & long.shingles)
    if shared < _LEAST * min(len(short.shingles), len(long.shingles)):
        return None
    return overlap(short, long)


def _relation(short: Piece, long: Piece, found: Overlap) -> Relation | None:
    """How the two are related, given that they do not contradict each other."""
    titled = title_likeness(short, long)
    if titled < 1 and not (_belongs(short) and _belongs(long)):
        return None
    if short.reduced.body == long.reduced.body:
        return Relation.SAME_TEXT if titled >= 0.8 else Relation.RETITLED
    if found.cover_short >= _NEAR and found.cover_long >= _NEAR_LONG:
        if short.length < _SHORT and found.cover_long < 0.9:
            return None
        return Relation.REPRINT if titled >= 0.6 else Relation.RETITLED
    if _is_cut(short, long, found, titled):
        return Relation.EXCERPT
    return None


def _is_cut(short: Piece, long: Piece, found: Overlap, titled: float) -> bool:
    """
    Whether the shorter one is taken out of the longer one and says nothing else.

    Under another title it must open like the longer one or be the better half of
    it: what stands somewhere inside is quoted (a company's statement in a
    comment), and a digest of many flashes is no repeat of any.
    """
    is_titled = titled >= 0.6
    if short.length < 25 or found.containment < (0.85 if is_titled else 0.95):
        return False
    if values(short.facts.figures) - values(long.facts.figures):
        return False
    return is_titled or found.cover_long >= 0.5 or _opens_alike(short, long)


def _opens_alike(short: Piece, long: Piece) -> bool:
    """Whether the first clause that tells anything is among the other's first ones."""
    opening = next((one for one in short.reduced.clauses if len(one) >= 10), None)
    return opening is not None and opening in long.reduced.clauses[:4]


def _belongs(piece: Piece) -> bool:
    """
    Whether title and body have anything to do with each other.

    A site's notice or advertisement stands under any title: there is nothing of
    the title in it (`boilerplate_body` of zte).
    """
    title = piece.reduced.title
    pairs = {title[at : at + 2] for at in range(len(title) - 1)}
    return sum(pair in piece.reduced.body for pair in pairs) >= 0.08 * len(pairs)


def title_likeness(one: Piece, other: Piece) -> float:
    """0 to 1; 1 where one title is the other's beginning, for channels cut titles."""
    ours, theirs = sorted((one.reduced.title, other.reduced.title))
    if ours == theirs:
        return 1.0
    if min(len(ours), len(theirs)) >= 8 and (
        theirs.startswith(ours) or ours.startswith(theirs)
    ):
        return 1.0
    return SequenceMatcher(None, ours, theirs, autojunk=False).ratio()


def _verdict(
    relation: Relation, found: Overlap, short: Piece, long: Piece, more: dict[str, Any]
) -> Verdict:
    same = short.reduced.body == long.reduced.body
    score = (
        1.0
        if same
        else found.cover_short
        if relation == "excerpt"
        else (found.cover_short + found.cover_long) / 2
    )
    return Verdict(
        relation,
        round(min(score, 1.0), 3),
        {
            "shared": round(found.cover_short, 3),
            "of_longer": round(found.cover_long, 3),
            "titles": round(title_likeness(short, long), 3),
            "changes": [list(change) for change in found.changes[:8]],
        }
        | more,
    )
