"""When a fresh reading of an article is a new version, and when it is noise. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.identity import comparable
from storage.records import ArticleRecord

_GRAIN = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "day": timedelta(days=1),
}
_FINENESS = {"unknown": 0, "day": 1, "minute": 2, "second": 3}
_BEIJING = timedelta(hours=8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One reading of an article's text, as a row of `article_version` holds it."""

    version: int
    title: str
    summary: str | None
    body: str
    body_html: str
    source: str | None
    authors: str | None
    published_at: datetime | None
    published_precision: str
    unprinted: frozenset[str]


def held_of(record: ArticleRecord, version: int = 1) -> Held:
    """The reading that a record is."""
    return Held(
        version=version,
        title=record.title,
        summary=record.summary,
        body=record.body,
        body_html=record.body_html,
        source=record.source,
        authors="、".join(record.authors) or None,
        published_at=record.published_at,
        published_precision=record.published_precision,
        unprinted=record.unprinted,
    )


def changed_fields(held: Held, fresh: Held) -> tuple[str, ...]:
    """
    The fields that the site has changed between two readings.

    Title, body, source, authors and time count (the contract's section 5),
    white space aside. A field that one of the two responses never carries
    tells nothing: a list row without an author is not an author removed.
    """
    differs = {
        "title": comparable(held.title) != comparable(fresh.title),
        "body": comparable(held.body) != comparable(fresh.body),
        "source": comparable(held.source) != comparable(fresh.source),
        "authors": (held.authors or "") != (fresh.authors or ""),
        "published": not same_time(held, fresh),
    }
    silent = held.unprinted | fresh.unprinted
    return tuple(
        name for name, changed in differs.items() if changed and name not in silent
    )


def same_time(held: Held, fresh: Held) -> bool:
    """Whether two printed times agree, as far as the coarser of them tells."""
    ours, theirs = held.published_at, fresh.published_at
    if theirs is None:
        return True  # nothing was read, so nothing was contradicted
    if ours is None:
        return False
    grains = (_GRAIN.get(one.published_precision, _GRAIN["day"]) for one in (held, fresh))
    seconds = max(grains).total_seconds()
    # Days are Beijing's; Beijing keeps UTC+8 all year.
    return (ours + _BEIJING).timestamp() // seconds == (
        theirs + _BEIJING
    ).timestamp() // seconds


def is_finer(fresh: Held, held: Held) -> bool:
    """Whether `fresh` prints more of the instant than we hold."""
    return (
        fresh.published_at is not None
        and _FINENESS[fresh.published_precision] > _FINENESS[held.published_precision]
    )
