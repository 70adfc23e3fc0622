"""Reading the times that pages print. (being written)"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Precision(StrEnum):
    """How much of the instant was printed; the column `published_precision`."""

    SECOND = "second"
    MINUTE = "minute"
    DAY = "day"
    UNKNOWN = "unknown"


class Zone(StrEnum):
    """Where the zone of a reading comes from."""

    STATED = "stated"
    ASSUMED = "assumed"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a printed time means, or why it means nothing."""

    raw: str
    instant: datetime | None
    precision: Precision
    zone: Zone
    reason: str | None = None
