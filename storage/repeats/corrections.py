"""When one medium's second text is a correction of its first, not other news. Pure."""

import re
from datetime import timedelta
from typing import Final

from storage.repeats.contradictions import Reasons, title_difference
from storage.repeats.facts import difference
from storage.repeats.figures import is_slip, values
from storage.repeats.overlap import Overlap
from storage.repeats.pieces import Piece
from storage.repeats.titles import LEAST, is_beginning

WINDOW: Final = timedelta(hours=24)
"""How soon a text is completed: the fund values of xueqiu come overnight."""

FIGURE_WINDOW: Final = timedelta(hours=6)
"""How soon a wrong figure is corrected; another figure later is other news."""

_PLACEHOLDER: Final = re.compile(r"undefined|nan|null|none|待更新|待定")


def correction(short: Piece, long: Piece, found: Overlap, against: Reasons) -> str | None:
    """Why the later of the two is an update of the earlier one; None if it is none."""
    if not is_same_medium(short, long) or not is_soon(short, long):
        return None
    if _is_filled_in(short, long):
        return "a placeholder was filled in"
    if _is_stub_of(short, long) and not against:
        return "a stub got its text"
    if _is_corrected(short, long, found, against):
        return "a figure was corrected"
    if not against and _is_typo(short, long, found):
        return "a typing error was corrected"
    return None


def is_same_medium(one: Piece, other: Piece) -> bool:
    """Whether both come from one site, or one 来源."""
    return one.site == other.site or bool(one.source and one.source == other.source)


def is_soon(one: Piece, other: Piece, window: timedelta = WINDOW) -> bool:
    """Whether the two came within a time; by what we saw, if one prints none."""
    if one.published_at and other.published_at:
        return abs(one.published_at - other.published_at) <= window
    return abs(one.first_seen_at - other.first_seen_at) <= window


def _is_filled_in(short: Piece, long: Piece) -> bool:
    """`undefined%` in the fund values of xueqiu became -1.3127% at night."""
    texts = [piece.text for piece in (short, long)]
    open_ = [bool(_PLACEHOLDER.search(text)) for text in texts]
    if open_[0] == open_[1]:
        return False
    filled, empty = texts if open_[1] else reversed(texts)
    parts = [re.escape(part) for part in _PLACEHOLDER.split(empty)]
    return bool(re.fullmatch(r"[\d.]*".join(parts), filled))


def _is_stub_of(short: Piece, long: Piece) -> bool:
    """A stub whose title is the longer piece's own, or either the other's beginning."""
    ours, theirs = short.reduced.title, long.reduced.title
    is_same = ours == theirs and len(ours) >= LEAST
    has_text = ours != long.reduced.body
    return short.reduced.is_stub and has_text and (is_same or is_beginning(ours, theirs))


def _is_corrected(short: Piece, long: Piece, found: Overlap, against: Reasons) -> bool:
    """
    One figure for one of its role, all else the same, under the same title.

    Where the title has the figure too it must be a slip of the pen, for a
    headline with another amount is other news (沪指跌逾1%, then 沪指跌逾2%); or
    one title must say 更正, which allows for more than one.
    """
    ours, theirs = (values(side) for side in difference(short.facts, long.facts).figures)
    is_said = short.reduced.is_correction != long.reduced.is_correction
    if not (1 <= len(ours) == len(theirs) <= (3 if is_said else 1)) or short.length < 50:
        return False
    if min(found.cover_short, found.cover_long) < 0.95 or not found.is_aligned:
        return False
    roles = {one.role for one in ours | theirs} | {"amended"}
    if not {role.removeprefix("title ") for role in against} <= roles:
        return False
    if not is_soon(short, long, WINDOW if is_said else FIGURE_WINDOW):
        return False
    if is_said or short.reduced.title == long.reduced.title:
        return len(short.reduced.title) >= LEAST
    titled = tuple(values(side) for side in title_difference(short, long).figures)
    return titled == (ours, theirs) and is_slip(*ours, *theirs)


def _is_typo(short: Piece, long: Piece, found: Overlap) -> bool:
    """A few characters of a text that is otherwise the same, title and all."""
    if short.reduced.title != long.reduced.title or not found.is_aligned:
        return False
    touched = sum(max(len(ours), len(theirs)) for ours, theirs in found.changes)
    return 0 < touched <= 4 and found.cover_short >= 0.9
