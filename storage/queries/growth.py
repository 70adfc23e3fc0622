"""How the database grew and how large it is: articles and versions as they came."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from storage.queries.filters import Filters, sql
from storage.queries.opening import Reader

_BY_DAY: Final = 35
_BY_WEEK: Final = 40 * 7
"""Days of a database's life that are told by day, and by week; a longer one by month."""


class Period(NamedTuple):
    """A day, week or month of the database's life, in Beijing."""

    unit: str
    """`day`, `week`, `month`; the same in all rows."""
    begins: str
    """Its first day; a week begins on Monday."""
    articles: int
    """First held then..."""
    versions: int
    """...and versions: those articles' first ones, and revisions of any."""


_ARTICLES: Final = """
SELECT date(a.first_seen_at, '+8 hours'), count(*) FROM article a
"""
# The first version is as old as its article; few articles have another.
_REVISIONS: Final = """
SELECT date(v.valid_from, '+8 hours'), count(*) FROM article a
CROSS JOIN article_version v ON v.article_id = a.article_id AND v.version > 1
"""


def growth(reader: Reader, filters: Filters) -> list[Period]:
    """What came in by day, week or month, gaps included, the first one first."""
    articles = _by_day(reader, _ARTICLES, filters.where())
    if not articles:
        return []
    revisions = _by_day(reader, _REVISIONS, filters.where("a.version > 1"))
    first, last = min(articles), max({*articles, *revisions})
    unit = _unit((last - first).days + 1)
    held, revised = _gathered(articles, unit), _gathered(revisions, unit)
    return [
        Period(unit, begin.isoformat(), held[begin], held[begin] + revised[begin])
        for begin in _begins(first, last, unit)
    ]


def _by_day(
    reader: Reader, select: str, where: tuple[str, dict[str, object]]
) -> dict[date, int]:
    clause, values = where
    found = reader.rows(sql(select, clause, "GROUP BY 1"), values)
    return {date.fromisoformat(day): number for day, number in found}


def _unit(days: int) -> str:
    if days <= _BY_DAY:
        return "day"
    return "week" if days <= _BY_WEEK else "month"


def _begin(day: date, unit: str) -> date:
    """The first day of the period that a day lies in."""
    if unit == "month":
        return day.replace(day=1)
    return day - timedelta(days=day.weekday() if unit == "week" else 0)


def _gathered(days: dict[date, int], unit: str) -> Counter[date]:
    periods: Counter[date] = Counter()
    for day, number in days.items():
        periods[_begin(day, unit)] += number
    return periods


def _begins(first: date, last: date, unit: str) -> Iterator[date]:
    """The first days of all periods between two days."""
    steps = {"day": 1, "week": 7, "month": 31}  # the 32nd of a month lies in the next
    begin = _begin(first, unit)
    while begin <= last:
        yield begin
        begin = _begin(begin + timedelta(days=steps[unit]), unit)
