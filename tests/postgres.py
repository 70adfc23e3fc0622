"""
A real PostgreSQL for the tests: started from Debian's package, on a socket of its own.

One server for each worker, in a folder that goes with it. A shell holds it: when the
worker ends, by whatever signal, the pipe between the two breaks, and the shell stops
the server and takes the folder away.
"""

import atexit
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest

NOBODY_ELSE = 0o700
_USER = "postgres"
"""Whom the server belongs to where we are root, which it does not run as."""
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")
"""For tests, which lose nothing with their server."""
_HOLD = """
"$1/initdb" --pgdata="$2/data" --locale=C.UTF-8 --encoding=UTF8 --auth=trust \
  --username=postgres --no-sync --no-instructions >"$2/log" 2>&1 || exit 1
start() {
  programs=$1
  folder=$2
  shift 2
  "$programs/postgres" -D "$folder/data" -k "$folder" -c listen_addresses= \
    -c max_connections=60 -c shared_buffers=64MB "$@" >>"$folder/log" 2>&1 &
}
start "$@"
while read -r order; do
  kill -INT $!
  wait $!
  test "$order" = restart && start "$@"
done
kill -INT $!
wait $!
rm -rf "$2"
"""


def binaries() -> Path | None:
    """The folder of `initdb` and `postgres`: on the PATH, else where Debian has them."""
    found = shutil.which("postgres")
    if found:
        return Path(found).parent
    installed = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    newest = max(installed, key=lambda path: int(path.parts[-3]), default=None)
    return newest.parent if newest else None


class Server:
    """The server of one worker."""

    def __init__(self, folder: Path, options: Sequence[str] = FAST) -> None:
        """Start it in `folder` with some `name=value`, and wait until it answers."""
        self.folder = folder
        owner = {"user": _USER, "group": _USER, "extra_groups": []} if is_root() else {}
        if is_root():
            shutil.chown(folder, _USER, _USER)
        told = [word for option in options for word in ("-c", option)]
        self._shell = subprocess.Popen(
            ["/bin/sh", "-c", _HOLD, "sh", str(binaries()), str(folder), *told],
            stdin=subprocess.PIPE,
            cwd=folder,
            start_new_session=True,  # Ctrl-C is for the tests
            **owner,  # type: ignore[call-overload]  # of keyword arguments mypy knows no subset
        )
        self.await_it()

    def url(self, name: str) -> str:
        """The address of a database."""
        return f"postgresql://postgres@/{name}?host={self.folder}"

    def connect(self, name: str = "postgres") -> "psycopg.Connection[Any]":
        """A connection whose every statement is a transaction."""
        return psycopg.connect(self.url(name), autocommit=True)

    def await_it(self, seconds: float = 30) -> None:
        """Wait until it answers."""
        until = time.monotonic() + seconds
        while True:
            try:
                self.connect().close()
            except psycopg.OperationalError:
                if self._shell.poll() is not None or time.monotonic() > until:
                    log = (self.folder / "log").read_text()
                    raise AssertionError(f"PostgreSQL does not start:\n{log}") from None
                time.sleep(0.02)
            else:
                return

    def restart(self) -> None:
        """Stop it as an administrator would, with everybody cut off, and start it again."""
        self.order("restart")
        time.sleep(0.1)
        self.await_it()

    def order(self, word: str) -> None:
        """Tell the shell: `restart`, or `halt`, after which only `restart` helps."""
        assert self._shell.stdin is not None
        self._shell.stdin.write(f"{word}\n".encode())
        self._shell.stdin.flush()

    def stop(self) -> None:
        """Stop it and take its folder away."""
        assert self._shell.stdin is not None
        with suppress(OSError):
            self._shell.stdin.close()
        self._shell.wait(30)


def is_root() -> bool:
    """Whether we are root, as whom PostgreSQL does not run."""
    return os.geteuid() == 0


@cache
def why_not() -> str | None:
    """Why there is no server for the tests; None if there is one."""
    if binaries() is None:
        return "no PostgreSQL server is installed (apt-get install postgresql)"
    if is_root():
        import pwd  # noqa: PLC0415 - of this question alone

        try:
            pwd.getpwnam(_USER)
        except KeyError:
            return "PostgreSQL does not run as root, and there is no user postgres"
    return None


@cache
def server() -> Server:
    """The server of this worker; whoever asks is skipped where there can be none."""
    reason = why_not()
    if reason:
        pytest.skip(reason)
    folder = Path(tempfile.mkdtemp(prefix="shibao-pg-"))
    started = Server(folder)
    atexit.register(started.stop)
    return started
