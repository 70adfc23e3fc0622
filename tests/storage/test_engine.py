"""Opening a database: it is ours and current, or one sentence says what it is."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import storage.engine
from storage.engine import open_engine, reading
from storage.errors import (
    CannotOpenError,
    ForeignDatabaseError,
    LockedError,
)
from storage.lock import RunLock
from storage.store import Store
from tests import databases
from tests.storage.test_store import NOON, STORY

pytestmark = pytest.mark.sqlite(
    "files and how they are locked; servers are in test_servers"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a database may be."""
    return tmp_path / "news.db"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a minute is too long for a test."""
    monkeypatch.setattr(storage.engine, "BUSY_SECONDS", 0.1)


@pytest.fixture
def somebody_else(file: Path) -> Iterator[sqlite3.Connection]:
    """Another program with a transaction open on our database."""
    Store(databases.url_of(file)).close()
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    yield connection
    connection.close()


@pytest.mark.usefixtures("impatient")
def test_a_locked_database_says_so(file: Path, somebody_else: sqlite3.Connection) -> None:
    """After waiting: which file, and what to do."""
    with pytest.raises(CannotOpenError, match="was locked by another program"):
        Store(databases.url_of(file)).begin_run("stcn", {}, NOON)
    somebody_else.execute("ROLLBACK")
    assert Store(databases.url_of(file)).begin_run("stcn", {}, NOON) == 1


@pytest.mark.usefixtures("impatient")
def test_a_batch_that_meets_a_lock_is_not_half_written(file: Path) -> None:
    """Nothing is stored, and the same batch can be stored later."""
    with Store(databases.url_of(file)) as store:
        run = store.begin_run("stcn", {}, NOON)
        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(CannotOpenError, match="locked"):
            store.apply(run, [STORY])
        other.execute("ROLLBACK")
        other.close()
        assert store.apply(run, [STORY]) == ["new"]


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    """The sentence speaks of permissions and the path, not of error codes."""
    with pytest.raises(CannotOpenError, match="cannot be written"):
        open_engine(f"sqlite:///{tmp_path}", write=True)


def test_an_address_that_is_none_is_shown_one(file: Path) -> None:
    """A bare file name is the commonest mistake."""
    with pytest.raises(CannotOpenError, match=r"looks like sqlite:///news\.db"):
        open_engine(str(file), write=True)


def test_reading_makes_no_file(file: Path) -> None:
    """Asking a database that is not there leaves none behind."""
    with pytest.raises(CannotOpenError, match="There is no database"):
        open_engine(databases.url_of(file))
    assert not file.exists()


def test_an_empty_file_is_filled_but_not_read(file: Path) -> None:
    """What `touch` made becomes a database at the first crawl, not at the first query."""
    file.touch()
    with pytest.raises(ForeignDatabaseError, match="is empty"):
        open_engine(databases.url_of(file))
    Store(databases.url_of(file)).close()
    open_engine(databases.url_of(file)).dispose()


def test_a_reader_cannot_write(file: Path) -> None:
    """Whoever opens for reading changes nothing, even by mistake."""
    Store(databases.url_of(file)).close()
    engine = open_engine(databases.url_of(file))
    with (
        pytest.raises(Exception, match="readonly"),
        reading(engine).connect() as connection,
    ):
        connection.exec_driver_sql("DELETE FROM crawl_run")
    engine.dispose()


def test_reading_goes_on_while_a_crawl_writes(file: Path) -> None:
    """A reader in the middle of its transaction neither waits nor blocks."""
    with Store(databases.url_of(file)) as store:
        run = store.begin_run("stcn", {}, NOON)
        engine = open_engine(databases.url_of(file))
        with engine.connect() as reader:
            count = "SELECT count(*) FROM news"
            assert reader.exec_driver_sql(count).scalar() == 0
            assert store.apply(run, [STORY]) == ["new"]
            assert reader.exec_driver_sql(count).scalar() == 0
        with engine.connect() as reader:
            assert reader.exec_driver_sql(count).scalar() == 1
        engine.dispose()


def test_the_lock_belongs_to_one_run_of_one_spider(file: Path) -> None:
    """Another spider may write the same database; the same one may not."""
    url = databases.url_of(file)
    first, second, other = RunLock(url, "stcn"), RunLock(url, "stcn"), RunLock(url, "posts")
    first.acquire()
    other.acquire()
    with pytest.raises(LockedError, match="Another run of stcn"):
        second.acquire()
    first.release()
    second.acquire()
    second.release()
    other.release()


def test_a_copy_without_a_log_gets_one_when_it_is_written(tmp_path: Path) -> None:
    """A snapshot is one file; opened for a crawl, others may read it meanwhile."""
    file = tmp_path / "news.db"
    open_engine(databases.url_of(file), write=True).dispose()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    open_engine(databases.url_of(file), write=True).dispose()

    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
