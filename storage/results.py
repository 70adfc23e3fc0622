"""What a question is answered with: records, read as they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Generic, TypeVar

from storage import frames

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

Record = TypeVar("Record")


class Results(Generic[Record]):
    """
    Records of one kind, in their order.

    Nothing is read before it is asked for, and every pass asks the database anew:
    a second one sees what a crawl has stored since. One pass sees one state.
    """

    def __init__(
        self,
        kind: type[Record],
        ask: Callable[[], Iterator[Record]],
        count: Callable[[], int] | None = None,
    ) -> None:
        """
        Hold a question.

        Args:
            kind: the records' dataclass, which names the columns of a frame.
            ask: begins a pass.
            count: their number, where the database knows it without reading them.
        """
        self._kind = kind
        self._ask = ask
        self._count = count

    def __iter__(self) -> Iterator[Record]:
        """Ask, and read record by record."""
        return self._ask()

    def __len__(self) -> int:
        """How many there are now, counted by the database where it can."""
        return self._count() if self._count else sum(1 for _ in self._ask())

    def __bool__(self) -> bool:
        """Whether there is one."""
        return self.first() is not None

    def __repr__(self) -> str:
        """What it is, without reading it."""
        return f"<Results of {self._kind.__name__}>"

    def first(self) -> Record | None:
        """The first record, or None."""
        return next(self._ask(), None)

    def to_pandas(self) -> pd.DataFrame:
        """
        All of it as a pandas frame: aware times, categories, empty or not.

        Lists (`symbols`, ...) are tuples, ready for `explode`.

        Raises:
            ImportError: pandas is not installed; the sentence says how to.
        """
        return frames.to_pandas(self._kind, self._ask())

    def to_polars(self) -> pl.DataFrame:
        """
        All of it as a polars frame: aware times, categories, empty or not.

        Raises:
            ImportError: polars is not installed; the sentence says how to.
        """
        return frames.to_polars(self._kind, self._ask())
