"""
Takes out of a body's lines what a site puts around every story.

Every kind is one written rule with a name, a pattern, the place where it may
match and the page that taught it; nothing is removed without one. A credit such
as `（央视新闻）` or `来源：…` is no boilerplate: it says who told the story.
"""

from dataclasses import dataclass, field
from typing import Final

from pipelines.lines import Line
from pipelines.rules import Place, Rule, fold, written
from pipelines.sign_offs import SIGN_OFFS
from pipelines.site_notices import SITE_NOTICES
from pipelines.staff import STAFF_RULES, editor_in

RULES: Final[tuple[Rule, ...]] = (*STAFF_RULES, *SITE_NOTICES, *SIGN_OFFS)
"""All of them, in the order in which they are tried."""
BY_CLASS: Final = {name: rule.name for rule in RULES for name in rule.classes}
"""Which rule knows a block by its class."""

_CREDIT: Final = written(
    r"\([^()]{1,40}\)|[^:。]{0,6}来源:.{2,40}|\(?完\)?|作者:.{2,24}"
    r"|\W?本文(?:来自|来源|转载自|转自).{2,80}"
)
"""Kept, and no reason to stop looking for tails above it."""
_CREDITS: Final = 3
_FIRST: Final = 3
_LAST: Final = 8
_LONGEST: Final = 400
"""Characters; the longest notice seen has 300, so a longer line is a story's."""
_REACH: Final = 80
"""Characters that may stand behind the last sentence."""


def _at(place: Place) -> tuple[Rule, ...]:
    """The rules that may match in a place."""
    return tuple(rule for rule in RULES if place in rule.place)


_ANYWHERE: Final = _at(Place.ANYWHERE)
_HEADS: Final = _at(Place.HEAD)
_NEAR_END: Final = _at(Place.NEAR_END)
_TAILS: Final = (*_NEAR_END, *_ANYWHERE, *_at(Place.TAIL))
_NOTICE: Final = written("|".join(f"(?:{rule.pattern.pattern})" for rule in _ANYWHERE))
"""Any of `_ANYWHERE`: one look at a line that is none of them, as most are."""
_LINE_ENDS: Final = _at(Place.LINE_END)


@dataclass(slots=True)
class Trimming:
    """A body's lines while the rules are applied to them."""

    lines: list[Line]
    fired: dict[str, None] = field(default_factory=dict)
    """Names of the rules that matched, in that order."""
    editor: str | None = None

    def apply(self) -> None:
        """Apply every rule where it may match, the tails until none is left."""
        texts = self._texts()
        folded = fold("\n".join(line.text for line in texts)).split("\n") if texts else []
        for line, text in zip(texts, folded, strict=True):
            line.folded = text
        self._remove([line for line in texts if _NOTICE.fullmatch(line.folded)], _ANYWHERE)
        again = True
        while again:
            again = self._remove(self._texts()[:_FIRST], _HEADS)
            self._trim_end()
            again |= self._remove(self._texts()[-_LAST:], _NEAR_END)

    def _texts(self) -> list[Line]:
        """The lines that hold text."""
        return [line for line in self.lines if line.text]

    def _remove(self, lines: list[Line], rules: tuple[Rule, ...]) -> bool:
        """Drop every one of some lines that a rule matches; say if any was."""
        before = len(self.lines)
        for line in lines:
            rule = _matching(line, rules)
            if rule is not None:
                self._drop(line, rule)
        return len(self.lines) < before

    def _trim_end(self) -> None:
        """Drop tails from the last line upwards, up to the story."""
        credits_passed = 0
        for line in reversed(self._texts()):
            rule = _matching(line, _TAILS)
            while rule is None and self._cut(line):
                rule = _matching(line, _TAILS)
            if rule is not None:
                self._drop(line, rule)
            elif not line.text:
                continue
            elif credits_passed < _CREDITS and _CREDIT.fullmatch(line.folded):
                credits_passed += 1
            else:
                return

    def _cut(self, line: Line) -> bool:
        """Cut off what stands behind the last sentence; False if nothing does."""
        before = line.text
        for rule in _LINE_ENDS:
            found = None if line.cells else rule.pattern.search(line.folded[-_REACH:])
            if found is None:
                continue
            self._note(rule, found[0])
            line.cut(max(len(line.text) - _REACH, 0) + found.start())
        if not line.text and not line.has_image:
            self.lines = [other for other in self.lines if other is not line]
        return line.text != before

    def _drop(self, line: Line, rule: Rule) -> None:
        """Drop a line, and the QR code beside it if the rule has one."""
        self._note(rule, line.folded)
        at = next(place for place, other in enumerate(self.lines) if other is line)
        doomed = {at, self._picture_beside(at)} if rule.takes_image else {at}
        self.lines = [
            other for place, other in enumerate(self.lines) if place not in doomed
        ]

    def _picture_beside(self, at: int) -> int:
        """Where the image that belongs to a line is: before it, or else behind; or -1."""
        beside = (at + 1, at - 1) if "下方" in self.lines[at].text else (at - 1, at + 1)
        for place in beside:
            if 0 <= place < len(self.lines):
                line = self.lines[place]
                if line.has_image and not line.text and not line.cells:
                    return place
        return -1

    def _note(self, rule: Rule, folded: str) -> None:
        """Remember that a rule fired, and whom it named."""
        self.fired[rule.name] = None
        if rule.names_editor and self.editor is None:
            self.editor = editor_in(folded)


def _matching(line: Line, rules: tuple[Rule, ...]) -> Rule | None:
    """
    The first rule whose pattern is the whole line.

    A table row of several cells is data, and one that spans others holds them up.
    """
    if not 0 < len(line.folded) <= _LONGEST:
        return None
    if line.cells and (len(line.cells) > 1 or line.cells[0].rows > 1):
        return None
    return next((rule for rule in rules if rule.pattern.fullmatch(line.folded)), None)
