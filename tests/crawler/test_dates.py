"""The grammar of printed times: forms, traps, properties and strangers' data."""

import json
import re
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from crawler.dates import (
    BEIJING,
    Precision,
    Reading,
    Zone,
    read_epoch,
    read_time,
    response_instant,
)

MONDAY = datetime(2026, 9, 28, 10, 0, tzinfo=BEIJING)
"""A Monday, 02:00 in UTC; the reference wherever a test does not say otherwise."""
SECOND, MINUTE, DAY = Precision.SECOND, Precision.MINUTE, Precision.DAY
UNKNOWN = Precision.UNKNOWN


def utc(text: str) -> datetime:
    """Write an instant in UTC the short way."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


READ = [
    # What the site prints.
    ("08:05", "2026-09-28T00:05", MINUTE),
    ("23:58", "2026-09-27T15:58", MINUTE),
    ("09-27 18:26", "2026-09-27T10:26", MINUTE),
    ("12-18 14:55", "2025-12-18T06:55", MINUTE),
    ("2022-12-18 14:55", "2022-12-18T06:55", MINUTE),
    ("2024-05-06 9:07:31", "2024-05-06T01:07:31", SECOND),
    ("1790554148", "2026-09-28T00:09:08", SECOND),
    ("1790554148000", "2026-09-28T00:09:08", SECOND),
    ("2024-05-06<span>20:32</span>", "2024-05-06T12:32", MINUTE),
    ("2024-05-0620:32", "2024-05-06T12:32", MINUTE),
    ("2024-05-06\n    20:32", "2024-05-06T12:32", MINUTE),
    ("<i>16:30</i> <span>2024-05-06</span>", "2024-05-06T08:30", MINUTE),
    ("来源：虚构时报 2024-05-06 A004版", "2024-05-05T16:00", DAY),
    ("虚构财讯 09-27 18:26", "2026-09-27T10:26", MINUTE),
    # Separators, widths, invisible characters.
    ("2024/5/6 20:32", "2024-05-06T12:32", MINUTE),
    ("2024.05.06 20:32", "2024-05-06T12:32", MINUTE),
    ("２０２４－０５－０６　２０：３２", "2024-05-06T12:32", MINUTE),
    ("\ufeff2024-05-06\u200b\u00a020:32", "2024-05-06T12:32", MINUTE),
    ("2024-05-06&nbsp;20:32", "2024-05-06T12:32", MINUTE),
    ("[2024-05-06 20:32]", "2024-05-06T12:32", MINUTE),
    ("2024 05 06", "2024-05-05T16:00", DAY),
    ("20240506", "2024-05-05T16:00", DAY),
    ("20240506203201", "2024-05-06T12:32:01", SECOND),
    ("2024/0506", "2024-05-05T16:00", DAY),
    ("13.5.2024", "2024-05-12T16:00", DAY),
    # 年月日, numerals, parts of the day.
    ("2024年5月6日 星期一 20:32", "2024-05-06T12:32", MINUTE),
    ("2024年5月6日（星期一）20时32分01秒", "2024-05-06T12:32:01", SECOND),
    ("2024年5月6日20点32分", "2024-05-06T12:32", MINUTE),
    ("2024年5月6日晚上8点半", "2024-05-06T12:30", MINUTE),
    ("2024年5月6日下午三点一刻", "2024-05-06T07:15", MINUTE),
    ("二〇二四年十一月二十三日", "2024-11-22T16:00", DAY),
    ("二零二四年五月六日八时零五分", "2024-05-06T00:05", MINUTE),
    ("２０２４年５月６号", "2024-05-05T16:00", DAY),
    ("24年5月6日", "2024-05-05T16:00", DAY),
    ("5月6日 20:32", "2026-05-06T12:32", MINUTE),
    ("五月廿六日", "2026-05-25T16:00", DAY),
    ("周日 09-27 18:26", "2026-09-27T10:26", MINUTE),
    ("去年5月6日 20:32", "2025-05-06T12:32", MINUTE),
    ("上月30日 12:37", "2026-08-30T04:37", MINUTE),
    ("09-27", "2026-09-26T16:00", DAY),
    ("下午7:11", "2026-09-27T11:11", MINUTE),
    ("凌晨0:30", "2026-09-27T16:30", MINUTE),
    ("中午12:30", "2026-09-27T04:30", MINUTE),
    ("早上8点", "2026-09-28T00:00", DAY),
    ("8:15 PM", "2026-09-27T12:15", MINUTE),
    ("24:00", "2026-09-27T16:00", MINUTE),
    ("2024-05-06 24:00", "2024-05-06T16:00", MINUTE),
    # Traditional characters.
    ("2024年5月6號 20時32分", "2024-05-06T12:32", MINUTE),
    ("發佈時間：2024年5月6日 20點32分", "2024-05-06T12:32", MINUTE),
    ("3個小時前", "2026-09-27T23:00", DAY),
    # Relative to the response.
    ("今天 08:15", "2026-09-28T00:15", MINUTE),
    ("今日", "2026-09-27T16:00", DAY),
    ("昨天 08:15:30", "2026-09-27T00:15:30", SECOND),
    ("昨日", "2026-09-26T16:00", DAY),
    ("前天 23:10", "2026-09-26T15:10", MINUTE),
    ("大前天", "2026-09-24T16:00", DAY),
    ("昨晚8点", "2026-09-27T12:00", DAY),
    ("今早八点十分", "2026-09-28T00:10", MINUTE),
    ("刚刚", "2026-09-28T02:00", MINUTE),
    ("45秒前", "2026-09-28T01:59:15", MINUTE),
    ("三十五分钟前", "2026-09-28T01:25", MINUTE),
    ("几分钟前", "2026-09-28T01:57", MINUTE),
    ("半小时前", "2026-09-28T01:30", DAY),
    ("1个半小时前", "2026-09-28T00:30", DAY),
    ("1小时20分钟前", "2026-09-28T00:40", MINUTE),
    ("2小时前", "2026-09-28T00:00", DAY),
    ("10小时前", "2026-09-27T16:00", UNKNOWN),
    ("3天前", "2026-09-25T02:00", UNKNOWN),
    ("两周前", "2026-09-14T02:00", UNKNOWN),
    ("7个月前", "2026-02-28T02:00", UNKNOWN),
    ("3年前", "2023-09-28T02:00", UNKNOWN),
    ("周二 19:11", "2026-09-22T11:11", MINUTE),
    ("星期天", "2026-09-26T16:00", DAY),
    ("周一 09:00", "2026-09-21T01:00", MINUTE),
    ("本周一 09:00", "2026-09-28T01:00", MINUTE),
    ("上周五", "2026-09-24T16:00", DAY),
    ("Yesterday 10pm", "2026-09-27T14:00", DAY),
    ("a minute ago", "2026-09-28T01:59", MINUTE),
    ("2 hours ago", "2026-09-28T00:00", DAY),
    ("Tuesday", "2026-09-21T16:00", DAY),
    # Labels and neighbours.
    ("发布时间：2024-05-06 20:32", "2024-05-06T12:32", MINUTE),
    ("发布于 今天 08:15", "2026-09-28T00:15", MINUTE),
    ("更新时间：2小时前", "2026-09-28T00:00", DAY),
    ("5分钟前发布", "2026-09-28T01:55", MINUTE),
    ("时间：2024-05-06 作者：张三 阅读：1644", "2024-05-05T16:00", DAY),
    (
        "新股今日申购 2024-05-06 20:32:01　来源: 虚构网 评论 15",
        "2024-05-06T12:32:01",
        SECOND,
    ),
    ("公司回应传闻2024年05月06日 20:32来源：虚构网", "2024-05-06T12:32", MINUTE),
    ("虚构网2024-05-06 分享", "2024-05-05T16:00", DAY),
    ("日期：2024-05-06虚构网", "2024-05-05T16:00", DAY),
    ("两者的差距 2024-05-06 20:32", "2024-05-06T12:32", MINUTE),
    ("虚构网2024-05-06 20:32 分享", "2024-05-06T12:32", MINUTE),
    ("2024-05-06 2024-05-06 20:32", "2024-05-06T12:32", MINUTE),
    ("2024-05-06 12:48 P股观察", "2024-05-06T04:48", MINUTE),
]
"""(printed, instant in UTC, precision), all with `MONDAY` and no zone printed."""

MACHINE = [
    ("2024-05-06T20:32:01+08:00", "2024-05-06T12:32:01", SECOND),
    ("2024-05-06T20:32:01.250Z", "2024-05-06T20:32:01.250", SECOND),
    ("2024-05-06 20:32:01+08", "2024-05-06T12:32:01", SECOND),
    ("20240506T203201Z", "2024-05-06T20:32:01", SECOND),
    ("Mon, 06 May 2024 20:32:01 GMT", "2024-05-06T20:32:01", SECOND),
    ("Mon, 6 May 24 20:32 -0500", "2024-05-07T01:32", MINUTE),
    ("Mon May 06 2024 20:32:01 GMT+0800 (中国标准时间)", "2024-05-06T12:32:01", SECOND),
    (
        "Mon May 06 2024 20:32:01 GMT+0800 (China Standard Time)",
        "2024-05-06T12:32:01",
        SECOND,
    ),
    ("Mon May  6 20:32:01 CST 2024", "2024-05-06T12:32:01", SECOND),
    ("May 6, 2024, 8:32 p.m. EST", "2024-05-07T01:32", MINUTE),
    ("2024-05-06 20:32 GMT+8", "2024-05-06T12:32", MINUTE),
    ("2024-05-06 20:32 (UTC+9)", "2024-05-06T11:32", MINUTE),
    ("2024-05-06 20:32 UTC-5", "2024-05-07T01:32", MINUTE),
    ("2024-05-06 20:32:01 CST", "2024-05-06T12:32:01", SECOND),
    ("2024-05-06 20:32 北京时间", "2024-05-06T12:32", MINUTE),
    ("09-27 18:26 GMT+8", "2026-09-27T10:26", MINUTE),
]
"""The same with a zone printed, so that the reading's is `Zone.STATED`."""

