"""
Records as data frames, column by column with the right types.

Which type that is stands in the annotations of the records (`storage.answers`).
pandas and polars are optional: each is imported where it is asked for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import date
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Final, Union, get_args, get_origin
from typing import get_type_hints as hints_of

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

_PANDAS: Final = {
    "category": "str",
    "beijing": "datetime64[us, Asia/Shanghai]",
    "utc": "datetime64[us, UTC]",
    "day": "datetime64[us]",
    "text": "str",
    "list": "object",
    "whole": "int64",
    "whole or none": "Int64",
    "number": "float64",
    "truth": "bool",
}
"""pandas has no type for days: theirs is their midnight, without a zone."""


def to_pandas(kind: type, records: Iterable[Any]) -> pd.DataFrame:
    """
    A pandas frame with a column per field.

    Raises:
        ImportError: pandas is not installed.
    """
    try:
        import pandas as pd  # noqa: PLC0415 - optional, and slow to load
    except ImportError:
        raise _missing("pandas") from None

    def series(values: list[Any], column: str) -> pd.Series[Any]:
        dtype: Any = _PANDAS[column]  # the stubs want it written out
        made: pd.Series[Any] = pd.Series(values, dtype=dtype)
        # By way of text, or a column without a value had categories of numbers.
        return made.astype("category") if column == "category" else made

    return pd.DataFrame(_columns(kind, records, series))


def to_polars(kind: type, records: Iterable[Any]) -> pl.DataFrame:
    """
    A polars frame with a column per field.

    Raises:
        ImportError: polars is not installed.
    """
    try:
        import polars as pl  # noqa: PLC0415 - optional, and slow to load
    except ImportError:
        raise _missing("polars") from None

    types: dict[str, pl.DataType] = {
        "category": pl.Categorical(),
        "beijing": pl.Datetime("us", "Asia/Shanghai"),
        "utc": pl.Datetime("us", "UTC"),
        "day": pl.Date(),
        "text": pl.String(),
        "list": pl.List(pl.String()),
        "whole": pl.Int64(),
        "whole or none": pl.Int64(),
        "number": pl.Float64(),
        "truth": pl.Boolean(),
    }

    def series(values: list[Any], column: str) -> pl.Series:
        return pl.Series(values=values, dtype=types[column])

    return pl.DataFrame(_columns(kind, records, series))


def _columns(
    kind: type, records: Iterable[Any], series: Callable[[list[Any], str], Any]
) -> dict[str, Any]:
    """Every field's values, made into a column; a mapping is written as JSON."""
    rows = list(iter(records))
    hints = hints_of(kind, include_extras=True)
    return {
        field.name: series(
            [_cell(getattr(row, field.name)) for row in rows], _column(hints[field.name])
        )
        for field in fields(kind)
    }


def _cell(value: Any) -> Any:
    is_mapping = isinstance(value, Mapping)
    return json.dumps(value, ensure_ascii=False) if is_mapping else value


def _column(hint: Any) -> str:
    """Which of the types an annotation means."""
    if get_origin(hint) in {Union, UnionType}:
        (inner,) = (part for part in get_args(hint) if part is not type(None))
        column = _column(inner)
        return "whole or none" if column == "whole" else column
    if get_origin(hint) is Annotated:
        return str(hint.__metadata__[0])
    if get_origin(hint) is tuple:
        return "list"
    named = {bool: "truth", int: "whole", float: "number", date: "day"}
    return named.get(hint, "text")


def _missing(library: str) -> ImportError:
    return ImportError(
        f'{library} is not installed; install it with pip install "shibao[{library}]".'
    )
