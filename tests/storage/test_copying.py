"""`shibao db copy`: the same database elsewhere, row by row, however often stopped."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import storage.copying
from storage.cli.app import app
from storage.copying import TargetInUseError, copy_database
from storage.engine import open_engine, reading
from storage.errors import UnfinishedCopyError
from storage.queries import faults, open_reader, search
from storage.schema import Base
from storage.search_text import parse_query
from storage.store import Store
from storage.views import VIEWS
from tests import databases, newsstand
from tests.harness import ROOT
from tests.postgres import server, why_not

needs_server = pytest.mark.skipif(bool(why_not()), reason=str(why_not()))
pytestmark = [needs_server, pytest.mark.sqlite("it makes one database of each kind")]


@pytest.fixture
def week(tmp_path: Path) -> str:
    """The newsstand's week in SQLite: its URL."""
    newsstand.fill(tmp_path / "week.db")
    return f"sqlite:///{tmp_path / 'week.db'}"


@pytest.fixture
def empty(tmp_path: Path) -> str:
    """A database without a table on the server: its URL."""
    name = f"empty_{os.getpid()}_{abs(hash(tmp_path)):x}"
    with closing(server().connect()) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return server().url(name)


def told(*_: Any) -> None:
    """Nobody listens."""


def contents(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table and view, in an order of its own."""
    engine = open_engine(url)
    found: dict[str, list[tuple[Any, ...]]] = {}
    with reading(engine).connect() as connection:
        for table in Base.metadata.sorted_tables:
            rows = connection.execute(table.select())
            found[table.name] = sorted(map(tuple, rows), key=repr)
        for view in VIEWS:
            rows = connection.exec_driver_sql(f"SELECT * FROM {view}")
            found[view] = [tuple(rows.keys()), *sorted(map(tuple, rows), key=repr)]
    engine.dispose()
    return found


def test_there_and_back_is_the_same(week: str, empty: str, tmp_path: Path) -> None:
    """Every table and view of the newsstand, row by row and value by value; search too."""
    back = f"sqlite:///{tmp_path / 'back.db'}"
    there = copy_database(week, empty, told)
    copied = copy_database(empty, back, told)

    assert there.differences == copied.differences == []
    assert there.rows == copied.rows
    assert there.written == sum(there.rows.values()) > 200
    first = contents(week)
    assert contents(empty) == first
    assert contents(back) == first
    assert len(first["news"]) == 10
    for url in (week, empty, back):
        with open_reader(url) as reader:
            assert list(faults(reader)) == []
            hits = search(reader, parse_query("净利润 12.5%")).hits
            assert [hit.row.article_id for hit in hits] == ["stcn:1002"]


def test_a_crawl_goes_on_in_the_copy(week: str, empty: str) -> None:
    """The server counts on behind the numbers that were copied."""
    copy_database(week, empty, told)
    story = newsstand.story("stcn:9", "18 20:00", "新的", "消息。", channels=["yw"])
    with Store(empty) as store:
        run = store.begin_run("stcn", {}, newsstand.at("18 21:00"))
        assert store.apply(run, [story, newsstand.EMPTY]) == ["new", "rejected"]
    with open_reader(empty) as reader:
        assert reader.row("SELECT max(id) FROM article") == (10,)
        assert reader.row("SELECT max(run_id) FROM crawl_run") == (run,) == (9,)


@pytest.mark.parametrize("place", ["server", "file"])
def test_killed_and_started_again(
    week: str, empty: str, tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With signal 9 in the middle; what came or went since is taken along."""
    monkeypatch.setattr(storage.copying, "BATCH", 5)
    target = empty if place == "server" else f"sqlite:///{tmp_path / 'copy.db'}"
    for table in ("article_version", "comparing"):
        kill_at(table, week, target)
        with pytest.raises(UnfinishedCopyError, match="say `shibao db copy` again"):
            open_engine(target)
        with pytest.raises(UnfinishedCopyError), open_reader(target):
            pass
    databases.change(tmp_path / "week.db", "DELETE FROM article_tag")
    databases.change(tmp_path / "week.db", "UPDATE article SET editor = '何予'")

    copied = copy_database(week, target, told)

    assert copied.differences == []
    assert 9 <= copied.written < sum(copied.rows.values())
    assert contents(target) == contents(week)


KILLED = """
import os, signal, sys
import storage.copying
storage.copying.BATCH = 5
def told(what, done, total):
    if what == sys.argv[3] and done:
        os.kill(os.getpid(), signal.SIGKILL)
storage.copying.copy_database(*sys.argv[1:3], told)
"""


def kill_at(table: str, source: str, target: str) -> None:
    """A copy that dies when it has written some rows of a table."""
    run = subprocess.run(
        [sys.executable, "-c", KILLED, source, target, table],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        timeout=60,
        check=False,
    )
    assert run.returncode == -signal.SIGKILL


def test_a_difference_is_told(week: str, empty: str) -> None:
    """What is not the same is named, and the copy does not count as whole."""

    def spoil(what: str, done: int, _total: int) -> None:
        if what == "comparing" and not done:
            with closing(databases.raw_connection(empty)) as connection:
                connection.execute(b"UPDATE article SET editor = 'x' WHERE id = 3")
                connection.execute(b"DELETE FROM article_tag")

    copied = copy_database(week, empty, spoil)

    assert copied.differences == [
        "article has rows that the source has not.",
        "article_tag has 0 rows, the source 4.",
        "the view news has rows that the source has not.",
    ]
    with pytest.raises(UnfinishedCopyError):
        open_engine(empty)
    assert copy_database(week, empty, told).differences == []


def test_what_is_in_use_is_left_alone(week: str, tmp_path: Path) -> None:
    """Neither the database itself nor another one with rows is a target."""
    newsstand.fill(tmp_path / "other.db")
    with pytest.raises(TargetInUseError, match="holds rows already"):
        copy_database(week, f"sqlite:///{tmp_path / 'other.db'}", told)
    with pytest.raises(TargetInUseError, match="the same database"):
        copy_database(week, week, told)


def test_the_command_tells_as_it_goes(week: str, empty: str, tmp_path: Path) -> None:
    """A line for each table where nobody watches, one at the end, and no password."""
    secret = empty.replace("postgres@", "postgres:geheim@")
    run: Callable[..., Any] = CliRunner().invoke
    result = run(app, ["db", "copy", str(tmp_path / "week.db"), secret])

    assert result.exit_code == 0
    assert "article: 9\n" in result.stderr
    assert "every one was compared.\n" in result.stdout
    again = run(app, ["db", "copy", week, secret])
    assert again.exit_code == 2
    assert "holds rows already" in again.stderr
    missing = run(app, ["db", "copy", str(tmp_path / "none.db"), secret])
    assert missing.exit_code == 2
    assert "geheim" not in result.output + again.output + missing.output
