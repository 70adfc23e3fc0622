"""How much may wait to be written: memory stays flat however slow the disk is."""

from threading import Condition


class Room:
    """Bytes that are on their way to the disk, and a door that closes at a limit."""

    def __init__(self, limit: int) -> None:
        """At most `limit` bytes inside, or a single larger thing."""
        self.limit = limit
        self.used = 0
        self._changed = Condition()

    def enter(self, size: int) -> None:
        """Come in; wait at the door while it is full."""
        with self._changed:
            while self.used and self.used + size > self.limit:
                self._changed.wait()
            self.used += size

    def leave(self, size: int) -> None:
        """Make room for others."""
        with self._changed:
            self.used -= size
            self._changed.notify_all()
