"""What a text says: its figures, moments, codes and names as sets with roles. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

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

    figures: tuple[Printed, ...]
    """In order, each as often as it is printed."""
    directions: Mapping[Figure, frozenset[int]]
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
    opposed: frozenset[Figure] = frozenset()
    amended: frozenset[Figure] = frozenset()
    contradicted: frozenset[Moment] = frozenset()

    def clashes(self, *, in_place: bool = False) -> dict[str, list[str]]:
        """
        The facts of one role that each text has for itself.

        One text may say more than the other; where both say something else in
        the same role, the stories differ. With `in_place` only figures behind the
        same words count: two copies of a long report may each have got a tail of
        its own, with its own figures.
        """
        found = {} if in_place else _by_role(*self.figures)
        for grain in ("day", "month", "quarter", "year", "clock"):
            sides = [
                sorted(str(one) for one in side if one.grain == grain)
                for side in self.moments
            ]
            if all(sides):
                found[grain] = sides[0] + sides[1]
        if all(self.codes):
            found["code"] = sorted(self.codes[0]) + sorted(self.codes[1])
        for name, told in (("direction", self.opposed), ("amended", self.amended)):
            if told:
                found[name] = sorted(map(str, told))
        if self.contradicted:
            found["year"] = sorted(map(str, self.contradicted))
        return found


def _by_role(ours: frozenset[Printed], theirs: frozenset[Printed]) -> dict[str, list[str]]:
    """The figures of the roles in which both sides have some of their own."""
    roles = {one.figure.role for one in ours} & {one.figure.role for one in theirs}
    return {
        role: [
            *sorted(str(one.figure) for one in ours if one.figure.role == role),
            *sorted(str(one.figure) for one in theirs if one.figure.role == role),
        ]
        for role in sorted(roles)
    }


def facts_of(text: str, *, may_be_cut: bool = False) -> Facts:
    """Read a `plain` text: codes first, then moments, for both are digits too."""
    codes, without_codes = codes_in(text)
    found, bare = moments_in(without_codes)
    subject = subject_of(text)
    before = names_before_codes(text) if codes else ()
    printed = tuple(figures_in(bare, may_be_cut=may_be_cut))
    return Facts(
        figures=printed,
        directions=figures.directions(printed),
        moments=found,
        codes=codes,
        subjects=tuple(filter(None, (subject, *before[:1]))),
        names=suffixed_names(text),
    )


def difference(ours: Facts, theirs: Facts, *, is_copy: bool = False) -> Difference:
    """
    Compare two texts' facts, each against all of the other's.

    Of a copy as a whole the places are compared too; a cut says many things
    behind the words that the whole says others behind.
    """
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
        opposed=figures.opposed(ours.directions, theirs.directions),
        contradicted=moments.contradicted(ours.moments, theirs.moments),
        amended=figures.amended(ours.figures, theirs.figures) if is_copy else frozenset(),
    )
