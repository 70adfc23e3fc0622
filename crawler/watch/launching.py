"""The process of one crawl, seen from the watch: started, waited for, ended."""

import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

from crawler.watch.child import crawl
from crawler.watch.told import Told

LONGEST = 6 * 3600.0
"""Seconds after which a crawl is taken to hang: a first run of all channels, at one
request a second, takes two hours."""
GRACE = 20.0
"""Seconds that a crawl has to end in order, once it is asked to."""
TAIL = 16_000
"""Characters of what a crawl said that are kept for telling."""
METHODS = ("forkserver", "spawn")
"""The first that this system has: forks of a process that has imported everything, but
has no threads and no reactor; or Python started anew each time."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a crawl ended."""

    code: int | None
    """Its exit code, or minus the signal that ended it."""
    told: Told
    said: str
    """The end of what it wrote on standard error."""


class Launcher:
    """Starts crawls; one instance for each site, for it waits for one at a time."""

    def __init__(self, folder: Path, site: str, words: Sequence[str]) -> None:
        """
        Prepare; nothing is started yet.

        Args:
            folder: for what crawls say and tell.
            site: whose spider is run.
            words: more of its command line, the same each time.
        """
        self.site = site
        self._words = list(words)
        self._said = folder / f"{site}.said"
        self._told = folder / f"{site}.told"
        self._process: BaseProcess | None = None
        self._stopped = False
        method = next(one for one in METHODS if one in get_all_start_methods())
        self._context = get_context(method)
        if method == "forkserver":
            self._context.set_forkserver_preload(["crawler.watch.preloaded"])

    def run(self, channels: Sequence[str]) -> Ended:
        """Crawl these channels, and wait for the end."""
        words = [
            *("crawl", self.site, "-a", f"channels={','.join(channels)}"),
            *("-s", f"WATCH_TOLD={self._told}"),
            *self._words,
        ]
        self._told.unlink(missing_ok=True)
        process = self._context.Process(  # type: ignore[attr-defined]  # every context has it
            target=crawl, args=(words, str(self._said)), daemon=True
        )
        try:
            process.start()
        except (OSError, EOFError) as error:
            return Ended(None, Told(), f"No process could be started: {error!r}.")
        self._process = process
        if self._stopped:
            process.terminate()
        process.join(LONGEST)
        self._end()
        self._process = None
        code = process.exitcode
        process.close()
        return Ended(code, self._read_told(), self._read_said())

    @property
    def is_at_work(self) -> bool:
        """Whether a crawl is being waited for."""
        return self._process is not None

    def stop(self) -> None:
        """Ask the crawl that is at work to end; to be called from another thread."""
        self._stopped = True
        process = self._process
        if process is not None:
            with suppress(ValueError, OSError):  # it has ended meanwhile
                process.terminate()

    def kill(self) -> None:
        """End it at once."""
        process = self._process
        if process is not None:
            with suppress(ValueError, OSError):
                process.kill()

    def _end(self) -> None:
        process = self._process
        if process is not None and process.is_alive():
            process.terminate()
            process.join(GRACE)
            if process.is_alive():
                process.kill()
                process.join()

    def _read_told(self) -> Told:
        try:
            return Told.read(self._told.read_text("utf-8"))
        except (OSError, ValueError):
            return Told()  # it broke before it could say

    def _read_said(self) -> str:
        try:
            return self._said.read_text("utf-8", "replace")[-TAIL:]
        except OSError:
            return ""


def forget_the_script() -> None:
    """
    Keep crawls from running the script that started the watch.

    `multiprocessing` lets each child import its parent's main module; there is nothing
    in it that a crawl needs.
    """
    main = sys.modules["__main__"]
    main.__spec__ = None
    if hasattr(main, "__file__"):
        del main.__file__
