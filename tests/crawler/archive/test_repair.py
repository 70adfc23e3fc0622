"""After a kill or a power cut: earlier records read back, none half, no other touched."""

import os
from datetime import datetime
from importlib import import_module
from pathlib import Path
from random import Random

import pytest
from filelock import FileLock

from crawler.archive import ArchiveError, ArchiveWriter, in_order, read_at, repair
from tests.crawler.archive.samples import Clock, checked, exchange, files, read, written


def small(folder: Path, count: int = 3) -> tuple[Path, bytes, list[int]]:
    """A file of some records without requests, its bytes, and where its records end."""
    sent = [exchange(n, request_headers=()) for n in range(count)]
    refs = written(folder, sent)
    (path,) = files(folder)
    return path, path.read_bytes(), [refs[0].offset, *(r.offset + r.length for r in refs)]


def mark(path: Path) -> Path:
    """What says that a file is being written, or that its writer died."""
    return path.parents[1] / f"{path.name}.lock"


@pytest.mark.parametrize("filling", [b"", b"\0" * 5000])
@pytest.mark.parametrize("marked", [True, False])
def test_a_tail_torn_at_every_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, filling: bytes, marked: bool
) -> None:
    """Property, over every cut: whole records stay, the torn one goes, twice is once."""
    monkeypatch.setattr("os.fsync", lambda _: None)  # a thousand of them take their time
    path, data, ends = small(tmp_path)
    lock = mark(path)
    for size in range(ends[-2], len(data) + 1):
        torn = data[:size] + filling
        path.write_bytes(torn)
        if marked:
            lock.touch()
        done = repair(tmp_path, "stcn")
        keep = max(end for end in ends if torn.startswith(data[:end]))
        assert path.read_bytes() == data[:keep]
        assert sum(each.cut for each in done) == len(torn) - keep
        assert all(each.done for each in done)
        assert len(done) == (keep < len(torn))
        assert not lock.exists()
        assert repair(tmp_path, "stcn") == []
    assert read(tmp_path) == ([exchange(n, request_headers=()) for n in range(3)], [])


def test_readers_bear_a_torn_tail(tmp_path: Path) -> None:
    """Without repair, a walk yields the whole records and one sentence on the rest."""
    path, data, ends = small(tmp_path)
    for size in range(ends[-2] + 1, len(data)):
        path.write_bytes(data[:size])
        found, faults = read(tmp_path)
        assert len(found) == 2
        assert len(faults) == 1
        assert f"byte {ends[-2]}: the file ends inside of the record" in faults[0]


def test_nothing_but_a_torn_beginning(tmp_path: Path) -> None:
    """A file without a whole record goes, empty or zeros as well; no name points to it."""
    path, data, ends = small(tmp_path)
    for content in (b"", b"\0" * 100, data[:1], data[:2], data[:3], data[: ends[0] - 1]):
        path.write_bytes(content)
        (done,) = repair(tmp_path, "stcn")
        assert done.done
        assert "removed" in done.sentence
        assert [found for found in tmp_path.rglob("*") if found.is_file()] == []


def test_damage_in_the_middle_is_told_and_left(tmp_path: Path) -> None:
    """Whole records behind damage stay where references point; only the tail is cut."""
    path, data, ends = small(tmp_path, 5)
    holed = bytearray(data)
    holed[ends[2] + 20 : ends[3] - 20] = bytes(ends[3] - ends[2] - 40)
    path.write_bytes(bytes(holed) + data[: ends[0] - 3])
    mark(path).touch()
    cut, hole = repair(tmp_path, "stcn")
    assert cut.done
    assert cut.cut == ends[0] - 3
    assert not hole.done
    assert f"bytes {ends[2]} to {ends[3]} are damaged" in hole.sentence
    assert path.read_bytes() == bytes(holed)
    found, faults = read(tmp_path)
    assert [e.url for e in found] == [exchange(n).url for n in (0, 1, 3, 4)]
    assert len(faults) == 1


def test_an_archive_inside_of_a_torn_body(tmp_path: Path) -> None:
    """A body that is a WARC file itself does not pass for our records when torn."""
    inner = small(tmp_path / "inner")[1] + Random(1).randbytes(40_000)
    sent = [exchange(0), exchange(1, inner, headers=(), request_headers=())]
    refs = written(tmp_path, sent)
    path = files(tmp_path)[0]
    path.write_bytes(path.read_bytes()[:-10])
    mark(path).touch()
    (done,) = repair(tmp_path, "stcn")
    assert done.done
    assert path.stat().st_size == refs[1].offset
    assert read(path) == ([exchange(0)], [])