NULL = [
    ("", "nothing"),
    ("\u200b \n", "nothing"),
    ("Invalid Date", "no time"),
    ("undefined", "no time"),
    ("0", "no time"),
    ("12345678901", "no time"),
    ("2024年5月", "no time"),
    ("3.5", "no time"),
    ("9.27", "no time"),
    ("明天 10:00", "no time"),
    ("10分钟后", "no time"),
    ("下周二", "no time"),
    ("我今天要打游戏", "no time"),
    ("十几分钟前", "no time"),
    ("三五分钟前", "no time"),
    ("半天前", "half"),
    ("农历八月十五", "no time"),
    ("2月30日", "calendar"),
    ("2024-02-30 10:00", "calendar"),
    ("25:61", "clock"),
    ("2024-05-06 25:61", "clock"),
    ("2024-05-06 9:5", "unknown form"),
    ("晚上12点", "part of the day"),
    ("凌晨13:00", "part of the day"),
    ("周六 09-27 18:26", "weekday"),
    ("2024-05-06 10:00 2024-05-07 11:00", "ambiguous"),
    ("2024-05-06 10:00 / 2024-05-06 11:00", "ambiguous"),
    ("2024-05-06 10:00 (May 7, 2024)", "ambiguous"),
    ("2024-5-620:32", "ambiguous"),
    ("06/05/2024", "ambiguous"),
    ("2024-05-06 10:09-12:00", "ambiguous"),
    ("2024-05-06 10:09~12:00", "a range"),
    ("截至2024年5月6日", "sentence"),
    ("公司于2024年5月6日15:00召开会议", "sentence"),
    ("2024年5月6日，公司公告", "sentence"),
    ("会议时间：2024-05-06 15:00", "sentence"),
    ("美东时间2024-05-06 15:00", "sentence"),
    ("当地时间 09-27 18:26", "no time"),
    ("明年 09-27 18:26", "no time"),
    ("09:30-15:00", "ambiguous"),
    ("09:30-1130", "ambiguous"),
    ("农历2024年5月6日 20:32", "sentence"),
    ("2024-05-06 15:00 IST", "sentence"),
    ("2024-05-06 15:00 +15:00", "zone"),
    ("1989-12-31 10:00", "implausible: before 1990"),
    ("99999999天前", "no time"),
    ("9999年前", "implausible"),
    ("2026-09-28 11:01", "implausible: later"),
    ("2027-01-01", "implausible: later"),
    ("今天 12:00", "implausible: later"),
    ("9999999999", "implausible: later"),
    ("1" * 500, "too long"),
]


