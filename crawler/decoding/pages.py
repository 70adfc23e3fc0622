"""Which of the encodings that a page may be in, it is in."""

import re
from collections.abc import Iterable
from typing import Final

from w3lib.encoding import read_bom

from crawler.decoding.declared import (
    CHINESE,
    STRICT,
    declared_encodings,
    has_one_byte,
)
from crawler.decoding.readings import ENOUGH, FLUENT, Reading, decode, read
from crawler.errors import UndecodableError

_FEW: Final = 100
"""More characters than this do not happen to be valid UTF-8."""
_OF_THREE_BYTES: Final = re.compile(r"[\u0800-\U0010ffff]")
_TWO_LETTERS: Final = re.compile(r"[^\W\d_\0-\x7f]{2}")


def decode_page(body: bytes, content_type: str | None = None) -> str:
    """
    Decode a page of a Chinese site.

    UTF-8 is tried first whatever is declared: text in another encoding is
    hardly ever valid UTF-8, while pages that declare GBK and send UTF-8, and
    the reverse, are everyday. Where it fails, the declaration is one guess of
    several, and the first is taken whose text reads as Chinese.

    Raises:
        UndecodableError: no encoding that the page may mean reads it.
    """
    bom, mark = read_bom(body)
    body = body[len(mark or b"") :]
    wide = _unmarked_utf_16(body) if bom is None else _marked(body, bom)
    if wide is not None:
        return wide
    try:
        text = decode(body, "utf-8")
    except UnicodeDecodeError:
        return _decode_older(body, list(declared_encodings(body, content_type)))
    if 0 < len(body) - len(text) < _FEW and _is_doubtful(text):
        return _few_words(body, declared_encodings(body, content_type)) or text
    return text


def _marked(body: bytes, bom: str) -> str | None:
    """What a byte order mark promises; that of UTF-8 promises nothing."""
    reading = read(body, bom) if bom != "utf-8" else None
    return reading.text if reading and reading.is_tolerable else None


def _unmarked_utf_16(body: bytes) -> str | None:
    """
    UTF-16 without its mark, or None: every other byte of `<htm` is zero.

    Zeros alone prove nothing, for a broken page may have them anywhere.
    """
    even, odd = body[:4:2], body[1:4:2]
    if b"\0\0" not in {even, odd}:
        return None
    reading = read(body, "utf-16-be" if even == b"\0\0" else "utf-16-le")
    is_meant = reading.is_tolerable and reading.everyday()[0] >= FLUENT
    return reading.text if is_meant else None


def _is_doubtful(text: str) -> bool:
    """Whether no character of three bytes speaks for UTF-8, and two others make a word."""
    return not _OF_THREE_BYTES.search(text) and _TWO_LETTERS.search(text) is not None


def _few_words(body: bytes, declared: Iterable[str]) -> str | None:
    """
    The Chinese of a page that is valid UTF-8 by chance, or None.

    一些 in GBK is һЩ in UTF-8. Where the declared reading has none but everyday
    characters, it counts. A © alone, which would be 漏, is no word.
    """
    for codec in declared:
        if codec in CHINESE:
            reading = read(body, codec)
            if not reading.damage and reading.everyday()[0] == 1:
                return reading.text
    return None


def _decode_older(body: bytes, declared: list[str]) -> str:
    """Decode what is not UTF-8, or is damaged."""
    for codec in declared:
        if codec in STRICT and not (reading := read(body, codec)).damage:
            return reading.text
    labels = [codec for codec in declared if codec in CHINESE]
    tolerable: list[Reading] = []
    for codec in dict.fromkeys((*labels, *CHINESE, "utf-8")):
        reading = read(body, codec)
        if reading.is_tolerable:
            share, seen = reading.everyday()
            if share >= FLUENT and (seen >= ENOUGH or not tolerable):
                return reading.text
            tolerable.append(reading)
    best = min(tolerable, key=lambda reading: reading.damage, default=None)
    if best is not None and best.codec in labels:
        return best.text
    return _of_another_tongue(body, declared, best)


def _of_another_tongue(body: bytes, declared: list[str], best: Reading | None) -> str:
    """
    Decode what does not read as Chinese: as declared, or too short to tell.

    An encoding of one byte is what servers declare that know nothing, so it must not
    look like Chinese in any other, even broken; and a picture has zeros.

    Raises:
        UndecodableError: it is neither.
    """
    share, seen = best.everyday() if best else (0.0, 0)
    broken, _ = read(body, "utf-8").everyday()
    if share < 0.5 and broken < 0.3 and 0 not in body:
        for codec in filter(has_one_byte, declared):
            if (reading := read(body, codec)).is_tolerable:
                return reading.text
    if best is None or seen >= ENOUGH:
        raise UndecodableError("the bytes are neither UTF-8, nor GB18030, nor as declared")
    return best.text
