"""
Finding the repeats of articles as they arrive, inside the batch's transaction.

Candidates come from the index of fingerprints: equal texts for ever, similar
ones within a window of time. Every pair is judged once; then the families that
hang together with what is new are worked out anew, so that an original which
arrives late, or a text that changes, leaves no family as it was.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, insert, select

from storage.chunks import chunks
from storage.repeats import shelf
from storage.repeats.decision import decide
from storage.repeats.families import Link, Pair, families
from storage.repeats.fingerprint import RULE_VERSION, anchors, bands, similarity
from storage.repeats.lineage import credits_of, taken_from
from storage.repeats.originals import in_order
from storage.repeats.pieces import Piece
from storage.repeats.standing import keep_families
from storage.repeats.verdicts import Verdict
from storage.schema import Fingerprint, FingerprintKey

WINDOW = timedelta(days=90)
"""How far apart in time two articles may be candidates for each other; reprints
are a matter of days. Equal texts are candidates however far apart."""
_CROWD = 400
"""A key that more articles share than this tells nothing; the others will do."""
_LEAST_ALIKE = 0.15
"""Estimated Jaccard similarity; half a text in common makes a third, and 64
permutations err by six hundredths."""


class Keys(NamedTuple):
    """Under what one article is found."""

    bands: frozenset[int]
    anchors: frozenset[int]


def link_repeats(
    connection: Connection,
    article_ids: Collection[str],
    at: datetime,
    window: timedelta = WINDOW,
) -> None:
    """
    Judge articles whose text is new or has changed, and renew their families.

    Args:
        connection: inside the transaction that stored them.
        article_ids: which they are.
        at: when this is decided, aware.
        window: for candidates that are not equal.
    """
    if not article_ids:
        return
    before, _ = shelf.closure(connection, article_ids)
    judge_repeats(connection, article_ids, at, window)
    renew_families(connection, before | set(article_ids), at)


def judge_repeats(
    connection: Connection, article_ids: Collection[str], at: datetime, window: timedelta
) -> None:
    """Keep a verdict on each pair that these articles may make; no family is renewed."""
    shelf.forget_links(connection, article_ids)
    fresh = shelf.pieces(connection, article_ids)
    keys = {article_id: keys_of(piece) for article_id, piece in fresh.items()}
    _keep_fingerprints(connection, fresh.values(), keys)
    pairs = _candidates(connection, fresh, keys, window)
    known = shelf.pieces(connection, {end for pair in pairs for end in pair} - fresh.keys())
    verdicts = list(_judged(pairs, fresh | known))
    shelf.keep_verdicts(connection, verdicts, at)


def renew_families(
    connection: Connection, article_ids: Collection[str], at: datetime
) -> None:
    """Work out anew every family that hangs together with these articles."""
    members, links = shelf.closure(connection, article_ids)
    if not links:
        keep_families(connection, members, [], at)
        return
    pieces = shelf.pieces(connection, members)
    order = [piece.article_id for piece in in_order(pieces.values())]
    undone = shelf.undone_among(connection, members)
    found = families(order, links, undone)
    shown = _shown(found, {link.pair: link for link in links if link.pair not in undone})
    stored = shelf.reasons_of(connection, {link.pair for _, link in shown.values()})
    rows = []
    for original, *copies in found:
        family = [pieces[original]]
        for copy in copies:
            link = shown[copy][1]
            reasons = _told(pieces[copy], family, link, stored[link.pair]["reasons"])
            rows.append(_row(copy, original, link, reasons, at))
            family.append(pieces[copy])
    keep_families(connection, members, rows, at)


def _keep_fingerprints(
    connection: Connection, pieces: Iterable[Piece], keys: Mapping[str, Keys]
) -> None:
    """Replace the fingerprints of these articles; a mere notice has no keys."""
    fresh = list(pieces)
    ids = [piece.article_id for piece in fresh]
    for some in chunks(ids):
        connection.execute(
            delete(FingerprintKey).where(FingerprintKey.article_id.in_(some))
        )
        connection.execute(delete(Fingerprint).where(Fingerprint.article_id.in_(some)))
    rows = [
        {
            "article_id": piece.article_id,
            "exact_hash": piece.exact_hash,
            "signature": piece.signature,
            "at": piece.published_at or piece.first_seen_at,
            "rule_version": RULE_VERSION,
        }
        for piece in fresh
    ]
    if rows:
        connection.execute(insert(Fingerprint), rows)
    key_rows = [
        {"key": key, "article_id": article_id}
        for article_id, its in keys.items()
        for key in its.bands | its.anchors
    ]
    if key_rows:
        connection.execute(insert(FingerprintKey), key_rows)


def keys_of(piece: Piece) -> Keys:
    """Under what a piece is found: bands for likeness, anchors for cuts and stubs."""
    if piece.reduced.is_notice:
        return Keys(frozenset(), frozenset())
    return Keys(frozenset(bands(piece.signature)), frozenset(anchors(piece.reduced)))


def _candidates(
    connection: Connection,
    fresh: Mapping[str, Piece],
    keys: Mapping[str, Keys],
    window: timedelta,
) -> set[Pair]:
    """Pairs worth judging; at least one of each is fresh."""
    speaking = {
        article_id: piece for article_id, piece in fresh.items() if any(keys[article_id])
    }
    pairs = _equal(connection, speaking)
    anchored = {article_id: its.anchors for article_id, its in keys.items()}
    pairs |= _sharing(connection, fresh, anchored, window)
    banded = {article_id: its.bands for article_id, its in keys.items()}
    return pairs | _alike(connection, _sharing(connection, fresh, banded, window) - pairs)


def _sharing(
    connection: Connection,
    fresh: Mapping[str, Piece],
    keys: Mapping[str, frozenset[int]],
    window: timedelta,
) -> set[Pair]:
    """Pairs that share a key within the window of time."""
    by_key: defaultdict[int, list[str]] = defaultdict(list)
    for article_id, its in keys.items():
        for key in its:
            by_key[key].append(article_id)
    pairs: set[Pair] = set()
    times = [piece.published_at or piece.first_seen_at for piece in fresh.values()]
    for some in chunks(by_key):
        # What lies outside of the window crowds no key: daily titles would fall
        # silent after a year.
        query = (
            select(FingerprintKey.key, FingerprintKey.article_id, Fingerprint.at)
            .join(Fingerprint, Fingerprint.article_id == FingerprintKey.article_id)
            .where(FingerprintKey.key.in_(some))
            .where(Fingerprint.at.between(min(times) - window, max(times) + window))
        )
        sharing: defaultdict[int, list[tuple[str, datetime]]] = defaultdict(list)
        for key, article_id, at in connection.execute(query):
            sharing[key].append((article_id, at))
        for key, others in sharing.items():
            for ours in by_key[key] if len(others) <= _CROWD else ():
                time = fresh[ours].published_at or fresh[ours].first_seen_at
                pairs |= {
                    frozenset((ours, theirs))
                    for theirs, at in others
                    if theirs != ours and abs(at - time) <= window
                }
    return pairs


def _alike(connection: Connection, pairs: set[Pair]) -> set[Pair]:
    """
    Those pairs whose stored signatures are alike, before any text is loaded.

    Bands meet by chance too, the more the more is stored; the signatures tell.
    """
    signatures: dict[str, bytes] = {}
    for ids in chunks({end for pair in pairs for end in pair}):
        query = select(Fingerprint.article_id, Fingerprint.signature).where(
            Fingerprint.article_id.in_(ids)
        )
        signatures |= {row.article_id: row.signature for row in connection.execute(query)}
    return {
        pair
        for pair in pairs
        if similarity(*(signatures[end] for end in pair)) >= _LEAST_ALIKE
    }


def _equal(connection: Connection, fresh: Mapping[str, Piece]) -> set[Pair]:
    by_hash: defaultdict[int, list[str]] = defaultdict(list)
    for article_id, piece in fresh.items():
        by_hash[piece.exact_hash].append(article_id)
    pairs: set[Pair] = set()
    for hashes in chunks(by_hash):
        query = select(Fingerprint.exact_hash, Fingerprint.article_id).where(
            Fingerprint.exact_hash.in_(hashes)
        )
        for value, theirs in connection.execute(query):
            pairs |= {
                frozenset((ours, theirs)) for ours in by_hash[value] if ours != theirs
            }
    return pairs


def _judged(
    pairs: Iterable[Pair], pieces: Mapping[str, Piece]
) -> Iterable[tuple[str, str, Verdict]]:
    for pair in pairs:
        one, other = sorted(pair)
        if one not in pieces or other not in pieces:
            continue
        verdict = decide(pieces[one], pieces[other])
        if verdict is not None:
            yield one, other, verdict


def _shown(
    found: list[list[str]], by_pair: Mapping[Pair, Link]
) -> dict[str, tuple[str, Link]]:
    """For every copy its original, and the link that shows best why."""
    return {
        copy: (original, _telling(copy, [original, *copies], by_pair))
        for original, *copies in found
        for copy in copies
    }


def _telling(copy: str, family: list[str], by_pair: Mapping[Pair, Link]) -> Link:
    """A copy's link to the earliest member that it has one to."""
    for other in family:
        link = by_pair.get(frozenset((copy, other)))
        if other != copy and link is not None:
            return link
    raise AssertionError(f"{copy} is in a family without a link to it")


def _told(
    copy: Piece, earlier: list[Piece], link: Link, reasons: dict[str, Any]
) -> dict[str, Any]:
    """The reasons, with the way they go and whom the copy credits."""
    (other,) = link.pair - {copy.article_id}
    through = {} if other == earlier[0].article_id else {"through": other}
    origin = taken_from(copy, earlier)
    lineage = {"credits": list(credits_of(copy))}
    return {**through, **reasons, **lineage, **({"taken_from": origin} if origin else {})}


def _row(
    copy: str, original: str, link: Link, reasons: dict[str, Any], at: datetime
) -> dict[str, Any]:
    return {
        "article_id": copy,
        "original_id": original,
        "relation": link.relation.value,
        "score": link.score,
        "reasons": json.dumps(reasons, ensure_ascii=False),
        "rule_version": RULE_VERSION,
        "decided_at": at,
    }
