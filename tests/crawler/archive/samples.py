"""Exchanges, clocks and strict readers for the archive's tests."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator

from crawler.archive import ArchiveWriter, Exchange, RawRef, walk

MOMENT = datetime(2026, 9, 28, 7, 30, 0, 123456, tzinfo=UTC)


def exchange(number: int = 0, body: bytes | None = None, **changes: Any) -> Exchange:
    """An answer of the site, different for each number."""
    fields = {
        "url": f"https://www.stcn.com/article/detail/{number}.html",
        "status": 200,
        "headers": (("Content-Type", "text/html; charset=utf-8"),),
        "body": f"<p>第 {number} 条：海港新区试点。</p>".encode() if body is None else body,
        "fetched_at": MOMENT + timedelta(seconds=number),
        "request_headers": (("Host", "www.stcn.com"), ("User-Agent", "Shibao")),
        "ip": "203.0.113.7",
    }
    return Exchange(**(fields | changes))


class Clock:
    """A clock that stands until it is set."""

    def __init__(self, now: datetime = MOMENT) -> None:
        """Stand at `now`."""
        self.now = now

    def __call__(self) -> datetime:
        """What it shows."""
        return self.now


def written(folder: Path, exchanges: Iterable[Exchange], **options: Any) -> list[RawRef]:
    """An archive of these."""
    with ArchiveWriter(folder, prefix="stcn", **options) as writer:
        return [future.result() for future in [writer.put(each) for each in exchanges]]


def read(path: Path) -> tuple[list[Exchange], list[str]]:
    """What a walk finds, and what it says."""
    faults: list[str] = []
    return [found for _, found in walk(path, on_fault=faults.append)], faults


def checked(path: Path) -> list[str]:
    """Types of all records, as warcio reads them; every digest must be right."""
    kinds = []
    with path.open("rb") as file:
        records = ArchiveIterator(file, check_digests="raise")
        for record in records:
            record.raw_stream.read()
            assert record.digest_checker.passed is not False
            kinds.append(record.rec_type)
        assert records.err_count == 0
    return kinds


def files(folder: Path) -> list[Path]:
    """The archive's WARC files, in order."""
    return sorted(folder.rglob("*.warc.gz"))
