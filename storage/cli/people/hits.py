"""The hits of a search: a line for each, and below it the words in their place."""

from collections.abc import Iterable

from rich.text import Text

from storage.cli.people.terminal import console, marked, printable
from storage.clock import known_part
from storage.queries import Hit

_INDENT = " " * 21
"""As wide as a second and what parts it from the title."""
_SYMBOLS = 4


def show_hits(hits: Iterable[Hit]) -> None:
    """Print them; a line is as long as it is, for whoever pipes it on."""
    page = console()
    for hit in hits:
        page.print(_line(hit), soft_wrap=True)
        page.print(Text(_INDENT).append_text(marked(hit.snippet(), "dim")), soft_wrap=True)


def _first(symbols: str | None) -> str:
    """The first of them: a summary of the market names dozens."""
    names = (symbols or "").split(",")
    rest = len(names) - _SYMBOLS
    return ",".join(names[:_SYMBOLS]) + (f" and {rest} more" if rest > 0 else "")


def _line(hit: Hit) -> Text:
    row = hit.row
    time = known_part(row.published, row.published_precision) or "no time"
    line = Text().append(time.ljust(len(_INDENT)), "cyan")
    line.append_text(marked(hit.title(), "bold"))
    for name in (row.article_id, row.source, _first(row.symbols)):
        if name:
            line.append(f"  {printable(name)}", "green")
    return line
