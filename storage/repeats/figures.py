"""Figures with their roles: 1.2亿元 and 12000万元 are one amount, 1.2% is none. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, NamedTuple

_SCALES: Final = {
    "百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7,
    "亿": 8, "十亿": 9, "百亿": 10, "千亿": 11, "万亿": 12, "": 0,
}  # fmt: skip
_CURRENCIES: Final = {
    "美元": "usd", "美金": "usd", "港元": "hkd", "港币": "hkd", "欧元": "eur",
    "日元": "jpy", "英镑": "gbp", "韩元": "krw", "元": "cny", "人民币": "cny",
}  # fmt: skip
_FIGURE: Final = re.compile(
    r"(?P<digits>\d+(?:\.\d+)?)\s?"
    r"(?P<scale>万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千|百)?\s?"
    r"(?P<unit>%|‰|个?百分点|个?基点|bps?\b|美元|美金|港元|港币|欧元|日元|英镑|韩元|元|人民币|股)?"
)
_RANGE: Final = re.compile(r"\s?(?:-|~|至|到|或)\s?")
_SILENT: Final = re.compile(r"[\W\d_]")
_SIGN: Final = re.compile(r"(?<![\d%元万亿股日月年号a-z])[+-]$")
_UP: Final = re.compile(r"(?:增|升|涨|提高|高出|盈利|上行|扩大)[^,。;\d]{0,4}$")
_DOWN: Final = re.compile(r"(?:降|减|跌|下滑|亏|收窄|下行|缩水|缩减|低于)[^,。;\d]{0,4}$")


class Figure(NamedTuple):
    """A number of the text as a value of one role, whatever unit it was printed in."""

    role: str
    """`pct`, a currency, `share`, or `count` for every other thing counted."""
    value: Decimal

    def __str__(self) -> str:
        """As a person reads it in the reasons: `120000000 cny`."""
        return f"{self.value:f} {self.role}"


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure with what it was printed with; two are equal if they say the same."""

    figure: Figure
    step: Decimal = field(compare=False)
    """The worth of its last digit: how far it may be rounded."""
    direction: int = field(compare=False)
    """1 behind a word of rise, -1 behind one of fall, else 0."""
    context: str
    """The three letters before it: what it is the figure of."""


def figures_in(text: str, *, may_be_cut: bool = False) -> Iterator[Printed]:
    """
    Every figure of a `plain` text whose dates, codes and periods are blanked.

    The first end of a range takes the unit of the second (25-25.05亿元). A number
    within a name (M2, 5G, SF014) is none. Where a body ends in a bare number it
    may have been cut off within it: 3.4 for 3.45亿元.
    """
    after: re.Match[str] | None = None
    for found in reversed(list(_FIGURE.finditer(text))):
        lender = after if _is_range(found, after, text) else None
        after = found
        is_cut_off = not found["unit"] and found.end() == len(text)
        if not _is_name(found, text) and not (may_be_cut and is_cut_off):
            yield _printed(found, lender, text)


def _is_range(found: re.Match[str], after: re.Match[str] | None, text: str) -> bool:
    """Whether a bare number is the lower end of the range that follows."""
    if after is None or found["unit"]:
        return False
    return bool(_RANGE.fullmatch(text[found.end() : after.start()]))


def _is_name(found: re.Match[str], text: str) -> bool:
    """Whether a letter stands at the number: G9, 4c, e2e; units of letters are few."""
    before = text[found.start() - 1 : found.start()]
    follows = text[found.end() : found.end() + 1] if not found["unit"] else ""
    return _is_letter(before) or (_is_letter(follows) and not found["scale"])


