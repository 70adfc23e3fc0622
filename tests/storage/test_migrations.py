"""The diary of the schema: every page of it leads to what the code declares."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url

from storage.engine import connect, open_engine, reading
from storage.errors import NewerSchemaError, OlderSchemaError
from storage.header import HEAD
from storage.migrate import configuration, current_revision, newest_revision, upgrade
from storage.queries import open_reader, search
from storage.schema import Base
from storage.search_text import parse_query
from storage.views import VIEWS
from tests import databases

pytestmark = pytest.mark.both


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Where a database will be."""
    return databases.url_of(tmp_path / "news.db")


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """A database that is up to date."""
    engine = open_engine(url, write=True)
    yield engine
    engine.dispose()


def test_all_migrations_lead_to_the_declared_schema(engine: Engine) -> None:
    """Alembic finds no difference between the two."""

    def ours(_object: object, name: str | None, *_: object) -> bool:
        # Of a server two more are its own: for the search, and for the newest first.
        extra = {"ix_article_newest"}
        return name not in extra and not str(name).startswith("article_search")

    with reading(engine).connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours})
        found = compare_metadata(context, Base.metadata)
    # Comments are for the data dictionary; no database holds them.
    assert [one for one in found if one[0][0] != "modify_comment"] == []


def test_the_code_knows_its_newest_migration(engine: Engine) -> None:
    """`HEAD` in the schema is what Alembic finds in the folder and in a fresh file."""
    assert newest_revision() == HEAD
    with reading(engine).connect() as connection:
        assert current_revision(connection) == HEAD


@pytest.mark.sqlite("it asks SQLite's own tables")
def test_upgrading_twice_changes_nothing(url: str) -> None:
    """An up-to-date database is left as it is."""
    engine = open_engine(url, write=True)
    upgrade(engine)

    with reading(engine).connect() as connection:
        views = connection.execute(
            text("SELECT name FROM sqlite_master WHERE type = 'view'")
        )
        assert set(views.scalars()) == set(VIEWS)


@pytest.mark.parametrize(
    ("revision", "error"), [("9999", NewerSchemaError), ("0000", OlderSchemaError)]
)
def test_another_schema_is_refused(
    url: str, engine: Engine, revision: str, error: type[Exception]
) -> None:
    """Neither a newer nor an older database is read or written."""
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE alembic_version SET version_num = :r"), {"r": revision}
        )

    for write in (False, True):
        with pytest.raises(error):
            open_engine(url, write=write)


@pytest.mark.sqlite("a server's databases are migrated before the test")
def test_a_failing_migration_leaves_no_half(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole upgrade is one transaction: a failure rolls all of it back."""
    monkeypatch.setitem(VIEWS, "news", "SELECT nonsense FROM nowhere_at_all WHERE")

    with pytest.raises(Exception, match=r"nowhere_at_all|incomplete|syntax"):
        open_engine(url, write=True)
    monkeypatch.undo()
    engine = open_engine(url, write=True)
    with reading(engine).connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM news")).scalar_one() == 0


def test_a_view_that_does_not_answer_would_be_noticed(engine: Engine) -> None:
    """SQLite checks a view only when it is asked: ask every one."""
    with reading(engine).connect() as connection:
        for name in VIEWS:
            assert connection.execute(text(f"SELECT * FROM {name}")).all() == []


FIRST_TABLES = """
INSERT INTO crawl_run VALUES (1, 'stcn', '{}', '2026-09-18T01:00:00Z', NULL, NULL, NULL,
    0, 0, 0, 0, 0, 0, 0, 0, '{}', '0.1');
INSERT INTO article SELECT column1, 'stcn:' || column1, 'stcn', NULL, 'flash', NULL, 'live',
    column2, 0, NULL, NULL, NULL, NULL, 'unknown', NULL, NULL, NULL, NULL, NULL,
    '2026-09-18T01:00:00Z', '2026-09-18T01:00:00Z' FROM (VALUES (1, 2), (2, 1));
INSERT INTO article_version SELECT 'stcn:' || column1, column2, '2026-09-18T01:00:00Z', '',
    'site', column3, NULL, column4, '', NULL, NULL, NULL, 'unknown', '', 1, NULL FROM (
    VALUES (1, 1, '旧题', '代码600519'), (1, 2, '新题', '代码002458'),
    (2, 1, '题', '增41.6%'));
INSERT INTO article_search (rowid, title, body) VALUES
    (1, '新题 题', '代码 码0 00 02 24 45 58 8'), (2, '题', '增4 41 1ꀋ ꀋ6 6ꀄ ꀄ');
"""
"""Rows as the first schema had them, with pairs of digits in the search index."""


@pytest.mark.sqlite("no server has had that index")
def test_an_old_search_index_is_made_anew(url: str) -> None:
    """After the upgrade figures are found, those of older versions are not."""
    engine = connect(make_url(url), write=True)
    with engine.begin() as connection:
        command.upgrade(configuration(connection), "0001")
        for statement in filter(str.strip, FIRST_TABLES.split(";\n")):
            connection.exec_driver_sql(statement)
    upgrade(engine)

    with open_reader(url) as reader:
        found = {
            word: [hit.row.article_id for hit in search(reader, parse_query([word])).hits]
            for word in ("002458", "1.6%", "新题", "旧题", "600519")
        }
    assert found == {
        "002458": ["stcn:1"],
        "1.6%": ["stcn:2"],
        "新题": ["stcn:1"],
        "旧题": [],
        "600519": [],
    }
    with reading(engine).connect() as connection:
        terms = "CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, article_search, row)"
        connection.exec_driver_sql("PRAGMA query_only = OFF")
        connection.exec_driver_sql(terms)
        kept = set(connection.scalars(text("SELECT term FROM temp.terms")))
    assert {"002458", "2458", "码0"} <= kept
    assert "24" not in kept
