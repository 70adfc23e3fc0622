"""
SQLite's SQL as PostgreSQL takes it. Pure.

The questions are written once, for SQLite. Functions of SQLite's that they use are
functions here too (`storage.postgresql.functions`); what is left is grammar.
"""

import re
from functools import lru_cache
from typing import Final

_GRAMMAR: Final = (
    # What keeps SQLite's planner to an order is not needed here.
    (re.compile(r"\bCROSS JOIN\b(?=\s+[\w.]+(?:\s+\w+)?\s+ON\b)"), "JOIN"),
    (re.compile(r"\bINDEXED BY \w+"), ""),
    # Whatever is in the index has a row there.
    (re.compile(r"\barticle_search_docsize\b"), "article_search"),
    (re.compile(r"(?<=\s)\+(?=\w+\.\w+\b)"), ""),
    (
        re.compile(r"\bjson_each\(:ids\) wanted\b"),
        "(SELECT unnest(CAST(translate(:ids, '[]', '{}') AS integer[])) AS value) wanted",
    ),
)
_PARAMETER: Final = re.compile(r"('[^']*')|(?<![:\w]):(\w+)|%")


@lru_cache(maxsize=256)
def translated(query: str, schema: str) -> str:
    """
    A question as psycopg takes it: grammar, parameters, and `main.` by its name.

    Args:
        query: in SQLite's SQL, with parameters like `:name`.
        schema: what stands for SQLite's `main`, quoted.
    """
    for pattern, instead in _GRAMMAR:
        query = pattern.sub(instead, query)
    query = re.sub(r"\bmain\.(?=\w)", f"{schema}.", query)
    return _PARAMETER.sub(_parameter, query)


def _parameter(found: re.Match[str]) -> str:
    """`%(name)s` for `:name`; a per cent sign is doubled, in a literal too."""
    literal, name = found[1], found[2]
    if literal is not None:
        return literal.replace("%", "%%")
    return f"%({name})s" if name else "%%"


_VIEWS: Final = (
    # A view's instants are text: they compare and sort as they do in SQLite.
    (
        re.compile(r"^  ([av])\.(\w+_at|valid_from),$", re.MULTILINE),
        r"  utc_text(\1.\2) AS \2,",
    ),
    (re.compile(r"\(SELECT n\.valid_from FROM"), "(SELECT utc_text(n.valid_from) FROM"),
    # SQLite reads these tables in the order of their keys.
    (
        re.compile(r"group_concat\(([cs])\.(\w+), ','\)"),
        r"string_agg(\1.\2, ',' ORDER BY \1.\2)",
    ),
    (
        re.compile(r"group_concat\(t\.tag, ','\)"),
        "string_agg(t.tag, ',' ORDER BY t.position)",
    ),
)


def view(query: str) -> str:
    """A view's question, written for SQLite, with the same names and values."""
    for pattern, instead in _VIEWS:
        query = pattern.sub(instead, query)
    return query
