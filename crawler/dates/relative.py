"""Times that are complete only beside the instant at which the page was made."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta, tzinfo

from crawler.dates.clock import CLOCK, ZONE, Clock, moment, read_clock, read_zone
from crawler.dates.reading import (
    SLACK,
    Question,
    Reading,
    UnreadableError,
    Zone,
    settle,
)

_FLAGS = re.ASCII | re.IGNORECASE
_THEN = rf"(?: ?(?:[T,|-]|at )? ?{CLOCK}{ZONE})"
_WD = r"[(\[]?周(?P<wd{n}>[1-7]) ?[)\]]?"

CLOCK_ALONE = re.compile(CLOCK + ZONE, _FLAGS)
MONTH_DAY = re.compile(
    rf"(?:{_WD.format(n=1)}[, ]*)?(?:(?P<year>今年|去年|前年|上年) ?)?"
    r"(?P<m>[0-9]{1,2})(?:(?P<zh> ?月 ?)|(?P<sep>[-/.]))(?P<d>[0-9]{1,2})"
    r"(?P<ri>(?(zh) ?[日号]))?"
    rf"(?:[, ]*{_WD.format(n=2)})?{_THEN}?",
    _FLAGS,
)
DAY_OF_MONTH = re.compile(
    rf"(?P<month>本月|这个?月|上个?月) ?(?P<d>[0-9]{{1,2}}) ?[日号]{_THEN}?", _FLAGS
)
SOURCE_BEFORE = re.compile(
    r"[^\s0-9:]{2,20} (?=(?:[0-9]{2}[-/.][0-9]{2}|[0-9]{1,2}月[0-9]{1,2}日) [0-9]{1,2}:)"
)

NO_SOURCE = re.compile("时间|日期|截止|截至|[农阴旧]历|[去前今明后次]年|次日|[上下本]个?月")
"""What stands before a day to change its meaning (当地时间 09-27 18:26)."""

_DAYS = {
    "大前天": 3, "前天": 2, "前日": 2, "昨天": 1, "昨日": 1, "昨": 1, "今天": 0, "今日": 0,
    "今": 0, "the day before yesterday": 2, "yesterday": 1, "yday": 1, "today": 0, "tda": 0,
}  # fmt: skip
DAY_WORD = re.compile(rf"(?P<word>{'|'.join(_DAYS)}){_THEN}?", _FLAGS)

_ENGLISH_DAYS = {"mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7}
WEEKDAY = re.compile(
    r"(?:(?P<week>上上|上|本|这|今)个?)?"
    r"(?:周(?P<zh>[1-7])|(?P<en>mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?)"
    rf" ?{_THEN}?",
    _FLAGS,
)
_WEEKS = {"上上": 2, "上": 1, "本": 0, "这": 0, "今": 0}


def read_relative(question: Question, text: str) -> Reading | None:
    """Read `text`, freed of labels, if one of this module's forms is all of it."""
    if (source := SOURCE_BEFORE.match(text)) and not NO_SOURCE.search(source[0]):
        text = text[source.end() :]
    for form, read in _FORMS:
        if match := form.fullmatch(text):
            return read(question, match)
    return None


def read_clock_alone(
    question: Question, clock: Clock, zone: tzinfo, known: Zone
) -> Reading:
    """
    Take the day of the reference, or the day before.

    More than an hour after the reference it was yesterday's: 23:58 on a page
    made at 00:00:01.
    """
    today = question.now(zone)
    at = moment(today.year, today.month, today.day, clock, zone)
    if at > today + SLACK:
        at -= timedelta(days=1)
    return settle(question, at, clock.precision, known)


