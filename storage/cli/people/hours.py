"""At which hours of which days articles come, as a map that reads without colour too."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from itertools import pairwise
from typing import Final

from rich.console import Console
from rich.text import Text

from storage.cli.people.blocks import NONE
from storage.pictures.weeks import WEEKDAYS
from storage.queries import Counts

_HOURS: Final = 24
_SHADES: Final = "░▒▓█"
_GREENS: Final = ("color(28)", "color(34)", "color(40)", "color(46)")
_DAY: Final = 16
"""Cells of a day's name..."""
_SUM: Final = 8
"""...and of what stands behind its hours."""


def print_hours(page: Console, found: Counts) -> None:
    """Hours as columns, the days as rows; below it what the shades mean."""
    if found.span is None or not found.day_hours:
        return
    numbers: defaultdict[tuple[str, int | None], int] = defaultdict(int)
    for row in found.day_hours:
        numbers[row.day, row.hour] = row.articles
    hourly = [row.articles for row in found.day_hours if row.hour is not None]
    steps = _steps(hourly)
    width = _width(page)
    page.print()
    page.print(_heading(width), no_wrap=True)
    for day in found.span.days:
        line = _row(day, [numbers[day, hour] for hour in range(_HOURS)], steps, width)
        total = sum(numbers[day, hour] for hour in (*range(_HOURS), None))
        page.print(line.append(f"{total:>{_SUM},}"), no_wrap=True)
    page.print(_legend(steps, max(hourly, default=0)), no_wrap=True)
    if hourless := sum(row.articles for row in found.day_hours if row.hour is None):
        told = f"{hourless:,} without an hour, in the sums alone"
        page.print(Text(" " * _DAY + told, "dim"))


def _width(page: Console) -> int:
    """Characters of an hour: as many as there is room for."""
    return min(max((page.width - _DAY - _SUM) // _HOURS, 1), 3)


def _heading(width: int) -> Text:
    hours = "".join(f"{hour:02}".ljust(3 * width) for hour in range(0, _HOURS, 3))
    return Text("day and hour".ljust(_DAY) + hours + "articles"[:_SUM].rjust(_SUM), "bold")


def _row(day: str, numbers: Sequence[int], steps: Sequence[int], width: int) -> Text:
    weekday = WEEKDAYS[date.fromisoformat(day).weekday()]
    line = Text(f"{day} {weekday}".ljust(_DAY))
    for number in numbers:
        if number:
            shade, style = _shade(bisect_right(steps, number), len(steps))
            line.append(shade * width, style)
        else:
            line.append(NONE.ljust(width), "dim")
    return line


def _shade(level: int, levels: int) -> tuple[str, str]:
    """The last of as many shades as there are levels is the densest."""
    place = len(_SHADES) - levels + level - 1
    return _SHADES[place], _GREENS[place]


def _steps(numbers: Collection[int]) -> list[int]:
    """From so many articles on an hour is a shade denser: quarters of what occurs."""
    found = sorted(set(numbers))
    if len(found) <= len(_SHADES):
        return found
    return [found[len(found) * part // len(_SHADES)] for part in range(len(_SHADES))]


def _legend(steps: Sequence[int], most: int) -> Text:
    """What each shade stands for, in numbers."""
    line = Text(" " * _DAY).append(NONE, "dim").append(" none")
    for level, (first, following) in enumerate(pairwise([*steps, most + 1]), 1):
        shade, style = _shade(level, len(steps))
        last = following - 1
        told = f"{first:,}" if first == last else f"{first:,} to {last:,}"
        line.append("  ").append(shade, style).append(f" {told}")
    return line
