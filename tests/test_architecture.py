"""The house rules that a machine can check."""

import ast
import importlib
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from crawler import settings
from crawler.commands import replay
from storage.dictionary import lines
from storage.store import Store

ROOT = Path(__file__).parents[1]
PACKAGES = ("crawler", "pipelines", "storage")
MODULES = sorted(
    path
    for package in PACKAGES
    for path in (ROOT / package).rglob("*.py")
    if "migrations" not in path.parts
)
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "base_objects"}
TOP_LEVEL = {
    *("pyproject.toml", "README.md", "crawler", "pipelines", "storage", "tests"),
    *("scrapy.cfg", "docs", "benchmarks", "Makefile", "LICENSE"),
}


def test_the_import_contracts_hold() -> None:
    """The crawler knows no storage, the storage no crawler, pure modules no framework."""
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout


def test_reading_the_database_loads_no_crawler() -> None:
    """An analyst's notebook starts neither Scrapy nor Twisted."""
    script = (
        "import sys, storage.store, storage.ledger, storage.views; "
        "print([m for m in ('scrapy', 'twisted', 'crawler') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


def test_the_table_of_stages_names_them_all_in_order() -> None:
    """Every stage stands in settings, once, under the name of its file."""
    stages = sorted(settings.ITEM_PIPELINES, key=settings.ITEM_PIPELINES.__getitem__)
    assert len(set(settings.ITEM_PIPELINES.values())) == len(stages)
    for dotted in stages:
        module, _, name = dotted.rpartition(".")
        stage = getattr(importlib.import_module(module), name)
        words = module.removeprefix("pipelines.").split("_")
        assert stage.__name__ == "".join(word.title() for word in words) + "Pipeline"
    files = {
        path.stem
        for path in (ROOT / "pipelines").glob("*.py")
        if "Pipeline(" in path.read_text() or "Pipeline:" in path.read_text()
    }
    # A replay has another last stage than a crawl; its command puts it there.
    stages.append(replay.REBUILD)
    assert {dotted.split(".")[1] for dotted in stages} == files


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_named_for_its_subject_and_says_what_it_is(path: Path) -> None:
    """No drawer for odds and ends; a docstring at the top of each."""
    assert path.stem not in VAGUE
    assert ast.get_docstring(ast.parse(path.read_text())), path


def test_the_data_dictionary_is_fresh() -> None:
    """`make docs` would change nothing."""
    written = (ROOT / "docs" / "data-dictionary.md").read_text()

    assert written == "\n".join(lines()) + "\n"


def test_every_column_of_the_views_has_a_meaning() -> None:
    """No empty cell in the dictionary's views."""
    views = "\n".join(lines()).split("## Tables")[0]

    assert "|  |" not in views


def test_the_top_level_holds_nothing_else() -> None:
    """What git tracks at the top is what the design card names, and dotfiles."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    tops = {path.split("/")[0] for path in listed.stdout.split("\0") if path}

    assert {top for top in tops if not top.startswith(".")} <= TOP_LEVEL


def test_doors_that_let_code_in_are_shut() -> None:
    """Scrapy's remote control and telnet console are off, robots.txt is obeyed."""
    assert not settings.REMOTE_CONTROL_ENABLED
    assert not settings.TELNETCONSOLE_ENABLED
    assert settings.ROBOTSTXT_OBEY
    assert settings.DOWNLOAD_DELAY >= 1
    assert settings.CONCURRENT_REQUESTS_PER_DOMAIN == 1


def test_the_query_in_the_docs_runs(tmp_path: Path) -> None:
    """What `docs/repeats.md` tells analysts to ask is a question that SQLite answers."""
    text = (ROOT / "docs" / "repeats.md").read_text()
    query = text.split("```sql\n")[1].split("```")[0]
    Store(f"sqlite:///{tmp_path / 'news.db'}").close()
    database = sqlite3.connect(tmp_path / "news.db")

    assert database.execute(query).fetchall() == []
    database.close()
