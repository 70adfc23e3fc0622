"""What the charts share: a heading with a drawing, and the days below it. Pure."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from markupsafe import Markup

_DAYS: Final = 30
_FEWEST: Final = 13
"""Days that are drawn, even where there are fewer."""
LINES: Final = 18
"""Channels of a heat map; its CSV has all."""


class Chart(NamedTuple):
    """A chart with its heading and the query that tells its numbers."""

    title: str
    note: str
    query: str
    drawing: Markup | None
    """None where there is nothing to draw yet."""


def days_up_to(found: Iterable[Any]) -> list[str]:
    """The last days up to the latest one found, the gaps included."""
    known = set(found)
    if not known:
        return []
    end = date.fromisoformat(max(known))
    span = (end - date.fromisoformat(min(known))).days
    number = min(max(span, _FEWEST), _DAYS)
    return [(end - timedelta(days=n)).isoformat() for n in reversed(range(number + 1))]


def ticks(days: list[str]) -> list[str]:
    """A label for some days, counted from the last."""
    last = len(days) - 1
    step = 5 if last > 20 else 3
    return [day[5:] if (last - n) % step == 0 else "" for n, day in enumerate(days)]
