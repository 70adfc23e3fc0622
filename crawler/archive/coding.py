"""
Transfer and content codings undone, never beyond a limit. Pure.

Archiving tools disagree: wget and Heritrix store chunks as they came, others
join them and leave the header. So a header is believed only if the bytes agree.
"""

import re
import zlib
from collections.abc import Callable

import brotli

from crawler.archive.errors import Fault
from crawler.archive.exchange import Headers
from crawler.archive.message import renamed

_CHUNK = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]*)?\r?\n")
_BLOCK = 1 << 16


def plain_body(headers: Headers, raw: bytes, limit: int) -> tuple[Headers, bytes]:
    """
    The body without codings, and headers that are true of it.

    A coding that we do not know stays, with its header.

    Raises:
        Fault: the body is damaged, or larger than `limit` bytes.
    """
    if "chunked" in _values(headers, "transfer-encoding"):
        raw = join_chunks(raw)
    body, undone = raw, True
    for coding in reversed(_values(headers, "content-encoding")):
        if coding not in _UNDO:
            undone = coding in {"identity", "none"}
            break
        body = _UNDO[coding](body, limit)
    if not undone:
        return renamed(headers, {"transfer-encoding"}), raw
    untrue = {"transfer-encoding", "content-encoding"}
    if str(len(body)) not in _values(headers, "content-length"):
        untrue.add("content-length")
    return renamed(headers, untrue), body


def join_chunks(raw: bytes) -> bytes:
    """
    Undo chunked transfer coding (RFC 9112, section 7.1); as it is if there are no chunks.

    Raises:
        Fault: it begins with a chunk, but is cut off or damaged later.
    """
    pieces: list[bytes] = []
    position = 0
    while match := _CHUNK.match(raw, position):
        size, start = int(match[1], 16), match.end()
        if size == 0:
            return b"".join(pieces)
        piece = raw[start : start + size]
        after = raw[start + size : start + size + 2]
        if len(piece) < size or after[:1] not in {b"\r", b"\n"}:
            break
        pieces.append(piece)
        position = start + size + (2 if after == b"\r\n" else 1)
    if pieces:
        raise Fault("its chunks break off")
    return raw


def _gunzip(body: bytes, limit: int) -> bytes:
    """All members of a gzip body; a body that is no gzip was undone before."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    pieces: list[bytes] = []
    while body.startswith(b"\x1f\x8b"):
        inflater = zlib.decompressobj(31)
        pieces.append(_inflate(inflater, body, limit))
        limit -= len(pieces[-1])
        body = inflater.unused_data
    return b"".join(pieces)


def _inflate_any(body: bytes, limit: int) -> bytes:
    """`deflate` is zlib by the standard and bare in the wild; else it was undone before."""
    if body[:1] == b"x" and int.from_bytes(body[:2]) % 31 == 0:  # RFC 1950, section 2.2
        return _inflate(zlib.decompressobj(15), body, limit)
    try:
        return _inflate(zlib.decompressobj(-15), body, limit)
    except _NotCodedError:
        return body


class _NotCodedError(Fault):
    """The bytes are not what the header says, or not to their end."""


def _inflate(inflater: "zlib._Decompress", body: bytes, limit: int) -> bytes:
    try:
        plain = inflater.decompress(body, limit + 1)
    except zlib.error as error:
        raise _NotCodedError("its compressed content is damaged") from error
    if len(plain) > limit:
        raise Fault(_too_large(limit))
    if not inflater.eof:
        raise _NotCodedError("its compressed content is cut off")
    return plain


def _unbrotli(body: bytes, limit: int) -> bytes:
    """Brotli has no mark of its own: what cannot be read was undone before."""
    decoder = brotli.Decompressor()
    pieces, size, feed = [], 0, body
    try:
        while not decoder.is_finished():
            piece = decoder.process(feed, output_buffer_limit=_BLOCK)
            feed = b""
            size += len(piece)
            if size > limit:
                raise Fault(_too_large(limit))
            if not piece and decoder.can_accept_more_data():
                raise Fault("its compressed content is cut off")
            pieces.append(piece)
    except brotli.error:
        if pieces:
            raise Fault("its compressed content is damaged") from None
        return body
    return b"".join(pieces)


_UNDO: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate_any,
    "br": _unbrotli,
}


def _too_large(limit: int) -> str:
    return f"its content is larger than {limit / 1e6:g} MB"


def _values(headers: Headers, name: str) -> list[str]:
    """All values of a header that is a list, in lower case."""
    return [
        part.strip().lower()
        for key, value in headers
        if key.lower() == name
        for part in value.split(",")
        if part.strip()
    ]
