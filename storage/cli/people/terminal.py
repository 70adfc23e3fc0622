"""The terminal, and texts made safe and fit for it."""

import os
import unicodedata
from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

_WIDE = 200
"""Columns where there is no terminal to ask and COLUMNS says nothing."""
_HIT = "bold yellow"


class Page(Console):
    """Standard output, for people."""

    def on_broken_pipe(self) -> None:
        """Leave it to the command line, which takes `| head` for no error."""
        raise BrokenPipeError


def console() -> Page:
    """Standard output; nothing in a text is markup, an emoji name or a number to paint."""
    page = Page(highlight=False, markup=False, emoji=False)
    if not page.is_terminal and "COLUMNS" not in os.environ:
        page.width = _WIDE
    return page


def printable(text: str | None) -> str:
    """A text that cannot steer the terminal: line ends and tabs are all that stays."""
    return "".join(
        character
        for character in text or ""
        if character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cf"}
    )


def marked(parts: Iterable[tuple[str, bool]], style: str = "") -> Text:
    """A text with its hits highlighted."""
    text = Text(style=style)
    for part, is_hit in parts:
        text.append(printable(part), _HIT if is_hit else None)
    return text


def size(number: int) -> str:
    """Bytes as people say them."""
    amount = float(number)
    for unit in ("bytes", "kB", "MB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}" if unit == "bytes" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} GB"
