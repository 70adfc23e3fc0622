"""Requests that wait for answers out of the archive."""

from collections.abc import Iterator
from concurrent.futures import Future

from scrapy import Request
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.addresses import path_of
from crawler.archive import Exchange, RawRef
from crawler.archiving import label_of
from crawler.items import NewsItem, RawResponse
from crawler.reading import RAW


class Awaited:
    """Requests whose answers the archive may have, by path and by who led to it."""

    def __init__(self) -> None:
        """Nothing is awaited."""
        self._by_path: dict[str, dict[str | None, Request]] = {}

    def add(self, request: Request) -> None:
        """One more; a retry takes the place of what it repeats."""
        self._by_path.setdefault(path_of(request.url), {})[label_of(request)] = request

    def refused(self) -> list[str]:
        """Addresses whose answer was none, so that they were asked for again, in vain."""
        left = (one for waiting in self._by_path.values() for one in waiting.values())
        return [request.url for request in left if request.meta.get("retry_times")]

    def take(self, path: str, label: str | None) -> Request | None:
        """The request that an answer belongs to: with that label, else any."""
        waiting = self._by_path.get(path)
        if not waiting:
            return None
        return waiting.pop(label if label in waiting else next(iter(waiting)))


def response_of(request: Request, ref: RawRef, exchange: Exchange) -> Response:
    """The archived answer, to a request that nobody has to send."""
    known: Future[RawRef] = Future()
    known.set_result(ref)
    request.meta[RAW] = RawResponse(
        url=exchange.url,
        status=exchange.status,
        ref=known,
        received=exchange.fetched_at,
    )
    headers: dict[str, list[str]] = {}
    for name, value in exchange.headers:
        headers.setdefault(name, []).append(value)
    return Response(
        request.url,
        status=exchange.status,
        headers={
            name: [value.encode("latin-1") for value in values]
            for name, values in headers.items()
        },
        body=exchange.body,
        request=request,
    )


def answer_to(request: Request, response: Response) -> Iterator[NewsItem | Request]:
    """What the spider makes of it, as Scrapy would have called it."""
    expected = request.meta.get("handle_httpstatus_list", ())
    if 200 <= response.status < 300 or response.status in expected:
        assert request.callback is not None
        found = request.callback(response, **request.cb_kwargs)
    else:
        failure = Failure(HttpError(response))  # type: ignore[no-untyped-call]  # Twisted
        failure.request = request  # type: ignore[attr-defined]  # Scrapy hangs it there
        assert request.errback is not None
        found = request.errback(failure)
    yield from found or ()
