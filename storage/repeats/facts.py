"""What a text says: its figures, moments, codes and names as sets with roles. Pure."""

from dataclasses import dataclass, field

from storage.repeats import figures, moments
from storage.repeats.figures import Figure, Printed, figures_in
from storage.repeats.moments import Moment, moments_in
from storage.repeats.names import (
    codes_in,
    names_before_codes,
    subject_of,
    suffixed_names,
)


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of one text."""

    figures: frozenset[Printed]
    moments: frozenset[Moment]
    codes: tuple[str, ...]
    """In order: the first is the subject's."""
    subjects: tuple[str, ...]
    names: frozenset[str]

    @property
    def days(self) -> frozenset[Moment]:
        """The days alone, which tell one day's template from the next one's."""
        return frozenset(moment for moment in self.moments if moment.grain == "day")


@dataclass(frozen=True, slots=True)
class Difference:
    """What one text says and the other does not, and what they say against each other."""

    figures: tuple[frozenset[Printed], frozenset[Printed]]
    moments: tuple[frozenset[Moment], frozenset[Moment]]
    codes: tuple[frozenset[str], frozenset[str]]
    opposed: frozenset[Figure] = field(default_factory=frozenset)

    def clashes(self, *, in_place: bool = False) -> dict[str, list[str]]:
        """
        The facts of one role that each text has for itself.

        One text may say more than the other; where both say something else in
        the same role, the stories differ. With `in_place` only figures behind the
        same words count: two copies of a long report may each have got a tail of
        its own, with its own figures.
        """
        found = _amended(*self.figures, in_place=in_place)
        for grain in ("day", "month", "quarter", "year", "clock"):
            sides = [sorted(str(one) for one in side if one.grain == grain) for side in self.moments]
            if all(sides):
                found[grain] = sides[0] + sides[1]
        if all(self.codes):
            found["code"] = sorted(self.codes[0]) + sorted(self.codes[1])
        if self.opposed:
            found["direction"] = sorted(map(str, self.opposed))
        return found


def _amended(
    ours: frozenset[Printed], theirs: frozenset[Printed], *, in_place: bool
) -> dict[str, list[str]]:
    """The figures that stand against each other, by role."""
    found: dict[str, set[str]] = {}
    for one in ours:
        for other in theirs:
            alike = one.context == other.context if in_place else True
            if one.figure.role == other.figure.role and alike:
                found.setdefault(one.figure.role, set()).update(
                    (str(one.figure), str(other.figure))
                )
    return {role: sorted(told) for role, told in sorted(found.items())}


def facts_of(text: str) -> Facts:
    """Read a `plain` text: codes first, then moments, for both are digits too."""
    codes, without_codes = codes_in(text)
    found, bare = moments_in(without_codes)
    subject = subject_of(text)
    before = names_before_codes(text) if codes else ()
    return Facts(
        figures=frozenset(figures_in(bare)),
        moments=found,
        codes=codes,
        subjects=tuple(filter(None, (subject, *before[:1]))),
        names=suffixed_names(text),
    )


def difference(ours: Facts, theirs: Facts) -> Difference:
    """Compare two texts' facts, each against all of the other's."""
    return Difference(
        figures=(
            figures.unmatched(ours.figures, theirs.figures),
            figures.unmatched(theirs.figures, ours.figures),
        ),
        moments=(
            moments.unmatched(ours.moments, theirs.moments),
            moments.unmatched(theirs.moments, ours.moments),
        ),
        codes=(
            frozenset(ours.codes).difference(theirs.codes),
            frozenset(theirs.codes).difference(ours.codes),
        ),
        opposed=figures.opposed(ours.figures, theirs.figures),
    )
