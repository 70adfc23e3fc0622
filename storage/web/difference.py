"""Two texts in one: what only the old one says, what only the new one. Pure."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import Final, Literal

Kind = Literal["same", "del", "ins"]
Piece = tuple[Kind, str]

_TOKEN: Final = re.compile(r"[A-Za-z]+|[0-9]+(?:[.,:][0-9]+)*%?|\s|.", re.DOTALL)
"""A Latin word or a figure changes as a whole, Chinese by the character."""
_MOST: Final = 6_000
"""Tokens of a passage that are compared one by one."""


def difference(before: str, after: str) -> list[Piece]:
    """
    The pieces of both texts in reading order.

    Lines are compared first, then the tokens of the passages that differ; the
    pieces that are not `ins` make up `before`, those that are not `del` `after`.
    """
    old, new = _lines(before), _lines(after)
    pieces: list[Piece] = []
    for tag, start, end, new_start, new_end in _opcodes(old, new):
        passages = "".join(old[start:end]), "".join(new[new_start:new_end])
        if tag == "equal":
            pieces.append(("same", passages[0]))
        else:
            pieces += _within(*passages)
    return _joined(pieces)


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _opcodes(
    old: Sequence[str], new: Sequence[str]
) -> list[tuple[str, int, int, int, int]]:
    return list(SequenceMatcher(None, old, new, autojunk=False).get_opcodes())


def _within(before: str, after: str) -> Iterator[Piece]:
    """The pieces of a passage that differs."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if not old or not new or max(len(old), len(new)) > _MOST:
        yield ("del", before)
        yield ("ins", after)
        return
    codes = _opcodes(old, new)
    for place, (tag, start, end, new_start, new_end) in enumerate(codes):
        alone = 0 < place < len(codes) - 1 and end - start == 1
        if tag == "equal" and not alone:
            yield ("same", "".join(old[start:end]))
        else:  # one equal token between two changes only cuts them into confetti
            yield ("del", "".join(old[start:end]))
            yield ("ins", "".join(new[new_start:new_end]))


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Neighbouring changes as one removal and one addition; nothing empty."""
    joined: list[Piece] = []
    for same, group in groupby(pieces, lambda piece: piece[0] == "same"):
        run = list(group)
        kinds: tuple[Kind, ...] = ("same",) if same else ("del", "ins")
        for kind in kinds:
            text = "".join(part for its_kind, part in run if its_kind == kind)
            if text:
                joined.append((kind, text))
    return joined
