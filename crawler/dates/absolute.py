"""Dates that carry their year, alone or amid what a page prints around them."""

import re

from crawler.dates.clock import CLOCK, ZONE, Clock, moment, read_clock, read_zone
from crawler.dates.reading import Question, Reading, UnreadableError, settle
from crawler.dates.surroundings import stands_alone

_FLAGS = re.ASCII | re.IGNORECASE
_DATE = (
    r"(?P<y>[0-9]{4}) ?(?:(?P<zh>年)|[-/.]) ?(?P<m>[0-9]{1,2})"
    r" ?(?(zh)月|[-/.]) ?(?P<d>[0-9]{1,2})(?: ?[日号])?"
)
_WEEKDAY = r"(?: ?[,(\[]? ?(?:周[1-7] ?|[一二三四五六日](?=\)))[)\]]?)?"
_CLOCK = CLOCK + ZONE

DATED = re.compile(
    rf"(?<![0-9])(?<![0-9][-/.:]){_DATE}(?![0-9]{{3}}){_WEEKDAY}"
    rf"(?:[ T,;|·_-]{{0,3}}{_CLOCK})?",
    _FLAGS,
)
CLOCK_FIRST = re.compile(rf"{_CLOCK}[ ,|-]+{_DATE}{_WEEKDAY}", _FLAGS)
SPACED = re.compile(
    rf"(?P<y>[0-9]{{4}}) (?P<m>[0-9]{{1,2}}) (?P<d>[0-9]{{1,2}})(?: ?{_CLOCK})?", _FLAGS
)
SHORT_YEAR = re.compile(
    r"(?P<y>[0-9]{2}) ?年 ?(?P<m>[0-9]{1,2}) ?月 ?(?P<d>[0-9]{1,2}) ?[日号]"
    rf"{_WEEKDAY}(?: ?{_CLOCK})?",
    _FLAGS,
)
YEAR_LAST = re.compile(
    r"(?P<a>[0-9]{1,2})([-/.])(?P<b>[0-9]{1,2})\2(?P<y>[0-9]{4})" + rf"(?:,? {_CLOCK})?",
    _FLAGS,
)
_NAMED = re.compile(
    r"(?:[0-9]{1,2}[ -]M[ ,-]+|M [0-9]{1,2},? )[0-9]{4}".replace(
        "M", "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
    ),
    _FLAGS,
)


def read_complete(question: Question, text: str) -> Reading | None:
    """
    Find the one complete date in `text`; None where there is none.

    Two different dates, or one date with two times, are ambiguous. A date
    inside a sentence (公司于2022年6月30日召开) is not a time of publication.
    """
    match = DATED.match(text)
    if match and match.end() == len(text):
        return _complete(question, match)
    found = list(DATED.finditer(text))
    if not found:
        return None
    if match := CLOCK_FIRST.fullmatch(text):
        return _complete(question, match)
    _check_one(text, found)
    timed = [match for match in found if match["h"]]
    for match in timed or found:
        if stands_alone(text, match):
            return _complete(question, match)
    raise UnreadableError("the date is part of a sentence, a range or an unknown form")


def read_whole(question: Question, text: str) -> Reading | None:
    """Read `text` if a complete date is all of it, in one of the rarer orders."""
    for form in (SPACED, SHORT_YEAR):
        if match := form.fullmatch(text):
            return _complete(question, match)
    if match := YEAR_LAST.fullmatch(text):
        return _year_last(question, match)
    return None


def read_dated(
    question: Question, match: re.Match[str], month: int, day: int, clock: Clock | None
) -> Reading:
    """Put the year and zone of `match` to a month, a day and perhaps a clock."""
    zone, known = read_zone(match, question) if clock else question.unlabelled
    clock = clock or Clock()
    at = moment(_year(match["y"]), month, day, clock, zone)
    return settle(question, at, clock.precision, known)


def _check_one(text: str, found: list[re.Match[str]]) -> None:
    """Refuse a string that means two times."""
    dates = {(int(match["y"]), int(match["m"]), int(match["d"])) for match in found}
    if len(dates) > 1 or _NAMED.search(text):
        raise UnreadableError("ambiguous: two different dates in one string")
    clocks = {read_clock(match) for match in found} - {None}
    if len(clocks) > 1:
        raise UnreadableError("ambiguous: two different times in one string")


def _complete(question: Question, match: re.Match[str]) -> Reading:
    """Read a match with the groups `y`, `m` and `d`, and those of a clock."""
    glued = match.end("d") == match.start("h")
    if glued and len(match["d"] + match["h"]) < 4:
        raise UnreadableError("ambiguous: day and hour run into each other")
    return read_dated(question, match, int(match["m"]), int(match["d"]), read_clock(match))


def _year_last(question: Question, match: re.Match[str]) -> Reading:
    """Read 13.5.2015: only where one of the two orders is no date at all."""
    a, b = int(match["a"]), int(match["b"])
    if a <= 12 and b <= 12 and a != b:
        raise UnreadableError("ambiguous: day and month may be either way round")
    return read_dated(question, match, min(a, b), max(a, b), read_clock(match))


def _year(printed: str) -> int:
    """Read 03年 as 2003: of 1903 and 2003 only one can be news (see `settle`)."""
    year = int(printed)
    return year if len(printed) == 4 else year + (1900 if year >= 90 else 2000)
