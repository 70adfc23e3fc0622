"""
What candidates are found by: an exact hash, MinHash in bands, anchors. Pure.

64-bit SimHash in four bands finds 12 to 27 in a hundred real reprints, MinHash
nearly all (rivals.md 4.2, benchmarks/bench_repeats.py): so there is no SimHash.
"""

import hashlib
import re
import struct
from collections.abc import Iterator
from typing import Final

from rensa import RMinHash

from storage.repeats.reduced import Reduced, compact

PERMUTATIONS: Final = 64
BANDS: Final = 16
ROWS: Final = PERMUTATIONS // BANDS
SHINGLE: Final = 4
SEED: Final = 42

RULE_VERSION: Final = f"1.minhash{RMinHash.ALGORITHM_VERSION}"
"""Of rules and fingerprints: another one here asks for `db rebuild-repeats`."""

_PAUSE: Final = re.compile(r"[,!?;:\s]")
_LAYOUT: Final = struct.Struct(f"<{PERMUTATIONS}I")
_BAND: Final = struct.Struct("<q")


def exact_hash(text: str) -> int:
    """64 bits of BLAKE2b as a signed integer, as SQLite's INTEGER holds it."""
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)


def shingles(text: str) -> frozenset[str]:
    """All runs of four characters; a shorter text is its own only one."""
    if len(text) <= SHINGLE:
        return frozenset((text,) if text else ())
    return frozenset([text[at : at + SHINGLE] for at in range(len(text) - SHINGLE + 1)])


def signature(text: str) -> bytes:
    """256 bytes: 64 MinHashes of a reduced text, least significant byte first."""
    sketch = RMinHash(PERMUTATIONS, SEED)
    sketch.update([shingle.encode("utf-8", "surrogatepass") for shingle in shingles(text)])
    return _LAYOUT.pack(*sketch.digest())


def bands(signature: bytes) -> tuple[int, ...]:
    """
    16 signed 64-bit integers; texts that share one are candidates.

    The band's number is hashed in, so one indexed column serves all of them.
    """
    width = len(signature) // BANDS
    return tuple(
        _BAND.unpack(
            hashlib.blake2b(
                signature[number * width : (number + 1) * width],
                digest_size=8,
                salt=bytes([number]),
            ).digest()
        )[0]
        for number in range(BANDS)
    )


def similarity(one: bytes, other: bytes) -> float:
    """The share of equal MinHashes: an estimate of the texts' Jaccard similarity."""
    pairs = zip(_LAYOUT.unpack(one), _LAYOUT.unpack(other), strict=True)
    return len([True for ours, theirs in pairs if ours == theirs]) / PERMUTATIONS


def anchors(reduced: Reduced) -> tuple[int, ...]:
    """
    Signed 64-bit integers for what MinHash cannot see: cuts and stubs.

    A cut keeps a small share of the shingles, but nearly always the opening
    sentence or the title: so the title, its beginnings up to a comma or the like
    and the first two long clauses of the body are hashed.
    """
    opening = [clause for clause in reduced.clauses if len(clause) >= 10][:2]
    told = {f"title {heading}" for heading in _headings(reduced.plain_title)}
    return tuple(sorted(map(exact_hash, told.union(f"clause {one}" for one in opening))))


def _headings(plain_title: str) -> Iterator[str]:
    """The title and what stands before each of its pauses, if long enough to tell."""
    ends = [found.start() for found in _PAUSE.finditer(plain_title)]
    for end in (*ends, len(plain_title)):
        heading = compact(plain_title[:end])
        if len(heading) >= 8:
            yield heading
