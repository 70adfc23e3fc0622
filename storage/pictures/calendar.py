"""
A year of days as a drawing: one file, light and dark, nothing loaded, nothing run.

A square's shade tells how much is stored; its shape tells whether that is all, so
that it is told without colour too.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from html import escape
from typing import Final

from storage.pictures.marks import DayMark, State
from storage.pictures.paint import STYLE
from storage.pictures.weeks import LEVELS, WEEKDAYS, WEEKS, Year, year_of

_CELL: Final = 11
_PITCH: Final = 14
_LEFT: Final = 46
_TOP: Final = 52
_WIDTH: Final = _LEFT + WEEKS * _PITCH + 18
_HEIGHT: Final = 7 * _PITCH
"""Of the squares of one calendar."""
_ROW: Final = _HEIGHT + 58
SAID: Final = {
    State.CLOSED: "closed",
    State.OPEN: "open: nothing newer was listed yet",
    State.PENDING: "open: not all that was listed is read",
    State.HOLE: "not wholly read",
}


def calendar_svg(days: Mapping[date, DayMark], *, today: date, title: str) -> str:
    """One calendar as an SVG document."""
    return calendars_svg({"": days}, today=today, title=title)


def calendars_svg(
    calendars: Mapping[str, Mapping[date, DayMark]], *, today: date, title: str
) -> str:
    """
    Calendars one below the other as an SVG document.

    Args:
        calendars: the days of each by its name, in order.
        today: the Beijing day it is.
        title: what all of them are of.
    """
    height = _TOP + len(calendars) * _ROW + 20
    label = _safe(title)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}"',
        f'width="{_WIDTH}" height="{height}" class="shibao" role="img"',
        f'aria-label="{label}">',
        f"<style>{STYLE}</style>",
        f'<rect class="paper" width="{_WIDTH}" height="{height}" rx="6"/>',
        f'<text class="title" x="18" y="30">{label}</text>',
    ]
    for place, (name, days) in enumerate(calendars.items()):
        lines += _calendar(name, year_of(days, today), _TOP + place * _ROW)
    lines += _legend(height - 24)
    return "\n".join((*lines, "</svg>", ""))


def _calendar(name: str, year: Year, top: int) -> Iterator[str]:
    marks = list(year.shown())
    closed = sum(mark.state is State.CLOSED for mark in marks)
    holes = sum(mark.state is State.HOLE for mark in marks)
    told = f"{closed:,} days closed, {holes:,} not wholly read"
    yield f'<g transform="translate({_LEFT} {top + 36})">'
    yield f'<text class="name" x="-28" y="-24">{_safe(name)}</text>'
    yield f'<text x="{WEEKS * _PITCH}" y="-24" text-anchor="end">{told}</text>'
    for column, month in year.months():
        yield f'<text x="{column * _PITCH}" y="-7">{month}</text>'
    for weekday, text in enumerate(WEEKDAYS):
        y = weekday * _PITCH
        if weekday % 2 == 0:
            yield f'<text x="-28" y="{y + 9}">{text}</text>'
        for column, day in year.week(weekday):
            yield _square(column * _PITCH, y, _told(day, year.days.get(day)), year, day)
    yield "</g>"


def _square(x: int, y: int, told: str, year: Year, day: date) -> str:
    mark = year.days.get(day)
    shapes = _shapes(mark.state, year.level(mark)) if mark else (_rect("none", 0.5),)
    place = f'<g transform="translate({x} {y})">'
    return f"{place}<title>{_safe(told)}</title>{''.join(shapes)}</g>"


def _shapes(state: State, level: int) -> Sequence[str]:
    """The square, and over it what tells that it is not the whole."""
    shade = _rect(f"l{level}")
    if state is State.OPEN:
        return shade, _rect("open", 0.75)
    if state is State.PENDING:
        return shade, '<circle class="pending" cx="5.5" cy="5.5" r="3.5"/>'
    if state is State.HOLE:
        cross = "M2.5 2.5 8.5 8.5M8.5 2.5 2.5 8.5"
        return shade, f'<path class="under" d="{cross}"/><path class="hole" d="{cross}"/>'
    return (shade,)


def _rect(name: str, inset: float = 0) -> str:
    size = _CELL - 2 * inset
    place = f' x="{inset}" y="{inset}"' if inset else ""
    return f'<rect class="{name}"{place} width="{size}" height="{size}" rx="2"/>'


def _told(day: date, mark: DayMark | None) -> str:
    """A day in words."""
    name = f"{day.isoformat()} {WEEKDAYS[day.weekday()]}"
    if mark is None:
        return f"{name}: nothing is known"
    numbers = (
        f"{mark.stored:,} stored, {mark.pending:,} pending, {mark.rejected:,} rejected"
    )
    where = f" in {mark.holes} of {mark.channels} channels" if mark.holes else ""
    return f"{name}: {numbers}; {SAID[mark.state]}{where}"


def _legend(y: int) -> Iterator[str]:
    yield f'<g transform="translate({_LEFT} {y})"><text x="-28" y="9">no article</text>'
    x = 30
    for level in range(LEVELS + 1):
        yield f'<g transform="translate({x} 0)">{_rect(f"l{level}")}</g>'
        x += _PITCH
    yield f'<text x="{x + 4}" y="9">more</text>'
    signs = (
        (State.OPEN, "open", 56),
        (State.PENDING, "pending", 74),
        (State.HOLE, "not wholly read", 114),
    )
    x += 56
    for state, text, width in signs:
        yield f'<g transform="translate({x} 0)">{"".join(_shapes(state, 0))}'
        yield f'<text x="17" y="9">{text}</text></g>'
        x += width
    yield f'<g transform="translate({x} 0)">{_rect("none", 0.5)}'
    yield '<text x="17" y="9">nothing is known</text></g></g>'


def _safe(text: str) -> str:
    """A text that XML takes as it is."""
    return escape("".join(letter for letter in text if letter.isprintable()))
