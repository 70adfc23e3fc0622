"""Times counted back from the reference."""

import re
from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta

from crawler.dates.reading import (
    Precision,
    Question,
    Reading,
    UnreadableError,
    Zone,
    settle,
)

_FLAGS = re.ASCII | re.IGNORECASE
JUST_NOW = re.compile(r"刚刚|刚才|刚|方才|just now|now|moments? ago", _FLAGS)
_UNITS = {
    "seconds": r"秒钟?|s|secs?|seconds?",
    "minutes": r"分钟?|m|mins?|minutes?",
    "hours": r"小时|钟头|钟|时|h|hrs?|hours?",
    "days": r"天|日|d|days?",
    "weeks": r"周|星期|礼拜|w|wks?|weeks?",
    "months": r"月|mo|mons?|mths?|months?",
    "years": r"年|y|yrs?|years?",
}
_UNIT = "|".join(f"(?P<{name}>{words})" for name, words in _UNITS.items())
_AMOUNT = r"(?P<amount>[0-9]{1,4}|半|几|数|an?|x|(?:a )?few|several)"
_PIECE = rf"{_AMOUNT} ?个?(?P<and_half>半)? ?(?:{_UNIT})(?![a-z])"
PIECE = re.compile(_PIECE, _FLAGS)
_ANY_PIECE = re.sub(r"\?P<\w+>", "?:", _PIECE)
AGO = re.compile(
    rf"(?P<pieces>{_ANY_PIECE}(?:[,、 ]*{_ANY_PIECE}){{0,6}}) ?(?:之前|以前|前|ago)", _FLAGS
)
_SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400, "weeks": 604800}
_MONTHS = {"months": 1, "years": 12}
_HALVED = {"minutes", "hours", "years"}
"""Units whose half is one length; 半天 is twelve hours to some, six to others."""
VAGUE = 3
"""What 几, 数 and "x" count as, by RSSHub's convention (`lib/utils/parse-date.ts`)."""


def read_ago(question: Question, text: str) -> Reading | None:
    """
    Read 刚刚 as the reference, and 5分钟前 as the reference less the offset.

    Sites round down, so the true instant lies up to one unit earlier. That is
    minute-true for seconds and minutes; an hour is true to the day if the
    whole span is one Beijing day; of days and more even the day is open.
    An offset needs no zone: none is assumed.
    """
    match = AGO.fullmatch(text) if text.endswith(("前", "ago", "AGO", "Ago")) else None
    if match is None and not JUST_NOW.fullmatch(text):
        return None
    now = question.now(question.zone)
    if match is None:
        return settle(question, now, Precision.MINUTE, Zone.STATED)
    pieces = list(PIECE.finditer(match["pieces"]))
    months, seconds = map(sum, zip(*map(_length, pieces), strict=True))
    try:
        start = now - relativedelta(months=months) if months else now
        at = start - timedelta(seconds=seconds)
    except (ValueError, OverflowError) as error:
        raise UnreadableError("implausible: before the calendar") from error
    return settle(question, at, _honest(str(pieces[-1].lastgroup), at), Zone.STATED)


def _length(piece: re.Match[str]) -> tuple[int, int]:
    """Read one amount and unit in months and seconds; one of them is 0."""
    unit, amount = str(piece.lastgroup), piece["amount"].lower()
    count: float = {"半": 0, "a": 1, "an": 1}.get(amount, VAGUE)
    if amount.isdecimal():
        count = int(amount)
    if amount == "半" or piece["and_half"]:
        if unit not in _HALVED:
            raise UnreadableError("half of this unit has no one length")
        count += 0.5
    return int(count * _MONTHS.get(unit, 0)), int(count * _SECONDS.get(unit, 0))


def _honest(unit: str, latest: datetime) -> Precision:
    """Say how much of an instant counted in `unit` is certain."""
    if unit in {"seconds", "minutes"}:
        return Precision.MINUTE
    same_day = (latest - timedelta(hours=1)).date() == latest.date()
    return Precision.DAY if unit == "hours" and same_day else Precision.UNKNOWN
