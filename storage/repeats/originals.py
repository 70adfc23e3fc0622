"""Which of several articles was first, by evidence of time. Pure."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Final

from storage.repeats.pieces import Piece

_BEIJING: Final = timedelta(hours=8)
_GRAINS: Final = {"second": timedelta(seconds=1), "minute": timedelta(minutes=1)}


def time_key(piece: Piece) -> tuple[datetime, datetime, int, str]:
    """
    What sorts articles by who was first; no two are equal.

    First the instant by which the article was out for certain: the end of the
    second, minute or day that it prints. A printed day proves less than a printed
    minute of it, so it comes later. Without a printed time it is the moment we
    saw it, which also bounds a printed day. Ties go to the one seen first, then
    to the longer text (a cut follows its whole), then to the id.
    """
    return (_out_by(piece), piece.first_seen_at, -piece.length, piece.article_id)


def _out_by(piece: Piece) -> datetime:
    printed, seen = piece.published_at, piece.first_seen_at
    if printed is None:
        return seen
    grain = _GRAINS.get(piece.published_precision)
    if grain:
        # The last instant of the grain: 10:00 is out by 10:00:59.
        return printed + grain - timedelta(seconds=1)
    day = (printed.astimezone(UTC) + _BEIJING).date()
    end = datetime.combine(day, time(23, 59, 59), UTC) - _BEIJING
    return min(end, seen) if seen >= printed else end


def original_of(pieces: Iterable[Piece]) -> Piece:
    """The first of a family; all others are copies of it."""
    return min(pieces, key=time_key)


def in_order(pieces: Iterable[Piece]) -> list[Piece]:
    """The family from its original on, as `families` wants it."""
    return sorted(pieces, key=time_key)
