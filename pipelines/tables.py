"""Tables of a body: one line per row, its cells parted by TAB."""

from collections.abc import Callable, Iterator
from typing import Final

from lxml.etree import _Element as Element

from pipelines.lines import Cell, Container, Line, finish
from pipelines.visibility import is_hidden

_SECTIONS: Final = frozenset({"thead", "tbody", "tfoot"})
_CELLS: Final = frozenset({"td", "th"})
_LONGEST_SPAN: Final = 200
"""Columns or rows that a cell may cover; more is a mistake or an attack."""

ReadCell = Callable[[Element], list[Line]]


def is_layout(rows: list[Line]) -> bool:
    """
    Whether a table only holds a page together: one column, blocks in its cells.

    Papers' old sites set a whole story into one cell; its paragraphs stay lines.
    """
    cells = [cell for row in rows for cell in row.cells]
    one_column = all(len(row.cells) <= 1 for row in rows)
    return one_column and any(len(cell.lines) > 1 for cell in cells)


def table_lines(
    table: Element, path: tuple[Container, ...], serial: int, read_cell: ReadCell
) -> list[Line]:
    """
    The caption and every row, in order; nothing if the table says nothing.

    A row's line has the cells that stand in the row: one that spans several rows
    is told once, where it begins. The HTML keeps the spans.
    """
    path = (*path, ("table", serial))
    captions = (part for part in table.iterchildren("caption") if not is_hidden(part))
    lines = [line for part in captions for line in read_cell(part) if line.runs]
    for line in lines:
        line.path, line.tag, line.block = path, "caption", serial
        line.runs, line.text = finish(line.runs, preformatted=False)
    for number, (section, row) in enumerate(_rows(table)):
        cells = [
            _cell(part, read_cell)
            for part in row
            if part.tag in _CELLS and not is_hidden(part)
        ]
        text = "\t".join(cell.text for cell in cells).rstrip("\t")
        lines.append(Line((*path, (section, serial)), "tr", number, [], text, cells))
    return lines if any(line.text or line.has_image for line in lines) else []


def _rows(table: Element) -> Iterator[tuple[str, Element]]:
    """A table's own visible rows with the section each stands in."""
    for part in table:
        if part.tag == "tr" and not is_hidden(part):
            yield "tbody", part
        elif part.tag in _SECTIONS and not is_hidden(part):
            for row in part.iterchildren("tr"):
                if not is_hidden(row):
                    yield str(part.tag), row


def _cell(element: Element, read_cell: ReadCell) -> Cell:
    """A cell, read."""
    columns, rows = _span(element.get("colspan")), _span(element.get("rowspan"))
    return Cell(str(element.tag), columns, rows, read_cell(element))


def _span(value: str | None) -> int:
    """How many columns or rows a cell covers, as far as that is sane."""
    if value is None:
        return 1
    digits = value.strip()
    if not (digits.isascii() and digits.isdigit()):
        return 1
    return min(max(int(digits[:4]), 1), _LONGEST_SPAN)
