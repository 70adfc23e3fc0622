"""Cutting work in slices, so that several processes share it. Pure."""

import re
from dataclasses import dataclass
from zlib import crc32

from crawler.errors import UsageError


@dataclass(frozen=True, slots=True)
class Slice:
    """The so-manieth of so many: every key is in exactly one of them."""

    number: int
    of: int

    def holds(self, key: str) -> bool:
        """Whether a key is of this slice; the same in every process, for ever."""
        return crc32(key.encode()) % self.of == self.number - 1

    def __str__(self) -> str:
        """As it is written on the command line."""
        return f"{self.number}/{self.of}"


def read_slice(text: str, named: str) -> Slice:
    """
    What `2/8` means.

    Raises:
        UsageError: it means nothing; the message shows `named`, how it was given.
    """
    found = re.fullmatch(r"([0-9]{1,4})/([0-9]{1,4})", text)
    number, of = map(int, found.groups()) if found else (0, 0)
    if not 1 <= number <= of:
        raise UsageError(f"{named} is no slice; write 2/8 for the second of eight.")
    return Slice(number, of)
