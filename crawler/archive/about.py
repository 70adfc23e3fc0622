"""What a WARC file says about itself in its first record, and when it was begun."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from crawler.archive.names import DAYS

_HEAD = 1 << 16
"""Bytes within which the first record's text must end."""


@dataclass(frozen=True, slots=True)
class About:
    """A file and what its warcinfo record says (WARC 1.1, section 6.2)."""

    path: Path
    begun_at: datetime
    """Aware; of a file that does not say, the earliest time there is."""
    fields: dict[str, str]
    """`software`, `isPartOf` and so on, as they stand there."""


def about(path: Path) -> About:
    """
    Read a file's first record, if it is a warcinfo.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        head, _, rest = _plain(file.read(_HEAD)).partition(b"\r\n\r\n")
    fields = dict(_fields(head))
    if fields.get("WARC-Type") != "warcinfo":
        return About(path, datetime.min.replace(tzinfo=UTC), {})
    block, _, _ = rest.partition(b"\r\n\r\n")
    return About(path, _moment(fields.get("WARC-Date", "")), dict(_fields(block)))


def in_order(folder: Path, prefix: str) -> list[About]:
    """
    The files of one prefix in the order in which they were begun.

    Their names do not tell it: of two runs of one day, either may sort first.

    Raises:
        OSError: a file cannot be read.
    """
    name = f"{prefix}-*.warc.gz"
    files = [*folder.glob(name), *folder.glob(f"{DAYS}/{name}")]
    found = [about(path) for path in sorted(files) if path.is_file()]
    named = [one for one in found if one.fields.get("isPartOf", prefix) == prefix]
    return sorted(named, key=lambda one: (one.begun_at, one.path.name))


def _plain(data: bytes) -> bytes:
    """The first bytes without compression; of a damaged file, what can be had."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        return zlib.decompressobj(31).decompress(data, _HEAD)
    except zlib.error:
        return b""


def _fields(block: bytes) -> Iterator[tuple[str, str]]:
    for line in block.decode("utf-8", "replace").splitlines():
        name, colon, value = line.partition(":")
        if colon:
            yield name.strip(), value.strip()


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
