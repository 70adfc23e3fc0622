"""Digests as WARC writes them: algorithm, colon, value. Pure."""

import base64
import hashlib

_SIZES = {"sha1": 20, "sha256": 32, "md5": 16}
"""Bytes of a digest, by algorithm."""


def sha1(data: bytes) -> str:
    """`sha1:` and base32, which nearly all WARC tools write."""
    value = hashlib.sha1(data, usedforsecurity=False).digest()
    return "sha1:" + base64.b32encode(value).decode("ascii")


def contradicts(data: bytes, stated: str | None) -> bool:
    """Whether a stated digest is another than the data's; what we cannot read does not."""
    algorithm, _, text = (stated or "").partition(":")
    name = algorithm.strip().lower().replace("-", "")
    wanted = _bytes_of(text.strip(), _SIZES.get(name, 0))
    return (
        bool(wanted) and hashlib.new(name, data, usedforsecurity=False).digest() != wanted
    )


def _bytes_of(text: str, size: int) -> bytes:
    """A value in base32, hexadecimal or base64: its length tells which."""
    for decode in (_base32, bytes.fromhex, base64.b64decode):
        try:
            value = decode(text)
        except ValueError:
            continue
        if len(value) == size:
            return value
    return b""


def _base32(text: str) -> bytes:
    return base64.b32decode(text + "=" * (-len(text) % 8), casefold=True)
