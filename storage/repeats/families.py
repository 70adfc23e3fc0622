"""
Families of articles that tell one story once, from links between them. Pure.

Connected components would fuse too much: a cut that stands in two digests would
make one family of both, and a link undone by hand would be made good by a third
article. Stars around an original would split too much, and differently for every
order of arrival. So there are two steps.

1. Whole texts (same_text, reprint, retitled, update) are alike as wholes, and
   being alike as a whole carries over: they join into cores, the surest link
   first, but never so that two articles kept apart by hand meet.
2. A core that is a cut of others joins one of them only, the one it shares most
   with. The others stay apart from it and from each other.

The outcome is a function of the sets alone. Links are taken in an order of their
own (sureness, then the articles' order in time), so arrival changes nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from storage.repeats.verdicts import Relation, Verdict

Pair = frozenset[str]

_SURENESS: Final = {
    Relation.SAME_TEXT: 0,
    Relation.UPDATE: 1,
    Relation.REPRINT: 2,
    Relation.RETITLED: 3,
    Relation.EXCERPT: 4,
}


@dataclass(frozen=True, slots=True)
class Link:
    """A stored verdict: between whom, how, how sure, and whether it binds."""

    one: str
    other: str
    relation: Relation
    score: float
    excerpt_id: str | None = None
    binds: bool = True

    @property
    def pair(self) -> Pair:
        """The two articles, in no order."""
        return frozenset((self.one, self.other))


def link_of(one: str, other: str, verdict: Verdict) -> Link:
    """The link that a verdict on two articles draws."""
    return Link(
        one, other, verdict.relation, verdict.score, verdict.excerpt_id, verdict.binds
    )


def families(
    in_order: Sequence[str], links: Iterable[Link], undone: Iterable[Pair] = ()
) -> list[list[str]]:
    """
    The families of the articles; those without a link are one of their own.

    `in_order` names every article, the earliest first (`originals.time_key`). So
    are the families and their members in order, and the first is the original.
    Pairs in `undone` are never in one family, whatever links there are.
    """
    place = {article_id: number for number, article_id in enumerate(in_order)}
    apart = set(undone)
    sound = [link for link in links if link.binds and link.pair not in apart]
    sound.sort(key=lambda link: _rank(link, place))
    groups = _Groups(in_order, apart)
    for link in sound:
        if link.relation is not Relation.EXCERPT:
            groups.join(link.one, link.other)
    _seat_cuts(groups, [link for link in sound if link.relation is Relation.EXCERPT])
    found = {id(group): group for group in map(groups.of, in_order)}
    ordered = [sorted(group, key=place.__getitem__) for group in found.values()]
    return sorted(ordered, key=lambda family: place[family[0]])


def _rank(link: Link, place: dict[str, int]) -> tuple[int, float, list[int]]:
    """Surest first; among equals those whose articles are the earliest."""
    return (
        _SURENESS[link.relation],
        -link.score,
        sorted((place[link.one], place[link.other])),
    )


def _seat_cuts(groups: "_Groups", links: Iterable[Link]) -> None:
    """Join every core of cuts to one core that it is cut from."""
    cores = {article_id: id(groups.of(article_id)) for article_id in groups.all()}
    seated: set[int] = set()
    for link in links:
        core = cores[link.excerpt_id or link.one]
        if core not in seated and groups.join(link.one, link.other):
            seated.add(core)


class _Groups:
    """Disjoint sets of articles in which pairs kept apart never meet."""

    def __init__(self, articles: Iterable[str], apart: set[Pair]) -> None:
        self._groups = {article_id: {article_id} for article_id in articles}
        self._enemies: dict[str, set[str]] = {}
        for one, other in (sorted(pair) for pair in apart if len(pair) == 2):
            self._enemies.setdefault(one, set()).add(other)
            self._enemies.setdefault(other, set()).add(one)

    def all(self) -> Iterable[str]:
        return self._groups

    def of(self, article_id: str) -> set[str]:
        return self._groups[article_id]

    def join(self, one: str, other: str) -> bool:
        """Whether the two groups are one now that were two before."""
        small, large = sorted((self.of(one), self.of(other)), key=len)
        if small is large or any(
            not large.isdisjoint(self._enemies.get(member, ())) for member in small
        ):
            return False
        large |= small
        for member in small:
            self._groups[member] = large
        return True
