"""Requests that failed, and runs that meet nothing but failure: docs/faults.md."""

from collections import Counter
from dataclasses import dataclass

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.errors import BlockedError, CrawlerError
from crawler.retrying import TOLD_TO_WAIT, wait_of

BLOCKING_STATUS = frozenset({403, 429, 503})
"""Answers by which a site says: not now, or not you."""
GONE_STATUS = frozenset({404, 410})

PATIENCE = {
    "blocked": 1,
    "overloaded": 5,
    "off_site": 5,
    "dns": 5,
    "tls": 5,
    "connection": 20,
    "timeout": 20,
    "layout_changed": 20,
}
"""So many in a row of one reason, each after its retries, end the run: asking
on would be rude (blocked) or in vain (every page is a stranger). 429 and 503 have
the reason blocked and, where nothing says that they mean us, the patience of
overloaded."""

_KINDS: tuple[tuple[type[Exception], str], ...] = (
    (DownloadCancelledError, "too_large"),
    (DownloadTimeoutError, "timeout"),
    (CannotResolveHostError, "dns"),
    (ResponseDataLossError, "cut_short"),
    (DownloadConnectionRefusedError, "connection"),
    (DownloadFailedError, "connection"),
    (IgnoreRequest, "robots_forbidden"),
    (OSError, "connection"),
)
_SENTENCES = {
    "timeout": "it did not answer in time",
    "dns": "the name of its host has no address",
    "cut_short": "the answer broke off before its announced end",
    "connection": "the connection was refused or broke off",
    "tls": "no secure connection could be made",
    "too_large": "the answer is larger than a page may be",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a failed request means."""

    reason: str
    """A short code, for `discovery.reason` and `crawl_run.reason`."""
    sentence: str
    """For a person, without a full stop."""
    patience: int | None = None
    """How many of these in a row end the run, if not as many as `PATIENCE` says."""


class Breaker:
    """Counts failures in a row; a success starts the count anew."""

    def __init__(self) -> None:
        """Nothing has failed yet."""
        self.in_a_row: Counter[str] = Counter()

    def succeed(self) -> None:
        """Something was read."""
        self.in_a_row.clear()

    def fail(self, reason: str, patience: int | None = None) -> bool:
        """Whether it is time to give up."""
        self.in_a_row[reason] += 1
        return self.in_a_row[reason] >= (patience or PATIENCE.get(reason, 1_000_000))


def response_of(failure: Failure) -> Response | None:
    """The response, if there was one with a status that is no success."""
    error = failure.value
    return error.response if isinstance(error, HttpError) else None


def verdict_on(failure: Failure, refusal: BlockedError | None = None) -> Verdict:
    """
    Judge a failed request.

    Args:
        failure: what its errback was given.
        refusal: what the page under an error status was recognised as, if it was.
    """
    response, reason = response_of(failure), reason_of(failure)
    if response is None:
        return Verdict(reason, sentence_of(failure))
    if refusal is not None:
        return Verdict("blocked", f"{refusal}, with status {response.status}")
    told_off = TOLD_TO_WAIT in getattr(response.request, "meta", ())
    softly = reason == "blocked" and response.status != 403 and not told_off
    return Verdict(reason, sentence_of(failure), PATIENCE["overloaded"] if softly else None)


def reason_of(failure: Failure) -> str:
    """A short code for what kept us from the page."""
    response, error = response_of(failure), failure.value
    if response is not None:
        blocked = response.status in BLOCKING_STATUS
        return "blocked" if blocked else f"http_{response.status}"
    if isinstance(error, CrawlerError):
        return error.reason
    if _is_of_tls(_root(failure)):
        return "tls"
    kinds = (reason for kind, reason in _KINDS if isinstance(error, kind))
    return next(kinds, "unreachable")


def sentence_of(failure: Failure) -> str:
    """What happened, for a person."""
    response = response_of(failure)
    if response is not None:
        wait = wait_of(response)
        asked = "" if wait is None else f" and asks us to wait {wait:.0f} seconds"
        return f"the site answers with status {response.status}{asked}"
    if isinstance(failure.value, CrawlerError):
        return str(failure.value)
    root = _root(failure)
    problem = str(root).strip() or "no answer"
    detail = f"{type(root).__name__}: {problem}".splitlines()[0].rstrip(".")
    reason = reason_of(failure)
    told = _SENTENCES.get(reason)
    if told is None or reason == "cut_short":  # its detail says nothing more
        return told or detail
    return f"{told} ({detail})"


def _root(failure: Failure) -> BaseException:
    """What lies at the bottom: Twisted wraps an error in a list, Scrapy that list."""
    error: BaseException = failure.value or Exception()
    for _ in range(10):
        reasons = getattr(error, "reasons", None)
        inner = reasons[0].value if reasons else error.__cause__
        if not isinstance(inner, BaseException):
            break
        error = inner
    return error


def _is_of_tls(error: BaseException) -> bool:
    """The errors of OpenSSL, and of the check whose certificate it is."""
    modules = ("OpenSSL", "service_identity")
    return type(error).__module__.split(".")[0] in modules
