"""`Retry-After`: how long a site asks to be left alone. Pure."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def asked_wait(value: str | None, date: str | None, now: datetime) -> float | None:
    """
    Read the header as seconds from now; None where it is missing or says nothing.

    Args:
        value: the header: seconds, or an HTTP date (RFC 9110, section 10.2.3).
        date: the response's `Date`. A wait until an instant is measured on the
            clock that named it, for ours may be wrong.
        now: aware; stands in for a `Date` that is missing or broken.
    """
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:12])
    until = _instant(text)
    if until is None:
        return None
    return max(0.0, (until - (_instant(date or "") or now)).total_seconds())


def _instant(text: str) -> datetime | None:
    try:
        instant = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
