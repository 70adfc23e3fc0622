"""Lines of blocks: what each channel had day by day, how the database grew."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from storage.cli.people.blocks import sparkline
from storage.cli.people.terminal import printable
from storage.queries import Counts
from storage.queries.growth import Period

_TOLD = 28
"""Cells of the numbers behind a line."""
_STYLE = "green"


def print_channels(page: Console, found: Counts) -> None:
    """A line for every channel that had anything, in the order of the tables."""
    if found.span is None or not found.channel_days:
        return
    numbers: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row in found.channel_days:
        numbers[row.channel][row.day] = row.articles
    days = found.span.days
    lines = {
        group.name: [numbers[group.name].get(day, 0) for day in days]
        for group in found.channels
        if group.name in numbers
    }
    _print_lines(page, lines, f"articles by channel and day, to {days[-1]}", "days")


def print_growth(page: Console, periods: Sequence[Period]) -> None:
    """What was first held over the database's life; nothing while that is one period."""
    if len(periods) < 2:
        return
    unit = periods[0].unit
    lines = {
        "articles": [period.articles for period in periods],
        "versions": [period.versions for period in periods],
    }
    what = f"first held by {unit}, from {periods[0].begins}"
    _print_lines(page, lines, what, f"{unit}s")


def _print_lines(
    page: Console, lines: Mapping[str, Sequence[int]], what: str, units: str
) -> None:
    """A line each, as far back as there is room for; the numbers behind tell of all."""
    names = min(max(cell_len(printable(name)) for name in lines), page.width // 3)
    room = max(page.width - names - 1 - _TOLD, 1)
    page.print()
    page.print(Text(what, "bold"), no_wrap=True)
    for name, numbers in lines.items():
        line = Text(set_cell_size(printable(name), names) + " ")
        line.append(sparkline(numbers[-room:]), _STYLE)
        line.append(f"  {sum(numbers):,}, at most {max(numbers):,}", "dim")
        page.print(line, no_wrap=True)
    there_are = max(map(len, lines.values()))
    if room < there_are:
        page.print(Text(f"The lines show the last {room} of {there_are} {units}.", "dim"))
