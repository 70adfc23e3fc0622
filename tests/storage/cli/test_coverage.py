"""`shibao stats --coverage`: which days are whole."""

import csv
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import Result

from storage.store import RunResult, Store
from tests import databases

pytestmark = pytest.mark.both

Shibao = Callable[..., Result]
NOW = datetime(2026, 9, 28, 4, tzinfo=UTC)
GROUNDS = """
DELETE FROM coverage;
INSERT INTO channel_mark VALUES
('stcn', 'yw', '2026-09-20T16:00:00Z', '2026-09-25T16:00:00Z', 1, 'known_ground'),
('stcn', 'kx', '2026-09-20T16:00:00Z', '2026-09-22T16:00:00Z', 1, 'since');
"""
"""要闻 is known from the 21st to the 25th, flashes were lost after the 22nd."""


@pytest.fixture
def covered(shibao: Shibao, database: Path, monkeypatch: pytest.MonkeyPatch) -> Shibao:
    """The command line on a database with grounds, on the 28th."""
    for statement in GROUNDS.split(";\n"):
        if statement.strip():
            databases.change(database, statement)
    with Store(databases.url_of(database)) as store:
        end = RunResult(outcome="ok", reason=None, finished_at=NOW, requests=0, errors=0)
        store.finish_run(store.begin_run("stcn", {}, NOW), end)
    monkeypatch.setattr("storage.cli.coverage.today", NOW.date)
    return shibao


def test_people_see_a_year_and_the_last_days(covered: Shibao) -> None:
    """A calendar, what its signs mean, and what is open or missing, channel by channel."""
    page = covered("stats", "--coverage", "--site", "stcn").stdout
    assert page.startswith("4 channels, the year to 2026-09-28: ")
    for part in ("Oct ", "Mon ", "Sun ", "o open", "! pending", "x not wholly read"):
        assert part in page
    lines = [line.split() for line in page.splitlines()]
    assert ["2026-09-24", "gs", "1", "0", "0", "open"] in lines
    assert ["kx", "1", "0", "0", "open"] in lines
    assert ["yw", "1", "1", "1", "open"] in lines
    assert ["2026-09-25", "yw", "0", "0", "0", "closed"] in lines


@pytest.mark.parametrize(("columns", "wide"), [(80, 1), (120, 2)])
def test_a_calendar_fits_the_terminal(
    covered: Shibao, monkeypatch: pytest.MonkeyPatch, columns: int, wide: int
) -> None:
    """No line is cut or broken; where there is room a day is two letters wide."""
    monkeypatch.setenv("COLUMNS", str(columns))
    page = covered("stats", "--coverage").stdout.splitlines()
    monday = next(line for line in page if line.startswith("Mon "))
    assert len(monday) == 4 + 53 * wide
    assert monday.rstrip().endswith("o")
    assert max(map(len, page)) <= columns


def test_a_day_that_is_not_whole_is_marked_without_colour(covered: Shibao) -> None:
    """Flashes of the 23rd were listed after a hole, so the hole is seen."""
    page = covered("stats", "--coverage", "--channel", "kx").stdout
    wednesday = next(line for line in page.splitlines() if line.startswith("Wed "))
    assert wednesday.rstrip().endswith("x")
    assert "hole" in page


def test_days_for_programs(covered: Shibao) -> None:
    """The table's rows, newest first; reasons are an object where there are such."""
    words = ("stats", "--coverage", "--channel", "yw")
    rows = json.loads(covered(*words, "--format", "json").stdout)
    assert [row["day"] for row in rows[:2]] == ["2026-09-26", "2026-09-25"]
    (day,) = (row for row in rows if row["day"] == "2026-09-24")
    assert (day["stored"], day["pending"], day["rejected"]) == (1, 1, 1)
    assert (day["rejected_by"], day["reached"]) == ({"empty_body": 1}, "known_ground")

    lines = covered(*words, "--format", "jsonl").stdout.splitlines()
    assert list(map(json.loads, lines)) == rows
    (first, *_) = csv.DictReader(covered(*words, "-f", "csv").stdout.splitlines())
    assert (first["day"], first["rejected_by"]) == ("2026-09-26", "{}")


def test_a_window_of_days(covered: Shibao) -> None:
    """Half open; an hour of a day means that day."""
    words = ("stats", "--coverage", "--channel", "yw", "--json")
    window = ("--since", "2026-09-22 15:00", "--until", "2026-09-24")
    rows = json.loads(covered(*words, *window).stdout)
    assert [row["day"] for row in rows] == ["2026-09-23", "2026-09-22"]
    rows = json.loads(covered(*words, "--until", "2026-09-22 15:00").stdout)
    assert [row["day"] for row in rows] == ["2026-09-22", "2026-09-21"]
    assert json.loads(covered(*words, "--since", "2030-01-01").stdout) == []
    page = covered(*words[:-1], "--since", "2030-01-01").stdout
    assert page == "There is no coverage of these sites, channels and days.\n"


def test_a_picture_is_drawn(covered: Shibao, tmp_path: Path) -> None:
    """A calendar a site, or a channel where several are named; a format is told too."""
    assert covered("stats", "--coverage", "--picture", "days.svg").stdout == (
        "Drawn in days.svg.\n"
    )
    drawing = (tmp_path / "days.svg").read_text("utf-8")
    assert drawing.startswith("<svg ")
    assert ">stcn</text>" in drawing
    assert ">cs</text>" in drawing

    words = ("--channel", "kx,yw", "--picture", "days.svg", "--json")
    result = covered("stats", "--coverage", *words)
    assert len(json.loads(result.stdout)) > 5
    assert result.stderr == "Drawn in days.svg.\n"
    assert ">stcn:kx</text>" in (tmp_path / "days.svg").read_text("utf-8")


def test_a_database_without_coverage(
    shibao: Shibao, database: Path, tmp_path: Path
) -> None:
    """A sentence for people, nothing for programs, no picture."""
    databases.change(database, "DELETE FROM coverage")
    result = shibao("stats", "--coverage", "--picture", "days.svg")
    assert result.exit_code == 0
    assert result.stdout == (
        "There is no coverage yet; the next `scrapy crawl` works it out.\n"
    )
    assert not (tmp_path / "days.svg").exists()
    assert shibao("stats", "--coverage", "--json").stdout == "[]\n"


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["--coverage", "--picture", "days.png"], "'days.png' does not end in .svg"),
        (["--picture", "days.svg"], "it goes with --coverage"),
        (["--coverage", "--kind", "flash"], "--coverage knows sites, channels and days"),
        (["--coverage", "--symbol", "002999"], "--coverage knows sites, channels and days"),
        (["--coverage", "--picture", "none/days.svg"], "There is no folder"),
        (["--coverage", "--as-of", "2026-09-25"], "known for now alone"),
    ],
    ids=["ending", "alone", "kind", "symbol", "folder", "as-of"],
)
def test_wrong_use(shibao: Shibao, words: list[str], part: str) -> None:
    """One sentence, exit code 2."""
    result = shibao("stats", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert part in result.stderr
    assert result.stderr.count("\n") == 1
