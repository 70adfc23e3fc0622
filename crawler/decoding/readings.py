"""A body as one encoding reads it, and whether that is Chinese."""

import codecs
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

import w3lib.encoding  # noqa: F401 - it registers the error handler that `read` names

TOLERATED: Final = 0.001
"""Share of damaged characters up to which a page still counts as text."""
FLUENT: Final = 0.8
"""
Share of everyday characters from which a reading is Chinese. Of 470 real texts none
has less than 0.91 in its own encoding; in another Chinese one none has more than 0.78.
"""
ENOUGH: Final = 20
"""Of fewer characters, chance alone may make a reading look right, or wrong."""
_SAMPLE: Final = 400
"""So many are looked at."""

_ASCII: Final = bytes(range(0x80))
_LENIENT: Final = {"gb18030": "w3lib_gb18030_replace", "big5hkscs": "shibao_big5"}
"""
How damage is passed over where Python's own way does harm. In GB18030, a lone 0x80
is the euro sign, for Windows and for the standard.
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """A text that may be what the bytes mean."""

    codec: str
    text: str
    damage: int
    """How many characters were none."""

    @property
    def is_tolerable(self) -> bool:
        """Whether it still counts as text."""
        return self.damage <= len(self.text) * TOLERATED

    def everyday(self) -> tuple[float, int]:
        """
        The share of everyday Chinese among the first characters, and their number.

        Of damaged UTF-8 all that is whole counts: no other encoding's text looks
        like UTF-8 for long. Elsewhere damage was counted before.
        """
        sample = self.text.encode().translate(None, _ASCII).decode()[:_SAMPLE]
        whole = sample.replace("\ufffd", "")
        if self.codec == "utf-8":
            return len(whole) / max(len(sample), 1), len(sample)
        best = max(sum(map(kind.__contains__, whole)) for kind in _everyday())
        return best / max(len(whole), 1), len(whole)


def read(body: bytes, codec: str) -> Reading:
    """Read a body in an encoding, with U+FFFD for what is no character in it."""
    try:
        return Reading(codec, decode(body, codec), 0)
    except UnicodeDecodeError:
        text = decode(body, codec, _LENIENT.get(codec, "replace"))
        return Reading(codec, text, text.count("\ufffd"))


def decode(body: bytes, codec: str, errors: str = "strict") -> str:
    """Decode; a character that is cut off at the end is dropped."""
    decoder = codecs.getincrementaldecoder(codec)(errors)
    return decoder.decode(body, final=False)


def _big5_error(error: UnicodeError) -> tuple[str, int]:
    """
    Pass over a pair that HKSCS does not have; Windows may, as the euro sign.

    Python would go on with its second byte, and read the rest of the run askew.
    """
    assert isinstance(error, UnicodeDecodeError)
    lead, trail = error.object[error.start], error.object[error.start + 1 :][:1]
    if not 0x81 <= lead <= 0xFE or trail < b"\x80":
        return "\ufffd", error.start + 1
    found = (bytes([lead]) + trail).decode("cp950", "ignore")
    return found or "\ufffd", error.start + 2


codecs.register_error("shibao_big5", _big5_error)


@cache
def _everyday() -> tuple[frozenset[str], frozenset[str]]:
    """
    The everyday characters of simplified and of traditional Chinese.

    Both standards have their punctuation in the first rows, and their common
    characters on a first level (3755 and 5401) apart from the rare ones.
    """
    high, low = range(0xA1, 0xFF), range(0x40, 0x7F)
    simplified = _characters("gb2312", [*range(0xA1, 0xA4), *range(0xB0, 0xD8)], high)
    return simplified, _characters("big5", range(0xA1, 0xC7), [*low, *high])


def _characters(codec: str, first: Iterable[int], second: Iterable[int]) -> frozenset[str]:
    trails = list(second)
    pairs = (bytes((lead, trail)) for lead in first for trail in trails)
    return frozenset("".join(pair.decode(codec, "ignore") for pair in pairs))
