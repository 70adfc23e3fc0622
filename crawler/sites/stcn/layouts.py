"""
How detail pages looked until September 2022, and which of them a page is. Pure.

Told by what stands on the page, never by its date: the site's eras overlap, and an
archived copy may stand under the address of another one. Site notes, section e.
"""

from dataclasses import dataclass
from typing import Final

from crawler.selecting import Element, Parts, parse_html


@dataclass(frozen=True, slots=True)
class Layout:
    """One way in which a detail page was laid out; parts are CSS selectors."""

    head: str
    """The class of the box around the headline: what has it is of this layout."""
    titles: tuple[str, ...]
    infos: tuple[str, ...]
    """Time and credits."""
    bodies: tuple[str, ...]
    """The text."""

    def recognises(self, parts: Parts) -> bool:
        """Whether a page is laid out like this."""
        return bool(parts.every(self.head))


_BODIES = ("#ctrlfscont", ".txt_con")
_BELOW = ".xiangxi > h2 + :not(.text):not(.txt_con):not(#ctrlfscont)"

LAYOUTS: Final = (
    # Seen whole on 26 September 2019; the same names until 2022, read off others' code.
    # Another's crawler of 2020 to 2022 asks for `.text` where there is no `#ctrlfscont`.
    Layout(
        head="intal_tit",
        titles=(".intal_tit h2", ".intal_tit h1"),
        infos=(".intal_tit .info", ".info"),
        bodies=(*_BODIES, ".box_left .text"),
    ),
    # Stock and company pages until 2018, read off others' code.
    Layout("txt_hd", (".txt_hd h1",), (".txt_hd .info", ".info"), _BODIES),
    # 2020 to 2022, read off others' code: `<span>2022-07-14 18:30 来源：…</span><i>…`;
    # none of it tells whether a box stands around these, nor whether the text is inside.
    Layout(
        head="xiangxi",
        titles=(".xiangxi > h2",),
        infos=(
            ".xiangxi > h2 ~ span, .xiangxi > h2 ~ i",
            ".xiangxi .info",
            f"{_BELOW} > span, {_BELOW} > i",
        ),
        bodies=(".xiangxi .text", *_BODIES, ".box_left3 .text"),
    ),
)
"""In the order in which they are tried; no two share a head."""


def layout_of(text: str, url: str) -> tuple[Layout, Element] | None:
    """
    The old layout that a page has, and its tree; None for today's and for what is none.

    Today's pages are many: one look at the source settles most of them.
    """
    if not any(layout.head in text for layout in LAYOUTS):
        return None
    root = parse_html(text)
    parts = Parts(root, url)
    if parts.every("detail-title") or parts.every("detail-content"):
        return None
    return next(((one, root) for one in LAYOUTS if one.recognises(parts)), None)
