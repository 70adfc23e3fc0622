"""The instant at which a response was made, the anchor of every short time."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from crawler.dates.reading import EARLIEST_YEAR


def response_instant(
    date_header: str | None, age_header: str | None, fallback: datetime
) -> datetime:
    """
    Say in UTC when the origin made a response: its `Date` less its `Age`.

    `Age` counts seconds in caches (RFC 9111, section 5.1). Where either
    header is there and broken, or `Date` is missing, `fallback` (aware: when
    we received it) stands in.
    """
    try:
        made = parsedate_to_datetime(date_header or "")
        age = timedelta(seconds=int(age_header or 0))
        if made.tzinfo is None:  # RFC 5322: "-0000", still UTC
            made = made.replace(tzinfo=UTC)
        made = made.astimezone(UTC) - age
    except (ValueError, TypeError, OverflowError, IndexError):
        return fallback.astimezone(UTC)
    sound = made.year >= EARLIEST_YEAR and age >= timedelta(0)
    return made if sound else fallback.astimezone(UTC)
