"""What a rule for boilerplate is; the rules stand in `pipelines.boilerplate`."""

import re
from dataclasses import dataclass
from enum import Flag, auto
from typing import Final

_FOLDS: Final = (
    *zip("：，；！？（）／｜．＂＿＆", ':,;!?()/|."_&', strict=True),
    *zip("【〔［】〕］丨∣", "[[[]]]||", strict=True),
    *((quote, '"') for quote in "“”„‟「」『』"),
    *((chr(code + 0xFEE0), chr(code)) for code in b"AP"),
)
"""Full-width and typographic forms with their plain ones, those that rules name."""


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

    It is as long as the line itself, so that positions can be compared. Several
    lines may be folded at once, which is why this is no `str.translate`: ten
    replacements over a body are faster than one look at each of its characters.
    """
    for printed, plain in _FOLDS:
        text = text.replace(printed, plain)
    return text
