"""Kill -9 at any moment: what was answered for is there, the next start mends the rest."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from crawler.archive import repair, walk
from tests.crawler.archive.samples import checked, files

ROOT = Path(__file__).parents[3]

WRITING = """
import sys
from pathlib import Path
from random import Random
from crawler.archive import ArchiveWriter
from tests.crawler.archive.samples import exchange

draw = Random(int(sys.argv[2]))
with ArchiveWriter(Path(sys.argv[1]), prefix="stcn", max_bytes=400_000) as writer:
    for number in range(1_000_000):
        future = writer.put(exchange(number, draw.randbytes(draw.randint(0, 60_000))))
        if number % 5 == 4:
            writer.flush()
            print(number, flush=True)
"""


@pytest.mark.parametrize("seed", range(4))
def test_all_that_was_flushed_survives(tmp_path: Path, seed: int) -> None:
    """Killed in a loop of writing; after repair, every file is sound to warcio."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITING, str(tmp_path), str(seed)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline()
    time.sleep(Random(seed).uniform(0.05, 0.3))
    os.kill(process.pid, signal.SIGKILL)
    rest = process.stdout.read()
    process.stdout.close()
    process.wait()
    flushed = int(rest.splitlines()[-1]) if rest.strip() else 4

    assert all(done.done for done in repair(tmp_path, "stcn"))
    assert repair(tmp_path, "stcn") == []
    faults: list[str] = []
    found = [exchange.body for _, exchange in walk(tmp_path, on_fault=faults.append)]
    assert faults == []
    draw = Random(seed)
    sent = [draw.randbytes(draw.randint(0, 60_000)) for _ in range(len(found))]
    assert found == sent
    assert len(found) > flushed
    for path in files(tmp_path):
        checked(path)