@pytest.mark.parametrize(("raw", "expected", "precision"), READ)
def test_reads_what_pages_print(raw: str, expected: str, precision: Precision) -> None:
    """Every form that a page prints is read to the instant and precision it means."""
    reading = read_time(raw, MONDAY)
    assert (reading.instant, reading.precision) == (utc(expected), precision)
    assert reading.raw == raw
    assert reading.reason is None


def test_only_what_was_assumed_is_recorded_as_assumed() -> None:
    """A wall clock without zone is assumed Beijing's; offsets and epochs need none."""
    for raw in ("08:05", "09-27 18:26", "昨天", "2024年5月6日"):
        assert read_time(raw, MONDAY).zone is Zone.ASSUMED
    for raw in ("刚刚", "5分钟前", "2 hours ago", "1790554148"):
        assert read_time(raw, MONDAY).zone is Zone.STATED


@pytest.mark.parametrize(("raw", "expected", "precision"), MACHINE)
def test_reads_printed_zones(raw: str, expected: str, precision: Precision) -> None:
    """A printed zone is believed, and `GMT+8` lies east."""
    reading = read_time(raw, MONDAY)
    assert reading == Reading(raw, utc(expected), precision, Zone.STATED)


@pytest.mark.parametrize(("raw", "reason"), NULL)
def test_refuses_with_a_reason(raw: str, reason: str) -> None:
    """What cannot be read without a guess has no instant, and says why."""
    reading = read_time(raw, MONDAY)
    assert (reading.instant, reading.precision) == (None, UNKNOWN)
    assert reading.reason is not None
    assert reason in reading.reason


