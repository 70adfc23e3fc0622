"""A reader that stops: no page may keep the machine busy."""

import time
from pathlib import Path
from typing import Final

from storage.queries import Reader

SECONDS: Final = 5.0
"""What a page of ours may take of the database."""
_STEPS: Final = 10_000
"""Of SQLite's machine between two looks at the clock: well below a millisecond."""


class TimedReader(Reader):
    """A `Reader` whose queries all end by a deadline, counted from its opening."""

    def __init__(self, path: Path, seconds: float = SECONDS) -> None:
        """Open; after so many seconds every query raises `CannotOpenError`."""
        super().__init__(path)
        self._deadline = time.monotonic() + seconds
        self._connection.set_progress_handler(self._is_over, _STEPS)

    def _is_over(self) -> bool:
        return time.monotonic() > self._deadline

    @property
    def is_late(self) -> bool:
        """Whether the deadline is over: what was raised is no damage then."""
        return self._is_over()