def test_a_living_writer_is_left_alone(tmp_path: Path) -> None:
    """Neither its file nor its lock is touched, though its end looks torn."""
    with ArchiveWriter(tmp_path, prefix="stcn") as writer:
        ref = writer.put(exchange(1)).result()
        (path,) = files(tmp_path)
        data = path.read_bytes()
        path.write_bytes(data[:-5])
        assert repair(tmp_path, "stcn") == []
        assert path.read_bytes() == data[:-5]
        path.write_bytes(data)
        second = writer.put(exchange(2)).result()
    assert [read_at(tmp_path, r) for r in (ref, second)] == [exchange(1), exchange(2)]


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    """Another prefix, another ending, a stranger under our name: not one byte changes."""
    path, data, _ = small(tmp_path)
    stranger = tmp_path / "stcn-20260101-00000-00000000.warc.gz"
    others = {
        tmp_path / path.name.replace("stcn", "stcn-test"): data[:-5],
        tmp_path / path.name.replace("stcn", "cs"): data[:-5],
        tmp_path / "stcn.warc.gz": data[:-5],
        stranger: b"PK\x03\x04 somebody's own",
    }
    for other, content in others.items():
        other.write_bytes(content)
    (told,) = repair(tmp_path, "stcn")
    assert (told.file, told.done) == (stranger.name, False)
    assert all(other.read_bytes() == content for other, content in others.items())
    assert path.read_bytes() == data


def test_a_lock_without_a_file(tmp_path: Path) -> None:
    """A process that was killed between lock and file leaves nothing to repair."""
    lock = tmp_path / "stcn-20260101-00000-00000000.warc.gz.lock"
    lock.touch()
    assert repair(tmp_path, "stcn") == []
    assert not lock.exists()


def test_only_marks_and_the_last_files_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A start does not take longer after a year; a mark is found however old it is."""
    monkeypatch.setattr(import_module("crawler.archive.repair"), "_LAST", 1)
    torn = []
    for age, day in enumerate(("2026-09-25", "2026-09-26", "2026-09-27", "2026-09-28")):
        clock = Clock(datetime.fromisoformat(f"{day}T08:00:00Z"))
        written(tmp_path, [exchange(age)], clock=clock)
        path = files(tmp_path)[-1]
        path.write_bytes(path.read_bytes()[:-5])
        os.utime(path, (age, age))
        torn.append(path.name)
    mark(files(tmp_path)[0]).touch()
    assert [one.file for one in repair(tmp_path, "stcn")] == [torn[0], torn[3]]


def test_files_of_no_day_are_an_archive_too(tmp_path: Path) -> None:
    """What an older Shibao wrote into the folder itself is read, and mended."""
    (path, *_) = small(tmp_path)
    moved = path.rename(tmp_path / path.name)
    moved.write_bytes(moved.read_bytes()[:-5])
    assert [one.path for one in in_order(tmp_path, "stcn")] == [moved]
    assert len(repair(tmp_path, "stcn")) == 1
    assert len(read(tmp_path)[0]) == 2


def test_a_held_lock_is_respected(tmp_path: Path) -> None:
    """Whoever holds the lock, the file is in use."""
    path, data, _ = small(tmp_path)
    path.write_bytes(data[:-5])
    with FileLock(mark(path)):
        assert repair(tmp_path, "stcn") == []
    assert len(repair(tmp_path, "stcn")) == 1


def test_no_folder_and_a_bad_prefix(tmp_path: Path) -> None:
    """No archive yet is nothing to repair; a prefix that is no name is refused."""
    assert repair(tmp_path / "none", "stcn") == []
    with pytest.raises(ArchiveError):
        repair(tmp_path, "../")


def test_large_files_are_looked_at_from_their_end(tmp_path: Path) -> None:
    """A whole file without a mark is known by its last record, even a long one."""
    draw = Random(2)
    written(tmp_path, [exchange(n, draw.randbytes(200_000)) for n in range(3)])
    assert repair(tmp_path, "stcn") == []
    (path,) = files(tmp_path)
    checked(path)
