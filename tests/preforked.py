"""
Many commands in little time: one process has imported everything, and forks.

Each command is a process of its own, with its folder, environment, output and exit
code; only the seconds that Python needs to import Scrapy and SQLAlchemy are spent
once. Run as a program, this module is that first process: it reads one order (JSON)
a line, and answers with the number of the process that carries it out and, when that
has ended, with its exit status.
"""

import gc
import importlib
import io
import json
import os
import selectors
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[1]
KINDS = ("ITEM_PIPELINES", "DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "EXTENSIONS")
IMPORTED = (
    "crawler.commands.crawl",
    "crawler.commands.replay",
    "pipelines.rebuild_rows",
    "storage.cli.app",
    "storage.migrate",
    "storage.views",
    "feedparser",
    "scrapy.cmdline",
    "scrapy.core.engine",
    "scrapy.pqueues",
    "scrapy.squeues",
)
ANEW = "crawler.settings"
"""Reads the environment when it is imported, so each command imports it itself."""


class TimeoutExpiredError(Exception):
    """A command did not end in time and was killed."""


class Prefork:
    """The first process, seen from the tests of one worker."""

    def __init__(self) -> None:
        """Start it; it imports while the first order is being written."""
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.preforked"],
            cwd=ROOT,
            env=os.environ | {"SCRAPY_SETTINGS_MODULE": ANEW},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._to: IO[str] = self._process.stdin
        self._from: IO[str] = self._process.stdout

    def run(
        self,
        module: str,
        words: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        timeout: float,
    ) -> tuple[int, str, str]:
        """Be `python -m module words` in a folder: exit code, output and errors."""
        out, err = folder / ".out", folder / ".err"
        order = {
            "module": module,
            "words": list(words),
            "folder": str(folder),
            "environment": dict(environment),
            "out": str(out),
            "err": str(err),
        }
        with self._lock:
            self._to.write(json.dumps(order) + "\n")
            self._to.flush()
            child = int(self._from.readline())
            if not self._answers_within(timeout):
                os.kill(child, signal.SIGKILL)
                self._from.readline()
                raise TimeoutExpiredError(f"{module} {' '.join(words)} took too long")
            code = int(self._from.readline())
        texts = [file.read_text(encoding="utf-8", errors="replace") for file in (out, err)]
        out.unlink()
        err.unlink()
        return code, texts[0], texts[1]

    def _answers_within(self, seconds: float) -> bool:
        with selectors.DefaultSelector() as selector:
            selector.register(self._from, selectors.EVENT_READ)
            return bool(selector.select(seconds))


@cache
def prefork() -> Prefork:
    """The one of this worker; it ends with it, for then nobody gives it orders."""
    return Prefork()


def main() -> None:
    """Carry out orders until there are no more."""
    import_all()
    gc.freeze()  # a child's collector shall not write into memory that it shares
    while line := sys.stdin.readline():
        child = os.fork()
        if not child:
            be(json.loads(line))
            return
        print(child, flush=True)  # noqa: T201 - the answer
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201 - likewise


def import_all() -> None:
    """What commands import, but for the reactor, which each must make for itself."""
    for name in IMPORTED:
        importlib.import_module(name)
    from scrapy.utils.misc import load_object, walk_modules_iter  # noqa: PLC0415 - here alone
    from scrapy.utils.project import get_project_settings  # noqa: PLC0415 - likewise

    settings = get_project_settings()
    for place in (
        "scrapy.commands",
        settings["COMMANDS_MODULE"],
        *settings["SPIDER_MODULES"],
    ):
        list(walk_modules_iter(place))
    for kind in KINDS:
        for name, place in settings.get_component_priority_dict_with_base(kind).items():
            if place is not None:
                load_object(name)
    for place in settings.getwithbase("DOWNLOAD_HANDLERS").values():
        load_object(place)
    for kind in ("SCHEDULER", "DUPEFILTER_CLASS", "STATS_CLASS", "LOG_FORMATTER"):
        load_object(settings[kind])
    assert "twisted.internet.reactor" not in sys.modules


def be(order: dict[str, Any]) -> None:
    """Become the command; ends as it does, with SystemExit or at the end of `main`."""
    os.environ.clear()
    os.environ.update(order["environment"])
    os.chdir(order["folder"])
    for number, name in ((0, os.devnull), (1, order["out"]), (2, order["err"])):
        flags = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        os.dup2(os.open(name, flags), number)
    sys.stdout = io.TextIOWrapper(os.fdopen(1, "wb", closefd=False), "utf-8")
    sys.stderr = io.TextIOWrapper(
        os.fdopen(2, "wb", closefd=False), "utf-8", "backslashreplace", line_buffering=True
    )
    sys.argv = [order["module"], *order["words"]]
    del sys.modules[ANEW]
    if order["module"] == "scrapy":
        from scrapy.cmdline import execute  # noqa: PLC0415 - imported already

        sys.path.insert(0, order["folder"])
        execute(["scrapy", *order["words"]])
    else:
        from storage.cli import main as shibao  # noqa: PLC0415 - imported already

        shibao()


if __name__ == "__main__":
    main()
