"""
A real Redis for the tests: Debian's, on a port of its own, that writes all to disk.

As in `tests.postgres`, a shell holds it, so that it ends with whoever started it.
"""

import shutil
import socket
import subprocess
import time
from pathlib import Path

import redis

_HOLD = """
start() {
  "$1" --port "$3" --bind 127.0.0.1 --dir "$2" --appendonly yes --appendfsync always \
    --save '' >>"$2/redis.log" 2>&1 &
}
start "$@"
while read -r order; do
  kill -"$order" $!
  wait $!
  start "$@"
done
kill -KILL $!
wait $!
"""


def why_not() -> str:
    """Why there is no Redis here; empty if there is."""
    return "" if shutil.which("redis-server") else "no redis-server is installed"


class RedisServer:
    """One server, in one folder."""

    def __init__(self, folder: Path) -> None:
        """Start it, and wait until it answers."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        program = str(shutil.which("redis-server"))
        self._shell = subprocess.Popen(
            ["/bin/sh", "-c", _HOLD, "sh", program, str(folder), str(self.port)],
            stdin=subprocess.PIPE,
            start_new_session=True,
            text=True,
        )
        self.await_it()

    def await_it(self) -> None:
        """Until it answers."""
        for _ in range(500):
            try:
                with redis.Redis.from_url(self.url) as client:
                    client.ping()
            except (redis.ConnectionError, redis.exceptions.BusyLoadingError):
                time.sleep(0.02)
            else:
                return
        raise RuntimeError("Redis does not answer")

    def restart(self, how: str = "KILL") -> None:
        """End it by a signal, and start it anew over what it has written."""
        assert self._shell.stdin is not None
        self._shell.stdin.write(f"{how}\n")
        self._shell.stdin.flush()
        time.sleep(0.1)
        self.await_it()

    def stop(self) -> None:
        """End it."""
        self._shell.communicate()
