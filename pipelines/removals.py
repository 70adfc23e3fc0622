"""
Pages that are gone, held back until the run's end: are they, or is the site ill?

A site that answers every article with its home page, or with 404, has lost its
way, not its articles; one that blocks us or has changed its layout may say anything.
Pure.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass, field

from crawler.items import Article, Gone, Missed, NewsItem
from crawler.report import Problem

AT_LEAST = 10
"""So many pages must be gone in a run before the site itself is doubted..."""
SHARE = 0.5
"""...and more than this share of all pages that it was asked for: editors remove
a page now and then, never most of what a run asks for."""
DOUBTFUL = ("blocked", "error_shell", "layout_changed", "empty_list", "low_yield")
"""Troubles after which the site's word that a page is gone proves nothing."""


@dataclass(slots=True)
class Removals:
    """What one run has found gone, beside how many pages it has read."""

    read: int = 0
    held: list[Gone] = field(default_factory=list)

    def note(self, item: NewsItem) -> bool:
        """Count an item in; whether it is held back."""
        if isinstance(item, Gone):
            self.held.append(item)
            return True
        if isinstance(item, Article) and not item.unprinted:
            self.read += 1  # of a page: a list's row leaves something unprinted
        return False

    def settle(
        self, troubles: Iterable[str] = (), before: Container[str] = ()
    ) -> tuple[list[NewsItem], Problem | None]:
        """
        The held items as they are to be stored, and what is wrong, if anything is.

        Args:
            troubles: reasons of what went wrong in the run so far.
            before: ids that were gone before: that they still are proves nothing.
        """
        still = [item for item in self.held if item.native_id in before]
        gone, read = [item for item in self.held if item.native_id not in before], self.read
        self.held, self.read = [], 0
        doubt = next((reason for reason in troubles if reason in DOUBTFUL), None)
        if doubt:
            return [*still, *(_missed(item, doubt) for item in gone)], None
        if len(gone) < AT_LEAST or len(gone) <= SHARE * (len(gone) + read):
            return [*still, *gone], None
        problem = Problem(
            "pages_missing",
            f"{len(gone)} of {len(gone) + read} pages are gone, says the site "
            f"({gone[0].evidence}, first {gone[0].url}): none of them was marked so.",
        )
        return [*still, *(_missed(item, problem.reason) for item in gone)], problem


def _missed(item: Gone, problem: str) -> Missed:
    return Missed(
        site=item.site,
        native_id=item.native_id,
        url=item.url,
        seen_at=item.seen_at,
        problem=problem,
        channels=item.channels,
    )
