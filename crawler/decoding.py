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
"""Share of damaged characters up to which a page still counts as text."""

_HONOURED = frozenset({"gb18030", "big5hkscs"})
"""
What a declaration may say beside UTF-8, by its codec's name; gb2312 and GBK are
gb18030 there. ISO-8859-1 is what servers say that know nothing: it reads any
bytes without complaint, and Chinese as rubbish.
"""


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
    bom, mark = read_bom(body)
    body = body[len(mark or b"") :]
    best, damage = "", _TOLERATED
    for encoding in _candidates(body, bom, content_type):
        try:
            return _decode(body, encoding, "strict")
        except UnicodeDecodeError:
            text = _decode(body, encoding, "replace")
        share = text.count("\ufffd") / max(len(text), 1)
        if share < damage:
            best, damage = text, share
    if not best:
        raise UndecodableError("the bytes are neither UTF-8, nor GB18030, nor as declared")
    return best


def _candidates(body: bytes, bom: str | None, content_type: str | None) -> Iterator[str]:
    if bom is not None:
        yield bom
    yield "utf-8"
    declared = (
        http_content_type_encoding(content_type) if content_type else None,
        html_body_declared_encoding(body[:4096]),
    )
    yield from (encoding for encoding in declared if encoding in _HONOURED)
    yield "gb18030"


def _decode(body: bytes, encoding: str, errors: str) -> str:
    """Decode; a character that is cut off at the end is dropped."""
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    return decoder.decode(body, final=False)
