"""The time of day, and the zone behind it."""

import re
from datetime import datetime, timedelta, timezone, tzinfo
from typing import NamedTuple

from crawler.dates.reading import Precision, Question, UnreadableError, Zone

_MORNING = {hour: hour for hour in range(12)}
_NOON = {11: 11, 12: 12, 1: 13, 2: 14, 13: 13, 14: 14}
_AFTERNOON = {12: 12} | {h: h % 12 + 12 for h in range(1, 24) if h != 12}
_DUSK = {h: h % 12 + 12 for h in [*range(4, 9), *range(16, 21)]}
_NIGHT = {h: h % 12 + 12 for h in [*range(5, 12), *range(17, 24)]}

# Which hours go with which word, and what they are on a clock of 24. What is
# missing is not read: 晚上12点 ends the day or begins it, 上午12点 likewise.
PARTS = {
    word: hours
    for words, hours in (
        ("上午 早上 早晨 早间 清晨 早", _MORNING),
        ("凌晨 拂晓 晨 a", _MORNING | {12: 0}),
        ("中午 正午 午间", _NOON),
        ("下午 午后 晏昼 p", _AFTERNOON),
        ("傍晚 黄昏", _DUSK),
        ("晚上 晚间 夜间 夜晚 夜里 深夜 半夜 晚", _NIGHT),
    )
    for word in words.split()
}
_WORDS = "|".join(word for word in PARTS if not word.isascii())

CLOCK = (
    rf"(?:(?P<part>{_WORDS}|[ap]m) ?)?(?P<h>[0-9]{{1,2}})"
    r"(?: ?: ?(?P<mi>[0-9]{2})(?: ?: ?(?P<s>[0-9]{2})(?:\.(?P<f>[0-9]{1,9}))?)?"
    r"| ?[点时](?:钟|(?P<sharp>整)|(?P<half>半)|(?P<quarter>[13])刻"
    r"| ?(?P<mi_zh>[0-9]{1,2}) ?分钟?(?: ?(?P<s_zh>[0-9]{1,2}) ?秒)?"
    r"|(?P<mi_bare>[0-9]{2}))?"
    r"|(?= ?[ap]\.?m))"
    r"(?: ?(?P<ap>[ap])\.?m\.?(?![a-z0-9]))?(?![0-9:])"
)
"""Groups are read by `read_clock`; needs IGNORECASE and ASCII."""

_NAMES = {
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0,
    # China, not Chicago: these are Chinese pages.
    "CST": 8, "BJT": 8, "HKT": 8, "SGT": 8, "JST": 9, "KST": 9,
    "EST": -5, "EDT": -4, "PST": -8, "PDT": -7,
}  # fmt: skip

ZONE = (
    r"(?: ?\(?(?P<zone>(?:(?:GMT|UTC|UT) ?[+-] ?[0-9]{1,2}(?::?[0-9]{2})?"
    r"|[+-][0-9]{2}:?[0-9]{2}|(?<! )[+-][0-9]{2})(?![0-9:])"
    rf"|(?:(?<! )Z|{'|'.join(name for name in _NAMES if name != 'Z')})"
    r"(?![a-z0-9\u4e00-\u9fff]))\)?)?"
)
"""An offset or a name that `read_zone` knows; a lone `+08` only without a space."""
OFFSET = re.compile(r"([+-]) ?([0-9]{1,2}):?([0-9]{2})?$")

# Looking an enum's member up costs as much as a regular expression.
_SECOND, _MINUTE = Precision.SECOND, Precision.MINUTE


class Clock(NamedTuple):
    """A time of day that exists; `hour` may be 24 where the rest is zero."""

    hour: int = 0
    minute: int = 0
    second: int = 0
    microsecond: int = 0
    precision: Precision = Precision.DAY


def clock_of(hour: int, minute: int, second: int | None = None, micro: int = 0) -> Clock:
    """Make a `Clock` of printed numbers, or refuse 25:61."""
    seconds = second or 0
    midnight = hour == 24 and not (minute or seconds or micro)
    if (hour > 23 and not midnight) or minute > 59 or seconds > 59:
        raise UnreadableError("no clock shows this time")
    return Clock(hour, minute, seconds, micro, _MINUTE if second is None else _SECOND)


def _hour_of_24(match: re.Match[str]) -> int:
    """Apply 下午 or pm to the printed hour."""
    hour, part = int(match["h"]), match["part"] or match["ap"]
    if part is None:
        return hour
    hours = PARTS.get(part) or PARTS[part[0].lower()]
    if hour not in hours:
        raise UnreadableError("the hour does not go with the part of the day")
    return hours[hour]


def read_clock(match: re.Match[str]) -> Clock | None:
    """
    Read the groups of `CLOCK`; None where no clock was printed.

    An hour alone (昨晚8点) is not a minute: its precision is the day.
    """
    if match["h"] is None:
        return None
    hour = _hour_of_24(match)
    if match["mi"]:
        second = int(match["s"]) if match["s"] else None
        micro = int((match["f"] or "0")[:6].ljust(6, "0"))
        return clock_of(hour, int(match["mi"]), second, micro)
    if match["half"] or match["quarter"]:
        return clock_of(hour, 30 if match["half"] else 15 * int(match["quarter"]))
    if minute := match["mi_zh"] or match["mi_bare"]:
        return clock_of(hour, int(minute), int(match["s_zh"]) if match["s_zh"] else None)
    whole = clock_of(hour, 0)
    return whole if match["sharp"] else whole._replace(precision=Precision.DAY)


def read_zone(match: re.Match[str], question: Question) -> tuple[tzinfo, Zone]:
    """
    Read the group of `ZONE`: which zone, and how we know.

    `GMT+8` is eight hours east, as JavaScript and people mean it; dateutil
    takes its sign the POSIX way and is sixteen hours off.
    """
    label = match["zone"]
    if not label:
        return question.unlabelled
    # 10:09-12:00 is a range; an offset follows a T, seconds or a space.
    apart = match.string[match.start("zone") - 1] == " " and ":" not in label
    if label[0] == "-" and not (match["s"] or apart or "T" in match[0]):
        raise UnreadableError("ambiguous: an offset or the end of a range")
    minutes = _minutes_east(label.upper())
    if minutes == 0 and question.mislabelled:
        return question.zone, Zone.CORRECTED
    return timezone(timedelta(minutes=minutes)), Zone.STATED


def _minutes_east(label: str) -> int:
    """Say how far east of Greenwich `GMT+8`, `-0530` or `CST` is, in minutes."""
    if label in _NAMES:
        return 60 * _NAMES[label]
    offset = OFFSET.search(label)
    assert offset, label  # the pattern of ZONE has no third kind
    minutes = 60 * int(offset[2]) + int(offset[3] or 0)
    if minutes > 14 * 60 or int(offset[3] or 0) > 59:
        raise UnreadableError("no zone on Earth has this offset")
    return minutes if offset[1] == "+" else -minutes


def moment(year: int, month: int, day: int, clock: Clock, zone: tzinfo) -> datetime:
    """Put a date and a clock together, or refuse 30 February."""
    hour, minute, second, micro, _ = clock
    try:
        if hour == 24:
            return datetime(year, month, day, tzinfo=zone) + timedelta(days=1)
        return datetime(year, month, day, hour, minute, second, micro, tzinfo=zone)
    except (ValueError, OverflowError) as error:
        raise UnreadableError("no calendar has this day") from error