def test_a_publisher_that_mislabels_beijing_time() -> None:
    """Only a label of Greenwich is not believed; other labels are."""
    raw = "Mon, 06 May 2024 20:32:00 GMT"
    reading = read_time(raw, None, mislabelled=True)
    assert (reading.instant, reading.zone) == (utc("2024-05-06T12:32"), Zone.CORRECTED)
    for label in ("Z", " UTC", "+00:00", " +0000"):
        at = read_time(f"2024-05-06T20:32:00{label}", None, mislabelled=True)
        assert (at.instant, at.zone) == (utc("2024-05-06T12:32"), Zone.CORRECTED)
    true = read_time("2024-05-06T20:32:00+09:00", None, mislabelled=True)
    assert (true.instant, true.zone) == (utc("2024-05-06T11:32"), Zone.STATED)
    assert read_time("2024-05-06 20:32", None, mislabelled=True).zone is Zone.ASSUMED


@pytest.mark.parametrize(
    ("raw", "reference", "expected"),
    [
        ("12-31 23:59", "2026-01-01T00:05", "2025-12-31T23:59"),
        ("01-01 00:20", "2025-12-31T23:50", "2026-01-01T00:20"),
        ("01-01 00:20", "2026-01-01T00:21", "2026-01-01T00:20"),
        ("23:58", "2026-03-02T00:00:01", "2026-03-01T23:58"),
        ("01:00", "2026-03-02T00:00:00", "2026-03-02T01:00"),
        ("01:01", "2026-03-02T00:00:00", "2026-03-01T01:01"),
        ("24:00", "2026-03-02T23:30:00", "2026-03-03T00:00"),
        ("02-29 10:00", "2026-03-02T00:00", "2024-02-29T10:00"),
        ("02-29 10:00", "2024-02-29T08:00", "2020-02-29T10:00"),
        ("2月29日", "2103-03-02T00:00", "2096-02-29T00:00"),
        ("昨天 23:00", "2026-03-01T00:30", "2026-02-28T23:00"),
        ("1个月前", "2026-03-31T12:00", "2026-02-28T12:00"),
    ],
)
def test_turns_of_day_and_year(raw: str, reference: str, expected: str) -> None:
    """A short form is the newest that is no more than an hour after its page."""
    at = read_time(raw, datetime.fromisoformat(reference).replace(tzinfo=BEIJING)).instant
    assert at == datetime.fromisoformat(expected).replace(tzinfo=BEIJING)


