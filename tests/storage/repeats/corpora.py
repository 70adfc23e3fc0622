"""The labelled pairs of `../shared/corpora`, read as pieces; nothing is copied from it."""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from crawler.posts import read_post, site_of
from storage.repeats.pieces import Piece

CORPORA = Path(__file__).parents[3].parent / "shared" / "corpora"
SETS = ("zte", "flash", "wire", "posts")
_BEIJING = timezone(timedelta(hours=8))
_SEEN = datetime(2026, 9, 28, tzinfo=UTC)
_UNSEEN = re.compile(r"(?is)<(style|script).*?</\1>|<!--.*?-->")
_BREAK = re.compile(r"(?i)<br\s*/?>|</(?:p|div|tr|h\d)>")


@dataclass(frozen=True)
class Pair:
    """Two pieces and what a reader said of them: merge them, or not, or either."""

    one: Piece
    other: Piece
    relation: str
    merge: str


def is_here() -> bool:
    """Whether the corpora are on this machine."""
    return (CORPORA / "neardup").is_dir()


def pieces(name: str, *, one_site: bool = False) -> dict[str, Piece]:
    """The documents of a set; each of a site of its own, or all of one."""
    if name == "posts":
        return {piece.article_id: piece for piece in _posts()}
    found = {}
    for row in _rows(f"{name}_docs"):
        when, precision = _time(row.get("date") or row.get("publish_time"))
        found[row["id"]] = Piece(
            article_id=row["id"],
            site=name if one_site else row["id"],
            title=row["title"],
            body=row["body"],
            first_seen_at=_SEEN,
            published_at=when,
            published_precision=precision,
        )
    return found


def pairs(name: str, *, one_site: bool = False) -> list[Pair]:
    """The labelled pairs of a set."""
    found = pieces(name, one_site=one_site)
    return [
        Pair(found[row["a"]], found[row["b"]], row["relation"], row["merge"])
        for row in _rows(f"{name}_pairs")
    ]


def _rows(name: str) -> Iterator[dict[str, Any]]:
    with (CORPORA / "neardup" / f"{name}.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _time(printed: str | None) -> tuple[datetime | None, str]:
    numbers = [int(number) for number in re.findall(r"\d+", printed or "")]
    if len(numbers) < 3:
        return None, "unknown"
    year, month, day, hour, minute = [*numbers, 0, 0][:5]
    when = datetime(year, month, day, hour, minute, tzinfo=_BEIJING)
    return when, "minute" if len(numbers) > 3 else "day"


def _posts() -> Iterator[Piece]:
    for path in sorted((CORPORA / "posts").glob("*.md")):
        post = read_post(path.read_text(encoding="utf-8"))
        try:
            when = parsedate_to_datetime(post.date_raw or "")
        except ValueError:  # `Invalid Date` stands on stubs
            when = None
        yield Piece(
            article_id=f"posts/{path.name}",
            site=site_of(post.publisher),
            title=post.title,
            body=_text(post.body_html),
            first_seen_at=_SEEN,
            published_at=when,
            published_precision="second" if when else "unknown",
        )


def _text(body_html: str) -> str:
    broken = _BREAK.sub("\n", _UNSEEN.sub("", body_html))
    return html.unescape(re.sub(r"<[^>]+>", "", broken))
