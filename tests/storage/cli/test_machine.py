"""CSV as it is written here, against the standard library's."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as some

from storage.cli.machine import csv_line

CELLS = some.lists(
    some.none() | some.integers() | some.text(alphabet='甲"=,;\n\t \r-1'),
    min_size=2,
    max_size=4,
)


@given(CELLS)
def test_every_line_is_read_back(cells: list[object]) -> None:
    """Whatever is in the cells; None is an empty one."""
    (read,) = csv.reader(io.StringIO(csv_line(cells), newline=""))
    assert read == ["" if cell is None else str(cell) for cell in cells]


@given(CELLS)
def test_lines_are_those_of_the_standard_library(cells: list[object]) -> None:
    """But for a carriage return alone, which its older versions do not quote."""
    plain = [cell.replace("\r", "") if isinstance(cell, str) else cell for cell in cells]
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerow(plain)
    assert csv_line(plain) == stream.getvalue()
