"""Waiting for somebody else's transaction, without standing still for it."""

import time
from enum import Enum, auto

from sqlalchemy import Engine

from storage.engine import busy_seconds, is_locked
from storage.errors import StorageError

LAST_PATIENCE = 3.0
"""Seconds that a run which is to stop still waits for somebody else's transaction."""


class Look(Enum):
    """What one look at the database tells."""

    FREE = auto()
    """Write now."""
    LOCKED = auto()
    """Look again in a while."""
    TOO_LONG = auto()
    """It has been locked for longer than anybody should wait."""


class LockWatch:
    """Looks whether a database is locked, and for how long it has been."""

    def __init__(self, engine: Engine) -> None:
        """Nobody was seen writing yet."""
        self.engine = engine
        self.seconds = 0.0
        """For how long it has been locked."""
        self._since: float | None = None

    def look(self, *, is_last: bool) -> Look:
        """One look; `is_last` of a run that is to stop, and waits less."""
        if not self.is_locked():
            self._since = None
            return Look.FREE
        now = time.monotonic()
        self._since = self._since or now
        self.seconds = now - self._since
        patience = min(busy_seconds(), LAST_PATIENCE) if is_last else busy_seconds()
        return Look.LOCKED if self.seconds < patience else Look.TOO_LONG

    def is_locked(self) -> bool:
        """Whether somebody else is writing at this moment."""
        try:
            return is_locked(self.engine)
        except StorageError:
            return False  # whoever writes next is told what is the matter
