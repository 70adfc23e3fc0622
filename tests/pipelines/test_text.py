"""Characters: what a line and a title lose, and what stays as printed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.text import normalize_line, normalize_title

ANY_TEXT = st.text(st.characters(), max_size=60)
INVISIBLE = (
    *("\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u202a", "\u202c", "\u202e"),
    *("\u2060", "\u2063", "\u2064", "\ufeff", "\u00ad", "\x00", "\x08", "\x1f", "\x7f"),
    *("\x9f", "\ufe0f", "\u115f", "\u3164", "\ufff9", "\uffff", "\U000e0041", "\ud800"),
)


@pytest.mark.parametrize("character", INVISIBLE, ids=ascii)
def test_invisible_characters_are_removed_without_a_gap(character: str) -> None:
    """A character that nobody sees goes, and its neighbours meet."""
    assert normalize_line(f"甲{character}乙") == "甲乙"
    assert normalize_title(f"甲{character}乙") == "甲乙"


@pytest.mark.parametrize(
    "space", ["\xa0", "\u3000", "\u2003", "\u202f", "\u2028", "\x85", "\t"]
)
def test_every_unicode_space_becomes_one_plain_space(space: str) -> None:
    """Inside a line any run of white space is one space, at its ends it is nothing."""
    assert normalize_line(f"{space}{space}甲{space} {space}乙{space}") == "甲 乙"


def test_a_title_keeps_the_two_spaces_between_its_halves() -> None:
    """Runs of plain spaces stay, as the sites print them; ends are stripped."""
    assert normalize_title("　 甲乙  丙丁 ") == "甲乙  丙丁"


def test_a_title_is_one_line() -> None:
    """A run with a line break or a tab becomes one space, nbsp one each."""
    assert normalize_title("甲 \n\t 乙\xa0\xa0丙\r\n丁") == "甲 乙  丙 丁"


@pytest.mark.parametrize(
    "printed",
    [
        "６３．６％",
        "ＡＢＣ股",
        "“引号”‘内’",
        "38万㎡",
        "證券時報",
        "①②③",
        "½",
        "ﬁ",
        "𠮷野家",
        "🙂",
        "\ufffd",
    ],
)
def test_what_is_printed_stays_as_printed(printed: str) -> None:
    """Full-width forms, curly quotes, ㎡, traditional characters and damage stay."""
    assert normalize_line(printed) == printed
    assert normalize_title(printed) == printed


def test_composition_is_canonical_only() -> None:
    """NFC: a letter and its accent become one character, ㎡ does not become m2."""
    assert normalize_line("cafe\u0301 ㎡") == "café ㎡"


def test_an_emoji_family_falls_apart_into_its_members() -> None:
    """The joiner is invisible and goes; the pictures stay."""
    assert normalize_line("👨\u200d👩\u200d👧") == "👨👩👧"


@given(ANY_TEXT)
def test_a_line_is_normal_after_one_pass(text: str) -> None:
    """Normalising twice changes nothing more."""
    once = normalize_line(text)
    assert normalize_line(once) == once
    title = normalize_title(text)
    assert normalize_title(title) == title


@given(ANY_TEXT)
def test_nothing_invisible_survives(text: str) -> None:
    """No control, format or surrogate character, no line break, no outer space."""
    for line in (normalize_line(text), normalize_title(text)):
        assert not {unicodedata.category(one) for one in line} & {
            "Cc",
            "Cf",
            "Cs",
            "Zl",
            "Zp",
        }
        assert line == line.strip()
        assert unicodedata.is_normalized("NFC", line)


@given(ANY_TEXT)
def test_no_replacement_character_is_ever_made(text: str) -> None:
    """U+FFFD is in the result only if the page printed it."""
    assert normalize_line(text).count("\ufffd") == text.count("\ufffd")
