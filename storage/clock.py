"""Beijing time for people, UTC for the tables. Pure."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Final

BEIJING: Final = timezone(timedelta(hours=8))
"""As the view `news` has it: the same eight hours in every year."""

_SHOWN: Final = {"day": 10, "minute": 16, "second": 19}
"""How much of `YYYY-MM-DD HH:MM:SS` a precision vouches for."""


def iso_utc(instant: datetime) -> str:
    """`YYYY-MM-DDTHH:MM:SSZ`, as the tables hold it; they compare it as text."""
    if instant.tzinfo is None:
        raise ValueError(f"a time without zone is no instant: {instant!r}")
    text = instant.astimezone(UTC).isoformat(timespec="seconds")
    return text.replace("+00:00", "Z")  # strftime would not pad a year


def instant(text: str | None) -> datetime | None:
    """An instant of the tables, aware."""
    return datetime.fromisoformat(text) if text else None


def beijing(text: str | None) -> str:
    """An instant of the tables for a person: `2026-09-24 15:00:00`, Beijing."""
    at = instant(text)
    return at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S") if at else ""


def known_part(published: str | None, precision: str) -> str:
    """A Beijing time to the precision that it was printed with; empty for none."""
    return (published or "")[: _SHOWN.get(precision, 0)]
