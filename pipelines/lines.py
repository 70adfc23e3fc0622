"""The lines of a body: what both the kept HTML and the plain text are made of."""

import re
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from pipelines.text import normalize_line, without_invisible

Container = tuple[str, int]
"""An element around several lines (`ul`, `tbody`) and its number in the body."""

_TAG_NAMES: Final = (
    "p|br|b|strong|em|i|u|s|a|img|span|font|div|h[1-6]|ul|ol|li|table|tbody|thead|tr|td|th|hr"
    "|section|center|blockquote|figure|pre|code|script|style|iframe|svg|math|object|embed|input"
    "|form|video|audio|body|html|head|meta|link|title|template|noscript|textarea|select|button"
    "|base|frame|frameset|isindex|applet|marquee|details|xml|image|xss|noembed|xmp|plaintext"
)
_LEFTOVER: Final = re.compile(
    rf"</?(?:{_TAG_NAMES})(?:[\s/][^<>]*)?>|</?[a-z][^<>]*=[^<>]*>|<!--.*?-->|<[%?!][^<>]*>",
    re.IGNORECASE,
)
"""Tags that were escaped once too often, so that a reader sees them as text."""
_ESCAPED_SPACE: Final = re.compile(r"&(?:nbsp|ensp|emsp|thinsp|#160|#12288);")
_BLANK: Final = re.compile(r"\s+")


@dataclass(slots=True)
class Run:
    """A stretch of a line under the same inline mark-up, or one image."""

    marks: tuple[str, ...]
    """Inside of the start tags around it, outermost first: `strong`, `a href="…"`."""
    text: str
    image: str = ""
    """A whole `<img …>` tag; then `text` is empty."""


@dataclass(slots=True)
class Line:
    """One line of the text and the mark-up that belongs to it."""

    path: tuple[Container, ...]
    tag: str
    """Its block: `p`, `h2`, `pre`, `caption`, `tr`, `hr`; empty directly in a `li`."""
    block: int
    """Lines with the same number stand in one block, parted by `<br>`."""
    runs: list[Run]
    text: str
    """Normalised; empty where the line is only an image."""
    cells: list["Cell"] = field(default_factory=list)
    folded: str = ""
    """`text` with one spelling of its punctuation, while rules look at it."""

    @property
    def has_image(self) -> bool:
        """Whether an image stands in it, or in one of its cells."""
        inner = (line for cell in self.cells for line in cell.lines)
        return any(run.image for run in self.runs) or any(line.has_image for line in inner)

    def cut(self, start: int) -> None:
        """Drop the text from a position to its end, and what it leaves dangling."""
        if self.tag == "pre":
            self.runs = [Run((), self.text)]
        printed = "".join(run.text for run in self.runs)
        left = start + len(printed) - len(printed.lstrip())
        for run in self.runs:
            run.text = run.text[: max(left, 0)]
            left -= len(run.text)
        _strip_end(self.runs)
        self.runs = [run for run in self.runs if run.text or run.image]
        self.text = self.text[:start].rstrip()
        self.folded = self.folded[:start].rstrip()


@dataclass(slots=True)
class Cell:
    """A cell of a table row."""

    tag: str
    columns: int
    rows: int
    lines: list[Line]

    @property
    def text(self) -> str:
        """Its blocks joined by a space."""
        if len(self.lines) == 1:
            return self.lines[0].text.replace("\t", " ")
        return " ".join(line.text.replace("\t", " ") for line in self.lines if line.text)


def finish(runs: list[Run], *, preformatted: bool) -> tuple[list[Run], str]:
    """
    The runs with visible characters and single spaces only, and their text.

    White space collapses across the borders of runs, as it does on a screen;
    in preformatted text only the text's own copy collapses.
    """
    if len(runs) > 1:
        runs = _merged(runs)
    joined = runs[0].text if len(runs) == 1 else "".join(run.text for run in runs)
    if "<" in joined and _LEFTOVER.search(joined):
        joined = _without_leftovers(joined)
        runs = [Run((), joined), *(run for run in runs if run.image)]
    if "&" in joined and _ESCAPED_SPACE.search(joined):
        for run in runs:
            run.text = _ESCAPED_SPACE.sub(" ", run.text)
    if len(runs) == 1 and not preformatted and not runs[0].image:
        runs[0].text = text = normalize_line(runs[0].text)
        return (runs if text else []), text
    _collapse(runs, preformatted=preformatted)
    kept = [run for run in runs if run.text or run.image]
    return kept, normalize_line("".join(run.text for run in kept))


def _merged(runs: list[Run]) -> list[Run]:
    """Neighbours under the same mark-up as one run; a page may have very many."""
    merged: list[Run] = []
    for (marks, image), group in groupby(runs, lambda run: (run.marks, run.image)):
        if image:
            merged += group
        else:
            merged.append(Run(marks, "".join([run.text for run in group])))
    return merged


def _without_leftovers(text: str) -> str:
    """The text without tags, however they were nested in one another."""
    while (shorter := _LEFTOVER.sub("", text)) != text:
        text = shorter
    return text


def _collapse(runs: list[Run], *, preformatted: bool) -> None:
    """Normalise each run's own text in place."""
    after_space = not preformatted
    for run in runs:
        if run.image:
            after_space = False
            continue
        text = without_invisible(run.text)
        if not preformatted:
            text = _BLANK.sub(" ", text)
            if after_space:
                text = text.removeprefix(" ")
            after_space = text.endswith(" ") if text else after_space
        run.text = text
    _strip_end(runs)


def _strip_end(runs: list[Run]) -> None:
    """Drop white space at the end of the line, whichever runs hold it."""
    for run in reversed(runs):
        run.text = run.text.rstrip()
        if run.text or run.image:
            return
