"""Hashes, signatures and anchors: what candidates are found by."""

from hypothesis import given
from hypothesis import strategies as st

from storage.repeats.fingerprint import (
    RULE_VERSION,
    anchors,
    bands,
    exact_hash,
    shingles,
    signature,
    similarity,
)
from storage.repeats.reduced import reduce_text
from tests.storage.repeats.making import BODY, TITLE

SIGNED = range(-(2**63), 2**63)


def test_the_shapes_are_those_of_the_tables() -> None:
    """256 bytes, 16 bands, signed integers of 64 bits, and a version that names both."""
    made = signature(BODY)
    assert len(made) == 256
    assert len(bands(made)) == 16
    assert all(band in SIGNED for band in (*bands(made), exact_hash(BODY)))
    assert "minhash" in RULE_VERSION


def test_signatures_do_not_hang_on_the_process() -> None:
    """What is stored today is compared with what is made next year."""
    assert exact_hash("星海股份") == 8375839050955199069
    assert signature("星海股份公告").hex()[:16] == "48cdb5c8756f86c6"


def test_an_edited_text_shares_a_band() -> None:
    """A clause less and a word more leave most of the signature alone."""
    edited = BODY.replace("公司表示，", "公司称，").replace("主要", "")
    assert set(bands(signature(BODY))) & set(bands(signature(edited)))
    assert similarity(signature(BODY), signature(edited)) > 0.7


def test_short_texts_have_fingerprints_too() -> None:
    """Flashes of a few characters are hashed as they are."""
    assert shingles("涨停") == {"涨停"}
    assert shingles("") == frozenset()
    assert similarity(signature("涨停"), signature("涨停")) == 1
    assert similarity(signature("涨停"), signature("跌停")) < 0.2


def test_a_stub_and_its_full_text_share_an_anchor() -> None:
    """A title that a channel cut at a comma finds the longer one."""
    stub = reduce_text("11宗！虚构市第三批用地上线，面积约38万平方米", "…")
    full = reduce_text("11宗！虚构市第三批用地上线", BODY)
    assert set(anchors(stub)) & set(anchors(full))


def test_a_cut_and_its_whole_share_an_anchor() -> None:
    """A cut keeps the opening sentence under any title."""
    whole = reduce_text(TITLE, BODY * 9)
    cut = reduce_text("公告简述", BODY[:60])
    assert set(anchors(whole)) & set(anchors(cut))


@given(st.text(max_size=200))
def test_equal_texts_have_equal_fingerprints(text: str) -> None:
    """Whatever the text, its fingerprint is a function of it alone."""
    assert signature(text) == signature(str(text))
    assert similarity(signature(text), signature(text)) == 1
