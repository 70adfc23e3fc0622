"""`shibao search`."""

import csv
import json
from collections.abc import Callable

import pytest
from typer.testing import Result

pytestmark = pytest.mark.both

Shibao = Callable[..., Result]


def test_people_see_time_title_and_place(shibao: Shibao) -> None:
    """A line per hit, the words in their place below it, the number on standard error."""
    result = shibao("search", "净利润", "12.5%")
    assert result.exit_code == 0
    line, place = result.stdout.splitlines()
    assert line.startswith("2026-09-24 11:00:09")
    for part in ("北辰新材：净利润同比增长12.5%", "stcn:1002", "证券时报", "688777.SH"):
        assert part in line
    assert "净利润同比增长12.5%，营收 增长 [8]%" in place
    assert result.stderr == "1 hit.\n"


def test_times_are_as_fine_as_they_are_known(shibao: Shibao) -> None:
    """A day stays a day, and no time is none."""
    assert shibao("search", "缩量").stdout.startswith("2026-09-23           两市")
    assert shibao("search", "全文").stdout.startswith("no time")


def test_words_in_one_argument_are_words(shibao: Shibao) -> None:
    """As if they stood side by side; nothing in them is an operator."""
    assert "stcn:1002" in shibao("search", "净利润　北辰").stdout
    for word in ("净利润 OR 回购", "-净利润", "NOT"):
        assert shibao("search", "--", word).exit_code == 1


def test_a_negative_figure_is_a_word(shibao: Shibao) -> None:
    """Not an option, wherever it stands."""
    assert shibao("search", "-1.3%", "--limit", "3").stderr == "0 hits.\n"


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["12.5%", "OR", "全文"], ["stcn:1002", "stcn:1003"]),
        (["公告", "-回购"], ["stcn:1002"]),
        (["公告", "NOT", "回购"], ["stcn:1002"]),
        (["公告", "-12.5%"], []),
        (["-12.5%", "OR", "净利润"], ["stcn:1002"]),
        (["--limit", "5", "公告", "-北辰", "-n5"], ["cs:1001", "stcn:1001"]),
        (["--site", "stcn", "公告", "-ESG", "-净利润"], ["stcn:1001"]),
        (["公告", "--", "-回购"], []),
        (["公告", "--", "OR", "回购"], []),
        (["OR", "公告"], []),
    ],
    ids=" ".join,
)
def test_either_and_neither(shibao: Shibao, words: list[str], ids: list[str]) -> None:
    """OR, NOT and a leading minus, as arguments of their own and before a `--`."""
    rows = json.loads(shibao("search", "--json", *words).stdout)
    assert [row["article_id"] for row in rows] == ids


def test_nothing_found(shibao: Shibao) -> None:
    """Exit code 1; programs get an empty list."""
    result = shibao("search", "无此公司", "--json")
    assert (result.exit_code, result.stdout) == (1, "[]\n")


def test_more_than_the_limit(shibao: Shibao) -> None:
    """The newest, and that there are others."""
    result = shibao("search", "公告", "--limit", "2")
    assert len(result.stdout.splitlines()) == 4
    assert result.stderr == "The 2 newest hits; there are more (--limit).\n"


def test_programs_get_rows(shibao: Shibao) -> None:
    """All columns of `news` but the HTML, and the snippet; Chinese is not escaped."""
    result = shibao("search", "净利润", "--json")
    assert "净利润" in result.stdout
    (row,) = json.loads(result.stdout)
    assert row["article_id"] == "stcn:1002"
    assert row["published"] == "2026-09-24 11:00:09"
    assert "净利润" in row["snippet"]
    assert "body_html" not in row
    (line,) = shibao("search", "净利润", "--format", "jsonl").stdout.splitlines()
    assert json.loads(line) == row
    (cells,) = csv.DictReader(
        shibao("search", "净利润", "--format", "csv").stdout.splitlines()
    )
    assert list(cells) == list(row)
    assert cells["title"] == row["title"]


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        (["--site", "cs"], ["cs:1001"]),
        (["--channel", "kx"], ["stcn:1002"]),
        (["--kind", "article"], ["cs:1001", "stcn:1001"]),
        (["--symbol", "002999"], ["cs:1001", "stcn:1001"]),
        (["--since", "2026-09-24 12:00"], ["cs:1001"]),
        (["--until", "2026-09-24T11:00:09"], ["stcn:1001"]),
        (["--sort", "relevance", "--site", "stcn,cs", "--kind", "flash"], ["stcn:1002"]),
    ],
)
def test_filters(shibao: Shibao, filters: list[str], ids: list[str]) -> None:
    """The same spelling everywhere; times are Beijing's."""
    rows = json.loads(shibao("search", "公告", "--json", *filters).stdout)
    assert [row["article_id"] for row in rows] == ids


def test_what_looks_like_markup_is_text(shibao: Shibao) -> None:
    """Brackets are shown as they are."""
    assert "[8]%" in shibao("search", "[8]%").stdout
