"""Requests that failed: a short code, a sentence, and when to give up."""

import pytest
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError, IgnoreRequest
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.failures import PATIENCE, Breaker, reason_of, response_of, sentence_of

URL = "https://www.stcn.com/article/detail/4203001.html"


def failed(error: Exception) -> Failure:
    """A request that ended so."""
    return Failure(error)  # type: ignore[no-untyped-call]  # Twisted's types end here


def answered(status: int) -> Failure:
    """The site answered, but not with success."""
    response = Response(URL, status=status)
    return failed(HttpError(response, "Ignoring non-200 response"))


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
        (failed(DownloadTimeoutError("Getting it took longer")), "unreachable"),
        (failed(ConnectionRefusedError()), "unreachable"),
        (failed(OSError()), "unreachable"),
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


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OSError("No route to host."), "OSError: No route to host"),
        (OSError("first line\nsecond line"), "OSError: first line"),
        (OSError(), "OSError: no answer"),
        (OSError(" \n"), "OSError: no answer"),
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
    for _ in range(PATIENCE["blocked"] - 1):
        breaker.fail("blocked")
    breaker.succeed()

    assert not breaker.fail("blocked")


def test_each_reason_is_counted_by_itself() -> None:
    """Four blocks and four strange pages are not eight of anything."""
    breaker = Breaker()

    assert not any(breaker.fail(reason) for reason in ["blocked", "layout_changed"] * 4)


def test_single_pages_that_fail_never_end_a_run() -> None:
    """Unreachable pages stay owed; the others can still be read."""
    breaker = Breaker()

    assert not any(breaker.fail("unreachable") for _ in range(10_000))
