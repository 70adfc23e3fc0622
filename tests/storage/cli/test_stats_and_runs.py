"""`shibao stats` and `shibao runs`."""

import csv
import json
from collections.abc import Callable

import pytest
from typer.testing import Result

pytestmark = pytest.mark.both

Shibao = Callable[..., Result]


def test_people_see_what_there_is(shibao: Shibao) -> None:
    """Totals in a sentence, a table per grouping, the size."""
    page = shibao("stats").stdout
    assert "5 articles, 2026-09-23 00:00 to 2026-09-24 12:00; 1 of them flashes" in page
    for part in ("stcn:yw", "empty_body", "pending", "2026-09-23", "The database takes"):
        assert part in page


def test_stats_of_nothing(shibao: Shibao) -> None:
    """An empty selection is no error."""
    result = shibao("stats", "--since", "2030-01-01")
    assert result.exit_code == 0
    assert result.stdout.startswith("No articles.")


def test_stats_for_programs(shibao: Shibao) -> None:
    """One object, or one table of numbers."""
    known = json.loads(shibao("stats", "--json").stdout)
    assert (known["articles"], known["copies"], known["undated"]) == (5, 1, 1)
    assert known["rejections"] == [{"site": "stcn", "name": "empty_body", "number": 1}]
    assert (
        json.loads(shibao("stats", "--kind", "flash", "--json").stdout)["discovery"] is None
    )
    rows = list(csv.DictReader(shibao("stats", "--format", "csv").stdout.splitlines()))
    assert {"group": "site", "name": "cs", "number": "1"} in rows
    assert {"group": "rejection", "name": "stcn:empty_body", "number": "1"} in rows


def test_people_see_the_runs(shibao: Shibao) -> None:
    """Newest first, in Beijing time; one without an end says so."""
    second, _, first, counts = shibao("runs").stdout.splitlines()
    assert "posts" in second
    assert "running or died" in second
    for part in ("stcn", "channels=yw", "2026-09-24 12:00", "1:15", "alarm: empty_list"):
        assert part in first
    assert counts.strip() == "12 requests, 4 new, 1 changed, 1 errors"


def test_runs_for_programs(shibao: Shibao) -> None:
    """Arguments and channels are objects; the duration is in seconds."""
    second, first = json.loads(shibao("runs", "--json").stdout)
    assert (first["arguments"], first["seconds"]) == ({"channels": "yw"}, 75)
    assert first["channels"] == {"yw": {"new": 4, "changed": 1}}
    assert (second["outcome"], second["seconds"]) == (None, None)
    assert len(json.loads(shibao("runs", "--limit", "1", "--json").stdout)) == 1


def test_runs_of_a_time(shibao: Shibao) -> None:
    """By when they began; none is no error."""
    rows = json.loads(shibao("runs", "--until", "2026-09-24 12:30", "--json").stdout)
    assert [row["run_id"] for row in rows] == [1]
    result = shibao("runs", "--since", "2030-01-01")
    assert (result.exit_code, result.stdout) == (0, "No runs.\n")
