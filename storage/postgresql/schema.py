"""What migrations do here beside what they do everywhere."""

from typing import Final

from sqlalchemy import Connection

from storage.postgresql.functions import FUNCTIONS

INDEXES: Final = (
    # Newest first with nulls last, as SQLite has it: the plain index says nulls first.
    """
    CREATE INDEX IF NOT EXISTS ix_article_newest
    ON article (published_at DESC NULLS LAST, id DESC)
    """,
)
_TEXTS: Final = """
SELECT c.table_name, c.column_name FROM information_schema.columns c
JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
  AND c.data_type = 'text' AND c.collation_name IS DISTINCT FROM 'C'
ORDER BY 1, 2
"""


def settle(connection: Connection) -> None:
    """
    Have texts sort as in SQLite, byte by byte, and SQLite's functions answer.

    To be called when no view stands on the tables.
    """
    for table, column in connection.exec_driver_sql(_TEXTS).all():
        connection.exec_driver_sql(
            f'ALTER TABLE {table} ALTER COLUMN "{column}" TYPE text COLLATE "C"'
        )
    for function in FUNCTIONS:
        connection.exec_driver_sql(function.replace("%", "%%"))
    for index in INDEXES:
        connection.exec_driver_sql(index)
