"""The same rows have the same sum, whichever database they are read from."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from storage.clock import iso_utc

_NEWS = text("SELECT * FROM news WHERE article_id > :after ORDER BY article_id LIMIT :most")


class Digest:
    """A count and a checksum of rows, which are taken in the order of their keys."""

    def __init__(self) -> None:
        """Nothing was taken yet."""
        self.number = 0
        self._hash = hashlib.sha256()

    def take(self, rows: Sequence[Sequence[Any]]) -> None:
        """Take rows in."""
        self.number += len(rows)
        for row in rows:
            told = json.dumps(list(row), ensure_ascii=True, default=_told)
            # A server has no U+0000; what stands for it there counts as the same.
            self._hash.update(told.replace("\\u0000", "\\ufffd").encode() + b"\n")

    @property
    def sum(self) -> str:
        """SHA-256 in hexadecimal."""
        return self._hash.hexdigest()


def _told(value: object) -> str:
    if isinstance(value, datetime):
        return iso_utc(value)
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    raise TypeError(f"{value!r} stands in no column")


def rows_of_news(connection: Connection, most: int) -> Iterator[Sequence[Sequence[Any]]]:
    """The view `news` in the order of ids, some rows at a time."""
    after = ""
    while True:
        found = connection.execute(_NEWS, {"after": after, "most": most})
        rows = [tuple(row) for row in found]
        if not rows:
            return
        yield rows
        after = rows[-1][0]
