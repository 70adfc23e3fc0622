"""What a person may get wrong: one sentence that says what would be right, exit code 2."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import Result

from storage.queries.times import beijing_time
from tests import databases

pytestmark = pytest.mark.sqlite("it is about files that are not there or not ours")

Shibao = Callable[..., Result]
READING = [
    ["search", "回购"],
    ["show", "1"],
    ["stats"],
    ["runs"],
    ["export", "--to", "csv"],
]
COMMANDS = [*READING, ["db", "upgrade"], ["db", "check"], ["db", "snapshot", "copy.db"]]


def refused(result: Result) -> str:
    """The one sentence of a refusal."""
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    return result.stderr.strip()


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_database(shibao: Shibao, tmp_path: Path, words: list[str]) -> None:
    """It is not made by looking for it."""
    sentence = refused(shibao("--db", "none.db", *words))
    assert sentence == "There is no database none.db; `scrapy crawl` makes one."
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_foreign_database(shibao: Shibao, tmp_path: Path, words: list[str]) -> None:
    """Somebody else's tables are left alone."""
    with closing(sqlite3.connect(tmp_path / "foreign.db")) as connection:
        connection.execute("CREATE TABLE notes (text)")
    assert "not one of Shibao's" in refused(shibao("--db", "foreign.db", *words))


def test_a_file_that_is_no_database(shibao: Shibao, tmp_path: Path) -> None:
    """A text, for instance."""
    (tmp_path / "news.txt").write_text("时报\n" * 99, encoding="utf-8")
    assert "is not an SQLite database" in refused(shibao("--db", "news.txt", "stats"))


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_newer_database(shibao: Shibao, database: Path, words: list[str]) -> None:
    """Never guessed at."""
    databases.change(database, "UPDATE alembic_version SET version_num = '9999'")
    assert "was written by a newer Shibao" in refused(shibao(*words))


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_an_older_database(shibao: Shibao, database: Path, words: list[str]) -> None:
    """The sentence names the command that helps."""
    databases.change(database, "UPDATE alembic_version SET version_num = '0000'")
    assert "run `shibao db upgrade`" in refused(shibao(*words))


def test_no_url(shibao: Shibao) -> None:
    """Other databases come later; nonsense is nonsense."""
    assert "not supported yet" in refused(shibao("--db", "mysql://host/news", "stats"))
    assert "is not a database URL" in refused(shibao("--db", "a b://", "stats"))


@pytest.mark.parametrize("option", ["--since", "--until"])
@pytest.mark.parametrize(
    "text",
    ["yesterdayish", "2026-9-24", "20260924", "2026-09-24 15", "2026-09-24 15:00Z", ""],
)
def test_a_bad_date(shibao: Shibao, option: str, text: str) -> None:
    """Nothing vague is guessed; the sentence shows what would be right."""
    sentence = refused(shibao("stats", option, text))
    assert f"'{option}': {text!r} is no Beijing time; write 2026-09-24, " in sentence


def test_a_day_that_is_not_in_the_calendar(shibao: Shibao) -> None:
    """The form is right, the day is not."""
    assert "is not in the calendar" in refused(shibao("runs", "--since", "2026-02-30"))


def test_an_end_before_the_beginning(shibao: Shibao) -> None:
    """Nothing can lie between them."""
    words = ("--since", "2026-09-24", "--until", "2026-09-23")
    assert "2026-09-23 is not after --since 2026-09-24" in refused(shibao("stats", *words))


def test_an_unknown_kind(shibao: Shibao) -> None:
    """The sentence names those there are."""
    sentence = refused(shibao("stats", "--kind", "story"))
    assert "there is no kind 'story'; there are article, flash, notice" in sentence


@pytest.mark.parametrize(
    "command", [["search", "回购"], ["stats"], ["export"]], ids=" ".join
)
def test_an_unknown_format(shibao: Shibao, command: list[str]) -> None:
    """The sentence names those there are."""
    sentence = refused(shibao(*command, "--format", "xml"))
    assert "'--format'" in sentence
    assert "'jsonl'" in sentence


def test_formats_that_contradict(shibao: Shibao) -> None:
    """`--json` is short for one of them."""
    assert "contradicts" in refused(shibao("stats", "--json", "--format", "csv"))


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["search", "回购", "--bogus"], "No such option: --bogus"),
        (["search", "回购", "--limit", "0"], "--limit"),
        (["search", "回购", "--limit", "-5"], "--limit"),
        (["search", "回购", "--sort", "luck"], "'relevance'"),
        (["search"], "WORDS"),
        (["search", " "], "there is no word to look for"),
        (["show"], "ARTICLE"),
        (["serch", "回购"], "Did you mean 'search'"),
        (["stats", "--db"], "--db"),
        (["db", "shrink"], "No such command 'shrink'"),
    ],
)
def test_unknown_words(shibao: Shibao, words: list[str], part: str) -> None:
    """Options, commands and values that there are not."""
    assert part in refused(shibao(*words))


@pytest.mark.parametrize("words", [[], ["db"]])
def test_no_command(shibao: Shibao, words: list[str]) -> None:
    """The help, and exit code 2, for a script that says nothing is wrong."""
    result = shibao(*words)
    assert result.exit_code == 2
    assert "Usage: shibao" in result.stdout
    assert result.stderr == ""


def test_the_database_may_be_named_anywhere(
    shibao: Shibao, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before or behind the command, as a path or a URL; else DATABASE_URL, else news.db."""
    monkeypatch.setenv("DATABASE_URL", "sqlite:///none.db")
    assert shibao("stats").exit_code == 2
    for words in (
        ("--db", database, "stats"),
        ("stats", "--db", database),
        ("stats", f"--db=sqlite:///{database}", "--json"),
        ("stats", "--db", "none.db", "--db", "news.db"),
    ):
        assert shibao(*words).exit_code == 0
    assert shibao("search", "--", "--db", "news.db").exit_code == 2
    monkeypatch.setenv("DATABASE_URL", "")
    assert shibao("stats").exit_code == 0


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-09-24", "2026-09-23T16:00:00+00:00"),
        ("2026-09-24 15:00", "2026-09-24T07:00:00+00:00"),
        ("2026-09-24T15:00:30", "2026-09-24T07:00:30+00:00"),
        ("今天", "2026-09-24T16:00:00+00:00"),
        ("昨天", "2026-09-23T16:00:00+00:00"),
        ("yesterday", "2026-09-23T16:00:00+00:00"),
    ],
)
def test_beijing_times(text: str, instant: str) -> None:
    """A day is Beijing's, and so is today: 1 o'clock there is still yesterday in UTC."""
    now = datetime(2026, 9, 24, 17, tzinfo=UTC)
    assert beijing_time(text, now).astimezone(UTC).isoformat() == instant
