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
    "months": r"月|mo|mons?|months?",
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
_HALF = {"minutes": ("seconds", 30), "hours": ("minutes", 30), "years": ("months", 6)}
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
    try:
        at = now - sum(map(_offset, pieces), start=relativedelta())
        precision = _honest(str(pieces[-1].lastgroup), at)
        return settle(question, at, precision, Zone.STATED)
    except (ValueError, OverflowError) as error:
        raise UnreadableError("implausible: before the calendar") from error


def _offset(piece: re.Match[str]) -> relativedelta:
    """Read one amount and unit; 半天 and 半个月 are no amounts."""
    unit, amount = str(piece.lastgroup), piece["amount"].lower()
    offset = relativedelta()
    if amount == "半" or piece["and_half"]:
        if unit not in _HALF:
            raise UnreadableError("half of this unit is not a time")
        smaller, half = _HALF[unit]
        offset += relativedelta(**{smaller: half})  # type: ignore[arg-type]  # names of int fields
    if amount != "半":
        one = 1 if amount in {"a", "an"} else VAGUE
        count = int(amount) if amount.isdecimal() else one
        offset += relativedelta(**{unit: count})  # type: ignore[arg-type]  # names of int fields
    return offset


def _honest(unit: str, latest: datetime) -> Precision:
    """Say how much of an instant counted in `unit` is certain."""
    if unit in {"seconds", "minutes"}:
        return Precision.MINUTE
    same_day = (latest - timedelta(hours=1)).date() == latest.date()
    return Precision.DAY if unit == "hours" and same_day else Precision.UNKNOWN
