"""Whom a copy says it is from: 来源, credit lines and datelines. Pure."""

from collections.abc import Sequence

from storage.repeats.pieces import Piece


def credits_of(piece: Piece) -> tuple[str, ...]:
    """The media that an article names as its origin, without doubles."""
    return tuple(dict.fromkeys(filter(None, (piece.source, *piece.reduced.media))))


def taken_from(copy: Piece, earlier: Sequence[Piece]) -> str | None:
    """
    The earlier article that a copy's credits point to; None if they point to none.

    It is the first that bears a credited medium itself, as its source or in its
    dateline. A copy that names the same media as every other proves nothing of
    its way, so the family's first stands for them.
    """
    credited = credits_of(copy)
    for piece in earlier:
        if any(_is_same(ours, theirs) for ours in credited for theirs in credits_of(piece)):
            return piece.article_id
    return None


def _is_same(one: str, other: str) -> bool:
    """证券时报 and 证券时报网 are one house; a name is longer than one character."""
    short, long = sorted((one.lower(), other.lower()), key=len)
    return len(short) > 1 and long.startswith(short)
