"""What a rule for boilerplate is; the rules stand in `pipelines.boilerplate`."""

import re
from dataclasses import dataclass
from enum import Flag, auto
from typing import Final

_BRACKETS: Final = dict.fromkeys(map(ord, "【〔［"), "[") | dict.fromkeys(
    map(ord, "】〕］"), "]"
)
_QUOTES: Final = dict.fromkeys(map(ord, "“”„‟「」『』＂"), '"')
_BARS: Final = dict.fromkeys(map(ord, "丨∣"), "|")
_FOLDS: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | (
    _BRACKETS | _QUOTES | _BARS
)


class Place(Flag):
    """Where in a body a rule may match."""

    ANYWHERE = auto()
    """Nobody else would write this sentence."""
    HEAD = auto()
    """Among the first three lines."""
    NEAR_END = auto()
    """Among the last eight lines, even with something unknown behind."""
    TAIL = auto()
    """With nothing but tails behind: elsewhere it might be the story's own."""
    LINE_END = auto()
    """Behind the last sentence, on the same line; the sentence stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One kind of boilerplate."""

    name: str
    pattern: re.Pattern[str]
    """Has to be the whole folded line, or its end where `place` says so."""
    place: Place
    teacher: str
    """Where it was seen."""
    classes: tuple[str, ...] = ()
    """Classes of blocks that go with everything inside."""
    names_editor: bool = False
    takes_image: bool = False
    """An image beside it is its QR code."""


def written(pattern: str) -> re.Pattern[str]:
    """A pattern over folded lines; the letters of `APP` may be small."""
    return re.compile(pattern, re.IGNORECASE)


def fold(text: str) -> str:
    """
    A line with half-width punctuation and plain quotes.

    It is as long as the line itself, so that positions can be compared.
    """
    return text.translate(_FOLDS)
