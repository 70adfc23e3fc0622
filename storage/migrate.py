"""Bringing a database to the newest schema with Alembic, all or nothing."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from storage.engine import is_served
from storage.header import APPLICATION_ID

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine) -> None:
    """
    Run every migration that this database has not seen, in one transaction.

    A failure rolls everything back: the database stays at its old revision.
    """
    if is_served(engine.url):
        _upgrade_server(engine)
        return
    with engine.connect() as connection:
        # Neither pragma can be set inside a transaction; both are harmless
        # when the upgrade fails after them.
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    with engine.begin() as connection:
        command.upgrade(configuration(connection), "head")


def _upgrade_server(engine: Engine) -> None:
    """The same where DDL is transactional: the mark that it is ours comes with it."""
    from storage.postgresql.engine import mark_as_ours  # noqa: PLC0415 - loads psycopg, an extra

    with engine.begin() as connection:
        command.upgrade(configuration(connection), "head")
        mark_as_ours(connection)


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's settings, without an ini file."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def newest_revision() -> str:
    """The revision that `upgrade` ends at."""
    head = ScriptDirectory.from_config(configuration()).get_current_head()
    assert head is not None
    return head


def current_revision(connection: Connection) -> str | None:
    """The revision that a database stands at."""
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)
