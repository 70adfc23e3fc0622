"""
Many crawls in little time: one process has imported everything, and forks.

Each crawl is a process of its own and is killed like any other; only the second
that Python needs to import Scrapy and SQLAlchemy is spent once. Run as a program,
this module is that first process: it reads one command line (JSON) a line, and
answers with the number of the process that runs it and, when that has ended, with
its exit status.
"""

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from tests import databases
from tests.harness import ROOT, Desk
from tests.preforked import import_all


class Nursery:
    """The first process, seen from the test."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        """Talk to it."""
        assert process.stdin is not None
        assert process.stdout is not None
        self._to: IO[str] = process.stdin
        self._from: IO[str] = process.stdout

    def start(self, *words: str) -> int:
        """Run `scrapy` with these words; the number of its process."""
        self._to.write(json.dumps(["scrapy", *words]) + "\n")
        self._to.flush()
        return int(self._from.readline())

    def wait(self) -> int:
        """Its exit code; -9 if it was killed with signal 9."""
        return int(self._from.readline())

    def has_ended(self, pid: int) -> bool:
        """Whether a crawl is over, waited for or not."""
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        return False


@contextmanager
def nursery(desk: Desk) -> Iterator[Nursery]:
    """A first process at a desk; what crawls say goes into the file `said` there."""
    with (desk.folder / "said").open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.forking"],
            cwd=desk.folder,
            env=os.environ
            | {
                "SCRAPY_SETTINGS_MODULE": "crawler.settings",
                "PYTHONPATH": str(ROOT),
                "DATABASE_URL": databases.url_of(desk.database),
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
        )
    try:
        yield Nursery(process)
    finally:
        process.kill()
        process.communicate(timeout=10)


def main() -> None:
    """Read command lines until there are none."""
    import_all()
    importlib.import_module("tests.mishaps")
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            run(json.loads(line))
        print(pid, flush=True)  # noqa: T201 - the answer
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201 - the answer


def run(words: list[str]) -> None:
    """Be `scrapy`; never comes back."""
    from scrapy.cmdline import execute  # noqa: PLC0415 - imported above already

    os.dup2(2, 1)  # answers are not for the crawl to give
    code = 1
    try:
        execute(words)
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
