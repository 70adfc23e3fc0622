"""The diary of the schema: every page of it leads to what the code declares."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from storage.engine import open_engine, reading
from storage.errors import NewerSchemaError, OlderSchemaError
from storage.header import HEAD
from storage.migrate import current_revision, newest_revision, upgrade
from storage.schema import Base
from storage.views import VIEWS


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Where a database will be."""
    return f"sqlite:///{tmp_path / 'news.db'}"


def test_all_migrations_lead_to_the_declared_schema(url: str) -> None:
    """Alembic finds no difference between the two."""
    engine = open_engine(url, write=True)

    def ours(_object: object, name: str | None, kind: str, *_: object) -> bool:
        return not (kind == "table" and str(name).startswith("article_search"))

    with reading(engine).connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours})
        assert compare_metadata(context, Base.metadata) == []


def test_the_code_knows_its_newest_migration(url: str) -> None:
    """`HEAD` in the schema is what Alembic finds in the folder and in a fresh file."""
    engine = open_engine(url, write=True)

    assert newest_revision() == HEAD
    with reading(engine).connect() as connection:
        assert current_revision(connection) == HEAD


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
def test_another_schema_is_refused(url: str, revision: str, error: type[Exception]) -> None:
    """Neither a newer nor an older database is read or written."""
    engine = open_engine(url, write=True)
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE alembic_version SET version_num = :r"), {"r": revision}
        )

    for write in (False, True):
        with pytest.raises(error):
            open_engine(url, write=write)


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


def test_a_view_that_does_not_answer_would_be_noticed(url: str) -> None:
    """SQLite checks a view only when it is asked: ask every one."""
    engine = open_engine(url, write=True)

    with reading(engine).connect() as connection:
        for name in VIEWS:
            assert connection.execute(text(f"SELECT * FROM {name}")).all() == []
