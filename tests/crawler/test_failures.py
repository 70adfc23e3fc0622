"""Requests that failed: a short code, a sentence, and when to give up."""

import pytest
from OpenSSL import SSL
from scrapy import Request
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
from twisted.web.client import ResponseFailed

from crawler.errors import (
    BlockedError,
    OffSiteError,
    RedirectLoopError,
    TooLargeError,
    UndecodableError,
)
from crawler.failures import (
    PATIENCE,
    Breaker,
    reason_of,
    response_of,
    sentence_of,
    verdict_on,
)
from crawler.retrying import TOLD_TO_WAIT

URL = "https://www.stcn.com/article/detail/4203001.html"


def failed(error: Exception) -> Failure:
    """A request that ended so."""
    return Failure(error)  # type: ignore[no-untyped-call]  # Twisted's types end here


def answered(
    status: int, headers: dict[str, str] | None = None, told: float | None = None
) -> Failure:
    """The site answered, but not with success."""
    meta = {} if told is None else {TOLD_TO_WAIT: told}
    request = Request(URL, meta=meta)
    response = Response(URL, status=status, headers=headers, request=request)
    return failed(HttpError(response, "Ignoring non-200 response"))


def wrapped(error: Exception) -> Exception:
    """As Scrapy hands on what Twisted has wrapped in a list."""
    outer = DownloadFailedError("[<twisted.python.failure.Failure ...>]")
    outer.__cause__ = ResponseFailed([failed(error)])
    return outer


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        (answered(403), "blocked"),
        (answered(429), "blocked"),
        (answered(503), "blocked"),
        (answered(404), "http_404"),
        (answered(500), "http_500"),
        (failed(DownloadCancelledError("Expected response size larger")), "too_large"),
        (failed(IgnoreRequest("Forbidden by robots.txt")), "robots_forbidden"),
        (failed(TooLargeError("It unpacks to more")), "too_large"),
        (failed(UndecodableError("It is not packed as it says")), "undecodable"),
        (failed(OffSiteError("It redirects off the site")), "off_site"),
        (failed(RedirectLoopError("It redirects to itself")), "redirect_loop"),
        (failed(DownloadTimeoutError("Getting it took longer")), "timeout"),
        (failed(CannotResolveHostError("DNS lookup failed")), "dns"),
        (failed(ResponseDataLossError()), "cut_short"),
        (failed(DownloadConnectionRefusedError("Refused")), "connection"),
        (failed(ConnectionRefusedError()), "connection"),
        (failed(OSError()), "connection"),
        (failed(wrapped(ConnectionResetError())), "connection"),
        (failed(wrapped(SSL.Error("wrong version number"))), "tls"),
        (failed(ValueError("Invalid IPv6 URL")), "unreachable"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_failure_has_a_short_code(failure: Failure, reason: str) -> None:
    """It ends in `crawl_run.reason`, so it is one of few."""
    assert reason_of(failure) == reason


def test_a_status_is_told_as_such() -> None:
    """The response is at hand, for who wants to know what came with it."""
    failure = answered(500)
    response = response_of(failure)

    assert response is not None
    assert response.status == 500
    assert sentence_of(failure) == "the site answers with status 500"


def test_a_wait_that_was_asked_for_is_told() -> None:
    """So that a person knows when to come back."""
    told = sentence_of(answered(503, {"Retry-After": "3600"}))

    assert told == "the site answers with status 503 and asks us to wait 3600 seconds"


@pytest.mark.parametrize(
    ("failure", "refusal", "patience"),
    [
        (answered(403), None, 1),
        (answered(503), None, 5),
        (answered(429), None, 5),
        (answered(429, told=3600), None, 1),
        (answered(503), BlockedError("a block page"), 1),
        (answered(405), BlockedError("a block page"), 1),
    ],
    ids=["403", "503", "429", "asked to wait", "block page", "firewall"],
)
def test_a_refusal_that_means_us_ends_the_run_at_once(
    failure: Failure, refusal: BlockedError | None, patience: int
) -> None:
    """A server that is only overloaded is tried a few times more."""
    verdict = verdict_on(failure, refusal)

    assert verdict.reason == "blocked"
    breaker = Breaker()
    fails = (breaker.fail(verdict.reason, verdict.patience) for _ in range(10))
    assert next(n for n, over in enumerate(fails, 1) if over) == patience


BROKE_OFF = "the connection was refused or broke off"


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OSError("No route to host."), f"{BROKE_OFF} (OSError: No route to host)"),
        (OSError("first line\nsecond line"), f"{BROKE_OFF} (OSError: first line)"),
        (OSError(), f"{BROKE_OFF} (OSError: no answer)"),
        (wrapped(OSError(" \n")), f"{BROKE_OFF} (OSError: no answer)"),
        (ValueError("Invalid IPv6 URL"), "ValueError: Invalid IPv6 URL"),
        (ResponseDataLossError(), "the answer broke off before its announced end"),
        (OffSiteError("it redirects to file:///x"), "it redirects to file:///x"),
    ],
)
def test_anything_else_is_told_in_one_line(error: Exception, sentence: str) -> None:
    """Without a full stop, for it stands inside a sentence."""
    assert response_of(failed(error)) is None
    assert sentence_of(failed(error)) == sentence


@pytest.mark.parametrize(("reason", "patience"), PATIENCE.items())
def test_the_same_refusal_again_and_again_ends_the_run(reason: str, patience: int) -> None:
    """Not before, and at that very one."""
    breaker = Breaker()

    assert not any(breaker.fail(reason) for _ in range(patience - 1))
    assert breaker.fail(reason)


def test_a_success_starts_the_count_anew() -> None:
    """A site that answers in between has not shut us out."""
    breaker = Breaker()
    for _ in range(PATIENCE["timeout"] - 1):
        breaker.fail("timeout")
    breaker.succeed()

    assert not breaker.fail("timeout")


def test_each_reason_is_counted_by_itself() -> None:
    """Nineteen silences and nineteen strange pages are not twenty of anything."""
    breaker = Breaker()

    assert not any(breaker.fail(reason) for reason in ["timeout", "layout_changed"] * 19)


def test_single_pages_that_fail_never_end_a_run() -> None:
    """Pages on which the server stumbles stay owed; the others can still be read."""
    breaker = Breaker()

    assert not any(breaker.fail("http_500") for _ in range(10_000))
