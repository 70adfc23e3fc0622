"""What a link between two articles says. Pure."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from storage.repeats.fingerprint import RULE_VERSION

_MAJORITY: Final = 0.5
_SAME_TITLE: Final = 0.6


class Relation(StrEnum):
    """How one article repeats another; the values stand in the table `duplicate`."""

    SAME_TEXT = "same_text"
    """One text without its credits, under one title."""
    REPRINT = "reprint"
    """The text with an editor's touches, or a clause less."""
    EXCERPT = "excerpt"
    """A cut: the longer one says all of it and more."""
    RETITLED = "retitled"
    """The text under another title."""
    UPDATE = "update"
    """The same medium's corrected or completed text, soon after."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A link between two articles and why it is drawn; the same in either order."""

    relation: Relation
    score: float
    """0 to 1: of an excerpt how much of it the longer one has, else of both."""
    reasons: dict[str, Any] = field(compare=False)
    """For JSON; a person reads it in `shibao repeats`."""
    excerpt_id: str | None = None
    """The article that is the cut; None where neither is."""
    rule_version: str = RULE_VERSION

    @property
    def binds(self) -> bool:
        """
        Whether the two belong to one family.

        A cut does if it is the better half of the longer text or bears its title.
        The opening that a digest shares with a flash makes no family.
        """
        if self.relation is not Relation.EXCERPT:
            return True
        half = float(self.reasons["of_longer"]) >= _MAJORITY
        return half or float(self.reasons["titles"]) >= _SAME_TITLE
