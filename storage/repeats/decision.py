"""Whether one piece repeats another, how, and why. Pure and symmetric."""

from typing import Any, Final

from storage.repeats.contradictions import contradictions, subjects_apart
from storage.repeats.corrections import correction, is_soon
from storage.repeats.facts import difference
from storage.repeats.figures import Printed, values
from storage.repeats.overlap import Overlap, overlap, shared_shingles
from storage.repeats.pieces import Piece
from storage.repeats.titles import belongs, title_likeness
from storage.repeats.verdicts import Relation, Verdict

_LIKELY: Final = 0.5
_OWN_NUMBERS: Final = 2
"""One may be a correction or another unit; two on each side are not."""
_NEAR_SHORT: Final = 0.85
_NEAR_LONG: Final = 0.72
_TINY: Final = 40
_CUT: Final = 25
"""Characters from which on a part is told from a phrase that anybody may write."""
_ALIKE: Final = 0.6
"""From this likeness on two titles are one with an editor's touches."""
_SAME: Final = 0.8


def decide(one: Piece, other: Piece) -> Verdict | None:
    """
    The verdict on two pieces in either order; None where they are no repeats.

    The shorter one is the excerpt of an excerpt. Who is the original is a
    question of time and asked of a whole family (`originals`).
    """
    short, long = sorted((one, other), key=lambda piece: (piece.length, piece.article_id))
    if one.article_id == other.article_id or _is_mute(short) or _is_mute(long):
        return None
    shared = shared_shingles(short, long)
    if not _is_likely(short, long, shared):
        return None
    if _is_plainly_other(short, long):
        return None
    found = overlap(short, long, shared)
    against = contradictions(short, long, found)
    update = correction(short, long, found, against)
    if update:
        return _verdict(Relation.UPDATE, short, long, found, {"update": update})
    relation = None if against else _relation(short, long, found)
    return _verdict(relation, short, long, found, {}) if relation else None


def _is_mute(piece: Piece) -> bool:
    """Whether there is no text, or none but what the site says of itself."""
    return piece.reduced.is_notice


def _is_likely(short: Piece, long: Piece, shared: int) -> bool:
    """Whether enough is shared to look closer; a stub shares its title only."""
    if short.reduced.is_stub and title_likeness(short, long) >= _ALIKE:
        return True
    return shared >= _LIKELY * min(len(short.shingles), len(long.shingles))


def _is_plainly_other(short: Piece, long: Piece) -> bool:
    """
    Whether a cheap look shows another story, so that no closer one is needed.

    Flashes of one template share most of their words: five of six candidates end
    here. Nothing is refused that `contradictions` would let pass: half of the
    numbers of each are its own, or each has a subject that the other never names.
    A text that says of itself that it corrects another is looked at closely.
    """
    if short.reduced.is_correction or long.reduced.is_correction:
        return False
    ours, theirs = short.numbers - long.numbers, long.numbers - short.numbers
    if (
        min(len(ours), len(theirs)) >= _OWN_NUMBERS
        and 2 * len(ours) >= len(short.numbers)
        and 2 * len(theirs) >= len(long.numbers)
    ):
        return True
    return bool(subjects_apart(short, long))


def _relation(short: Piece, long: Piece, found: Overlap) -> Relation | None:
    """How the two are related, given that they do not contradict each other."""
    titled = title_likeness(short, long)
    if titled < 1 and not (belongs(short) and belongs(long)):
        return None
    if short.reduced.body == long.reduced.body:
        return Relation.SAME_TEXT if titled >= _SAME else Relation.RETITLED
    if found.cover_short >= _NEAR_SHORT and found.cover_long >= _NEAR_LONG:
        if short.length < _TINY and found.cover_long < 0.9:
            return None
        return Relation.REPRINT if titled >= _ALIKE else Relation.RETITLED
    if _is_cut(short, long, found, titled) or _is_headline(short, long):
        return Relation.EXCERPT
    return None


def _is_cut(short: Piece, long: Piece, found: Overlap, titled: float) -> bool:
    """
    Whether the shorter one is taken out of the longer one and says nothing else.

    Under another title it must open like the longer one or be the better half of
    it: what stands somewhere inside is quoted (a company's statement in a
    comment), and a digest of many flashes is no repeat of any.
    """
    is_titled = titled >= _ALIKE
    if short.length < _CUT or found.containment < (0.85 if is_titled else 0.95):
        return False
    if values(short.facts.figures) - values(long.facts.figures):
        return False
    return is_titled or found.cover_long >= 0.5 or _opens_alike(short, long)


def _opens_alike(short: Piece, long: Piece) -> bool:
    """Whether the first clause that tells anything is among the other's first ones."""
    opening = next((one for one in short.reduced.clauses if len(one) >= 10), None)
    return opening is not None and opening in long.reduced.clauses[:4]


def _is_headline(short: Piece, long: Piece) -> bool:
    """Whether a stub of another medium is the longer one's title, sent soon."""
    title = short.reduced.title
    return (
        short.reduced.is_stub
        and len(title) >= 12
        and title == long.reduced.title
        and is_soon(short, long)
    )


def _verdict(
    relation: Relation, short: Piece, long: Piece, found: Overlap, more: dict[str, Any]
) -> Verdict:
    is_excerpt = relation is Relation.EXCERPT
    both = (found.cover_short + found.cover_long) / 2
    return Verdict(
        relation=relation,
        score=round(found.cover_short if is_excerpt else both, 3),
        reasons=more | _reasons(short, long, found),
        excerpt_id=short.article_id if is_excerpt else None,
    )


def _reasons(short: Piece, long: Piece, found: Overlap) -> dict[str, Any]:
    """What a person may check: shares, titles, changed words, facts of one side."""
    facts = difference(short.facts, long.facts)
    told: dict[str, Any] = {
        "of_shorter": round(found.cover_short, 3),
        "of_longer": round(found.cover_long, 3),
        "titles": round(title_likeness(short, long), 3),
        "changes": [[ours[:60], theirs[:60]] for ours, theirs in found.changes[:8]],
    }
    for piece, only in zip((short, long), facts.figures, strict=True):
        if only:
            told.setdefault("only_in", {})[piece.article_id] = _listed(only)
    return told


def _listed(printed: frozenset[Printed]) -> list[str]:
    return sorted(str(one.figure) for one in printed)[:8]
