"""A year of days at a glance, then the last ones channel by channel."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from rich.console import Console
from rich.text import Text

from storage.cli.people.tables import compact
from storage.cli.people.terminal import console, printable
from storage.pictures.marks import ChannelMark, DayMark, State, channel_marks, day_marks
from storage.pictures.weeks import WEEKDAYS, WEEKS, Year, year_of
from storage.queries import CoverageRow

_SHADES = "·░▒▓█"
_SIGNS = {State.OPEN: "o", State.PENDING: "!", State.HOLE: "x"}
_GREENS = ("", "color(28)", "color(34)", "color(40)", "color(46)")
_GROUNDS = ("", " on color(22)", " on color(22)", " on color(28)", " on color(28)")
_STYLES = {State.OPEN: "bold cyan", State.PENDING: "bold yellow", State.HOLE: "bold red"}
_SAID = {State.CLOSED: "closed", State.PENDING: "open", State.OPEN: "open"}
_MARGIN = 4
_FEW = 3
"""Channels that are named one by one where a day's closed ones share a line."""


def show_coverage(
    rows: Sequence[CoverageRow], asked: tuple[date, date], today: date, days: int
) -> None:
    """
    Print a calendar of all channels, a table of the last days, and what signs mean.

    Args:
        rows: all there are of the channels that are meant.
        asked: the days to show, half open.
        today: the Beijing day it is.
        days: how many to tell of channel by channel.
    """
    page = console()
    marks = [mark for mark in channel_marks(rows) if asked[0] <= mark.day < asked[1]]
    year = year_of(day_marks(marks), today)
    page.print(Text(_summary(year, marks)))
    page.print()
    _print_year(page, year)
    page.print()
    _print_legend(page)
    page.print()
    _print_days(page, marks, days)


def _summary(year: Year, marks: Sequence[ChannelMark]) -> str:
    states = [mark.state for mark in year.shown()]
    channels = len({(mark.site, mark.channel) for mark in marks})
    open_ = sum(state in {State.OPEN, State.PENDING} for state in states)
    return (
        f"{channels:,} channels, the year to {year.last}: "
        f"{states.count(State.CLOSED):,} days closed, {open_:,} open, "
        f"{states.count(State.HOLE):,} not wholly read."
    )


def _print_year(page: Console, year: Year) -> None:
    """Weeks as columns; twice as wide where there is room."""
    width = 2 if page.width >= _MARGIN + 2 * WEEKS else 1
    heading = [" "] * (WEEKS * width + 2)
    for column, month in year.months():
        heading[column * width : column * width + 3] = month
    page.print(Text(" " * _MARGIN + "".join(heading).rstrip(), "dim"), no_wrap=True)
    for weekday, name in enumerate(WEEKDAYS):
        line = Text(name.ljust(_MARGIN), "dim", no_wrap=True)
        for _, day in year.week(weekday):
            line.append_text(_square(year, year.days.get(day), width))
        page.print(line)


def _square(year: Year, mark: DayMark | None, width: int) -> Text:
    if mark is None:
        return Text(" " * width)
    level = year.level(mark)
    if sign := _SIGNS.get(mark.state):
        style = f"bold bright_white{_GROUNDS[level]}" if level else _STYLES[mark.state]
        return Text(sign.ljust(width), style)
    shade = _SHADES[level]
    return Text(shade * width if level else shade.ljust(width), _GREENS[level] or "dim")


def _print_legend(page: Console) -> None:
    line = Text(" " * _MARGIN)
    for shade, style in zip(_SHADES[1:], _GREENS[1:], strict=True):
        line.append(shade, style)
    line.append(" fewer to more stored  ").append("·", "dim").append(" none  ")
    for state, said in (
        (State.OPEN, "open"),
        (State.PENDING, "pending"),
        (State.HOLE, "not wholly read"),
    ):
        line.append(_SIGNS[state], _STYLES[state]).append(f" {said}  ")
    page.print(line)
    told = "An article counts in every channel that listed it."
    page.print(Text(" " * _MARGIN + told, "dim"))


def _print_days(page: Console, marks: Sequence[ChannelMark], days: int) -> None:
    last = sorted({mark.day for mark in marks}, reverse=True)[:days]
    numbers = ("stored", "pending", "rejected")
    table = compact("day", "channel", *numbers, "", right=numbers)
    several = len({mark.site for mark in marks}) > 1
    found = sorted((m for m in marks if m.day in last), key=lambda mark: mark.day)
    by_day = {day: list(group) for day, group in groupby(found, lambda mark: mark.day)}
    for day in last:
        shown = str(day)
        for name, mark in _lines(by_day[day], several=several):
            state = Text(_SAID.get(mark.state, "hole"), _STYLES.get(mark.state, "green"))
            cells = (f"{number:,}" for number in mark[-3:])
            table.add_row(shown, Text(printable(name)), *cells, state)
            shown = ""
    page.print(table)


def _lines(
    marks: Sequence[ChannelMark], *, several: bool
) -> Iterator[tuple[str, ChannelMark]]:
    """A day's channels that want a look one by one, the closed ones on one line."""
    closed = [mark for mark in marks if mark.state is State.CLOSED]
    for mark in marks:
        if mark.state is not State.CLOSED:
            yield f"{mark.site}:{mark.channel}" if several else mark.channel, mark
    if closed:
        few = " ".join(mark.channel for mark in closed)
        name = few if len(closed) <= _FEW else f"{len(closed)} channels"
        stored = sum(mark.stored for mark in closed)
        rejected = sum(mark.rejected for mark in closed)
        yield name, closed[0]._replace(stored=stored, rejected=rejected)
