"""Frozen pages: what today's reader makes of one, told as its `expected.json` has it."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import datetime
from typing import Any

from crawler.decoding import decode_page
from crawler.errors import CrawlerError
from crawler.page import Answered, teaser_of
from crawler.spider import NewsSpider

ARTICLE, LIST_PAGE, LIST_DATA = "article", "list_page", "list_data"
"""What `page` in a `meta.json` may say."""
DRAFT = "draft"
"""The key that marks an expectation which no person has read; the tests refuse it."""
DRAFT_SAYS = "Nobody has read this yet. Compare it with the page, then delete this line."


def expectation(
    reader: NewsSpider,
    page: str,
    body: bytes,
    content_type: str | None,
    answered: Answered,
) -> Mapping[str, Any]:
    """
    What a site's reader makes of a page: its fields, or the error that refuses it.

    Args:
        reader: the site's spider; nothing is asked with it.
        page: `article`, `list_page` or `list_data`.
        body: the page as it came, uncompressed.
        content_type: the header of that name, if there was one.
        answered: how the page came.
    """
    try:
        text = decode_page(body, content_type)
        if page != ARTICLE:
            return _told(reader.read_list(text, answered))
        address = reader.article_at(answered.url)
        assert address is not None, f"{answered.url} is no address of an article"
        return _told(reader.article_page(text, answered).article(teaser_of(address), ()))
    except CrawlerError as error:
        field = getattr(error, "field", None)
        return {"error": type(error).__name__} | ({"field": field} if field else {})


def told(value: Any) -> Any:
    """What an answer says, as JSON would: fields that say nothing are left out."""
    if is_dataclass(value):
        return {
            item.name: told(getattr(value, item.name))
            for item in fields(value)
            if not _is_silent(item, getattr(value, item.name))
        }
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [told(part) for part in value]
    return str(value) if isinstance(value, str) else value


def _told(value: object) -> Mapping[str, Any]:
    said: Mapping[str, Any] = told(value)
    return said


def _is_silent(item: Field[Any], value: Any) -> bool:
    optional = item.default is not MISSING or item.default_factory is not MISSING
    return value is None or (not value and (optional or value in ("", ())))
