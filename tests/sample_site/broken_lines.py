"""Answers that no sound server sends: broken off, of another length, packed wrongly."""

import asyncio
import gzip
from functools import cache

from aiohttp import web

FAULTS = ("gzip_bomb", "not_gzip", "reset", "cut_short", "wrong_length", "stall")
"""Names of faults that are done here, to whatever the answer is."""
_SPACES, _TIMES = 10_000_000, 100


async def send(
    name: str, value: float, request: web.BaseRequest, response: web.Response
) -> web.StreamResponse:
    """Send a response as this fault has it."""
    if name in ("gzip_bomb", "not_gzip"):
        response.headers["Content-Encoding"] = "gzip"
        if name == "gzip_bomb":
            response.body = bomb()
        return response
    assert isinstance(response.body, bytes)
    transport, body = request.transport, response.body
    if transport is None:
        return response
    wrong_by = int(value) if name == "wrong_length" else 0
    transport.write(_head(response, len(body) + wrong_by))
    if name == "wrong_length":
        transport.write(body)
    else:
        transport.write(body[: len(body) // 2])
    if name == "stall":
        await asyncio.sleep(value)
        transport.write(body[len(body) // 2 :])
    if name == "reset":
        await asyncio.sleep(0.02)  # what was written is on its way
        transport.abort()
    else:
        transport.close()
    return web.Response()


def _head(response: web.Response, length: int) -> bytes:
    lines = [f"HTTP/1.1 {response.status} {response.reason}"]
    lines += [f"{name}: {value}" for name, value in response.headers.items()]
    lines += [f"Content-Length: {length}", "", ""]
    return "\r\n".join(lines).encode()


@cache
def bomb() -> bytes:
    """A megabyte that unpacks to a gigabyte: gzip allows a file in many members."""
    return gzip.compress(b" " * _SPACES) * _TIMES
