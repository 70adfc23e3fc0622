"""Days, months, quarters and clock times that a text names, compared as far as told. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_DAY: Final = re.compile(
    r"(?:(?P<y>(?:19|20)\d\d)\s?[年./-]\s?)?(?P<m>1[0-2]|0?[1-9])\s?(?P<sep>[月./-])\s?"
    r"(?P<d>3[01]|[12]\d|0?[1-9])(?:\s?[日号]|(?![\d.%月万亿元个股-])(?<=[-/.]\d\d))"
)
_PERIOD: Final = re.compile(
    r"(?:(?P<y>(?:19|20)\d\d|去|今|上|本|明)?年?)\s?(?:度)?"
    r"(?P<tag>前三季度?|第?[一二三四1-4]季度?|q[1-4]|上半年|下半年|半年度|中期|三季报|一季报|半年报|中报"
    r"|(?:1[0-2]|0?[1-9])\s?月?[-~至]\s?(?:1[0-2]|0?[1-9])月"
    r"|(?:1[0-2]|0?[1-9])\s?月(?:份|上旬|中旬|下旬)?)"
)
_YEAR: Final = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)\s?(?:年|财年)")
_BARE_DAY: Final = re.compile(
    r"(?<![\d.月-])(?P<d>3[01]|[12]\d|[1-9])\s?[日号](?![内均线后起]|起?\d)"
)
_CLOCK: Final = re.compile(
    r"(?<![\d:])(?P<h>[01]?\d|2[0-4])\s?[:时点]\s?(?P<n>[0-5]\d)(?!\d)分?"
)
_NUMERALS: Final = str.maketrans("一二三四", "1234")
_BLANK: Final = "\x01"


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A time as far as a text tells it; None is what it leaves to the reader."""

    grain: str
    """`day`, `month`, `quarter`, `year`, `clock`."""
    year: int | None = None
    part: str = ""
    """The month, the quarter or the clock time."""
    day: int | None = None

    def __str__(self) -> str:
        """As a person reads it in the reasons: `day 2022-9-6`."""
        parts = (self.year, self.part or None, self.day)
        return f"{self.grain} " + "-".join(str(part) for part in parts if part is not None)


def moments_in(text: str) -> tuple[frozenset[Moment], str]:
    """The moments of a `plain` text, and the text with them blanked."""
    found: set[Moment] = set()

    def taken(match: re.Match[str]) -> str:
        found.add(_moment(match))
        return _BLANK

    for pattern in (_DAY, _CLOCK, _PERIOD, _YEAR, _BARE_DAY):
        text = pattern.sub(taken, text)
    return frozenset(found), text


def _moment(match: re.Match[str]) -> Moment:
    told = match.groupdict()
    year = int(told["y"]) if (told.get("y") or "").isdigit() else None
    if told.get("h"):
        return Moment("clock", None, f"{int(told['h'])}:{told['n']}")
    if told.get("d"):
        return Moment(
            "day", year, told["m"].lstrip("0") if told.get("m") else "", int(told["d"])
        )
    if told.get("tag"):
        return Moment(*_period(told["tag"], year))
    return Moment("year", year)


_REPORTS: Final = {
    "一季报": "q1", "三季报": "q1-3", "前三季": "q1-3", "半年度": "h1", "半年报": "h1",
    "上半年": "h1", "中报": "h1", "中期": "h1", "下半年": "h2",
}  # fmt: skip


def _period(tag: str, year: int | None) -> tuple[str, int | None, str]:
    """The grain, year and name of a period of a year."""
    named = next((name for word, name in _REPORTS.items() if tag.startswith(word)), None)
    if named:
        return "quarter", year, named
    if "月" in tag:
        bare = tag.replace("份", "").replace("月", "").replace("至", "-").replace("~", "-")
        return "month", year, re.sub(r"\s|(?<!\d)0", "", bare)
    return "quarter", year, "q" + re.sub(r"\D", "", tag.translate(_NUMERALS))


def unmatched(ours: Iterable[Moment], theirs: Iterable[Moment]) -> frozenset[Moment]:
    """Our moments that none of theirs may be; what a text leaves open fits anything."""
    theirs = tuple(theirs)
    held = set(theirs)
    left = [moment for moment in ours if moment not in held]
    return frozenset(one for one in left if not any(_may_be(one, two) for two in theirs))


def contradicted(ours: Iterable[Moment], theirs: Iterable[Moment]) -> frozenset[Moment]:
    """Moments that agree but for the year, which neither text has from the other."""
    one, other = frozenset(ours), frozenset(theirs)
    left, right = one - other, other - one
    return frozenset(
        moment
        for ours_ in left
        for theirs_ in right
        if ours_.year and theirs_.year and ours_.year != theirs_.year
        if (ours_.grain, ours_.part, ours_.day)
        == (theirs_.grain, theirs_.part, theirs_.day)
        if ours_.grain != "year"
        for moment in (ours_, theirs_)
    )


def _may_be(one: Moment, other: Moment) -> bool:
    if one.grain == "year":  # 2018年 is told by 2018年12月12日 as well
        return one.year == other.year
    if one.grain != other.grain or one.day != other.day:
        return False
    if one.year and other.year and one.year != other.year:
        return False
    return one.part == other.part or (one.grain == "day" and not (one.part and other.part))
