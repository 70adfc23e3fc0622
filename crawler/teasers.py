"""
What lists printed of an article, as text that outlives the run. Pure.

An article that was listed and not yet read is asked for by a later run, which may
not see its entry again. What only the list prints would be lost.
"""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from crawler.dates import read_time
from crawler.items import Article, Kind, PrintedTime, StockMark
from crawler.page import Teaser


def teaser_as_json(teaser: Teaser) -> str:
    """A teaser without what it does not tell, so that two can be laid over each other."""
    row, printed = teaser.article, teaser.printed
    told: dict[str, Any] = {
        "title": teaser.title and {"text": teaser.title, "is_cut": teaser.title_is_cut},
        "summary": teaser.summary,
        "source": teaser.source,
        "printed": printed
        and asdict(printed) | {"reference": printed.reference.isoformat()},
        "row": row
        and {
            "kind": row.kind.value,
            "tags": row.tags,
            "stocks": [asdict(stock) for stock in row.stocks],
            "important": row.important,
            "fetched_at": row.fetched_at.isoformat(),
        },
    }
    return json.dumps({k: v for k, v in told.items() if v}, ensure_ascii=False)


def teaser_from_json(text: str, site: str, native_id: str, url: str) -> Teaser:
    """The teaser again; of a carried row only what its page does not print."""
    told = json.loads(text)
    title = told.get("title", {"text": "", "is_cut": False})
    printed = _printed(told["printed"]) if "printed" in told else None
    return Teaser(
        native_id=native_id,
        url=url,
        title=title["text"],
        title_is_cut=title["is_cut"],
        summary=told.get("summary"),
        source=told.get("source"),
        printed=printed,
        published=read_time(printed.raw, printed.reference) if printed else None,
        article=_row(told["row"], site, native_id, url) if "row" in told else None,
    )


def _printed(told: dict[str, Any]) -> PrintedTime:
    return PrintedTime(**told | {"reference": datetime.fromisoformat(told["reference"])})


def _row(told: dict[str, Any], site: str, native_id: str, url: str) -> Article:
    return Article(
        site=site,
        native_id=native_id,
        url=url,
        kind=Kind(told["kind"]),
        channels=(),
        title="",
        html="",
        times=(),
        fetched_at=datetime.fromisoformat(told["fetched_at"]),
        tags=tuple(told["tags"]),
        stocks=tuple(StockMark(**stock) for stock in told["stocks"]),
        important=told["important"],
    )
