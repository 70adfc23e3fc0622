"""
Finding repeats: candidates by four ways, decisions, and what each costs.

Quality is measured on the labelled pairs of `../shared/corpora/neardup`; without
that folder only speed is. datasketch is no dependency: where it is installed its
LSH stands in the table, else its row says so. Run with
`.venv/bin/python benchmarks/bench_repeats.py`.
"""

import hashlib
import importlib.util
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from storage.repeats.decision import decide
from storage.repeats.fingerprint import anchors, bands, shingles
from storage.repeats.pieces import Piece
from tests.storage.repeats import corpora

SEEN = datetime(2026, 9, 28, tzinfo=UTC)
ROUNDS = 3
"""The best of so many rounds counts, in processor time: the machine has other work."""

Keys = Callable[[Piece], Iterable[object]]


def fresh(piece: Piece) -> Piece:
    """The piece with nothing worked out yet."""
    return Piece(
        article_id=piece.article_id,
        site=piece.site,
        title=piece.title,
        body=piece.body,
        first_seen_at=piece.first_seen_at,
        published_at=piece.published_at,
        published_precision=piece.published_precision,
    )


def minhash_keys(piece: Piece) -> Iterable[object]:
    """What the store indexes of likeness."""
    return bands(piece.signature)


def all_keys(piece: Piece) -> Iterable[object]:
    """What the store indexes in all."""
    return {piece.exact_hash, *bands(piece.signature), *anchors(piece.reduced)}


def simhash(text: str) -> int:
    """64-bit SimHash of the shingles."""
    counts = [0] * 64
    for shingle in shingles(text):
        digest = hashlib.blake2b(shingle.encode(), digest_size=8).digest()
        value = int.from_bytes(digest, "big")
        for bit in range(64):
            counts[bit] += 1 if value >> bit & 1 else -1
    return sum(1 << bit for bit, count in enumerate(counts) if count > 0)


def simhash_keys(piece: Piece) -> Iterable[object]:
    """Four bands of 16 bits: all pairs at distance 3 or less share one."""
    value = simhash(piece.reduced.body)
    return [(band, value >> 16 * band & 0xFFFF) for band in range(4)]


def datasketch_keys(piece: Piece) -> Iterable[object]:
    """The bands of datasketch's LSH with as many permutations and rows."""
    import datasketch  # noqa: PLC0415  # no dependency

    sketch = datasketch.MinHash(num_perm=64)
    sketch.update_batch([shingle.encode() for shingle in shingles(piece.reduced.body)])
    values = sketch.hashvalues
    return [(band, bytes(values[band * 4 : band * 4 + 4])) for band in range(16)]


def best(work: Callable[[], Any]) -> float:
    """Processor seconds of the best round."""
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def invented(number: int, length: int = 1500) -> Piece:
    """A report of that many characters; no two numbers share a sentence."""
    lines = []
    while sum(map(len, lines)) < length:
        digest = hashlib.blake2b(f"{number} {len(lines)}".encode(), digest_size=32).digest()
        words = "".join(chr(0x4E00 + 9 * byte + 31 * at) for at, byte in enumerate(digest))
        lines.append(f"{words}，同比增长{digest[0] / 7:.2f}%，达到{digest[1] + 1}万元。")
    return Piece(
        article_id=f"demo:{number}",
        site="demo",
        title=f"虚构股份{number}号报告",
        body="".join(lines),
        first_seen_at=SEEN,
    )


def reprint_of(piece: Piece) -> Piece:
    """The report with another credit, without its last sentence but one."""
    *first, _, last = piece.body.split("。")[:-1]
    return Piece(
        article_id=piece.article_id + "r",
        site="other",
        title=piece.title,
        body="财联社9月6日电，" + "。".join([*first, last]) + "。（虚构日报）",
        first_seen_at=SEEN,
    )


def show_candidates(pairs: Sequence[corpora.Pair], reports: Sequence[Piece]) -> None:
    """Share of the yes pairs that meet in the index, and fingerprints per second."""
    ways: dict[str, Keys] = {
        "MinHash, 16 bands of 4 (rensa)": minhash_keys,
        "the same, exact hash, anchors": all_keys,
        "datasketch LSH, 16 bands of 4": datasketch_keys,
        "SimHash, 4 bands of 16": simhash_keys,
    }
    wanted = [pair for pair in pairs if pair.merge == "yes"]
    unwanted = [pair for pair in pairs if pair.merge == "no"]
    print(f"{'candidates by':32} {'yes met':>8} {'no met':>7} {'pieces/s':>9}")
    for name, keys in ways.items():
        if keys is datasketch_keys and not importlib.util.find_spec("datasketch"):
            print(f"{name:32} not installed")
            continue
        yes, no = (share_met(some, keys) for some in (wanted, unwanted))
        for report in reports:
            _ = report.reduced
        taken = best(lambda keys=keys: [list(keys(_reduced_only(one))) for one in reports])
        print(f"{name:32} {yes:>8} {no:>7} {len(reports) / taken:>9,.0f}")


def share_met(pairs: Sequence[corpora.Pair], keys: Keys) -> str:
    """How many of the pairs share a key, in percent."""
    if not pairs:
        return "-"
    met = sum(not set(keys(pair.one)).isdisjoint(keys(pair.other)) for pair in pairs)
    return f"{met / len(pairs):.1%}"


def _reduced_only(piece: Piece) -> Piece:
    """A piece whose text is reduced already and nothing else."""
    again = fresh(piece)
    again.__dict__["reduced"] = piece.reduced
    return again


def show_simhash_distances() -> None:
    """What 64-bit SimHash finds at the usual distance, set by set, of raw text too."""
    print("\nSimHash at distance 3 or less, share of the yes pairs")
    for name in corpora.SETS[:3]:
        wanted = [pair for pair in corpora.pairs(name) if pair.merge == "yes"]
        raw = _near(wanted, lambda piece: "".join(piece.body.split()))
        reduced = _near(wanted, lambda piece: piece.reduced.body)
        print(f"{name:8} as crawled {raw:.0%}, reduced {reduced:.0%}")


def _near(pairs: Sequence[corpora.Pair], text: Callable[[Piece], str]) -> float:
    hits = sum(
        (simhash(text(pair.one)) ^ simhash(text(pair.other))).bit_count() <= 3
        for pair in pairs
    )
    return hits / len(pairs)


def show_speed(reports: Sequence[Piece]) -> None:
    """What one report of 1,500 characters costs, and one decision."""
    taken = best(lambda: [all_keys(fresh(one)) for one in reports])
    print(f"\nreduce and fingerprint    {len(reports) / taken:>8,.0f} reports/s")
    taken = best(lambda: [(fresh(one).facts) for one in reports])
    print(f"reduce and read facts     {len(reports) / taken:>8,.0f} reports/s")
    copies = [reprint_of(one) for one in reports]
    strangers = reports[1:] + reports[:1]
    for name, others in (("reprints", copies), ("unrelated", strangers)):
        for one, other in zip(reports, others, strict=True):
            decide(one, other)  # what is worked out once per piece is now there
        taken = best(
            lambda others=others: [
                decide(a, b) for a, b in zip(reports, others, strict=True)
            ]
        )
        print(f"decide, {name:17} {len(reports) / taken:>8,.0f} pairs/s")


def main() -> None:
    """Print the tables."""
    reports = [invented(number) for number in range(300)]
    pairs = []
    if corpora.is_here():
        pairs = [pair for name in corpora.SETS for pair in corpora.pairs(name)]
    show_candidates(pairs, reports)
    if pairs:
        show_simhash_distances()
    show_speed(reports)


if __name__ == "__main__":
    main()
