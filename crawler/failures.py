"""Requests that failed, and runs that meet nothing but failure."""

from collections import Counter

from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

BLOCKING_STATUS = frozenset({403, 429, 503})
"""Answers by which a site says: not now, or not you."""
GONE_STATUS = frozenset({404, 410})

PATIENCE = {"blocked": 5, "layout_changed": 20}
"""So many in a row of one reason, each after its retries, end the run: asking
on would be rude (blocked) or in vain (every page is a stranger)."""


class Breaker:
    """Counts failures in a row; a success starts the count anew."""

    def __init__(self) -> None:
        """Nothing has failed yet."""
        self.in_a_row: Counter[str] = Counter()

    def succeed(self) -> None:
        """Something was read."""
        self.in_a_row.clear()

    def fail(self, reason: str) -> bool:
        """Whether it is time to give up."""
        self.in_a_row[reason] += 1
        return self.in_a_row[reason] >= PATIENCE.get(reason, 1_000_000)


def response_of(failure: Failure) -> Response | None:
    """The response, if there was one with a status that is no success."""
    error = failure.value
    return error.response if isinstance(error, HttpError) else None


def reason_of(failure: Failure) -> str:
    """A short code for what kept us from the page."""
    response = response_of(failure)
    if response is not None:
        return (
            "blocked" if response.status in BLOCKING_STATUS else f"http_{response.status}"
        )
    if isinstance(failure.value, DownloadCancelledError):
        return "too_large"
    if isinstance(failure.value, IgnoreRequest):
        return "robots_forbidden"
    return "unreachable"


def sentence_of(failure: Failure) -> str:
    """What happened, for a person."""
    response = response_of(failure)
    if response is not None:
        return f"the site answers with status {response.status}"
    problem = str(failure.value).strip() or "no answer"
    return f"{type(failure.value).__name__}: {problem}".splitlines()[0].rstrip(".")
