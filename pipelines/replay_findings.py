"""What a replay has found, for a person and for a program. Pure."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from storage.reparsing import Difference

_EXAMPLES = 3
"""So many articles a column are shown."""
_SHOWN = 30
"""Characters of a value that an example shows."""


def line_of(found: Difference) -> str:
    """One article for a program: id, `new` or `changed`, columns; tabs between."""
    kind = "changed" if found.before else "new"
    return f"{found.article_id}\t{kind}\t{','.join(found.changed)}"


@dataclass(slots=True)
class Findings:
    """Counts by column, and a few examples of each; nothing grows with the archive."""

    new: int = 0
    changed: int = 0
    columns: Counter[str] = field(default_factory=Counter)
    examples: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, found: Difference) -> None:
        """Count one article in."""
        if found.before is None:
            self.new += 1
            self._show("new", f"{found.article_id} {_short(found.after['title'])}")
            return
        self.changed += 1
        for column in found.changed:
            self.columns[column] += 1
            before, after = _apart(found.before[column], found.after[column])
            self._show(column, f"{found.article_id} {before} -> {after}")

    def sentences(self, *, dry: bool) -> list[str]:
        """What a person should know, a line each."""
        if not self.new and not self.changed:
            return ["Today's reader reads everything as it is held."]
        would = "would be" if dry else "were"
        told = [f"{self.changed} articles {would} revised, {self.new} {would} new."]
        told += self._examples("new", self.new)
        for column, number in self.columns.most_common():
            told += self._examples(column, number)
        return told

    def _show(self, name: str, example: str) -> None:
        if len(self.examples[name]) < _EXAMPLES:
            self.examples[name].append(example)

    def _examples(self, name: str, number: int) -> list[str]:
        if not number:
            return []
        return [f"  {name}: {number}", *(f"    {e}" for e in self.examples[name])]


def _apart(before: object, after: object) -> tuple[str, str]:
    """Two values from a little before the first character in which they differ."""
    one, other = ("null" if v is None else str(v) for v in (before, after))
    same = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    start = max(0, same - _SHOWN // 3)
    return _short(one, start), _short(other, start)


def _short(text: str, start: int = 0) -> str:
    """A piece of a text on one line, with marks where it was cut."""
    piece = " ".join(text[start : start + _SHOWN].split())
    before = "…" if start else ""
    after = "…" if start + _SHOWN < len(text) else ""
    return f"“{before}{piece}{after}”"
