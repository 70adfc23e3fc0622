"""From a WARC record, and what belongs to it, to an `Exchange`. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from crawler.archive.coding import plain_body
from crawler.archive.exchange import CANONICAL, LABEL, Exchange, Headers
from crawler.archive.message import read_response, renamed, split_message
from crawler.archive.record import Record

ANSWERS = frozenset({"response", "revisit", "resource"})


def pairs(records: Iterable[Record]) -> Iterator[tuple[Record, Record | None]]:
    """Answers with their questions, which stand right before (wget) or after (ours)."""
    asked: Record | None = None
    waiting: Record | None = None
    for record in records:
        if record.kind == "request":
            if waiting and _belong(record, waiting):
                yield waiting, record
                waiting = None
            else:
                asked = record
        elif record.kind in ANSWERS:
            if waiting:
                yield waiting, None
            waiting = record
            if asked and _belong(asked, record):
                yield record, asked
                waiting = None
            asked = None
    if waiting:
        yield waiting, None


def unpack(
    record: Record, request: Record | None, original: Exchange | None, max_body: int
) -> Exchange:
    """
    The exchange of a response, a resource, or a revisit with its original.

    Raises:
        Fault: the record's content is damaged.
    """
    if original is not None:
        exchange = _revisited(record, original)
    elif record.kind == "resource":
        media = record.fields.get("content-type", "application/octet-stream")
        exchange = _exchange(record, 200, (("Content-Type", media),), record.block)
    else:
        status, headers, raw = read_response(record.block)
        exchange = _exchange(record, status, *plain_body(headers, raw, max_body))
    if request is None:
        return exchange
    line, asked_with, _ = split_message(request.block)
    method = line.decode("latin-1").partition(" ")[0] or exchange.method
    return replace(exchange, method=method, request_headers=asked_with)


def payload(record: Record) -> bytes:
    """What a payload digest is of: the stored body of an HTTP message, else the block."""
    return split_message(record.block)[2] if record.is_http else record.block


def _revisited(record: Record, original: Exchange) -> Exchange:
    """The head of the visit, the body of the original; a 304 has nothing of its own."""
    status, headers = original.status, original.headers
    if record.block:
        said, heard, _ = read_response(record.block)
        if said != 304:
            status, headers = said, _true_of(original, heard)
    return _exchange(record, status, headers, original.body)


def _true_of(original: Exchange, headers: Headers) -> Headers:
    """The headers of a visit, where the original's body has been decoded."""
    untrue = {"transfer-encoding"}
    if original.header("Content-Encoding") is None:
        untrue.add("content-encoding")
    if original.header("X-Orig-Content-Length") is not None:
        untrue.add("content-length")
    return renamed(headers, untrue)


def _exchange(record: Record, status: int, headers: Headers, body: bytes) -> Exchange:
    return Exchange(
        url=record.url,
        canonical_url=record.fields.get(CANONICAL.lower()),
        status=status,
        headers=headers,
        body=body,
        fetched_at=record.date(),
        ip=record.fields.get("warc-ip-address"),
        label=record.fields.get(LABEL.lower()),
    )


def _belong(request: Record, answer: Record) -> bool:
    """By WARC-Concurrent-To, which either may bear; else by the address."""
    named = [r.fields.get("warc-concurrent-to") for r in (request, answer)]
    if any(named):
        return named[0] == answer.record_id or named[1] == request.record_id
    return request.url == answer.url
