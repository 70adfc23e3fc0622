"""What a page asks: words, filters and a page number, out of an address. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from storage.clock import BEIJING
from storage.queries import Filters
from storage.queries.filters import KINDS

LAST_PAGE: Final = 50
"""Further back one goes by time (`until`), which costs the same on every page."""
_LONGEST: Final = 200
"""Characters of a value; nobody types more."""


class WrongAddressError(ValueError):
    """An address asks something that cannot be; the sentence says what could."""


@dataclass(frozen=True, kw_only=True)
class SourceFilters(Filters):
    """The shared filters, and besides them the medium that a story is from."""

    source: str = ""

    def where(self, *conditions: str) -> tuple[str, dict[str, Any]]:
        """See `Filters.where`."""
        clause, values = super().where(*conditions, "a.source = :source")
        return clause, values | {"source": self.source}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One address of the list of news, field by field as its parameters are called."""

    q: str = ""
    day: str = ""
    """A Beijing day."""
    until: str = ""
    """A Beijing time."""
    channel: str = ""
    """`stcn:yw`, or `yw` of any site."""
    kind: str = ""
    source: str = ""
    symbol: str = ""
    page: int = 1

    @property
    def filters(self) -> Filters:
        """
        The same as the reading commands know it.

        Raises:
            WrongAddressError: a day, time or kind is none.
        """
        site, _, channel = self.channel.rpartition(":")
        since, until = self._range()
        if self.kind and self.kind not in KINDS:
            raise WrongAddressError(f"没有 {self.kind} 这种类型；有 {'、'.join(KINDS)}。")
        given: dict[str, Any] = {
            "site": (site,) if site else (),
            "channel": (channel,) if channel else (),
            "kind": (self.kind,) if self.kind else (),
            "symbol": (self.symbol,) if self.symbol else (),
            "since": since,
            "until": until,
        }
        return (
            SourceFilters(source=self.source, **given) if self.source else Filters(**given)
        )

    def _range(self) -> tuple[datetime | None, datetime | None]:
        until = _instant(self.until) if self.until else None
        if not self.day:
            return None, until
        try:
            first = datetime.combine(date.fromisoformat(self.day), time.min, BEIJING)
            end = first + timedelta(days=1)
        except (ValueError, OverflowError):
            raise WrongAddressError(f"{self.day} 不是日期；请写 2026-09-24。") from None
        return first, min(until, end) if until else end

    def but(self, **changes: Any) -> str:
        """The address of the same question with other values, on its first page."""
        changed = replace(self, **({"page": 1} | changes))
        given = {
            field.name: value
            for field in fields(changed)
            if (value := getattr(changed, field.name)) != field.default
        }
        return f"/news?{urlencode(given)}" if given else "/news"

    def hidden(self) -> list[tuple[str, str]]:
        """What a new search keeps of this one: names and values of the facets."""
        names = ("day", "channel", "kind", "source", "symbol")
        return [(name, value) for name in names if (value := getattr(self, name))]


def asked(parameters: Mapping[str, Sequence[str]]) -> Asked:
    """
    Read the parameters of an address; unknown ones are left alone.

    Raises:
        WrongAddressError: the page is no number.
    """
    names = {field.name for field in fields(Asked)} - {"page"}
    values = {
        name: found[-1].strip()[:_LONGEST]
        for name, found in parameters.items()
        if name in names
    }
    page = parameters.get("page", ["1"])[-1]
    if not (page.isascii() and page.isdecimal() and 1 <= int(page[:9]) <= LAST_PAGE):
        raise WrongAddressError(f"页码是 1 到 {LAST_PAGE} 的整数。")
    return Asked(**values, page=int(page))


def _instant(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=BEIJING)
    except ValueError:
        raise WrongAddressError(f"{text} 不是时间；请写 2026-09-24 15:00:00。") from None
