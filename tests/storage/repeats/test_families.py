"""Families: the same whatever the order, and never what was undone."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from storage.repeats.families import Link, Pair, families
from storage.repeats.verdicts import Relation

ARTICLES = list("abcdefgh")
PAIRS = list(itertools.combinations(ARTICLES, 2))


def link(one: str, other: str, relation: str = "reprint", score: float = 0.9) -> Link:
    """A link; of an excerpt the first is the cut."""
    kind = Relation(relation)
    return Link(one, other, kind, score, one if kind is Relation.EXCERPT else None)


def links() -> st.SearchStrategy[list[Link]]:
    """Links between up to eight articles, one for a pair at most."""
    made = st.builds(
        lambda pair, relation, score, turned: link(
            *(reversed(pair) if turned else pair), relation=relation, score=score
        ),
        st.sampled_from(PAIRS),
        st.sampled_from([relation.value for relation in Relation]),
        st.sampled_from([0.8, 0.9, 1.0]),
        st.booleans(),
    )
    return st.lists(made, max_size=14, unique_by=lambda one: one.pair)


UNDONE = st.sets(st.sampled_from(PAIRS).map(frozenset), max_size=4)


def test_whole_texts_are_alike_through_each_other() -> None:
    """A reprint of a reprint is of the family; the earliest is the original."""
    assert families("abcd", [link("b", "c"), link("a", "b")]) == [["a", "b", "c"], ["d"]]


def test_a_cut_of_two_wholes_joins_the_one_it_shares_most_with() -> None:
    """Two reports with one cut in common stay two."""
    found = families(
        "abc", [link("c", "a", "excerpt", 0.95), link("c", "b", "excerpt", 0.99)]
    )
    assert found == [["a"], ["b", "c"]]


def test_copies_of_a_cut_move_as_one() -> None:
    """A cut and its reprint do not draw two wholes together either."""
    found = families(
        "abcd",
        [link("c", "d"), link("c", "a", "excerpt", 0.9), link("d", "b", "excerpt", 0.8)],
    )
    assert found == [["a", "c", "d"], ["b"]]


def test_two_cuts_of_one_whole_are_of_its_family() -> None:
    """Each has the title or the better half of it, so both tell its story."""
    found = families("abc", [link("b", "a", "excerpt"), link("c", "a", "excerpt")])
    assert found == [["a", "b", "c"]]


def test_a_link_that_does_not_bind_makes_no_family() -> None:
    """The opening that a digest shares with a flash is told, no more."""
    loose = Link("a", "b", Relation.EXCERPT, 1.0, "a", binds=False)
    assert families("ab", [loose]) == [["a"], ["b"]]


def test_undoing_holds_against_a_third_article() -> None:
    """What a person took apart is not joined again through a common copy."""
    found = families(
        "abc", [link("a", "b", "same_text"), link("b", "c")], [frozenset("ac")]
    )
    assert found == [["a", "b"], ["c"]]


@given(links(), UNDONE, st.randoms())
def test_arrival_changes_nothing(
    made: list[Link], undone: set[Pair], chance: object
) -> None:
    """Links in any order, either way round, give the same families."""
    shuffled = list(made)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis' random.Random
    turned = [
        Link(one.other, one.one, one.relation, one.score, one.excerpt_id)
        for one in shuffled
    ]
    expected = families(ARTICLES, made, undone)
    assert families(ARTICLES, shuffled, undone) == expected
    assert families(ARTICLES, turned, undone) == expected


@given(links(), UNDONE)
def test_undone_stays_undone(made: list[Link], undone: set[Pair]) -> None:
    """No family holds a pair that was taken apart, and nobody is lost or doubled."""
    found = families(ARTICLES, made, undone)
    assert sorted(itertools.chain(*found)) == ARTICLES
    for family in found:
        assert not any(pair <= set(family) for pair in undone)
        assert family == sorted(family)


@given(links(), UNDONE, st.lists(st.sampled_from("pqrst"), unique=True), st.randoms())
def test_unrelated_articles_change_nothing(
    made: list[Link], undone: set[Pair], strangers: list[str], chance: object
) -> None:
    """Others, and links among them, leave every family as it was."""
    mixed = list(ARTICLES)
    for stranger in strangers:
        mixed.insert(chance.randint(0, len(mixed)), stranger)  # type: ignore[attr-defined]  # likewise
    theirs = [link(*pair) for pair in itertools.pairwise(strangers)]
    found = families(mixed, [*theirs, *made], undone)
    kept = [family for family in found if family[0] in ARTICLES]
    assert kept == families(ARTICLES, made, undone)


@given(links())
def test_one_link_more_never_takes_whole_texts_apart(made: list[Link]) -> None:
    """Without undoing and cuts, families only grow: an original may arrive late."""
    whole = [one for one in made if one.relation is not Relation.EXCERPT]
    for number in range(len(whole)):
        before = families(ARTICLES, whole[:number])
        after = families(ARTICLES, whole[: number + 1])
        assert all(any(set(old) <= set(new) for new in after) for old in before)