def test_the_day_is_beijings() -> None:
    """Midnight falls in Beijing, wherever the reference's clock stands."""
    reference = utc("2026-03-01T16:30")  # 00:30 on the second in Beijing
    assert read_time("今天", reference).instant == utc("2026-03-01T16:00")
    assert read_time("23:58", reference).instant == utc("2026-03-01T15:58")


@pytest.mark.parametrize(
    "raw", ["08:05", "09-27 18:26", "昨天", "5分钟前", "周二", "5月6日"]
)
def test_short_forms_need_a_reference(raw: str) -> None:
    """Without the response's time a short form is not read, and never by this clock."""
    reading = read_time(raw, None)
    assert reading.instant is None
    assert "response" in str(reading.reason)


def test_another_zone_may_be_assumed() -> None:
    """A site that is not Beijing's gives its own zone."""
    tokyo = timezone(timedelta(hours=9))
    assert read_time("2024-05-06 20:32", None, zone=tokyo).instant == utc(
        "2024-05-06T11:32"
    )


def test_a_naive_reference_is_a_mistake() -> None:
    """A reference without zone would make "today" this machine's day."""
    with pytest.raises(ValueError, match="aware"):
        read_time("08:05", datetime(2026, 9, 28, 10, 0))  # noqa: DTZ001  # the mistake


def test_epochs() -> None:
    """An epoch is UTC, in seconds or milliseconds; other magnitudes are refused."""
    for value in (1790554148, 1790554148000):
        reading = read_epoch(value)
        assert (reading.instant, reading.zone) == (utc("2026-09-28T00:09:08"), Zone.STATED)
    assert read_epoch(179055414).instant is None
    assert "ambiguous" in str(read_epoch(2024050610).reason)


def test_response_instant_is_date_less_age() -> None:
    """A cached response is as old as its Age says."""
    date, now = "Mon, 28 Sep 2026 02:10:00 GMT", utc("2026-09-28T02:11")
    assert response_instant(date, "600", now) == utc("2026-09-28T02:00")
    assert response_instant(date, None, now) == utc("2026-09-28T02:10")


@pytest.mark.parametrize(
    ("date", "age"),
    [
        (None, "600"),
        ("", None),
        ("yesterday", None),
        ("Mon, 28 Sep 2026 02:10:00 GMT", "old"),
        ("Mon, 28 Sep 2026 02:10:00 GMT", "-5"),
        ("Mon, 28 Sep 2026 02:10:00 GMT", "9" * 30),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
    ],
)
def test_response_instant_falls_back(date: str | None, age: str | None) -> None:
    """A missing or broken header leaves the time at which we received it."""
    now = datetime(2026, 9, 28, 10, 11, tzinfo=BEIJING)
    assert response_instant(date, age, now) == utc("2026-09-28T02:11")


