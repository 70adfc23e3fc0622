"""A bar on standard error while many rows pass."""

from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

from storage.queries import NewsRow


def with_bar(rows: Iterable[NewsRow], total: int) -> Iterator[NewsRow]:
    """The same rows, seen to pass; the bar is gone when they have."""
    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield from progress.track(rows, total=total)
