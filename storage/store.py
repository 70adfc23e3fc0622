"""The writing door: records go in, in batches, each in one transaction."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, insert, select, update

from storage.batch import load_batch
from storage.coverage import cover_run
from storage.engine import explained, open_engine, reading
from storage.records import (
    ArticleRecord,
    GoneRecord,
    MissedRecord,
    Record,
    RejectionRecord,
    ReparsedRecord,
    SightingRecord,
    WalkRecord,
)
from storage.repeats.linking import WINDOW, link_repeats
from storage.revising import save_article, save_reparsed
from storage.schema import CrawlRun
from storage.settling import (
    note_gone,
    note_missed,
    note_rejection,
    note_sighting,
    note_walk,
)
from storage.transactions import in_transaction
from storage.writing import write_batch

_RULES: dict[type, Callable[[Any, Any], str]] = {
    ArticleRecord: save_article,
    ReparsedRecord: save_reparsed,
    SightingRecord: note_sighting,
    WalkRecord: note_walk,
    GoneRecord: note_gone,
    MissedRecord: note_missed,
    RejectionRecord: note_rejection,
}
_COUNTED = ("listed", "new", "changed", "unchanged", "rejected", "gone")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """How a run ended, for its row in `crawl_run`."""

    outcome: str
    reason: str | None
    finished_at: datetime
    requests: int
    errors: int
    channels: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    fields: str = "{}"
    """What the pages carried, JSON; later runs are judged by it."""


class Store:
    """
    One writer of one database.

    Everything that a batch brings is committed together with the run's
    counters, or not at all: a process may be killed at any instruction.
    """

    def __init__(self, database_url: str, repeat_window: timedelta | None = WINDOW) -> None:
        """
        Open for writing; make the database where there is none.

        Args:
            database_url: an SQLAlchemy URL.
            repeat_window: how far apart in time repeats are looked for; None: not at all.
        """
        self.repeat_window = repeat_window
        self.engine: Engine = open_engine(database_url, write=True)
        self._url = self.engine.url

    def __enter__(self) -> Self:
        """Open already."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()

    def begin_run(
        self,
        spider: str,
        arguments: Mapping[str, str],
        at: datetime,
        *,
        kind: str = "crawl",
        parser_version: str | None = None,
    ) -> int:
        """
        Record that a run has begun; its id.

        Whoever begins one holds the spider's lock: a run of it that has no end has
        died, and is recorded as interrupted.
        """
        row = {
            "kind": kind,
            "parser_version": parser_version,
            "spider": spider,
            "arguments": json.dumps(dict(arguments), ensure_ascii=False),
            "started_at": at,
            "shibao_version": version("shibao"),
        }

        def begin(connection: Connection) -> int:
            _bury_the_dead(connection, spider)
            result = connection.execute(insert(CrawlRun).values(row))
            assert result.inserted_primary_key is not None
            return int(result.inserted_primary_key[0])

        return in_transaction(self.engine, begin)

    def has_run(self, run_id: int) -> bool:
        """Whether there was a run of this number."""
        with explained(self._url), reading(self.engine).connect() as connection:
            query = select(CrawlRun.run_id).where(CrawlRun.run_id == run_id)
            return connection.execute(query).first() is not None

    def apply(self, run_id: int, records: Sequence[Record]) -> list[str]:
        """
        Store a batch in one transaction.

        Returns:
            For each record in order: `new`, `changed`, `unchanged`, `listed`,
            `gone`, `missed`, `rejected` or `walked`.
        """

        def store(connection: Connection) -> list[str]:
            batch = load_batch(connection, run_id, records)
            outcomes = [_RULES[type(record)](batch, record) for record in records]
            write_batch(connection, batch)
            rewritten = {article_id for article_id, _ in batch.versions}
            now = datetime.now(UTC)
            if self.repeat_window is not None:
                link_repeats(connection, rewritten, now, self.repeat_window)
            counted = Counter(outcomes)
            connection.execute(
                update(CrawlRun)
                .where(CrawlRun.run_id == run_id)
                .values({c: getattr(CrawlRun, c) + counted[c] for c in _COUNTED})
            )
            return outcomes

        return in_transaction(self.engine, store)

    def finish_run(self, run_id: int, result: RunResult) -> None:
        """Record how a run ended."""
        # The report counts what a person would: an article once a channel, however
        # often its list shows it.
        counts = {
            name: sum(channel.get(name, 0) for channel in result.channels.values())
            for name in _COUNTED
        }
        values = {
            **counts,
            "finished_at": result.finished_at,
            "outcome": result.outcome,
            "reason": result.reason,
            "requests": result.requests,
            "errors": result.errors,
            "fields": result.fields,
            "channels": json.dumps(
                {name: dict(counts) for name, counts in result.channels.items()},
                ensure_ascii=False,
            ),
        }

        def finish(connection: Connection) -> None:
            connection.execute(
                update(CrawlRun).where(CrawlRun.run_id == run_id).values(values)
            )
            cover_run(connection, run_id, result.finished_at)

        in_transaction(self.engine, finish)


def _bury_the_dead(connection: Connection, spider: str) -> None:
    """Say of runs that were killed that they were; when is not known."""
    dead = (CrawlRun.spider == spider) & CrawlRun.outcome.is_(None)
    connection.execute(
        update(CrawlRun).where(dead).values(outcome="interrupted", reason="killed")
    )
