"""
Extensions that let things go wrong inside a crawl, at a moment that a test names.

They are put beside the project's own by the setting EXTENSIONS; the product knows
nothing of them.
"""

import errno
import json
import os
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self
from unittest.mock import patch

from scrapy import signals
from scrapy.crawler import Crawler
from sqlalchemy import Engine, event, make_url
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite as Dialect

import crawler.settings
from crawler.archive.volume import Volume

MARKER = "held"
"""The file that says that a process stands still where it was to."""
MOMENTS = ("statement", "commit", "committed", "record")
"""Between two statements of a transaction, before its COMMIT, after it, and in the
middle of a record of the archive."""


def with_extension(name: str) -> str:
    """The setting EXTENSIONS with one of this module's beside the project's own."""
    return json.dumps({**crawler.settings.EXTENSIONS, f"tests.mishaps.{name}": 1})


class Mishap:
    """An extension that needs no more than the settings."""

    def __init__(self, crawler: Crawler) -> None:
        """Let it happen."""
        self.settings = crawler.settings

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way in."""
        return cls(crawler)


class Hold(Mishap):
    """Stands still at the moment `HOLD_AT`, e.g. `commit:3`: then it can be killed."""

    def __init__(self, crawler: Crawler) -> None:
        """Watch for the moment."""
        super().__init__(crawler)
        moment, number = self.settings["HOLD_AT"].split(":")
        self.moment, self.number = moment, int(number)
        self.seen: Counter[str] = Counter()
        event.listen(Engine, "before_cursor_execute", self._statement)
        commit, append = Dialect.do_commit, Volume.append

        def held_commit(dialect: Dialect, raw: Any) -> None:
            self.reach("commit")
            commit(dialect, raw)  # type: ignore[no-untyped-call]  # SQLAlchemy's own
            self.reach("committed")

        def held_append(volume: Volume, data: bytes) -> int:
            with self.half_written(volume, data):
                return append(volume, data)

        patch.object(Dialect, "do_commit", held_commit).start()
        patch.object(Volume, "append", held_append).start()

    def reach(self, moment: str) -> bool:
        """Count; stand still if this is the one."""
        self.seen[moment] += 1
        if (moment, self.seen[moment]) != (self.moment, self.number):
            return False
        Path(MARKER).touch()
        time.sleep(60)
        return True

    def _statement(
        self,
        connection: Any,
        _cursor: Any,
        statement: str,
        *_: Any,
    ) -> None:
        """Count what changes something; let much of it be on the disk by then."""
        if statement.startswith("BEGIN IMMEDIATE"):
            # So small a cache spills into the log long before the COMMIT.
            connection.connection.driver_connection.execute("PRAGMA cache_size = 8")
        elif not statement.startswith(("SELECT", "BEGIN", "PRAGMA")):
            self.reach("statement")

    @contextmanager
    def half_written(self, volume: Volume, data: bytes) -> Iterator[None]:
        """Leave half a record, if this is where to stand still."""
        if (self.moment, self.seen["record"] + 1) == ("record", self.number):
            os.write(volume._file.fileno(), data[: len(data) // 2])  # noqa: SLF001 - as a power cut would
        self.reach("record")
        yield


class FullDatabase(Mishap):
    """The database may grow to `PAGES` pages: SQLite says that the disk is full."""

    def __init__(self, crawler: Crawler) -> None:
        """For every connection from now on."""
        super().__init__(crawler)
        event.listen(Engine, "connect", self._limit)

    def _limit(self, raw: Any, _record: Any) -> None:
        raw.execute(f"PRAGMA max_page_count = {self.settings.getint('PAGES')}")


class BrokenArchive(Mishap):
    """From record `FROM_RECORD` on the archive's disk answers with the error `ERRNO`."""

    def __init__(self, crawler: Crawler) -> None:
        """For every file from now on."""
        super().__init__(crawler)
        first, code = self.settings.getint("FROM_RECORD"), self.settings["ERRNO"]
        append, written = Volume.append, iter(range(1, 1_000_000))

        def failing_append(volume: Volume, data: bytes) -> int:
            if next(written) >= first:
                number = getattr(errno, code)
                raise OSError(number, os.strerror(number))
            return append(volume, data)

        patch.object(Volume, "append", failing_append).start()


class Locker(Mishap):
    """Somebody else's transaction, from response `LOCK_AFTER` on, `LOCK_SECONDS` long."""

    def __init__(self, crawler: Crawler) -> None:
        """Wait for the response."""
        super().__init__(crawler)
        self.left = self.settings.getint("LOCK_AFTER")
        self.seconds = self.settings.getfloat("LOCK_SECONDS")
        self.url = make_url(self.settings["DATABASE_URL"])
        crawler.signals.connect(self.count, signals.response_received)

    def count(self) -> None:
        """Begin the transaction, from a thread of its own, when it is time."""
        self.left -= 1
        if not self.left:
            begun = threading.Event()
            threading.Thread(target=self.lock, args=(begun,), daemon=True).start()
            begun.wait(10)

    def lock(self, begun: threading.Event) -> None:
        """Hold the database for a while."""
        other = sqlite3.connect(str(self.url.database), isolation_level=None, timeout=10)
        other.execute("BEGIN IMMEDIATE")
        begun.set()
        time.sleep(self.seconds)
        other.execute("ROLLBACK")
        other.close()
