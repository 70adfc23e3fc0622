"""The result of reading, the question behind it, and what no answer may break."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")
"""Where a time is meant that names no zone (contract, section 5)."""

SLACK = timedelta(hours=1)
"""How far a printed time may lie after the response: clocks of two machines."""

EARLIEST_YEAR = 1990
"""The exchanges of Shanghai and Shenzhen opened in this year; no news is older."""


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
    """The characters as printed."""
    instant: datetime | None
    """In UTC; None where nothing could be read without guessing."""
    precision: Precision
    """`day`: only the Beijing day is certain, the clock time may be filled in."""
    zone: Zone
    reason: str | None = None
    """One sentence for a person, only where `instant` is None."""


class UnreadableError(Exception):
    """Inside this package: the string is not a time, and the message says why."""


@dataclass(slots=True)
class Question:
    """
    One string to read, with everything that its meaning depends on.

    Never changed; `frozen` would only cost time, as one is made per string.
    """

    raw: str
    reference: datetime | None
    zone: tzinfo
    mislabelled: bool
    zone_said: bool = False
    """The words 北京时间 stand beside the time."""

    def now(self, zone: tzinfo) -> datetime:
        """Say what the clock in `zone` showed when the response was made."""
        if self.reference is None:
            raise UnreadableError("an incomplete time needs the response's own time")
        return self.reference.astimezone(zone)

    @property
    def unlabelled(self) -> tuple[tzinfo, Zone]:
        """The zone of a time that carries no label of its own."""
        return self.zone, Zone.STATED if self.zone_said else Zone.ASSUMED


def settle(
    question: Question, moment: datetime, precision: Precision, zone: Zone
) -> Reading:
    """Make the aware `moment` a result, unless no news can be of that time."""
    if moment.year < EARLIEST_YEAR:
        raise UnreadableError(f"implausible: before {EARLIEST_YEAR}")
    instant = moment.astimezone(UTC)
    if question.reference is not None and instant > question.reference + SLACK:
        raise UnreadableError("implausible: later than the page that prints it")
    return Reading(question.raw, instant, precision, zone)
