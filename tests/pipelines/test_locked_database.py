"""Somebody else writes: one writer for too long, or many that take turns."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pipelines.locked_database import LockWatch, Look
from storage.engine import open_engine
from tests import databases


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """An empty one."""
    return tmp_path / "news.db"


class Wall:
    """A clock that stands until it is set."""

    now = 1000.0

    def monotonic(self) -> float:
        """What it shows."""
        return self.now


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    """The clock by which the looks go."""
    clock = Wall()
    monkeypatch.setattr("pipelines.locked_database.time", clock)
    return clock


@pytest.fixture
def watch(database: Path, wall: Wall) -> Iterator[LockWatch]:
    """Looks at the database, whose schema is made."""
    del wall
    engine = open_engine(databases.url_of(database), write=True)
    yield LockWatch(engine)
    engine.dispose()


@pytest.mark.sqlite("a file has no line to stand in")
def test_one_writer_for_too_long_is_told(
    watch: LockWatch, database: Path, wall: Wall
) -> None:
    """It neither commits nor lets go: nobody should wait longer than half a minute."""
    with closing(sqlite3.connect(database)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert watch.look(is_last=False) is Look.LOCKED
        wall.now += 29
        assert watch.look(is_last=False) is Look.LOCKED
        wall.now += 2
        assert watch.look(is_last=False) is Look.TOO_LONG
    assert watch.look(is_last=False) is Look.FREE


@pytest.mark.sqlite("likewise")
def test_writers_that_take_turns_are_no_stuck_one(
    watch: LockWatch, database: Path, wall: Wall
) -> None:
    """At every look it is locked, and by another one every time."""
    for number in range(4):
        with closing(sqlite3.connect(database)) as other:
            other.execute("BEGIN IMMEDIATE")
            assert watch.look(is_last=False) is Look.LOCKED
            wall.now += 20
            assert watch.look(is_last=False) is Look.LOCKED
            other.execute(f"CREATE TABLE turn_{number} (n)")
            other.commit()


def test_a_server_has_a_line_to_stand_in(wall: Wall) -> None:
    """After three seconds of looking one queues there, where turns are kept."""
    databases.choose("postgresql")
    path = Path("line")
    engine = open_engine(databases.url_of(path), write=True)
    watch = LockWatch(engine)
    with engine.begin():
        assert watch.look(is_last=False) is Look.LOCKED
        wall.now += 4
        assert watch.look(is_last=True) is Look.TOO_LONG
        assert watch.look(is_last=False) is Look.FREE
    engine.dispose()
    databases.drop_under(path)
