"""Pages, feeds and sniffing cases in many encodings, that nobody here wrote."""

import base64
import json
from pathlib import Path
from typing import Any, Final

import pytest
from w3lib.encoding import read_bom, resolve_encoding

from crawler.decoding import declared_encodings, decode_page
from crawler.errors import UndecodableError
from crawler.feeds import feed_text
from tests.harness import ROOT

CORPORA = ROOT.parent / "shared" / "corpora"
HOSTILE = CORPORA / "hostile"
CASES = HOSTILE / "html_encoding_sniff.jsonl"

pytestmark = pytest.mark.skipif(
    not HOSTILE.is_dir(), reason="the shared corpora are not here"
)

UNREADABLE: Final = {"EUC-TW___ude_euc-tw1.txt", "uchardet_euc-tw.txt"}
"""
Files of valid bytes that we do not read. Python has no codec for EUC-TW, and no news
site uses it; so it is refused, not read as the GBK that its bytes might be.
"""

LAX = (
    "w3lib reads this `meta` although its quotes are broken or its http-equiv is "
    "misspelt; a hint that is badly written is one, and the bytes still decide"
)
DIFFERENT: Final = {
    "h5l-tests1-10": LAX,
    "h5l-tests1-11": LAX,
    "h5l-tests1-14": LAX,
    "h5l-tests1-24": LAX,
    "h5l-tests1-25": LAX,
    "h5l-tests1-53": (
        "the `meta` stands 8 KB into the page; the standard's own search ends after 1024 "
        "bytes, ours after 4096, and only a parser that starts again would find it"
    ),
    "h5l-tests2-08": (
        "the page is cut off within `charset=utf`, which Python knows as UTF-8; we try "
        "UTF-8 first in any case"
    ),
}
"""Cases of html5lib in which we see another declaration than it expects, and why."""

LYING: Final = {
    "h5l-test-yahoo-jp-00": "it declares euc-jp and its bytes are UTF-8: the bytes win",
}
"""Cases whose declaration we see and do not follow, and why."""

BY_DEFAULT = "gb18030"
"""
Where nothing is declared: the HTML standard's table of defaults has gb18030 for
Chinese readers and windows-1252, which the cases expect, for western ones.
"""
TEXTS: Final = {
    "gb18030": "海棠电气总经理林喆：与澜溪·云麓实验室的合作年内落地。",
    "utf-8": "海棠电气总经理林喆：与澜溪·云麓实验室的合作年内落地。",
    "iso8859-2": "Příliš žluťoučký kůň úpěl ďábelské ódy, a řeka teče dál.",
    "cp1252": "L'été dernier, la société « Garçon » a été créée à côté.",
}


def sniffing_cases() -> list[Any]:
    """Each case of html5lib: its name, bytes and the codec that it expects."""
    if not CASES.is_file():
        return []
    rows = map(json.loads, CASES.read_text("utf-8").splitlines())
    return [
        pytest.param(
            row["id"],
            base64.b64decode(row["data_base64"]),
            resolve_encoding(row["expected_encoding"]),
            id=row["id"],
        )
        for row in rows
    ]


def test_there_are_as_many_cases_as_there_were() -> None:
    """And each that is excused is one of them."""
    names = {param.id for param in sniffing_cases()}

    assert len(names) == 39
    assert names >= DIFFERENT.keys() | LYING.keys()


@pytest.mark.parametrize(("name", "body", "expected"), sniffing_cases())
def test_html5lib_sees_the_same_declaration(name: str, body: bytes, expected: str) -> None:
    """Or the difference has a written reason; one that is gone must be struck out."""
    bom, _ = read_bom(body)
    declared = bom or next(declared_encodings(body), None) or "cp1252"

    assert (declared != expected) == (name in DIFFERENT), DIFFERENT.get(name)


@pytest.mark.parametrize(("name", "body", "expected"), sniffing_cases())
def test_what_html5lib_expects_is_what_we_decode(
    name: str, body: bytes, expected: str
) -> None:
    """
    A sentence in the encoding that a case expects is read behind it.

    Nearly all cases are ASCII, which every encoding reads alike: alone, they would
    prove nothing. Where nothing is declared, the sentence is in GBK.
    """
    is_default = expected == "cp1252" and not list(declared_encodings(body))
    codec = BY_DEFAULT if is_default else expected
    if name in LYING:
        assert decode_page(body) == body.decode("utf-8") != body.decode(codec, "replace")
    elif name in DIFFERENT:
        chinese = TEXTS["gb18030"]
        assert decode_page(body + b"\n<p>" + chinese.encode("gbk")).endswith(chinese)
    else:
        sentence = TEXTS[codec]
        read = decode_page(body + b"\n<p>" + sentence.encode(codec))
        assert read.endswith(f"\n<p>{sentence}")


# --- whole files ----------------------------------------------------------------------


def files() -> list[Any]:
    """The pages and feeds, and the strict codec of each; None where there is none."""
    codecs = {"GB2312": "gb18030", "Big5": "big5hkscs", "EUC-TW": None, "euc-tw": None}
    codecs |= {"utf-8": "utf-8", "gb18030": "gb18030", "None": "gb18030"}
    index = HOSTILE / "index.jsonl"
    lines = index.read_text("utf-8").splitlines() if index.is_file() else []
    rows = [(HOSTILE / row["file"], str(row["expected"])) for row in map(json.loads, lines)]
    return [
        pytest.param(path, codecs[codec], id=path.name)
        for path, codec in rows
        if path.parent.name in {"charset_pages", "encoded_feeds"}
    ]


def test_every_file_is_in_the_index() -> None:
    """So that none is passed over."""
    folders = (HOSTILE / "charset_pages", HOSTILE / "encoded_feeds")
    names = {path.name for folder in folders for path in folder.iterdir()}

    assert {param.id for param in files()} == names >= UNREADABLE


@pytest.mark.parametrize(("path", "codec"), files())
def test_every_file_is_read_as_a_strict_decoder_reads_it(
    path: Path, codec: str | None
) -> None:
    """With label, with a false one and with none, as a page and as a feed."""
    body = path.read_bytes()
    if path.name in UNREADABLE:
        with pytest.raises(UndecodableError):
            decode_page(body)
        return
    assert codec is not None
    text = decode_page(body)

    assert text == body.decode(codec)
    assert "\ufffd" not in text
    assert feed_text(body) == text


@pytest.mark.parametrize("codec", ["gb18030", "big5hkscs"])
def test_real_pages_are_the_same_in_any_encoding_under_any_header(codec: str) -> None:
    """
    All in GB18030, and the Taiwanese ones in Big5, as it writes what it has not.

    What the pages declare of themselves, UTF-8 or gb2312, is mostly false then.
    """
    taiwanese = codec == "big5hkscs"
    pages = list(
        (CORPORA / "articles").glob(f"{'twnews-*' if taiwanese else '*'}/page.html")
    )
    assert len(pages) == (2 if taiwanese else 42)
    for path in pages:
        body = path.read_text("utf-8-sig").encode(codec, "xmlcharrefreplace")
        for charset in ("utf-8", "gbk", "big5", "iso-8859-1"):
            text = decode_page(body, f"text/html; charset={charset}")
            assert text == body.decode(codec), (path, charset)
