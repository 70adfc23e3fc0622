"""What one run saw of a site, in numbers that later runs are compared with. Pure."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Self

from crawler.items import Article

BODY_CAP = 1000
"""Characters of one body that count: one long report must not hide ten stubs."""


@dataclass(frozen=True, slots=True)
class ListYield:
    """What the first response of a channel's list showed."""

    entries: int
    has_more: bool = False
    """The list went on to entries that were out when that response was made."""


@dataclass(slots=True)
class FieldShares:
    """How many articles of one kind were read, and how many carried a field."""

    read: int = 0
    with_author: int = 0
    with_source: int = 0
    with_time: int = 0
    body_chars: int = 0
    """Together; of one body `BODY_CAP` at most."""


@dataclass(slots=True)
class Agreement:
    """How often a list and the page that it led to were compared, and differed."""

    compared: int = 0
    title_differs: int = 0
    minute_differs: int = 0


@dataclass(slots=True)
class Profile:
    """What one run saw; `crawl_run.fields` keeps it as JSON."""

    lists: dict[str, ListYield] = field(default_factory=dict)
    """By channel; not those whose server said that nothing has changed."""
    kinds: dict[str, FieldShares] = field(default_factory=dict)
    """By kind of article."""
    rejected: Counter[str] = field(default_factory=Counter)
    """Pages refused by a written rule, by rule; not those outside of the window."""
    agreement: Agreement = field(default_factory=Agreement)
    channels: tuple[str, ...] = ()
    """Which were crawled, sorted: each has a habit of its own."""
    refused_before: set[str] = field(default_factory=set)
    """Ids that an earlier run refused already: refusing them again is no news."""

    @property
    def read(self) -> int:
        """How many articles were read, of any kind."""
        return sum(shares.read for shares in self.kinds.values())

    def take(self, article: Article) -> None:
        """Count an article that went through every stage."""
        shares = self.kinds.setdefault(article.kind.value, FieldShares())
        shares.read += 1
        shares.with_author += bool(article.authors)
        shares.with_source += bool(article.source)
        shares.with_time += article.published is not None and (
            article.published.instant is not None
        )
        shares.body_chars += min(len(article.body), BODY_CAP)

    def refuse(self, native_id: str | None, reason: str) -> None:
        """Count a refusal by rule, unless it says nothing of today's pages."""
        if reason != "outside_window" and native_id not in self.refused_before:
            self.rejected[reason] += 1

    def compare(self, differences: Iterable[str]) -> None:
        """Count one comparison of list and page, and where they differ."""
        found = set(differences)
        self.agreement.compared += 1
        self.agreement.title_differs += "title" in found
        self.agreement.minute_differs += "minute" in found

    def goes_on(self, channel: str) -> None:
        """Note that a channel's list has more than its first response showed."""
        self.lists[channel] = replace(self.lists[channel], has_more=True)

    def as_json(self) -> str:
        """One line, for `crawl_run.fields`."""
        told = {
            "lists": {name: asdict(one) for name, one in self.lists.items()},
            "kinds": {name: asdict(one) for name, one in self.kinds.items()},
            "rejected": dict(self.rejected),
            "agreement": asdict(self.agreement),
            "channels": self.channels,
        }
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """
        What `as_json` wrote, or as much of it as there is.

        An older or newer version may have written other keys; they are left out.
        """
        try:
            told = _mapping(json.loads(text))
        except ValueError:
            return cls()
        lists, kinds = _mapping(told.get("lists")), _mapping(told.get("kinds"))
        return cls(
            lists={
                name: ListYield(**_numbers(ListYield, one))
                for name, one in lists.items()
                if "entries" in _numbers(ListYield, one)
            },
            kinds={
                name: FieldShares(**_numbers(FieldShares, v)) for name, v in kinds.items()
            },
            rejected=Counter(
                {k: v for k, v in _mapping(told.get("rejected")).items() if _is_count(v)}
            ),
            agreement=Agreement(**_numbers(Agreement, told.get("agreement"))),
            channels=_words(told.get("channels")),
        )


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _words(value: Any) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()


def _numbers(kind: type[Any], value: Any) -> dict[str, Any]:
    """The fields of a class that are there and are counts (or true and false)."""
    known = {one.name for one in fields(kind)}
    return {k: v for k, v in _mapping(value).items() if k in known and _is_count(v)}


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and value >= 0
