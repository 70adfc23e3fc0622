"""Bytes to text: what a page really is, not what it claims to be. Pure."""

import codecs
from collections.abc import Iterator

from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
)

from crawler.errors import UndecodableError

_TOLERATED = 0.001
"""Share of damaged characters up to which a page still counts as UTF-8."""


def decode_page(body: bytes, content_type: str | None = None) -> str:
    """
    Decode a page of a Chinese site.

    UTF-8 is tried first whatever is declared: text in another encoding is
    hardly ever valid UTF-8, while pages that declare GBK and send UTF-8, and
    the reverse, are everyday. `gb18030` stands for gb2312 and GBK, whose
    characters it contains: a page that declares gb2312 often holds 喆.

    Raises:
        UndecodableError: no encoding that the page may mean reads it.
    """
    bom, rest = read_bom(body)
    if bom is not None and rest is not None:
        return rest.decode(bom, "replace")
    damaged: str | None = None
    for encoding in _candidates(body, content_type):
        text = _decode(body, encoding)
        if "\ufffd" not in text:
            return text
        if damaged is None and text.count("\ufffd") <= _TOLERATED * len(text):
            damaged = text
    if damaged is None:
        raise UndecodableError("the bytes are neither UTF-8, nor GB18030, nor as declared")
    return damaged


def _candidates(body: bytes, content_type: str | None) -> Iterator[str]:
    yield "utf-8"
    declared = (
        http_content_type_encoding(content_type) if content_type else None,
        html_body_declared_encoding(body[:4096]),
    )
    for encoding in declared:
        if encoding and encoding != "utf-8":
            yield "gb18030" if encoding in {"gb2312", "gbk"} else encoding
    yield "gb18030"


def _decode(body: bytes, encoding: str) -> str:
    """Decode with U+FFFD for damage; a character cut off at the end is dropped."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    return decoder.decode(body, final=False)
