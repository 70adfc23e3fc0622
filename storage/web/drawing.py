"""
Charts as SVG in the page: no script, colours from the style sheet. Pure.

Every number is also text: in a `<title>` that a pointer shows, and in the CSV
that stands below each chart.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from markupsafe import Markup

_LABEL: Final = 62
"""Units for the labels left of a chart."""
_WIDTH: Final = 420
_STEPS: Final = 6
"""Shades of a heat map besides none."""


class Cell(NamedTuple):
    """One field of a heat map."""

    share: float
    """0 to 1: how dark."""
    title: str
    href: str | None = None
    mark: str = ""
    """A further class of the style sheet."""


class Row(NamedTuple):
    """One line of a heat map."""

    label: str
    cells: Mapping[int, Cell]
    """By column."""


class Bar(NamedTuple):
    """One line of a bar chart."""

    label: str
    value: float
    text: str
    href: str | None = None


def heat_map(
    title: str, columns: Sequence[str], rows: Sequence[Row], tone: str = "warm"
) -> Markup:
    """
    Rows of fields, the darker the more.

    Args:
        title: what a screen reader says of it.
        columns: labels; an empty one leaves its place blank.
        rows: the lines, from the top.
        tone: `warm` for how much, `calm` for how well.
    """
    step = (_WIDTH - _LABEL) / max(len(columns), 1)
    parts = list(_axis(columns, step))
    for line, row in enumerate(rows):
        top = 15 + line * 16
        parts.append(_text(_LABEL - 6, top + 11.5, row.label, "label end"))
        for column in range(len(columns)):
            x = _LABEL + column * step
            parts.append(_field(x, top, step - 1, row.cells.get(column)))
    return _svg(title, 17 + len(rows) * 16, parts, tone)


def _axis(columns: Sequence[str], step: float) -> Iterator[Markup]:
    for column, name in enumerate(columns):
        if name and column == len(columns) - 1:  # it would stick out
            yield _text(_WIDTH, 10, name, "axis end")
        elif name:
            yield _text(_LABEL + step * (column + 0.5), 10, name, "axis mid")


def bars(title: str, lines: Sequence[Bar]) -> Markup:
    """Horizontal bars with their labels and numbers."""
    return _svg(title, 4 + len(lines) * 20, list(_bars(lines)))


def _bars(lines: Sequence[Bar]) -> Iterator[Markup]:
    label = 142
    most = max((bar.value for bar in lines), default=0) or 1
    for number, bar in enumerate(lines):
        top = 2 + number * 20
        width = max((_WIDTH - label - 74) * bar.value / most, 1 if bar.value else 0)
        drawn = Markup(
            '<rect class="bar" x="{}" y="{}" width="{:.1f}" height="12"/>'
        ).format(label, top + 2, width)
        text = _text(label - 8, top + 12, bar.label, "label end")
        line = Markup("").join([text, drawn])
        yield Markup('<a href="{}">{}</a>').format(bar.href, line) if bar.href else line
        yield _text(label + width + 5, top + 12, bar.text, "number")


def _field(x: float, top: float, size: float, cell: Cell | None) -> Markup:
    place = Markup('x="{:.1f}" y="{}" width="{:.1f}" height="14"').format(x, top, size)
    if cell is None:
        return Markup('<rect class="q0" {}/>').format(place)
    shade = min(int(cell.share * _STEPS) + 1, _STEPS) if cell.share > 0 else 0
    classes = f"q{shade} {cell.mark}".strip()
    drawn = Markup('<rect class="{}" {}><title>{}</title></rect>').format(
        classes, place, cell.title
    )
    return _linked(drawn, cell.href)


def _linked(drawn: Markup, href: str | None) -> Markup:
    if not href:
        return drawn
    # Hundreds of fields are no stops for a keyboard; the lists have the same links.
    return Markup('<a href="{}" tabindex="-1">{}</a>').format(href, drawn)


def _text(x: float, y: float, text: str, classes: str) -> Markup:
    return Markup('<text class="{}" x="{:.1f}" y="{:.1f}">{}</text>').format(
        classes, x, y, text
    )


def _svg(title: str, height: float, parts: list[Markup], tone: str = "warm") -> Markup:
    return Markup(
        '<svg class="chart {}" role="img" aria-label="{}" viewBox="0 0 {} {}">{}</svg>'
    ).format(tone, title, _WIDTH, int(height), Markup("").join(parts))
