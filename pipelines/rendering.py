"""From a body's lines back to HTML that every parser reads the same way."""

from collections.abc import Sequence
from html import escape

from pipelines.lines import Cell, Container, Line, Run


def render(lines: list[Line]) -> str:
    """The lines as mark-up, without a white space that the lines do not have."""
    parts: list[str] = []
    path: tuple[Container, ...] = ()
    previous: Line | None = None
    for line in lines:
        if previous is not None and _same_block(previous, line):
            parts.append("\n" if line.tag == "pre" else "<br>")
        else:
            parts.append(_closing(previous))
            parts.append(_moved(path, line.path))
            path = line.path
            parts.append(f"<{line.tag}>" if line.tag else "")
        parts.append(_content(line))
        previous = line
    parts += (_closing(previous), _moved(path, ()))
    return "".join(parts)


def _same_block(one: Line, other: Line) -> bool:
    """Whether two neighbours stand in one block, parted by a line's end."""
    if (one.path, one.tag) != (other.path, other.tag) or one.tag in {"tr", "hr"}:
        return False
    return one.block == other.block or not one.tag


def _closing(line: Line | None) -> str:
    """The end tag of a line's block."""
    return f"</{line.tag}>" if line is not None and line.tag not in {"", "hr"} else ""


def _moved(old: tuple[Container, ...], new: tuple[Container, ...]) -> str:
    """The tags that lead out of some containers and into others."""
    if old == new:
        return ""
    shared = _shared(old, new)
    ends = "".join(f"</{tag}>" for tag, _ in reversed(old[shared:]))
    return ends + "".join(f"<{tag}>" for tag, _ in new[shared:])


def _content(line: Line) -> str:
    """What stands inside a line's block."""
    if line.tag == "tr":
        return "".join(map(_cell, line.cells))
    return _inline(line.runs)


def _cell(cell: Cell) -> str:
    """A cell with its spans."""
    columns = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    rows = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    bare = len(cell.lines) == 1 and not cell.lines[0].tag and not cell.lines[0].path
    inside = _inline(cell.lines[0].runs) if bare else render(cell.lines)
    return f"<{cell.tag}{columns}{rows}>{inside}</{cell.tag}>"


def _inline(runs: list[Run]) -> str:
    """Runs with as few tags as they need: equal neighbours share theirs."""
    if len(runs) == 1 and not runs[0].marks and not runs[0].image:
        return escape(runs[0].text, quote=False)
    parts: list[str] = []
    marks: tuple[str, ...] = ()
    for run in runs:
        parts.append(_turned(marks, run.marks))
        marks = run.marks
        parts.append(run.image or escape(run.text, quote=False))
    parts.append(_turned(marks, ()))
    return "".join(parts)


def _turned(old: tuple[str, ...], new: tuple[str, ...]) -> str:
    """The tags between two runs."""
    if old == new:
        return ""
    shared = _shared(old, new)
    ends = "".join(f"</{mark.split(' ', 1)[0]}>" for mark in reversed(old[shared:]))
    return ends + "".join(f"<{mark}>" for mark in new[shared:])


def _shared(old: Sequence[object], new: Sequence[object]) -> int:
    """How many elements two ways in have in common, from the outside."""
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count
