"""The analysts' page: every question is answered, in SQL as in Python."""

import re
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.newsstand import fill

PAGE = Path(__file__).parents[1] / "docs" / "for-analysts.md"
QUESTIONS = dict(
    re.findall(r"(?ms)^## (\d+\. .+?)\n(.*?)(?=^## |\Z)", PAGE.read_text("utf-8"))
)
LIBRARIES = {"pandas": "to_pandas", "polars": "to_polars"}


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The week that the page asks about."""
    path = tmp_path_factory.mktemp("recipes") / "week.db"
    fill(path)
    return path


def block(question: str, language: str) -> str:
    """The one block of a question in a language."""
    (found,) = re.findall(rf"(?ms)^```{language}\n(.*?)^```", QUESTIONS[question])
    return str(found)


def plain(rows: Iterable[Iterable[Any]]) -> list[tuple[Any, ...]]:
    """Rows as the views have them: Beijing's times and UTC's as text, plain numbers."""
    return [tuple(map(_plain, row)) for row in rows]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        is_utc = value.tzinfo == UTC
        return value.strftime("%Y-%m-%dT%H:%M:%SZ" if is_utc else "%Y-%m-%d %H:%M:%S")
    return value.item() if hasattr(value, "item") else value


def test_the_page_has_its_questions() -> None:
    """Ten at least, each with its place in the contents."""
    assert len(QUESTIONS) >= 10
    contents = PAGE.read_text("utf-8").split("\n## ")[0]
    for question in QUESTIONS:
        anchor = re.sub(r"[^\w\- ]", "", question.lower()).replace(" ", "-")
        assert f"(#{anchor})" in contents


@pytest.mark.sqlite("the page's own words open news.db")
@pytest.mark.parametrize("question", QUESTIONS)
def test_sql_and_python_agree(
    question: str, week: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both answers are the same, and there is one."""
    python = block(question, "python")
    for library, call in LIBRARIES.items():
        if call in python and find_spec(library) is None:
            pytest.skip(f"{library} is not installed")
    shutil.copy(week, tmp_path / "news.db")
    monkeypatch.chdir(tmp_path)
    with closing(sqlite3.connect("news.db")) as connection:
        rows = connection.execute(block(question, "sql")).fetchall()
    names: dict[str, Any] = {}
    exec(compile(python, question, "exec"), names)
    assert plain(names["answer"]) == plain(rows)
    assert rows
    assert all(any(value for value in row) for row in rows)
