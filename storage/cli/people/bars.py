"""What most articles are of, as bars."""

from collections.abc import Iterable, Sequence

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

from storage.cli.people.blocks import bar
from storage.cli.people.terminal import printable
from storage.queries.ranking import Named, Source

_NUMBER = 10
_LONGEST = 40
"""Cells of a bar where there is room."""


def print_sources(page: Console, sources: Sequence[Source]) -> None:
    """The media of most articles."""
    _print_bars(page, "top sources", [(row.name, row.articles) for row in sources])


def print_symbols(page: Console, symbols: Sequence[Named]) -> None:
    """The securities that most articles name, with their names."""
    rows = [(f"{row.symbol} {row.name or ''}".strip(), row.articles) for row in symbols]
    _print_bars(page, "top symbols", rows)


def _print_bars(page: Console, what: str, rows: Iterable[tuple[str, int]]) -> None:
    told = [(printable(name), number) for name, number in rows]
    if not told:
        return
    third = max(page.width // 3, 1)
    names = min(max(cell_len(name) for name, _ in [*told, (what, 0)]), third)
    room = min(max(page.width - names - _NUMBER - 2, 1), _LONGEST)
    most = max(number for _, number in told)
    page.print()
    heading = set_cell_size(what, names) + "articles".rjust(_NUMBER)
    page.print(Text(heading, "bold"), no_wrap=True)
    for name, number in told:
        line = Text(set_cell_size(name, names))
        line.append(f"{number:>{_NUMBER},}  ").append(bar(number, most, room), "green")
        page.print(line, no_wrap=True)
