"""What machines print: months by English name, bare digits, epochs."""

import re
from datetime import UTC, datetime

from crawler.dates.absolute import read_dated
from crawler.dates.clock import CLOCK, ZONE, Clock, clock_of, read_clock
from crawler.dates.reading import (
    Precision,
    Question,
    Reading,
    UnreadableError,
    Zone,
    settle,
)

_FLAGS = re.ASCII | re.IGNORECASE
_NAMES = [
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
]
MONTHS = {name: number for number, name in enumerate(_NAMES, start=1)}
_MONTH = rf"(?P<mon>{'|'.join(_NAMES)})[a-z]{{0,6}}\.?"
_DAY = r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?"
_OPEN = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,? )?"
_CLOSE = rf"(?:,? (?:at )?{CLOCK}{ZONE})?(?: ?\([^()]*\)?)?"
ENGLISH = tuple(
    re.compile(_OPEN + form, _FLAGS)
    for form in (
        rf"{_DAY}[ -]{_MONTH}[ ,-]+(?P<y>[0-9]{{4}}|[0-9]{{2}}){_CLOSE}",
        rf"{_MONTH} {_DAY},? (?P<y>[0-9]{{4}}){_CLOSE}",
        rf"{_MONTH} {_DAY} {CLOCK}{ZONE} (?P<y>[0-9]{{4}})",
    )
)
"""RFC 822 and 5322; JavaScript and American prose; asctime and Java."""
COMPACT = re.compile(
    r"(?P<y>[0-9]{4})[-/]?(?P<m>[0-9]{2})[-/]?(?P<d>[0-9]{2})"
    rf"(?:[T ]?(?P<h>[0-9]{{2}}):?(?P<mi>[0-9]{{2}})(?::?(?P<s>[0-9]{{2}}))?{ZONE})?",
    _FLAGS,
)
"""20220906, 20220906191100, and the dates in addresses (2022/0906, 202209/06)."""


def read_english(question: Question, text: str) -> Reading | None:
    """
    Read `Tue, 06 Sep 2022 19:11:00 GMT` and its kin.

    dateutil would do for most of these, but reads `GMT+0800` with the wrong
    sign and drops `CST`; three patterns are also faster.
    """
    for form in ENGLISH:
        if match := form.fullmatch(text):
            if len(match["y"]) == 2 and match["h"] is None:
                return None  # 06 Sep 22 alone: either number may be the year
            month = MONTHS[match["mon"].lower()]
            return read_dated(question, match, month, int(match["d"]), read_clock(match))
    return None


def read_compact(question: Question, text: str) -> Reading | None:
    """Read a match of `COMPACT`."""
    match = COMPACT.fullmatch(text)
    if match is None:
        return None
    clock: Clock | None = None
    if match["h"]:
        second = int(match["s"]) if match["s"] else None
        clock = clock_of(int(match["h"]), int(match["mi"]), second)
    return read_dated(question, match, int(match["m"]), int(match["d"]), clock)


def read_epoch_digits(question: Question, digits: str) -> Reading:
    """
    Read seconds (10 digits) or milliseconds (13 digits) since 1970 in UTC.

    From 2033 on ten digits can also be YYYYMMDDHH; only a reference tells.
    """
    if len(digits) == 10 and digits >= "1990" and question.reference is None:
        raise UnreadableError("ambiguous: an epoch or a date of ten digits")
    seconds, milliseconds = int(digits[:10]), int(digits[10:] or 0)
    at = datetime.fromtimestamp(seconds, UTC).replace(microsecond=milliseconds * 1000)
    return settle(question, at, Precision.SECOND, Zone.STATED)
