"""Tables of a few columns."""

from collections.abc import Iterable

from rich.table import Table


def compact(*columns: str, right: Iterable[str] = ()) -> Table:
    """A table without lines; `right` names the columns of numbers."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, justify="right" if column in set(right) else "left")
    return table
