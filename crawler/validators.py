"""
Asking whether a page has changed (RFC 9110, section 13): ETag and Last-Modified.

What a server gave with a page that was read to the end is kept; the next time
the same page is asked for, it is sent back, and a 304 costs nothing.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from scrapy import Request
from scrapy.http import Response

from crawler.items import Validator

NOT_MODIFIED = 304


def validator_of(response: Response, received: datetime) -> Validator | None:
    """The validator of an answer that came from the very address that was asked."""
    etag, modified = header(response, "ETag"), header(response, "Last-Modified")
    request = response.request
    if request is None or "redirect_urls" in request.meta or not (etag or modified):
        return None
    return Validator(request.url, etag, modified, received)


def conditional(request: Request, known: Mapping[str, Validator]) -> Request:
    """The same request, or one that is answered with 304 where nothing has changed."""
    validator = known.get(request.url)
    if validator is None:
        return request
    headers: dict[str, Any] = {**request.headers}
    if validator.etag:
        headers["If-None-Match"] = validator.etag
    if validator.last_modified:
        headers["If-Modified-Since"] = validator.last_modified
    meta = {**request.meta, "handle_httpstatus_list": [NOT_MODIFIED]}
    return request.replace(headers=headers, meta=meta)


def header(response: Response, name: str) -> str | None:
    """The first value of a response's header, as text; None without it."""
    value: Any = response.headers.get(name)
    return value.decode("latin-1") if value else None
