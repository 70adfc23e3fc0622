"""
HTTP messages as bytes: the heads that records hold, written and read. Pure.

Rules are RFC 9112's, read generously: what servers and archiving tools really
wrote is kept, not judged.
"""

import re
from http import HTTPStatus
from urllib.parse import quote, urlsplit

from crawler.archive.errors import Fault
from crawler.archive.exchange import Exchange, Headers, first

ORIGINAL = "X-Orig-"
"""
Prefix for a header that was true of the wire but is not of the stored body.
Webrecorder's tools write the same.
"""

_KNOWN = frozenset(HTTPStatus)
_GZIP = b"\x1f\x8b"
_BLANKS = " \t"
_BLANK_OR_CONTROL = re.compile(r"[\x00-\x20\x7f]")
_BREAKS = re.compile(r"[\r\n\0]+")
_STATUS = re.compile(rb"HTTP/\S+[ \t]+(\d{3})\b")
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")


def response_head(exchange: Exchange) -> bytes:
    """The status line and headers, with an empty line at the end."""
    phrase = HTTPStatus(exchange.status).phrase if exchange.status in _KNOWN else ""
    head = settled(exchange.headers, exchange.body)
    return _head(f"HTTP/1.1 {exchange.status} {phrase}".rstrip(" "), head)


def request_head(exchange: Exchange) -> bytes:
    """The request line and headers, with an empty line at the end."""
    parts = urlsplit(exchange.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = exchange.request_headers
    if first(headers, "Host") is None:
        headers = (("Host", parts.netloc.rpartition("@")[2]), *headers)
    return _head(f"{exchange.method} {clean_url(target)} HTTP/1.1", headers)


def settled(headers: Headers, body: bytes) -> Headers:
    """
    Headers that are true of the body.

    Transfer coding is always undone; a Content-Encoding gzip on a body that is
    none was undone by somebody who left the header; a Content-Length that is
    not the body's was the coded body's. Such headers stay under `X-Orig-`.
    """
    untrue = {"transfer-encoding"}
    coding = (first(headers, "Content-Encoding") or "").strip().lower()
    if coding in {"gzip", "x-gzip"} and not body.startswith(_GZIP):
        untrue.add("content-encoding")
    length = first(headers, "Content-Length")
    if length is not None and length.strip() != str(len(body)):
        untrue.add("content-length")
    return renamed(headers, untrue)


def renamed(headers: Headers, untrue: set[str]) -> Headers:
    """The headers, with those of these (lower case) names under `X-Orig-`."""
    return tuple(
        (ORIGINAL + name if name.lower() in untrue else name, value)
        for name, value in headers
    )


def read_response(block: bytes) -> tuple[int, Headers, bytes]:
    """
    Status, headers and raw body of a stored response.

    Raises:
        Fault: it is no HTTP response.
    """
    line, headers, body = split_message(block)
    match = _STATUS.match(line)
    if match is None:
        raise Fault("its content is no HTTP response")
    return int(match[1]), headers, body


def split_message(block: bytes) -> tuple[bytes, Headers, bytes]:
    """The first line, the headers, and what follows the empty line."""
    end = _END_OF_HEAD.search(block)
    head, body = (block[: end.start()], block[end.end() :]) if end else (block, b"")
    line, _, rest = head.partition(b"\n")
    return line.rstrip(b"\r"), _read_headers(rest), body


def clean_url(url: str) -> str:
    """An address on one line, without blanks, as a WARC field needs it."""
    return _BLANK_OR_CONTROL.sub(lambda match: quote(match[0]), url)


def one_line(value: str) -> str:
    """A value that cannot break out of its line."""
    return _BREAKS.sub(" ", value).strip(_BLANKS)


def _head(line: str, headers: Headers) -> bytes:
    lines = [line, *(f"{one_line(name)}: {one_line(value)}" for name, value in headers)]
    return b"".join(_as_bytes(one_line(text)) + b"\r\n" for text in lines) + b"\r\n"


def _as_bytes(text: str) -> bytes:
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")


def _read_headers(lines: bytes) -> Headers:
    """`name: value` lines; a line that begins with a blank goes on with the last one."""
    pairs: list[tuple[str, str]] = []
    for raw in lines.split(b"\n"):
        line = raw.rstrip(b"\r").decode("latin-1")
        name, colon, value = line.partition(":")
        if line[:1] in {*_BLANKS} and pairs:
            last, said = pairs[-1]
            pairs[-1] = (last, f"{said} {line.strip(_BLANKS)}")
        elif colon:
            pairs.append((name.strip(_BLANKS), value.strip(_BLANKS)))
    return tuple(pairs)
