"""`--as-of`: the commands answer with what the database held at a Beijing time."""

import json
from collections.abc import Callable

import pytest
from typer.testing import Result

pytestmark = pytest.mark.both

Shibao = Callable[..., Result]


def test_search_reads_the_words_of_that_time(shibao: Shibao) -> None:
    """The amount was edited at 13:00 Beijing, an hour after the first reading."""
    asked = ("search", "1.2亿元", "--site", "stcn", "--json")
    assert shibao(*asked).exit_code == 1
    (hit,) = json.loads(shibao(*asked, "--as-of", "2026-09-24 12:59").stdout)
    assert (hit["title"], hit["version"]) == ("海棠电气拟回购股份", 1)


def test_show_tells_what_was_known(shibao: Shibao) -> None:
    """One version then, two now; before it was seen there is no such article."""
    asked = ("show", "stcn:1001", "--json")
    then = json.loads(shibao(*asked, "--as-of", "2026-09-24 12:00").stdout)
    assert [version["version"] for version in then["versions"]] == [1]
    assert len(json.loads(shibao(*asked).stdout)["versions"]) == 2
    missing = shibao(*asked, "--as-of", "2026-09-24 11:59:59")
    assert missing.exit_code == 1
    assert missing.stderr == "There is no article stcn:1001.\n"


def test_a_day_means_its_end(shibao: Shibao) -> None:
    """So does it for stats; what had been listed is not told of a past time."""
    held = [
        json.loads(shibao("stats", "--json", "--as-of", day).stdout)
        for day in ("2026-09-23", "2026-09-24", "2026-09-24 12:30")
    ]
    assert [(found["articles"], found["gone"]) for found in held] == [
        (0, 0),
        (5, 1),
        (5, 0),
    ]
    assert [found["discovery"] for found in held] == [None] * 3


def test_export_writes_what_was_held(shibao: Shibao) -> None:
    """Row by row as it was."""
    lines = shibao("export", "--to", "jsonl", "--as-of", "2026-09-24 12:30").stdout
    rows = {row["article_id"]: row for row in map(json.loads, lines.splitlines())}
    assert rows["stcn:1004"]["status"] == "live"
    assert rows["stcn:1001"]["last_seen_at"] <= "2026-09-24T04:30:00Z"


def test_a_wrong_time_is_refused(shibao: Shibao) -> None:
    """In one sentence that says what would be right."""
    refused = shibao("search", "回购", "--as-of", "last week")
    assert refused.exit_code == 2
    assert "'--as-of': 'last week' is no Beijing time; write 2026-09-24" in refused.stderr
    assert "at its end" in shibao("stats", "--help").stdout
