"""`shibao show`."""

import csv
import json
from collections.abc import Callable

import pytest
from typer.testing import Result

pytestmark = pytest.mark.both

Shibao = Callable[..., Result]


def test_people_see_everything(shibao: Shibao) -> None:
    """Title, times and where they are from, credits, symbols, text, address."""
    page = shibao("show", "stcn:1001").stdout
    for part in (
        "海棠电气拟1.5亿元回购股份",
        "2026-09-24 07:00 Beijing (to the minute; printed '2026-09-24 07:00';",
        "from detail; zone assumed)",
        "证券时报, 2026-09-24 A004版",
        "林晓舟",
        "何予",
        "gs, yw",
        "002999.SZ 海棠电气",
        "回购,电气",
        "cs:1001",
        "回购金额为1.5亿元。",
        "https://www.stcn.com/article/detail/1001.html",
    ):
        assert part in page


def test_people_see_what_changed(shibao: Shibao) -> None:
    """Line by line where there are several versions, or where they are asked for."""
    lines = shibao("show", "stcn:1001").stdout.splitlines()
    assert "version 2, 2026-09-24 13:00:00: title, body changed" in lines
    assert "-回购金额为1.2亿元。" in lines
    assert "+回购金额为1.5亿元。" in lines
    assert "as first read" not in shibao("show", "1002").stdout
    assert "as first read" in shibao("show", "1002", "--versions").stdout


def test_no_time_is_said(shibao: Shibao) -> None:
    """Never invented; what the page printed stands beside it."""
    assert "no time (printed '近日'; from detail)" in shibao("show", "1003").stdout


def test_programs_get_everything(shibao: Shibao) -> None:
    """The view's row, its versions, and what the view has no place for."""
    article = json.loads(shibao("show", "stcn:1001", "--json").stdout)
    assert article["article_id"] == "stcn:1001"
    assert article["body_html"].startswith("<p>")
    assert [version["changed"] for version in article["versions"]] == ["", "title,body"]
    assert article["named_symbols"][0]["name"] == "海棠电气"
    assert article["repeated_by"] == ["cs:1001"]
    line = shibao("show", "stcn:1001", "--format", "jsonl").stdout
    assert (line.count("\n"), json.loads(line)) == (1, article)
    table = shibao("show", "stcn:1001", "--format", "csv").stdout
    (row,) = csv.DictReader(table.splitlines(keepends=True))
    assert row["body"] == article["body"]


@pytest.mark.parametrize(
    "name", ["1002", "http://www.stcn.com/article/detail/1002.html?a=b"]
)
def test_other_names(shibao: Shibao, name: str) -> None:
    """The site's own id where it is enough, and the address."""
    assert json.loads(shibao("show", name, "--json").stdout)["article_id"] == "stcn:1002"


def test_an_ambiguous_id(shibao: Shibao) -> None:
    """Wrong use: the sentence names the choices."""
    result = shibao("show", "1001")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "1001 may mean cs:1001, stcn:1001; name one of them.\n"


def test_no_such_article(shibao: Shibao) -> None:
    """Exit code 1, and what is known of it instead."""
    result = shibao("show", "stcn:9", "--json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "There is no article stcn:9.\n"
    assert "was listed and is rejected: empty_body." in shibao("show", "1005").stderr
