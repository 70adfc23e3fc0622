"""The encodings that a page may declare, and which it does."""

import re
from collections.abc import Iterator
from typing import Final

from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding

CHINESE: Final = ("gb18030", "big5hkscs")
"""
By their codecs' names. gb18030 stands for gb2312 and GBK, whose characters it
contains: a page that declares gb2312 often holds 喆. HKSCS contains Big5.
"""
STRICT: Final = frozenset({"euc_jp", "cp932", "cp949"})
"""Japanese and Korean: what these read without an error is hardly anything else."""
_ONE_BYTE: Final = re.compile(
    r"cp(?:866|874|125[0-8])|iso8859-\d+|koi8-[ru]|mac-(?:roman|cyrillic)"
)


def declared_encodings(body: bytes, content_type: str | None = None) -> Iterator[str]:
    """
    What the header says, then what the page says of itself: names of codecs.

    Only the web's: Python has more, and some of those turn harmless bytes into
    mark-up. What says in ASCII letters that it is UTF-16 is UTF-8, by the standard.
    """
    for codec in (
        http_content_type_encoding(content_type),
        html_body_declared_encoding(body),
    ):
        if codec is None:
            continue
        if codec.startswith(("utf-8", "utf-16")):
            yield "utf-8"
        elif codec in CHINESE or codec in STRICT or has_one_byte(codec):
            yield codec


def has_one_byte(codec: str) -> bool:
    """
    Whether every character of an encoding of the web has one byte.

    Such encodings read any bytes without complaint, and Chinese as `º£ÌÄ`.
    """
    return _ONE_BYTE.fullmatch(codec) is not None
