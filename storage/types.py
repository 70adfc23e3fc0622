"""Column types: an instant is always aware in Python and UTC in the table."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from storage.clock import iso_utc


class Instant(TypeDecorator[datetime]):
    """
    An instant, to the second: ISO text in SQLite, `timestamptz` elsewhere.

    SQLite drops the offset of a `DateTime(timezone=True)` without a word; text
    in UTC keeps it and is readable to whoever opens the file.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Text for SQLite, the server's own type for others."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Text())
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> str | datetime | None:
        """Refuse a naive time rather than guess its zone."""
        if value is None:
            return None
        text = iso_utc(value)
        if dialect.name == "sqlite":
            return text
        return value.astimezone(UTC).replace(microsecond=0)

    def process_result_value(
        self,
        value: str | datetime | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy passes it
    ) -> datetime | None:
        """Aware, in UTC."""
        if value is None:
            return None
        if isinstance(value, datetime):
            return value.astimezone(UTC)
        return datetime.fromisoformat(value)
