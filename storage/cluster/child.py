"""A job's command as a child process, which does not outlive its worker."""

import ctypes
import os
import signal
import subprocess
import sys
import tempfile

from storage.cluster.jobs import Job

_MODULES = {"scrapy": "scrapy", "shibao": "storage.cli"}
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)
_SECRET = "REDIS_URL"  # noqa: S105 - the name of a variable
"""No command of ours needs it."""
_TAIL = 4096


class Child:
    """One run of a job; what it says goes to a file that is read at its end."""

    def __init__(self, job: Job) -> None:
        """Start it, in the working directory and environment of the worker."""
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed in `end`
        program, *words = job.words
        environment = {k: v for k, v in os.environ.items() if k != _SECRET}
        self._process = subprocess.Popen(  # noqa: S603 - `Job` lets only our commands through
            [sys.executable, "-m", _MODULES[program], *words],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._said,
            start_new_session=True,  # Ctrl-C is the worker's: it tells the child
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - one C call
        )

    def wait(self, seconds: float) -> int | None:
        """Its exit code, once it has one; None after so many seconds without."""
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def interrupt(self) -> None:
        """Ask it to end cleanly, as a person would."""
        self._process.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()

    def end(self) -> str:
        """The last line that it said."""
        size = self._said.seek(0, os.SEEK_END)
        self._said.seek(max(0, size - _TAIL))
        lines = self._said.read().decode("utf-8", "replace").split("\n")
        self._said.close()
        told = [line.strip() for line in lines if line.strip()]
        return told[-1][:300] if told else ""


def _die_with_parent() -> None:
    """Linux: have the kernel end this process when the worker's thread is gone."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
