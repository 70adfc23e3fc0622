"""Days, months, quarters and clock times that a text names. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_MOMENT: Final = re.compile(
    r"(?<![\d.])(?=[\d去今上本明前第一二三四q下半中])(?:"
    # 2022年9月6日, 9月6日, 2022-09-06, 09-06
    r"(?:(?P<day_y>(?:19|20)\d\d)\s?[年./-]\s?)?(?P<day_m>1[0-2]|0?[1-9])\s?[月./-]\s?"
    r"(?P<day_d>3[01]|[12]\d|0?[1-9])"
    r"(?:\s?[日号]|(?![\d.%月万亿元个股-])(?<=[-/.]\d\d))"
    # 14:30, 16时21分
    r"|(?P<hour>[01]?\d|2[0-4])\s?[:时点]\s?(?P<minute>[0-5]\d)(?!\d)分?"
    # 2017年第一季度, 上半年, 1-7月, 1月份
    r"|(?:(?P<tag_y>(?:19|20)\d\d)\s?年|[去今上本明]年)?\s?度?"
    r"(?P<tag>前三季度?|第?[一二三四1-4]季度?|q[1-4]|上半年|下半年|半年度|中期|三季报|一季报|半年报|中报"
    r"|(?:1[0-2]|0?[1-9])\s?月?[-~至]\s?(?:1[0-2]|0?[1-9])月"
    r"|(?:1[0-2]|0?[1-9])\s?月(?:份|上旬|中旬|下旬)?)"
    r"|(?P<year>(?:19|20)\d\d)\s?(?:年|财年)"
    # 26日, but neither 30日均线 nor 3日内
    r"|(?<![月-])(?P<bare>3[01]|[12]\d|[1-9])\s?[日号](?![内均线后起]|起?\d))"
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

    blanked = _MOMENT.sub(taken, text)
    return frozenset(found), blanked


def _moment(told: re.Match[str]) -> Moment:
    if told["day_d"]:
        year = int(told["day_y"]) if told["day_y"] else None
        return Moment("day", year, told["day_m"].lstrip("0"), int(told["day_d"]))
    if told["hour"]:
        return Moment("clock", None, f"{int(told['hour'])}:{told['minute']}")
    if told["tag"]:
        return _period(told["tag"], int(told["tag_y"]) if told["tag_y"] else None)
    if told["year"]:
        return Moment("year", int(told["year"]))
    return Moment("day", day=int(told["bare"]))


_REPORTS: Final = {
    "一季报": "q1", "三季报": "q1-3", "前三季": "q1-3", "半年度": "h1", "半年报": "h1",
    "上半年": "h1", "中报": "h1", "中期": "h1", "下半年": "h2",
}  # fmt: skip


def _period(tag: str, year: int | None) -> Moment:
    """A quarter, a half or some months of a year."""
    named = next((name for word, name in _REPORTS.items() if tag.startswith(word)), None)
    if named:
        return Moment("quarter", year, named)
    if "月" in tag:
        bare = re.sub(r"[份月\s]|(?<!\d)0", "", re.sub(r"[至~]", "-", tag))
        return Moment("month", year, bare)
    return Moment("quarter", year, "q" + re.sub(r"\D", "", tag.translate(_NUMERALS)))


def unmatched(ours: Iterable[Moment], theirs: Iterable[Moment]) -> frozenset[Moment]:
    """Our moments that none of theirs may be; what a text leaves open fits anything."""
    theirs = tuple(theirs)
    left = frozenset(ours).difference(theirs)
    return frozenset(one for one in left if not any(_may_be(one, two) for two in theirs))


def contradicted(ours: Iterable[Moment], theirs: Iterable[Moment]) -> frozenset[Moment]:
    """Moments that agree but for the year, which neither text has from the other."""
    one, other = frozenset(ours), frozenset(theirs)
    left, right = one - other, other - one
    return frozenset(
        moment
        for mine in left
        for yours in right
        if _differ_in_year(mine, yours)
        for moment in (mine, yours)
    )


def _differ_in_year(one: Moment, other: Moment) -> bool:
    if not (one.year and other.year) or one.year == other.year or one.grain == "year":
        return False
    return (one.grain, one.part, one.day) == (other.grain, other.part, other.day)


def _may_be(one: Moment, other: Moment) -> bool:
    if one.grain == "year":  # 2018年 is told by 2018年12月12日 as well
        return one.year == other.year
    if one.grain != other.grain or one.day != other.day:
        return False
    if one.year and other.year and one.year != other.year:
        return False
    return one.part == other.part or (one.grain == "day" and not (one.part and other.part))
