"""Which articles are meant: the filters that every reading command shares. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.clock import iso_utc
from storage.queries.symbols import spelled

KINDS = ("article", "flash", "notice")
"""The contract's section 4."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """All must hold; of the several values of one filter any will do."""

    site: Sequence[str] = ()
    channel: Sequence[str] = ()
    """Ids; in any of which an article was listed."""
    kind: Sequence[str] = ()
    symbol: Sequence[str] = ()
    """`002458.SZ`, or `002458` for that code on any exchange."""
    since: datetime | None = None
    """Aware. Published then or later; articles without a time are left out..."""
    until: datetime | None = None
    """...or before this instant."""
    original_only: bool = False
    """Leave out what repeats another article."""
    after_serial: int | None = None
    """Only articles whose current version this database got after that one."""

    @property
    def is_by_site_and_time(self) -> bool:
        """Whether all that is asked can be asked of things that are no articles."""
        return not (self.channel or self.kind or self.symbol or self.original_only)

    def where(self, *conditions: str) -> tuple[str, dict[str, Any]]:
        """
        A WHERE clause over `article a`, and the values of its parameters.

        Args:
            conditions: further ones, in SQL.
        """
        clause = _Clause(list(conditions))
        clause.any_of("a.site = {}", self.site)
        clause.any_of("a.kind = {}", self.kind)
        # Asked of each article on the way from the newest: most channels are full.
        clause.any_of(
            "EXISTS (SELECT 1 FROM article_channel c"
            " WHERE c.article_id = a.article_id AND c.channel = {})",
            self.channel,
        )
        # Looked up first: most securities are in few articles.
        clause.any_of(
            "(a.article_id, a.version) IN (SELECT s.article_id, s.version"
            " FROM article_symbol s WHERE s.symbol = {})",
            [symbol for symbol in map(spelled, self.symbol) if "." in symbol],
            "(a.article_id, a.version) IN (SELECT s.article_id, s.version"
            " FROM article_symbol s WHERE s.symbol > {0} || '.' AND s.symbol < {0} || '/')",
            [symbol for symbol in map(spelled, self.symbol) if "." not in symbol],
        )
        if self.since:
            clause.any_of("a.published_at >= {}", [iso_utc(self.since)])
        if self.until:
            clause.any_of("a.published_at < {}", [iso_utc(self.until)])
        if self.after_serial is not None:
            clause.any_of(
                "(a.article_id, a.version) IN (SELECT v.article_id, v.version"
                " FROM article_version v WHERE v.serial > {})",
                [self.after_serial],
            )
        if self.original_only:
            clause.conditions.append(
                "NOT EXISTS (SELECT 1 FROM duplicate d WHERE d.article_id = a.article_id)"
            )
        return clause.text(), clause.values


def sql(*clauses: str) -> str:
    """A query of several clauses, all of this package's own; values are bound."""
    return " ".join(clauses)


class _Clause:
    """A WHERE clause in the making."""

    def __init__(self, conditions: list[str]) -> None:
        self.conditions = conditions
        self.values: dict[str, Any] = {}

    def any_of(self, *patterns_and_values: Any) -> None:
        """Add `pattern OR pattern ...`, one per value; nothing without values."""
        pairs = zip(patterns_and_values[::2], patterns_and_values[1::2], strict=True)
        terms = [
            pattern.format(self._bound(value))
            for pattern, values in pairs
            for value in values
        ]
        if terms:
            self.conditions.append(f"({' OR '.join(terms)})")

    def _bound(self, value: str | int) -> str:
        name = f"value_{len(self.values)}"
        self.values[name] = value
        return f":{name}"

    def text(self) -> str:
        return "WHERE " + " AND ".join(self.conditions) if self.conditions else ""