PRINTED = [
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M:00",
    "%Y.%m.%d %H:%M",
    "%Y-%m-%d%H:%M",
    "%Y-%m-%dT%H:%M:00",
    "%Y年%m月%d日 %H:%M",
    "%Y年%m月%d日%H时%M分",
    "%Y%m%d%H%M00",
    "%a, %d %b %Y %H:%M:00 +0800",
    "%a %b %d %Y %H:%M:00 GMT+0800 (中国标准时间)",
    "%b %d, %Y %I:%M %p",
    "%m-%d %H:%M",
    "%m月%d日 %H:%M",
    "%m/%d %H:%M",
    "发布时间：%Y-%m-%d %H:%M 来源：虚构网",
]
MINUTES_OF_A_YEAR = 365 * 24 * 60


@given(st.integers(0, MINUTES_OF_A_YEAR - 61), st.sampled_from(PRINTED))
def test_any_minute_of_a_year_survives_being_printed(minutes: int, form: str) -> None:
    """What a form prints of any minute of the last year is read as that minute."""
    at = MONDAY - timedelta(minutes=minutes)
    assert read_time(at.strftime(form), MONDAY).instant == at


@given(st.integers(0, 23 * 60 - 1), st.sampled_from(["%H:%M", "%H点%M分", "%p %I:%M"]))
def test_any_minute_of_a_day_survives_being_printed(minutes: int, form: str) -> None:
    """A time without day is read as that minute of the last 23 hours."""
    at = MONDAY - timedelta(minutes=minutes)
    assert read_time(at.strftime(form), MONDAY).instant == at


@given(
    st.text(
        alphabet="0123456789-/:. 年月日时点分上下午今昨天周前一二十半T+Z来源发", max_size=24
    )
)
def test_whatever_is_read_is_plausible(raw: str) -> None:
    """No string is read as later than its page or older than news, none crashes."""
    reading = read_time(raw, MONDAY)
    assert (reading.instant is None) == (reading.reason is not None)
    if reading.instant:
        assert utc("1989-12-31T00:00") < reading.instant <= MONDAY + timedelta(hours=1)


CORPORA = Path(__file__).parents[2].parent / "shared" / "corpora" / "dates"
"""Strings that strangers collected, with what they mean; not part of the project."""

_N = "[0-9〇零一二三四五六七八九十廿]"
COMPLETE = re.compile(
    rf"(?:{_N}{{4}}|{_N}{{2}}(?=年))[-/.年 ]{_N}{{1,3}}[-/.月 ]{_N}{{1,3}}(?![月之]).*"
    rf"|(?:周.|星期.) {_N}{{4}}年.+|[0-9]{{8}}|[0-9]+/[0-9]+/[0-9]{{4}}"
)
"""Rows of the four grammars' tests that are a day with its year, and no sentence."""
NOT_A_PAGES = re.compile("农历|正月|除夕|[0-9][号號]-|三號ー|八月十五$|1789|1357|1974")
"""The moon's calendar, ranges, and what is older than news."""

Span = tuple[datetime, datetime]


def spans_of(row: dict[str, Any], reference: datetime | None, zone: tzinfo) -> list[Span]:
    """Give every meaning that a row's source accepts, as first and last instant."""
    if "offset" in row:
        assert reference
        offset = relativedelta(**row["offset"])
        at = reference - offset if row["direction"] == "ago" else reference + offset
        return [spread(at, day=row["period"] == "day" and "days" in row["offset"])]
    if "expected_start" in row:
        ends = (row["expected_start"], row["expected_end"])
        first, last = (datetime.fromisoformat(end).replace(tzinfo=zone) for end in ends)
        return [(first, last)]
    english = re.search(r"[0-9]{4}-.*", row.get("expected_english", ""))
    texts = row.get("expected_any") or [
        row.get("expected_utc")
        or row.get("expected_past")
        or row.get("expected")
        or (row["input"] if "page_shows" in row else None)
        or (english[0] if english else None)
    ]
    return [
        spread(in_zone(text, zone), day=len(text) == 10 or bool(row.get("implied_noon")))
        for text in texts
        if text and not text.startswith("0001")
    ]


def in_zone(text: str, zone: tzinfo) -> datetime:
    """Read a corpus's own ISO time; without zone it is the page's."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=zone)


def spread(at: datetime, *, day: bool) -> Span:
    """Let a day's every instant count where no more than the day was meant."""
    start = at.replace(hour=0, minute=0, second=0)
    return (start, start + timedelta(days=1)) if day else (at, at)


