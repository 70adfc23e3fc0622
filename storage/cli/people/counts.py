"""What the database holds, as small tables and pictures."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from storage.cli.people.bars import print_sources, print_symbols
from storage.cli.people.hours import print_hours
from storage.cli.people.lines import print_channels, print_growth
from storage.cli.people.tables import compact
from storage.cli.people.terminal import console, printable, size
from storage.queries import Counts
from storage.queries.counts import Group, Total
from storage.queries.leftovers import Tally


def show_counts(found: Counts) -> None:
    """Print totals, then a table or picture of everything that there is any of."""
    page = console()
    page.print(Text(_summary(found.total)))
    if not (found.total.articles or found.rejections or found.discovery):
        return
    _groups(page, "site", found.sites)
    _groups(page, "kind", found.kinds)
    _groups(page, "channel", found.channels)
    _groups(page, "day", found.days)
    _tallies(page, "rejected because", found.rejections)
    _tallies(page, "listed and now", found.discovery)
    print_channels(page, found)
    print_hours(page, found)
    print_sources(page, found.sources)
    print_symbols(page, found.symbols)
    print_growth(page, found.growth)
    page.print()
    page.print(Text(f"The database takes {size(found.size)}."))


def _summary(total: Total) -> str:
    if not total.articles:
        return "No articles."
    dated = (
        f", {total.first[:16]} to {total.last[:16]}" if total.first and total.last else ""
    )
    return (
        f"{total.articles:,} articles{dated}; {total.flashes:,} of them flashes, "
        f"{total.originals:,} originals, {total.copies:,} repeats, "
        f"{total.revised:,} revised, {total.gone:,} gone, {total.undated:,} without a time."
    )


def _groups(page: Console, name: str, groups: Sequence[Group]) -> None:
    if not groups:
        return
    table = compact(name, "articles", "first", "last", right=["articles"])
    for group in groups:
        ends = (str(end)[:16] if end else "" for end in (group.first, group.last))
        table.add_row(Text(printable(group.name)), f"{group.articles:,}", *ends)
    page.print()
    page.print(table)


def _tallies(page: Console, name: str, tallies: Sequence[Tally] | None) -> None:
    if not tallies:
        return
    table = compact(name, "site", "number", right=["number"])
    for tally in tallies:
        names = (Text(printable(text)) for text in (tally.name, tally.site))
        table.add_row(*names, f"{tally.number:,}")
    page.print()
    page.print(table)