def _is_letter(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _printed(found: re.Match[str], lender: re.Match[str] | None, text: str) -> Printed:
    unit = found["unit"] or (lender["unit"] if lender else None) or ""
    scale = found["scale"] or (lender["scale"] if lender else None) or ""
    before = text[max(found.start() - 10, 0) : found.start()]
    number = Decimal(found["digits"])
    return Printed(
        Figure(_role(unit, before), number.scaleb(_SCALES[scale]).normalize()),
        Decimal(1).scaleb(int(number.as_tuple().exponent) + _SCALES[scale]),
        _direction(before),
        _SILENT.sub("", before)[-3:],
    )


def _direction(before: str) -> int:
    """By the word or the sign before a figure; `-` behind a figure makes a range."""
    if _SIGN.search(before):
        return 1 if before.endswith("+") else -1
    return 1 if _UP.search(before) else -1 if _DOWN.search(before) else 0


def _role(unit: str, before: str) -> str:
    if unit in ("%", "‰") or unit.endswith("百分点"):
        return "pct"
    if unit in _CURRENCIES:
        return _CURRENCIES[unit]
    if unit == "股":
        return "share"
    return "cny" if before.rstrip().endswith("人民币") else "count"


def unmatched(ours: Iterable[Printed], theirs: Iterable[Printed]) -> frozenset[Printed]:
    """Our figures that they lack, also as the rounding of a longer one or its full."""
    held = {printed.figure: printed for printed in theirs}
    left = [printed for printed in ours if printed.figure not in held]
    return frozenset(
        one for one in left if not any(_is_rounding(one, other) for other in held.values())
    )


def values(printed: Iterable[Printed]) -> frozenset[Figure]:
    """The figures without the way they were printed in."""
    return frozenset(one.figure for one in printed)


def _is_rounding(one: Printed, other: Printed) -> bool:
    """Whether 38万 may stand for 38.07万: half of the coarser step is the tolerance."""
    if one.figure.role != other.figure.role or one.step == other.step:
        return False
    coarse = one if one.step > other.step else other
    if coarse.step * 10 > coarse.figure.value:
        return False  # of 3亿 for 3.43亿 one digit is too little to tell
    return abs(one.figure.value - other.figure.value) < coarse.step


def amended(ours: Iterable[Printed], theirs: Iterable[Printed]) -> frozenset[Figure]:
    """
    Figures that stand behind the same words with other values.

    占公司总股本的7.87% against …的7.89% is amended, though 7.87% may stand in both
    texts at another place: so each is counted as often as it is printed.
    """
    one, other = _placed(ours), _placed(theirs)
    found: set[Figure] = set()
    for place in one.keys() & other.keys():
        left, right = _surplus(one[place], other[place]), _surplus(other[place], one[place])
        if left and right and (unmatched(left, right) or unmatched(right, left)):
            found |= values(left) | values(right)
    return frozenset(found)


def _placed(printed: Iterable[Printed]) -> dict[tuple[str, str], list[Printed]]:
    """The figures by role and by the words before them; without such words none."""
    found: dict[tuple[str, str], list[Printed]] = {}
    for one in printed:
        if len(one.context) >= 2:
            found.setdefault((one.figure.role, one.context), []).append(one)
    return found


def _surplus(ours: Iterable[Printed], theirs: Iterable[Printed]) -> list[Printed]:
    """What ours has more often than theirs."""
    held = [one.figure for one in theirs]
    left: list[Printed] = []
    for one in ours:
        if one.figure in held:
            held.remove(one.figure)
        else:
            left.append(one)
    return left


def directions(printed: Iterable[Printed]) -> dict[Figure, frozenset[int]]:
    """Which ways every figure goes; without those that a text gives no way."""
    found: dict[Figure, set[int]] = {}
    for one in printed:
        found.setdefault(one.figure, set()).add(one.direction)
    return {figure: frozenset(ways) for figure, ways in found.items() if 0 not in ways}


def opposed(
    ours: Mapping[Figure, frozenset[int]], theirs: Mapping[Figure, frozenset[int]]
) -> frozenset[Figure]:
    """Figures that rise in one text and fall in the other: 涨0.13% against 跌0.13%."""
    return frozenset(
        figure
        for figure in ours.keys() & theirs.keys()
        if ours[figure].isdisjoint(theirs[figure])
    )


def is_slip(one: Figure, other: Figure) -> bool:
    """
    Whether two figures differ as a slip of the pen does, not as an amended amount.

    The same digits at another place: 1.62 for 16.2, 万 for 亿, 36.5 for 35.6. An
    amended amount has other digits.
    """
    if one.role != other.role or one == other:
        return False
    digits = [str(figure.value.as_tuple().digits) for figure in (one, other)]
    return digits[0] == digits[1] or sorted(digits[0]) == sorted(digits[1])
