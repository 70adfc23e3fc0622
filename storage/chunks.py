"""Many values for statements that take only so many."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, TypeVar

T = TypeVar("T")

PARAMETERS: Final = 900
"""Values in one IN list; older SQLite allows 999."""


def chunks(values: Iterable[T], size: int = PARAMETERS) -> Iterator[list[T]]:
    """Lists of at most `size` values, in their order."""
    rest = iter(values)
    while chunk := list(islice(rest, size)):
        yield chunk
