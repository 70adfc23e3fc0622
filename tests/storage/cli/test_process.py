"""`shibao` as a process: start-up, encoding, pipes."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import databases

pytestmark = pytest.mark.sqlite("it starts processes on a file")

SHIBAO = [sys.executable, "-m", "storage.cli"]


def run(
    database: Path, *words: str, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the command as a shell would."""
    return subprocess.run(
        [*SHIBAO, *words],
        env=os.environ | {"DATABASE_URL": databases.url_of(database)} | environment,
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize("words", [["--json"], ["--format", "csv"], []])
def test_output_is_utf_8_everywhere(database: Path, words: list[str]) -> None:
    """Whatever the locale says; nothing but rows on standard output."""
    legacy = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    plain = run(database, "search", "净利润", *words)
    done = run(database, "search", "净利润", *words, **legacy)
    assert (done.returncode, done.stdout) == (0, plain.stdout)
    assert "净利润" in done.stdout.decode("utf-8")
    assert b"\x1b" not in done.stdout


def test_refusals_are_utf_8_too(database: Path) -> None:
    """One sentence without a traceback."""
    legacy = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    done = run(database, "stats", "--since", "明天", **legacy)
    assert done.returncode == 2
    assert "'明天' is no Beijing time" in done.stderr.decode("utf-8")
    assert done.stdout == b""


@pytest.mark.parametrize(
    "words",
    [
        ["export", "--format", "csv"],
        ["export", "--format", "json"],
        ["search", "公告"],
        ["search", "公告", "--json"],
        ["show", "stcn:1001"],
        ["stats"],
    ],
    ids=" ".join,
)
def test_a_reader_may_leave(database: Path, words: list[str]) -> None:
    """`| head` is no error and leaves no noise."""
    process = subprocess.Popen(
        [*SHIBAO, *words],
        env=os.environ | {"DATABASE_URL": databases.url_of(database)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    noise = process.stderr.read()
    process.stderr.close()
    assert process.wait() == 0
    assert b"Error" not in noise
    assert noise.count(b"\n") <= 1  # how many hits there are, for the person


def test_search_loads_no_more_than_it_needs(database: Path) -> None:
    """SQLAlchemy alone would take longer than the whole search."""
    script = (
        "import sys; sys.argv[1:] = ['search', '净利润', '--json']\n"
        "from storage.cli import main\n"
        "try: main()\n"
        "finally: print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"DATABASE_URL": databases.url_of(database)},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = {name.split(".")[0] for name in done.stderr.split()}
    assert not {"sqlalchemy", "alembic", "rich", "scrapy", "twisted"} & loaded
    assert json.loads(done.stdout)


def test_search_starts_fast(database: Path) -> None:
    """Little slower than Typer's smallest command, which loads Pydantic: best of five."""

    def best(command: list[str]) -> float:
        times = []
        for _ in range(5):
            started = time.perf_counter()
            subprocess.run(
                command,
                env=os.environ | {"DATABASE_URL": databases.url_of(database)},
                capture_output=True,
                check=True,
            )
            times.append(time.perf_counter() - started)
        return min(times)

    smallest = "import typer; typer.run(lambda word='': None)"
    floor = best([sys.executable, "-c", smallest])
    assert best([*SHIBAO, "search", "净利润", "--json"]) < 2 * floor
