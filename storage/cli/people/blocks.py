"""Numbers as blocks: a line of them over time, a bar for one among others. Pure."""

from collections.abc import Sequence
from typing import Final

NONE: Final = "·"
"""What stands for zero, so that it is told from the smallest number."""
_HEIGHTS: Final = "▁▂▃▄▅▆▇█"
_WIDTHS: Final = "▏▎▍▌▋▊▉█"


def sparkline(numbers: Sequence[int]) -> str:
    """One character each, as high as it is of the greatest: `▂▅·█`."""
    most = max(numbers, default=0)
    return "".join(
        _HEIGHTS[_eighths(number, most, 1) - 1] if number else NONE for number in numbers
    )


def bar(number: int, most: int, width: int) -> str:
    """A bar, `width` characters long for the greatest number; never nothing for one."""
    if not number:
        return ""
    whole, rest = divmod(_eighths(number, most, width), len(_WIDTHS))
    return _WIDTHS[-1] * whole + (_WIDTHS[rest - 1] if rest else "")


def _eighths(number: int, most: int, width: int) -> int:
    """Eighths of a character, rounded up."""
    return -(-number * width * len(_HEIGHTS) // most)
