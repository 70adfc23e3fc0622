"""`shibao export --since-last NAME`: only what is new, and nothing lost."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import Result

from storage.cli import export
from storage.queries import NewsRow, latest
from storage.store import Store
from tests import databases
from tests.storage.conftest import HOUR, NEWEST_FIRST, NOON, REVISED, UNDATED

pytestmark = pytest.mark.both

Shibao = Callable[..., Result]
FRESH = replace(UNDATED, article_id="stcn:2001", native_id="2001", title="新闻")
EDITED = replace(REVISED, title="海棠电气回购（更正）", seen_at=NOON + 2 * HOUR)


def add(database: Path, *records: object) -> None:
    """One more run."""
    with Store(databases.url_of(database)) as store:
        run_id = store.begin_run("stcn", {}, NOON)
        store.apply(run_id, list(records))  # type: ignore[arg-type] - records all


def handed_out(shibao: Shibao, *words: str, name: str = "blog") -> list[str]:
    """The ids that an export of a name hands out."""
    result = shibao("export", "--json", "--since-last", name, *words)
    assert result.exit_code == 0
    return [row["article_id"] for row in json.loads(result.stdout)]


def mark(database: Path, name: str = "blog") -> tuple[int, str] | None:
    """What is remembered of a name."""
    query = "SELECT serial, filters FROM export_mark WHERE name = ?"
    found = databases.rows(database, query, [name])
    return (found[0]["serial"], found[0]["filters"]) if found else None


def test_everything_then_nothing(shibao: Shibao, database: Path) -> None:
    """The first export of a name is whole; the next has nothing to say."""
    assert handed_out(shibao) == NEWEST_FIRST
    assert mark(database) == (6, "{}")
    assert handed_out(shibao) == []
    assert handed_out(shibao, name="other") == NEWEST_FIRST


def test_new_and_edited(shibao: Shibao, database: Path) -> None:
    """Both are handed out, once; what was only seen again is not."""
    handed_out(shibao)
    add(database, FRESH, EDITED, replace(UNDATED, seen_at=NOON + HOUR))
    assert handed_out(shibao) == ["stcn:1001", "stcn:2001"]
    assert handed_out(shibao) == []


def test_two_edits_are_one(shibao: Shibao, database: Path) -> None:
    """The article as it is now."""
    handed_out(shibao)
    add(database, EDITED)
    add(database, replace(EDITED, title="海棠电气回购（再更正）"))
    result = shibao("export", "--json", "--since-last", "blog")
    assert [row["title"] for row in json.loads(result.stdout)] == ["海棠电气回购（再更正）"]


def test_filters_belong_to_the_name(shibao: Shibao, database: Path) -> None:
    """What they leave out is passed over for good, so others are refused."""
    assert handed_out(shibao, "--channel", "kx,yw") == [
        "stcn:1002",
        "stcn:1001",
        "stcn:1004",
    ]
    add(database, FRESH, EDITED)
    assert handed_out(shibao, "--channel", "yw,kx") == ["stcn:1001"]
    for words, had in (
        ((), "not with no filters"),
        (("--symbol", "002999"), "not with --symbol 002999"),
        (
            ("--original-only", "--since", "2026-09-24"),
            'with --since "2026-09-24 00:00:00" --original-only;',
        ),
    ):
        result = shibao("export", "--json", "--since-last", "blog", *words)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "--since-last blog has been used with --channel kx,yw, not" in result.stderr
        assert had in result.stderr
        assert result.stderr.count("\n") == 1


def test_a_failed_export_does_not_move_the_mark(
    shibao: Shibao, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same is handed out again."""

    def broken(*given: object, **options: object) -> Iterator[NewsRow]:
        yield next(latest(*given, **options))  # type: ignore[arg-type] - handed through
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(export, "latest", broken)
        result = shibao("export", "--to", "news.csv", "--since-last", "blog")
    assert result.exit_code == 2
    assert mark(database) is None
    assert handed_out(shibao) == NEWEST_FIRST


def test_what_comes_during_an_export_is_handed_out_by_the_next(
    shibao: Shibao, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mark is that of the instant that the rows are of."""

    def watched(*given: object, **options: object) -> Iterator[NewsRow]:
        for row in latest(*given, **options):  # type: ignore[arg-type] - handed through
            if row.article_id == "stcn:1001":
                add(database, FRESH)
            yield row

    with monkeypatch.context() as patch:
        patch.setattr(export, "latest", watched)
        assert handed_out(shibao) == NEWEST_FIRST
    assert handed_out(shibao) == ["stcn:2001"]


@pytest.mark.sqlite("on a server readers and marks do not wait for crawls")
def test_a_mark_that_cannot_be_kept(
    shibao: Shibao, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is complete, and that it will be handed out again is said."""
    monkeypatch.setattr("storage.exporting.marks._BUSY_SECONDS", 0)
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        result = shibao("export", "--to", "news.csv", "--since-last", "blog")
        connection.rollback()
    assert result.exit_code == 2
    assert "The export is complete, but" in result.stderr
    assert (tmp_path / "news.csv").exists()
    assert handed_out(shibao) == NEWEST_FIRST


@pytest.mark.parametrize("format_", ["csv", "jsonl", "parquet", "posts", "atom"])
def test_every_format_has_its_tail(
    shibao: Shibao, database: Path, tmp_path: Path, format_: str
) -> None:
    """One name for all of them: it is of a consumer, not of a format."""
    if format_ == "parquet":
        pytest.importorskip("pyarrow")
    handed_out(shibao)
    add(database, FRESH)
    result = shibao("export", "--to", format_, "out", "--since-last", "blog")
    assert result.stderr == "Exported 1 article to out.\n"
    assert (tmp_path / "out").exists()
    assert handed_out(shibao) == []
