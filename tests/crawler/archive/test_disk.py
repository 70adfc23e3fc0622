"""A full, a read-only and a slow disk: told in a sentence, memory flat, nothing torn."""

import os
import subprocess
import sys
import threading
import time
from concurrent.futures import wait
from pathlib import Path
from random import Random

import pytest

from crawler.archive import ArchiveError, ArchiveWriter, Exchange
from crawler.archive.volume import Volume
from tests.crawler.archive.samples import checked, exchange, files, read, written

ROOT = Path(__file__).parents[3]

FULL = """
import resource, sys
from pathlib import Path
from random import Random
from crawler.archive import ArchiveError, ArchiveWriter
from tests.crawler.archive.samples import exchange

resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
writer = ArchiveWriter(Path(sys.argv[1]), prefix="stcn")
draw = Random(1)
futures = [writer.put(exchange(n, draw.randbytes(30_000))) for n in range(6)]
for future in futures:
    print(future.exception() or "written")
small = writer.put(exchange(9))
print(small.exception() or "written")
try:
    writer.flush()
except ArchiveError as error:
    print("flush:", error)
writer.flush()
writer.close()
print("closed")
"""


def test_a_full_disk(tmp_path: Path) -> None:
    """Futures and flush say so; the thread lives on; the file ends with a whole record."""
    lines = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    sentence = f"The archive in {tmp_path} cannot be written: File too large."
    assert lines[:7] == ["written"] * 3 + [sentence] * 3 + ["written"]
    assert lines[7] == (
        f"flush: The archive in {tmp_path} is not complete: File too large (failures: 3)."
    )
    assert lines[8] == "closed"
    assert len(read(tmp_path)[0]) == 4
    checked(files(tmp_path)[0])


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """It is told at once, before the first answer."""
    (tmp_path / "file").touch()
    with pytest.raises(ArchiveError, match=r"cannot be written: .+\.$"):
        ArchiveWriter(tmp_path / "file" / "archive", prefix="stcn")


def test_a_folder_that_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A read-only archive is told at once, too."""
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(ArchiveError, match="Permission denied"):
        ArchiveWriter(tmp_path, prefix="stcn")


def test_a_folder_that_turns_into_a_file(tmp_path: Path) -> None:
    """Every future says so, close as well; nothing hangs."""
    folder = tmp_path / "archive"
    writer = ArchiveWriter(folder, prefix="stcn")
    folder.rmdir()
    folder.touch()
    assert isinstance(writer.put(exchange(1)).exception(), ArchiveError)
    with pytest.raises(ArchiveError, match="failures: 1"):
        writer.close()


def test_a_write_that_cannot_be_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file keeps its mark for the next repair, and a new one is begun."""
    writer = ArchiveWriter(tmp_path, prefix="stcn")
    writer.put(exchange(1)).result()
    with monkeypatch.context() as patch:
        patch.setattr(Volume, "append", _torn)
        assert isinstance(writer.put(exchange(2)).exception(), ArchiveError)
    writer.put(exchange(3)).result()
    with pytest.raises(ArchiveError, match="failures: 1"):
        writer.close()
    assert len(list(tmp_path.glob("*.lock"))) == 1
    found, faults = read(tmp_path)
    assert found == [exchange(1), exchange(3)]
    assert len(faults) == 1


def _torn(volume: Volume, data: bytes) -> int:
    volume._file.write(data[:50])  # noqa: SLF001 - as a failing disk would
    volume.broken = True
    raise OSError(5, "Input/output error")


def test_an_fsync_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Flush says so, and what follows goes to a new file."""

    def fails(_: int) -> None:
        raise OSError(5, "Input/output error")

    with ArchiveWriter(tmp_path, prefix="stcn") as writer:
        writer.put(exchange(1)).result()
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", fails)
            with pytest.raises(ArchiveError, match="Input/output error"):
                writer.flush()
        writer.put(exchange(2)).result()
    assert len(files(tmp_path)) == 2


def test_what_cannot_be_archived_harms_nobody_else(tmp_path: Path) -> None:
    """An answer that no record can hold fails alone, in a sentence."""
    writer = ArchiveWriter(tmp_path, prefix="stcn")
    bad = writer.put(exchange(1, body="text"))  # type: ignore[arg-type]  # the point
    good = writer.put(exchange(2))
    assert isinstance(bad.exception(), ArchiveError)
    assert good.result()
    with pytest.raises(ArchiveError, match="failures: 1"):
        writer.close()


def test_a_slow_disk_holds_the_caller_not_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never more waits than was allowed, and all arrives in the end."""
    append, most = Volume.append, [0]

    def slow(volume: Volume, data: bytes) -> int:
        time.sleep(0.003)
        most[0] = max(most[0], writer._room.used)  # noqa: SLF001 - what is measured
        return append(volume, data)

    monkeypatch.setattr(Volume, "append", slow)
    draw = Random(1)
    with ArchiveWriter(tmp_path, prefix="stcn", max_waiting=200_000) as writer:
        wait([writer.put(exchange(n, draw.randbytes(20_000))) for n in range(100)])
    assert 100_000 < most[0] <= 200_000
    assert len(read(tmp_path)[0]) == 100


def test_one_that_is_larger_than_the_room_goes_in_alone(tmp_path: Path) -> None:
    """A huge body does not wait for ever."""
    sent: list[Exchange] = [exchange(n, b"x" * 50_000) for n in range(3)]
    done = threading.Event()

    def put() -> None:
        written(tmp_path, sent, max_waiting=1000)
        done.set()

    thread = threading.Thread(target=put, daemon=True)
    thread.start()
    assert done.wait(20)
    assert len(read(tmp_path)[0]) == 3


def test_without_close_all_is_written_at_the_end(tmp_path: Path) -> None:
    """A process that forgets to close loses nothing, and leaves a mark."""
    code = (
        "import sys; from pathlib import Path; from crawler.archive import ArchiveWriter;"
        "from tests.crawler.archive.samples import exchange;"
        "w = ArchiveWriter(Path(sys.argv[1]), prefix='stcn');"
        "[w.put(exchange(n)) for n in range(50)]"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, check=True)
    assert len(read(tmp_path)[0]) == 50
