"""Files of a bounded size, one or more for each day of UTC."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from crawler.archive import ArchiveError, ArchiveWriter, in_order, walk
from tests.crawler.archive.samples import Clock, checked, exchange, files, read, written

LIMIT = 20_000


def test_a_new_file_when_one_is_full(tmp_path: Path) -> None:
    """No file is larger than the limit, none holds warcinfo only, nothing is lost."""
    draw = Random(1)
    sent = [exchange(n, draw.randbytes(3000)) for n in range(25)]
    refs = written(tmp_path, sent, max_bytes=LIMIT)
    sizes = [path.stat().st_size for path in files(tmp_path)]
    assert max(sizes) <= LIMIT
    assert min(sizes[:-1]) > LIMIT - 5000
    assert all(len(checked(path)) > 1 for path in files(tmp_path))
    assert list(walk(tmp_path)) == list(zip(refs, sent, strict=True))


def test_a_single_large_record_has_a_file_of_its_own(tmp_path: Path) -> None:
    """A record over the limit is written all the same."""
    large = exchange(1, Random(1).randbytes(3 * LIMIT))
    sent = [exchange(0), large, exchange(2)]
    written(tmp_path, sent, max_bytes=LIMIT)
    assert len(files(tmp_path)) == 3
    assert read(tmp_path) == (sent, [])


def test_a_new_file_on_a_new_day(tmp_path: Path) -> None:
    """Midnight of UTC turns the page; the name tells the day and the turn."""
    clock = Clock(datetime(2026, 9, 28, 23, 59, 59, tzinfo=UTC))
    with ArchiveWriter(tmp_path, prefix="stcn", clock=clock) as writer:
        writer.put(exchange(1)).result()
        clock.now += timedelta(seconds=2)
        writer.put(exchange(2)).result()
        writer.put(exchange(3)).result()
    names = [path.relative_to(tmp_path).as_posix() for path in files(tmp_path)]
    starts = ("2026-09-28/stcn-20260928-00000-", "2026-09-29/stcn-20260929-00001-")
    for name, start in zip(names, starts, strict=True):
        assert re.fullmatch(start + r"[0-9a-f]{8}\.warc\.gz", name)
    assert [one.path for one in in_order(tmp_path, "stcn")] == files(tmp_path)
    assert read(tmp_path) == ([exchange(1), exchange(2), exchange(3)], [])


def test_two_writers_do_not_meet(tmp_path: Path) -> None:
    """Two processes of one prefix write to files of their own."""
    with (
        ArchiveWriter(tmp_path, prefix="stcn") as one,
        ArchiveWriter(tmp_path, prefix="stcn") as two,
    ):
        one.put(exchange(1)).result()
        two.put(exchange(2)).result()
    assert len(files(tmp_path)) == 2
    assert len(read(tmp_path)[0]) == 2


@pytest.mark.parametrize("prefix", ["", "../up", "a/b", "-a", "a b", "证券"])
def test_a_prefix_is_a_file_name(tmp_path: Path, prefix: str) -> None:
    """What would lead elsewhere is refused."""
    with pytest.raises(ArchiveError, match="cannot begin"):
        ArchiveWriter(tmp_path, prefix=prefix)
