"""The order in which the forms are tried, the site's own ones first."""

import re
from dataclasses import replace
from datetime import datetime, tzinfo

from crawler.dates.absolute import read_complete, read_whole
from crawler.dates.ago import read_ago
from crawler.dates.clock import clock_of, moment
from crawler.dates.machines import read_compact, read_english, read_epoch_digits
from crawler.dates.reading import (
    BEIJING,
    Precision,
    Question,
    Reading,
    UnreadableError,
    Zone,
    settle,
)
from crawler.dates.relative import newest, read_clock_alone, read_relative
from crawler.dates.text import BEIJING_TIME, tidy, without_labels

SITE_FORM = re.compile(
    r"(?:(?:([0-9]{4})-)?([0-9]{1,2})-([0-9]{1,2})[ T])?"
    r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?"
)
"""`08:05`, `09-27 18:26`, `2022-12-18 14:55`: what stcn.com prints."""

# Looking an enum's member up costs as much as a regular expression.
_ASSUMED = Zone.ASSUMED


def read_time(
    raw: str,
    reference: datetime | None,
    *,
    zone: tzinfo = BEIJING,
    mislabelled: bool = False,
) -> Reading:
    """
    Read one printed time, or say why it cannot be read.

    `reference` is the aware instant at which the response was made
    (`response_instant`); without it only complete times can be read. `zone`
    is meant where none is printed. With `mislabelled` the publisher labels
    that zone's wall clock GMT (as 证券时报网 does in feeds): a label GMT, UTC,
    Z or +0000 is then not believed.

    A short form is the newest instant that is no more than an hour after the
    reference. What is ambiguous, later than that, before 1990, in no calendar
    or part of a sentence has no instant, and a reason.

    Precision says what is certain. A clock with minutes is `minute`, with
    seconds `second`. A day without clock is `day` at 00:00; an hour without
    minutes (昨晚8点) is `day` at that hour. 5分钟前 and 10秒前 are `minute`;
    3小时前 is `day` if an hour more would not change the Beijing day; else,
    and for 3天前 and longer, `unknown`: the instant is the page's arithmetic.
    Vague numbers (几分钟前) count as three, by RSSHub's convention.
    """
    if reference is not None and reference.tzinfo is None:
        raise ValueError("the reference must be an aware datetime")
    question = Question(raw, reference, zone, mislabelled)
    try:
        return _read(question)
    except UnreadableError as error:
        reason = str(error)
    return Reading(raw, None, Precision.UNKNOWN, Zone.ASSUMED, reason)


def read_epoch(value: int, reference: datetime | None = None) -> Reading:
    """Read seconds (10 digits) or milliseconds (13 digits) since 1970 in UTC."""
    return read_time(str(value), reference)


def _read(question: Question) -> Reading:
    """Try the site's forms on the string as it is, then all forms on a tidy one."""
    raw = question.raw
    if match := SITE_FORM.fullmatch(raw):
        return _site_form(question, match)
    if len(raw) in {10, 13} and raw.isascii() and raw.isdecimal():
        return read_epoch_digits(question, raw)
    text = tidy(raw)
    if "时间" in text and (said := BEIJING_TIME.search(text)):
        text = f"{text[: said.start()]} {text[said.end() :]}".strip()
        question = replace(question, zone=BEIJING, zone_said=True)
    reading = read_complete(question, text) or _read_bare(question, text)
    if reading is None and (bare := without_labels(text)) != text:
        reading = _read_bare(question, bare)
    if reading is None:
        raise UnreadableError("no time in it" if text else "nothing printed")
    return reading


def _read_bare(question: Question, text: str) -> Reading | None:
    """Read a form that must be all there is."""
    if text[:1].isdecimal():
        if len(text) in {10, 13} and text.isdecimal():
            return read_epoch_digits(question, text)
        if reading := read_compact(question, text) or read_whole(question, text):
            return reading
    return (
        read_ago(question, text)
        or read_relative(question, text)
        or read_english(question, text)
    )


def _site_form(question: Question, match: re.Match[str]) -> Reading:
    """Read a match of `SITE_FORM`."""
    year, month, day, hour, minute, second = match.groups()
    clock = clock_of(int(hour), int(minute), int(second) if second else None)
    if month is None:
        return read_clock_alone(question, clock, question.zone, _ASSUMED)
    if year is None:
        at = newest(question, int(month), int(day), clock, question.zone)
    else:
        at = moment(int(year), int(month), int(day), clock, question.zone)
    return settle(question, at, clock.precision, _ASSUMED)
