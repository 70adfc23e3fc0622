"""Waiting for somebody else's transaction, without standing still for it."""

import time
from contextlib import suppress
from enum import Enum, auto
from pathlib import Path

from sqlalchemy import Engine

from storage.engine import busy_seconds, is_locked, is_served
from storage.errors import StorageError

LAST_PATIENCE = 3.0
"""Seconds that a run which is to stop still waits for somebody else's transaction."""
_IN_LINE = 3.0
"""Seconds after which one stands in line where there is one, which a server has."""


class Look(Enum):
    """What one look at the database tells."""

    FREE = auto()
    """Write now."""
    LOCKED = auto()
    """Look again in a while."""
    TOO_LONG = auto()
    """It has been locked for longer than anybody should wait."""


class LockWatch:
    """
    Looks whether a database is locked, and for how long it has been.

    That it is locked at every look need not be one writer's doing: many may have taken
    turns. A server lets them in as they came, so before long one is better off in its
    line, even if nothing else is done meanwhile; it ends the wait itself. Of a file it
    is seen whether somebody has written it since.
    """

    def __init__(self, engine: Engine) -> None:
        """Nobody was seen writing yet."""
        self.engine = engine
        self.seconds = 0.0
        """For how long it has been locked."""
        self._since: float | None = None
        self._written = 0

    def look(self, *, is_last: bool) -> Look:
        """One look; `is_last` of a run that is to stop, and waits less."""
        if not self.is_locked():
            self._since = None
            return Look.FREE
        now = time.monotonic()
        self._since = self._since or now
        self.seconds = now - self._since
        if is_served(self.engine.url):
            if self.seconds >= _IN_LINE and not is_last:
                self._since = None
                return Look.FREE
        elif self._has_changed() and not is_last:
            self._since, self.seconds = now, 0.0
        patience = min(busy_seconds(), LAST_PATIENCE) if is_last else busy_seconds()
        return Look.LOCKED if self.seconds < patience else Look.TOO_LONG

    def _has_changed(self) -> bool:
        """Whether somebody has written a file since it was last asked."""
        before = self._written
        with suppress(OSError):  # there is none before the first transaction
            self._written = Path(f"{self.engine.url.database}-wal").stat().st_mtime_ns
        return self._written != before

    def is_locked(self) -> bool:
        """Whether somebody else is writing at this moment."""
        try:
            return is_locked(self.engine)
        except StorageError:
            return False  # whoever writes next is told what is the matter
