"""The labelled pairs of real news: precision, recall, no forbidden merges."""

import itertools
from collections import Counter

import pytest

from storage.repeats.decision import decide
from storage.repeats.fingerprint import anchors, bands
from storage.repeats.pieces import Piece
from tests.storage.repeats import corpora

pytestmark = pytest.mark.skipif(
    not corpora.is_here(), reason=f"{corpora.CORPORA} is not on this machine"
)


def scored(name: str, *, one_site: bool) -> Counter[tuple[str, bool]]:
    """How many pairs of a set that must, or must not, be merged are linked or not."""
    return Counter(
        (pair.merge, decide(pair.one, pair.other) is not None)
        for pair in corpora.pairs(name, one_site=one_site)
        if pair.merge != "either"
    )


@pytest.mark.parametrize("one_site", [False, True])
def test_precision_and_recall(one_site: bool) -> None:
    """At least 0.99 at 0.95 over all sets, as the issue asks; 1.0 at 1.0 as built."""
    total: Counter[tuple[str, bool]] = Counter()
    for name in corpora.SETS:
        total += scored(name, one_site=one_site)
    right, wrong, missed = total["yes", True], total["no", True], total["yes", False]
    assert right + missed == 115
    assert right / (right + wrong) >= 0.99
    assert right / (right + missed) >= 0.95


def test_templates_and_notices_are_never_merged() -> None:
    """Another company's template and a site's own words, without exception."""
    kinds = ("template_other_company", "boilerplate_body", "daily_template")
    for name in corpora.SETS:
        for pair in corpora.pairs(name):
            if pair.relation in kinds:
                assert decide(pair.one, pair.other) is None


@pytest.mark.parametrize("name", corpora.SETS)
def test_no_link_beside_the_labelled_pairs(name: str) -> None:
    """All against all: the sets were searched for pairs, so others would be wrong."""
    labelled = {
        frozenset((pair.one.article_id, pair.other.article_id))
        for pair in corpora.pairs(name)
    }
    for one, other in itertools.combinations(corpora.pieces(name).values(), 2):
        if frozenset((one.article_id, other.article_id)) not in labelled:
            assert decide(one, other) is None, (one.title, other.title)


def test_every_pair_to_be_merged_is_a_candidate() -> None:
    """Bands, the exact hash and the anchors together find them all."""
    for name in corpora.SETS:
        for pair in corpora.pairs(name):
            if pair.merge == "yes":
                assert keys(pair.one) & keys(pair.other)


def keys(piece: Piece) -> set[int]:
    """What the index holds of a piece."""
    return {piece.exact_hash, *bands(piece.signature), *anchors(piece.reduced)}
