"""
How often each of the site's peculiarities occurs, and for which story.

A peculiarity comes every so many stories, counted from a seeded start, so that
even a small site has each of them and the same seed has them in the same place.
"""

import random

ARTICLE_PERIODS = {
    "no_author": 4,
    "two_authors": 9,
    "three_authors": 40,
    "print_issue": 8,
    "no_editor": 7,
    "editor_in_body": 9,
    "boilerplate": 6,
    "proof_reader": 11,
    "copyright": 17,
    "wechat": 7,
    "loose_text": 15,
    "line_break": 9,
    "zero_width": 10,
    "hot_company": 4,
    "hot_word": 5,
    "relative_image": 10,
    "lazy_image": 12,
    "caption": 8,
    "list_items": 24,
    "invisible_title": 19,
    "bold_title": 26,
    "full_width_title": 33,
    "ellipsis_title": 45,
    "no_cover": 5,
    "empty_cover": 6,
    "no_abstract": 4,
    "no_list_tags": 5,
    "reprint": 22,
    "no_stock_tags": 3,
}
"""One article in so many."""

UNSOUND = ("empty_body",) * 3 + ("missing_soft",) * 2 + ("missing_shell", "missing_404")
UNSOUND_PERIOD = 150
"""Articles that cannot be read: so many of each in every 150."""

FLASH_PERIODS = {
    "no_script": 7,
    "no_source": 14,
    "content_cut": 12,
    "content_empty": 20,
    "bold_title": 15,
    "pinned": 30,
    "red": 6,
    "image": 18,
    "invisible_title": 25,
    "full_width_title": 41,
    "hot_company": 5,
    "hot_word": 11,
    "no_editor": 8,
    "no_stock_tags": 3,
}
"""One flash in so many."""


class Oddities:
    """Says of the n-th article or flash which peculiarities it has."""

    def __init__(self, seed: int) -> None:
        """The schedule of the site with this seed."""
        self._starts = {
            (kind, name): random.Random(f"{seed}/{kind}/{name}").randrange(period)
            for kind, periods in (("article", ARTICLE_PERIODS), ("flash", FLASH_PERIODS))
            for name, period in periods.items()
        }
        places = random.Random(f"{seed}/unsound").sample(
            range(UNSOUND_PERIOD), len(UNSOUND)
        )
        self._unsound = dict(zip(places, UNSOUND, strict=True))

    def of(self, kind: str, ordinal: int) -> frozenset[str]:
        """Names of the peculiarities of one story."""
        periods = ARTICLE_PERIODS if kind == "article" else FLASH_PERIODS
        found = {
            name
            for name, period in periods.items()
            if ordinal % period == self._starts[kind, name]
        }
        unsound = self._unsound.get(ordinal % UNSOUND_PERIOD) if kind == "article" else None
        if unsound:
            found = found - {"reprint"} | {unsound}
        if "reprint" in found:  # a newspaper's early hour would come before the original
            found.discard("print_issue")
        return frozenset(_reconciled(found))


def _reconciled(found: set[str]) -> set[str]:
    """At most one of those that exclude one another."""
    for group in (
        ("three_authors", "two_authors", "no_author"),
        ("editor_in_body", "no_editor"),
        ("content_empty", "content_cut"),
        ("lazy_image", "relative_image"),
        ("no_cover", "empty_cover"),
        ("wechat", "loose_text"),
    ):
        for name in [name for name in group if name in found][1:]:
            found.discard(name)
    return found
