"""
Rows a processor second and peak memory of every export, against SQLite's shell.

The yardstick is `sqlite3 FILE -cmd ".mode csv" "SELECT * FROM news"` in the same
run; where that program is not installed, Python's `sqlite3` and `csv` in a loop
stand in, and the table says so. The articles are those of
`benchmarks/invented.py`. Run with
`.venv/bin/python benchmarks/bench_export.py [--articles 1000000]`; the database
stays in the temporary folder for the next run and for `bench_search.py`.
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.bulk import make_database

ARTICLES = 100_000
GOAL_MB = 300
FORMATS = ("csv", "jsonl", "json", "parquet", "atom")


def measured(command: list[str], output: Path) -> tuple[float, float]:
    """Run a process to its end: its processor seconds, and peak memory in MB."""
    target = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    silence = os.open(os.devnull, os.O_WRONLY)
    actions = [(os.POSIX_SPAWN_DUP2, target, 1), (os.POSIX_SPAWN_DUP2, silence, 2)]
    child = os.posix_spawn(command[0], command, os.environ, file_actions=actions)
    os.close(target)
    os.close(silence)
    _, status, usage = os.wait4(child, 0)
    if status:
        sys.exit(f"{' '.join(command)} failed.")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


STAND_IN = """
import csv, sqlite3, sys
rows = sqlite3.connect(sys.argv[1]).execute("SELECT * FROM news")
csv.writer(sys.stdout).writerows(rows)
"""


def yardstick(path: Path) -> tuple[str, list[str]]:
    """SQLite's shell, or what stands in for it: a name and a command."""
    shell = shutil.which("sqlite3")
    if shell:
        return "sqlite3 .mode csv", [
            shell,
            str(path),
            "-cmd",
            ".mode csv",
            "SELECT * FROM news",
        ]
    return "stand-in for sqlite3", [sys.executable, "-c", STAND_IN, str(path)]


def measure(path: Path, count: int, formats: Iterable[str]) -> bool:
    """Print the table; whether memory stayed under the goal everywhere."""
    print(f"{'':20} {'rows/s':>9} {'ratio':>6} {'peak MB':>8} {'file MB':>8}")
    base, highest = 0.0, 0.0
    for name, command in _commands(path, formats):
        with tempfile.NamedTemporaryFile() as target:
            seconds, peak = measured(command, Path(target.name))
            size = Path(target.name).stat().st_size / 1e6
        if base:
            highest = max(highest, peak)
        base = base or seconds
        rate, ratio = count / seconds, base / seconds
        print(f"{name:20} {rate:9,.0f} {ratio:6.2f} {peak:8.0f} {size:8.0f}", flush=True)
    return highest < GOAL_MB


def _commands(path: Path, formats: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    yield yardstick(path)
    for format_ in formats:
        words = ["export", "--format", format_, "--limit", str(sys.maxsize)]
        yield format_, [sys.executable, "-m", "storage.cli", "--db", str(path), *words]


def main() -> None:
    """Make the database where there is none, then measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--formats", nargs="+", default=FORMATS, choices=FORMATS)
    options = parser.parse_args()
    path = Path(tempfile.gettempdir()) / f"shibao-articles-{options.articles}.db"
    if not path.exists():
        # Elsewhere: a process that is started here has our own peak for its floor.
        maker = get_context("spawn").Process(
            target=make_database, args=(path, options.articles)
        )
        maker.start()
        maker.join()
    if not measure(path, options.articles, options.formats):
        sys.exit(f"An export took more than {GOAL_MB} MB.")


if __name__ == "__main__":
    main()
