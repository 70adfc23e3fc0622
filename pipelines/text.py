"""
Characters of Chinese pages: what goes, what becomes a space, what stays.

Gone: zero-width and bidirectional marks (U+200B-200F, 202A-202E, 2060-206F,
FEFF, the soft hyphen), every other format character, control characters,
variation selectors, Hangul fillers, non-characters and lone surrogates. The
joiner inside an emoji is one of them: a family becomes its members, which a
search finds and a joiner would hide.

Stays as printed: full-width digits, letters and punctuation, curly quotes,
`㎡` and other compatibility characters (NFC, never NFKC), traditional
characters, private-use glyphs, and a U+FFFD that the page itself has. None is
ever made here.
"""

import re
import unicodedata
from typing import Final

_INVISIBLE: Final = re.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # control characters that are no white space
    "\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2"
    "\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
    "]"
)
_ORDINARY: Final = re.compile(
    r"[ -~\t\n\r\u3000\u4e00-\u9fff，。、；：？！“”‘’（）《》〈〉【】％．·…—～]*"
)
"""Text with nothing to remove and nothing that composes: most lines by far."""
_BREAKS: Final = re.compile(r"\s*[\t\n\r\v\f\x85\u2028\u2029]\s*")
_SPACES: Final = re.compile(r"\s")


def without_invisible(text: str) -> str:
    """
    The text composed (NFC) and without characters that nobody can see.

    White space is left alone, except the blank Braille cell, which is one.
    """
    if _ORDINARY.fullmatch(text):
        return text
    seen = _INVISIBLE.sub("", text).replace("\u2800", " ")
    return unicodedata.normalize("NFC", seen)


def normalize_line(text: str) -> str:
    """
    One line as the table keeps it: visible characters, single spaces.

    Every Unicode space counts, the ideographic indent (U+3000) and nbsp too:
    at the ends it goes, inside a run of them becomes one plain space.
    """
    return " ".join(without_invisible(text).split())


def normalize_title(text: str) -> str:
    """
    A title on one line; runs of plain spaces inside it stay as printed.

    证券时报网 and 中证网 part the halves of a title with two spaces, and the
    seed's file names keep both. A run with a line break or tab is one space,
    and so is each nbsp or ideographic space.
    """
    one_line = _BREAKS.sub(" ", without_invisible(text).strip())
    return _SPACES.sub(" ", one_line)
