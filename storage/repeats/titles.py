"""How much two titles are one, and whether a title and its body are. Pure."""

from difflib import SequenceMatcher
from typing import Final

from storage.repeats.pieces import Piece

LEAST: Final = 8
"""Characters from which on the beginning of a title tells it from others."""


def is_beginning(one: str, other: str) -> bool:
    """Whether one reduced title begins the other: channels and file names cut them."""
    if min(len(one), len(other)) < LEAST:
        return False
    return one.startswith(other) or other.startswith(one)


def title_likeness(one: Piece, other: Piece) -> float:
    """0 to 1; 1 where one title is the other's beginning."""
    ours, theirs = sorted((one.reduced.title, other.reduced.title))
    if ours == theirs or is_beginning(ours, theirs):
        return 1.0
    return SequenceMatcher(None, ours, theirs, autojunk=False).ratio()


def belongs(piece: Piece) -> bool:
    """
    Whether title and body have anything to do with each other.

    A site's notice or advertisement stands under any title and has nothing of it
    (`boilerplate_body` in zte); a report has a word at least of the boldest one.
    """
    title = piece.reduced.title
    pairs = {title[at : at + 2] for at in range(len(title) - 1)}
    return sum(pair in piece.reduced.body for pair in pairs) >= 0.08 * len(pairs)
