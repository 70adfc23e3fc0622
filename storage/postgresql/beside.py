"""The schema that a replay fills, beside the real tables of the same database."""

import re
from typing import Final
from zlib import crc32

from sqlalchemy import Connection, Engine, text
from sqlalchemy.engine import URL

from storage.engine import connect, explained, name_of, parse_url, reading, schema_state
from storage.views import drop_views, rebuild_views

_TABLES: Final = text("""
SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = :schema ORDER BY 1
""")


class ServerBeside:
    """A schema of its own, and what becomes of it; see `storage.reparsing.beside`."""

    def __init__(self, database_url: str, site: str) -> None:
        """Name it; nothing is made yet."""
        self._real_url = parse_url(database_url)
        self.real = name_of(self._real_url)
        plain = re.sub(r"[^a-z0-9]", "_", site.lower())[:30]
        self._schema = f"shibao_beside_{plain}_{crc32(site.encode()):08x}"
        self.url = self._url().render_as_string(hide_password=False)

    def _url(self) -> URL:
        """The real one's URL, but that names without a schema are those of ours."""
        given = self._real_url.query.get("options", "")
        before = given if isinstance(given, str) else " ".join(given)
        path = f"{before} -csearch_path={self._schema}".strip()
        return self._real_url.update_query_dict({"options": path})

    @property
    def is_needed(self) -> bool:
        """
        Whether there is nothing to compare with: no tables, or not one run.

        Raises:
            StorageError: the database is not one of ours, or of another schema.
        """
        from storage.engine import open_engine, state_of  # noqa: PLC0415 - as patched by tests

        engine = connect(self._real_url, write=True)
        try:
            if state_of(engine) == "empty":
                return True
        finally:
            engine.dispose()
        engine = open_engine(self._real_url.render_as_string(hide_password=False))
        try:
            with reading(engine).connect() as connection:
                run = connection.execute(text("SELECT 1 FROM crawl_run LIMIT 1")).first()
        finally:
            engine.dispose()
        return run is None

    def remove(self) -> None:
        """Remove the schema, if there is one."""
        self._execute(f"DROP SCHEMA IF EXISTS {self._schema} CASCADE")

    def make(self) -> None:
        """Make the empty schema."""
        self._execute(f"CREATE SCHEMA {self._schema}")

    def take_place(self) -> None:
        """
        Put its tables where the real ones are, which hold no run.

        Raises:
            CannotOpenError: the server does not do it.
        """
        engine = connect(self._real_url, write=True)
        try:
            with explained(self._real_url), engine.begin() as connection:
                self._move(connection)
        finally:
            engine.dispose()

    def _move(self, connection: Connection) -> None:
        real = connection.exec_driver_sql("SELECT current_schema()").scalar_one()
        if schema_state(connection) != "empty":
            drop_views(connection)
            for table in connection.execute(_TABLES, {"schema": real}).scalars().all():
                connection.exec_driver_sql(f"DROP TABLE {table} CASCADE")
        for table in connection.execute(_TABLES, {"schema": self._schema}).scalars().all():
            connection.exec_driver_sql(
                f'ALTER TABLE {self._schema}.{table} SET SCHEMA "{real}"'
            )
        connection.exec_driver_sql(f"DROP SCHEMA {self._schema} CASCADE")
        rebuild_views(connection)

    def _execute(self, statement: str) -> None:
        engine: Engine = connect(self._real_url, write=True)
        try:
            with explained(self._real_url), engine.begin() as connection:
                connection.exec_driver_sql(statement)
        finally:
            engine.dispose()