def newest(
    question: Question, month: int, day: int, clock: Clock, zone: tzinfo
) -> datetime:
    """
    Give a date without year the newest year that makes it no future.

    For 29 February that may be eight years back (1904 follows 1896).
    """
    today = question.now(zone)
    # On New Year's Eve the clocks of page and origin may differ by a year.
    first = today.year + (1 if month == 1 and today.month == 12 else 0)
    for year in range(first, first - 10, -1):
        try:
            at = moment(year, month, day, clock, zone)
        except UnreadableError:
            continue
        if at <= today + SLACK:
            return at
    raise UnreadableError("no calendar has this day")


def _clock_alone(question: Question, match: re.Match[str]) -> Reading:
    """Read 08:05 and 下午3点."""
    clock = read_clock(match)
    assert clock  # CLOCK is not optional here
    return read_clock_alone(question, clock, *read_zone(match, question))


def _ending(question: Question, match: re.Match[str]) -> tuple[Clock, tzinfo, Zone]:
    """Read the optional clock and zone behind a day."""
    clock = read_clock(match)
    return (
        (clock, *read_zone(match, question)) if clock else (Clock(), *question.unlabelled)
    )


def _month_day(question: Question, match: re.Match[str]) -> Reading | None:
    """Read 09-27 18:26 and 9月27日; a weekday beside it must fit the year found."""
    clock, zone, known = _ending(question, match)
    if match["h"] is None and (match["sep"] == "." or (match["zh"] and not match["ri"])):
        return None  # 9.27 may be a number, 九月廿七 is the moon's calendar
    month, day = int(match["m"]), int(match["d"])
    if match["year"]:
        year = question.now(zone).year - {"今": 0, "前": 2}.get(match["year"][0], 1)
        at = moment(year, month, day, clock, zone)
    else:
        at = newest(question, month, day, clock, zone)
    weekday = match["wd1"] or match["wd2"]
    if weekday and int(weekday) != at.isoweekday():
        raise UnreadableError("the weekday does not go with the date")
    return settle(question, at, clock.precision, known)


def _day_of_month(question: Question, match: re.Match[str]) -> Reading:
    """Read 本月9日 and 上月30号12:37."""
    clock, zone, known = _ending(question, match)
    first = question.now(zone).date().replace(day=1)
    if match["month"][0] == "上":
        first = (first - timedelta(days=1)).replace(day=1)
    at = moment(first.year, first.month, int(match["d"]), clock, zone)
    return settle(question, at, clock.precision, known)


def _on(question: Question, match: re.Match[str], day: Callable[[date], date]) -> Reading:
    """Read a day counted from the reference's own, with or without a clock."""
    clock, zone, known = _ending(question, match)
    on = day(question.now(zone).date())
    at = moment(on.year, on.month, on.day, clock, zone)
    return settle(question, at, clock.precision, known)


def _day_word(question: Question, match: re.Match[str]) -> Reading | None:
    """Read 今天, 昨天 09:30 and 昨晚8点; 今 and 昨 alone are no days."""
    word = match["word"].lower()
    if len(word) == 1 and match["h"] is None:
        return None
    return _on(question, match, lambda today: today - timedelta(days=_DAYS[word]))


def _weekday(question: Question, match: re.Match[str]) -> Reading:
    """
    Read 周二 19:11 as the last Tuesday before today, 上周二 as last week's.

    Today itself is called 今天 by who prints weekdays (RSSHub's tests agree).
    """
    number = int(match["zh"]) if match["zh"] else _ENGLISH_DAYS[match["en"][:3].lower()]

    def day(today: date) -> date:
        if match["week"]:
            weeks = 7 * _WEEKS[match["week"]]
            return today - timedelta(days=today.isoweekday() - number + weeks)
        return today - timedelta(days=(today.isoweekday() - number - 1) % 7 + 1)

    return _on(question, match, day)


_FORMS: tuple[
    tuple[re.Pattern[str], Callable[[Question, re.Match[str]], Reading | None]], ...
] = (
    (CLOCK_ALONE, _clock_alone),
    (MONTH_DAY, _month_day),
    (DAY_WORD, _day_word),
    (WEEKDAY, _weekday),
    (DAY_OF_MONTH, _day_of_month),
)