def reference_of(row: dict[str, Any]) -> tuple[datetime | None, tzinfo]:
    """Read a row's reference; half a reference ({"year": 2021}) is none."""
    try:
        reference = in_zone(row["reference"], BEIJING)
    except (TypeError, ValueError):
        return None, BEIJING
    return reference, reference.tzinfo or BEIJING


def judge(row: dict[str, Any]) -> tuple[str, bool]:
    """
    Say how a row is read, and whether it is a complete date, or lies in the past.

    `leans` is a short form that its source takes for the future (周五 as the
    next one): on a page it is past, and that is how it is read.
    """
    raw = str(row["input"])
    reference, zone = reference_of(row)
    spans = spans_of(row, reference, zone)
    complete = COMPLETE.fullmatch(raw) is not None and not NOT_A_PAGES.search(raw)
    ahead = bool(spans and reference and spans[0][0] > reference)
    # A complete time means the same beside a reference that lies before it.
    reading = read_time(
        raw,
        None if complete and ahead else reference,
        zone=zone,
        mislabelled=str(row.get("zone_reading")).startswith("+08:00 printed as GMT"),
    )
    readable = bool(spans) and (complete or not ahead)
    if reading.instant is None:
        return "null", readable
    if any(first <= reading.instant <= last for first, last in spans):
        return "right", readable
    if ahead and not complete and reference and reading.instant < reference:
        return "leans", readable
    # Two posts of publishers whose zone the corpus itself does not know.
    untold = not spans and row.get("zone_reading") in {"unknown", "year only"}
    return ("untold" if untold else "wrong"), readable


def rows_of(corpus: str) -> list[dict[str, Any]]:
    """Read one corpus, or skip the test and say why."""
    file = CORPORA / f"{corpus}.jsonl"
    if not file.is_file():
        pytest.skip(f"{file} is not here: strangers' data stays out of the project")
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


FIGURES = {
    "chrono_zh": {"right": 8, "null": 40, "leans": 1},
    "crawl_stamps": {"right": 15},
    "dateparser_zh": {"right": 12, "null": 13},
    "duckling_zh": {"right": 27, "null": 54, "leans": 32},
    "jionlp_zh": {"right": 15, "null": 49, "leans": 6},
    "page_strings": {"right": 34},
    "post_front_matter": {"right": 28, "null": 7, "untold": 2},
    "recognizers_zh": {"right": 14, "null": 26},
    "rsshub_relative": {"right": 14, "null": 2},
}
"""What becomes of the 399 strings; `wrong` stands nowhere."""
OF_PAGES = ["crawl_stamps", "page_strings", "post_front_matter", "rsshub_relative"]


@pytest.mark.parametrize("corpus", FIGURES)
def test_strangers_strings_are_never_read_wrong(corpus: str) -> None:
    """Of every corpus exactly this many strings are read, and none wrong."""
    assert Counter(judge(row)[0] for row in rows_of(corpus)) == FIGURES[corpus]


@pytest.mark.parametrize("corpus", OF_PAGES)
def test_everything_that_pages_print_is_read(corpus: str) -> None:
    """Of the corpora taken from pages and feeds, all that is a past time is read."""
    verdicts = [verdict for verdict, readable in map(judge, rows_of(corpus)) if readable]
    assert verdicts
    assert set(verdicts) == {"right"}


@pytest.mark.parametrize("corpus", sorted(FIGURES.keys() - set(OF_PAGES)))
def test_every_complete_date_is_read(corpus: str) -> None:
    """Of other grammars' tests, every complete date that is no sentence is read."""
    rows = [row for row in rows_of(corpus) if COMPLETE.fullmatch(row["input"])]
    verdicts = [judge(row)[0] for row in rows if not NOT_A_PAGES.search(row["input"])]
    assert verdicts
    assert set(verdicts) == {"right"}
