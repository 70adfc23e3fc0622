"""What becomes of things that were listed: seen, gone, missed, rejected, walked."""

import json
from datetime import datetime, timedelta

from storage.batch import Batch, Row
from storage.history import remembering
from storage.identity import rejection_key
from storage.records import (
    GoneRecord,
    MissedRecord,
    RejectionRecord,
    SightingRecord,
    WalkRecord,
)

YOUNG = timedelta(hours=48)
"""How long a page that was read in vain is asked again."""
FREE_ATTEMPTS = 2
"""So many runs ask without a pause: most faults and empty pages are short."""
FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=6)
LAST_WORD = 20
"""So many times in vain, in a row, are enough: with these pauses more than three
days have gone by. From then on it counts as rejected, and is asked for no more."""


def note_sighting(batch: Batch, record: SightingRecord) -> str:
    """A list showed this article: from now on it is owed."""
    batch.list_in(record.article_id, record.channel, record.listed_at)
    batch.keep_raw(record.raw)
    article = batch.article(record.article_id)
    if article is not None:
        article["last_seen_at"] = max(article["last_seen_at"], record.listed_at)
    row = batch.discovery(record.article_id)
    if row is None:
        batch.discoveries[record.article_id] = _owed(record, stored=article is not None)
        batch.touched_discoveries.add(record.article_id)
        return "listed"
    row["title"] = record.title or row["title"]
    row["last_listed_at"] = max(row["last_listed_at"], record.listed_at)
    row["published_at"] = _finer(row["published_at"], record.published_at)
    if row["state"] != "stored":
        row["teaser"] = _overlaid(row["teaser"], record.teaser)
    return "listed"


def note_gone(batch: Batch, record: GoneRecord) -> str:
    """
    The site no longer has it: a stored article keeps its text.

    One that was never read is asked for again while it is young: a page may be
    listed a moment before it stands.
    """
    discovery = batch.discovery(record.article_id)
    article = batch.article(record.article_id)
    if discovery is not None:
        _put_off(discovery, record.seen_at, record.evidence)
        discovery["state"] = "gone"
        if article is not None or record.seen_at - discovery["first_listed_at"] >= YOUNG:
            discovery["retry_at"] = None
    if article is None:
        return "gone"
    if article["status"] == "gone":
        return "unchanged"
    with remembering(batch, record.article_id, record.seen_at):
        article["status"] = "gone"
    return "gone"


def note_missed(batch: Batch, record: MissedRecord) -> str:
    """It was asked for in vain and stays owed, until there is no point in it."""
    discovery = batch.discovery(record.article_id)
    if discovery is None:
        return "missed"
    _put_off(discovery, record.seen_at, record.problem)
    if discovery["attempts"] < LAST_WORD or record.article_id in batch.articles:
        return "missed"
    discovery.update(state="rejected", retry_at=None)
    refusal = RejectionRecord(
        site=record.site,
        article_id=record.article_id,
        url=record.url,
        reason="given_up",
        detail=f"asked for {LAST_WORD} times in vain, at last: {record.problem}",
        stage="store",
        refused_at=record.seen_at,
        final=True,
    )
    key = rejection_key(refusal.url, refusal.reason, refusal.content)
    batch.rejections[key] = _refused(refusal, key, batch.run_id) | {"raw_id": None}
    return "rejected"


def note_rejection(batch: Batch, record: RejectionRecord) -> str:
    """It was read and refused; the same refusal is one row, however often."""
    key = rejection_key(record.url, record.reason, record.content)
    refused = _refused(record, key, batch.run_id) | {"raw_id": batch.keep_raw(record.raw)}
    row = batch.rejections.setdefault(key, refused)
    row["last_at"] = max(row["last_at"], record.refused_at)
    discovery = batch.discovery(record.article_id)
    if discovery is None or record.article_id in batch.articles:
        return "rejected"  # a stored article keeps its text and its state
    _put_off(discovery, record.refused_at, record.reason)
    discovery["state"] = "rejected"
    if record.final or record.refused_at - discovery["first_listed_at"] >= YOUNG:
        discovery["retry_at"] = None
    return "rejected"


def note_walk(batch: Batch, record: WalkRecord) -> str:
    """
    Move a channel's mark past ground that was read without a hole.

    Only ground that touches what is complete already may move it: a hole in
    between would be jumped over by every later run.
    """
    key = (record.site, record.channel)
    mark = batch.marks.get(key)
    if mark is None:
        batch.marks[key] = {
            "site": record.site,
            "channel": record.channel,
            "complete_from": record.oldest,
            "complete_to": record.newest,
            "run_id": batch.run_id,
        }
        mark = batch.marks[key]
    elif record.oldest <= mark["complete_to"] and record.newest >= mark["complete_from"]:
        mark["complete_from"] = min(mark["complete_from"], record.oldest)
        mark["complete_to"] = max(mark["complete_to"], record.newest)
        mark["run_id"] = batch.run_id
    mark["reached"] = record.reached
    batch.touched_marks.add(key)
    batch.keep_validator(record.validator)
    return "walked"


def _owed(record: SightingRecord, *, stored: bool) -> Row:
    return {
        "article_id": record.article_id,
        "site": record.site,
        "native_id": record.native_id,
        "url": record.url,
        "title": record.title,
        "published_at": record.published_at,
        "state": "stored" if stored else "pending",
        "reason": None,
        "first_listed_at": record.listed_at,
        "last_listed_at": record.listed_at,
        "attempts": 0,
        "retry_at": None,
        "teaser": None if stored else record.teaser,
    }


def _finer(held: datetime | None, fresh: datetime | None) -> datetime | None:
    """The latest printed time; of one minute, the one with seconds."""
    if held is None or fresh is None:
        return fresh or held
    same = held.replace(second=0) == fresh.replace(second=0, microsecond=0)
    return max(held, fresh) if same else fresh


def _overlaid(held: str | None, fresh: str | None) -> str | None:
    """What either of two teasers tells; where both do, the earlier one."""
    if held is None or fresh is None:
        return held or fresh
    return json.dumps(json.loads(fresh) | json.loads(held), ensure_ascii=False)


def _put_off(row: Row, at: datetime, reason: str) -> None:
    """Ask again at the next runs, and after ever longer pauses from then on."""
    row["attempts"] += 1
    row["reason"] = reason
    pause = timedelta(0)
    doublings = row["attempts"] - 1 - FREE_ATTEMPTS
    if doublings >= 0:
        pause = min(FIRST_PAUSE * 2 ** min(doublings, 10), LONGEST_PAUSE)
    row["retry_at"] = at + pause


def _refused(record: RejectionRecord, key: str, run_id: int) -> Row:
    return {
        "content_key": key,
        "site": record.site,
        "article_id": record.article_id,
        "url": record.url,
        "reason": record.reason,
        "detail": record.detail,
        "stage": record.stage,
        "content": json.dumps(dict(record.content), ensure_ascii=False),
        "first_at": record.refused_at,
        "last_at": record.refused_at,
        "run_id": run_id,
    }
