"""A fixture folder: the bytes of a page, how they came, and a draft of what is read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from crawler.archive import Exchange
from crawler.dates import response_instant
from crawler.frozen import ARTICLE, DRAFT, DRAFT_SAYS, LIST_DATA, LIST_PAGE, expectation
from crawler.page import Answered
from crawler.spider import NewsSpider

_PRIVATE = frozenset({"set-cookie", "set-cookie2"})


@dataclass(frozen=True, slots=True)
class Place:
    """A page of a site: where it stands, and of which channel it is the list."""

    url: str
    """Canonical, on the live site's host."""
    channel: str = ""
    """Empty: it is an article."""


def write_case(folder: Path, reader: NewsSpider, place: Place, answer: Exchange) -> None:
    """
    Make the case's folder: the bytes, how they came, and a draft of what is read.

    Raises:
        FileExistsError: the folder is there already; nothing is overwritten.
        OSError: it cannot be written.
    """
    meta, body = _meta(reader, place, answer), answer.body
    answered = _answered(meta)
    content_type = answer.header("Content-Type")
    read = expectation(reader, meta["page"], body, content_type, answered)
    folder.mkdir(parents=True)
    name = "body.json" if meta["page"] == LIST_DATA else "body.html"
    (folder / name).write_bytes(body)
    _write(folder / "meta.json", meta)
    _write(folder / "expected.json", {DRAFT: DRAFT_SAYS, **read})


def _meta(reader: NewsSpider, place: Place, answer: Exchange) -> dict[str, Any]:
    is_data = answer.body.lstrip()[:1] in (b"{", b"[")
    lists = {"page": LIST_DATA if is_data else LIST_PAGE}
    address = None if place.channel else reader.article_at(place.url)
    return {
        **(lists if place.channel else {"page": ARTICLE}),
        "url": address.url if address else place.url,
        **({"channel": place.channel} if place.channel else {}),
        "headers": {
            name.title(): value
            for name, value in answer.headers
            if name.lower() not in _PRIVATE
        },
        "received": answer.fetched_at.isoformat(),
    }


def _answered(meta: Mapping[str, Any]) -> Answered:
    """As the tests will read it from `meta.json`."""
    headers, received = meta["headers"], datetime.fromisoformat(meta["received"])
    reference = response_instant(headers.get("Date"), headers.get("Age"), received)
    channel = meta.get("channel", "")
    return Answered(
        url=meta["url"], reference=reference, received=received, channel=channel
    )


def _write(file: Path, document: Mapping[str, Any]) -> None:
    file.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", "utf-8")
