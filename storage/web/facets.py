"""What the articles of a list have in common: days, channels, kinds, media, symbols."""

import json
from collections.abc import Sequence
from typing import Final, NamedTuple

from storage.posts import channel_name
from storage.queries import Reader
from storage.web.asking import Asked
from storage.web.words import KIND_NAMES

_SHOWN: Final = 12
"""Values of one facet."""


class Value(NamedTuple):
    """One value of a facet, with the address that asks for it."""

    label: str
    number: int
    address: str
    is_chosen: bool


class Facet(NamedTuple):
    """One thing that a list can be narrowed by."""

    title: str
    values: list[Value]


_CHOSEN: Final = (
    "WITH chosen AS (SELECT a.* FROM json_each(:ids) w CROSS JOIN article a "
    "ON a.article_id = w.value) "
)
_QUERIES: Final = {
    "day": (
        "日期",
        (
            "SELECT date(published_at, '+8 hours'), NULL, count(*) FROM chosen "
            "WHERE published_at IS NOT NULL GROUP BY 1 ORDER BY 1 DESC LIMIT :most"
        ),
    ),
    "channel": (
        "频道",
        (
            "SELECT a.site || ':' || c.channel, NULL, count(*) FROM chosen a "
            "JOIN article_channel c ON c.article_id = a.article_id "
            "GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT :most"
        ),
    ),
    "kind": (
        "类型",
        "SELECT kind, NULL, count(*) FROM chosen GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT :most",
    ),
    "source": (
        "来源",
        (
            "SELECT source, NULL, count(*) FROM chosen WHERE source IS NOT NULL "
            "GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT :most"
        ),
    ),
    "symbol": (
        "证券",
        (
            "SELECT s.symbol, max(s.name), count(*) FROM chosen a JOIN article_symbol s "
            "ON s.article_id = a.article_id AND s.version = a.version "
            "GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT :most"
        ),
    ),
}


def facets(reader: Reader, ids: Sequence[str], question: Asked) -> list[Facet]:
    """
    Count the articles of a list by everything that it can be narrowed by.

    Args:
        reader: the database.
        ids: the list's `article_id`s.
        question: what the list answers; the values' addresses narrow it.
    """
    values = {"ids": json.dumps(ids), "most": _SHOWN}
    found = []
    for name, (title, query) in _QUERIES.items():
        rows = reader.rows(_CHOSEN + query, values)
        shown = [_value(question, name, *row) for row in rows]
        if shown:
            found.append(Facet(title, shown))
    return found


def _value(question: Asked, name: str, value: str, called: str | None, n: int) -> Value:
    is_chosen = getattr(question, name) == value
    address = question.but(**{name: "" if is_chosen else value})
    return Value(value_label(name, value, called), n, address, is_chosen)


def value_label(name: str, value: str, called: str | None = None) -> str:
    """A facet's value as a person reads it."""
    if name == "channel":
        site, _, channel = value.rpartition(":")
        return channel_name(site or "stcn", channel)
    if name == "kind":
        return KIND_NAMES.get(value, value)
    return f"{called} {value}" if called else value
