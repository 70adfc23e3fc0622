"""A year of days as a drawing: what is told, in what shape, and nothing from outside."""

import re
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from storage.pictures.calendar import calendar_svg, calendars_svg
from storage.pictures.marks import DayMark, State, channel_marks, day_marks
from storage.pictures.weeks import WEEKS, year_of
from storage.queries import CoverageRow

MONDAY = date(2026, 9, 28)
DAY = timedelta(days=1)
SVG = "{http://www.w3.org/2000/svg}"


def row(day: str, *, channel: str = "yw", listed: int = 5, **changes: Any) -> CoverageRow:
    """A day of a channel, closed unless it is said to be otherwise."""
    known = CoverageRow(
        site="stcn",
        channel=channel,
        day=day,
        listed=listed,
        stored=listed,
        changed=0,
        rejected=0,
        rejected_by="{}",
        pending=0,
        gone=0,
        first_at=None,
        last_at=None,
        longest_gap=None,
        longest_gap_from=None,
        ids_unseen=None,
        reached="known_ground",
        complete=1,
        closed=1,
        updated_at="2026-09-28T04:00:00Z",
    )
    return known._replace(**changes)


def squares(drawing: str) -> dict[str, ET.Element]:
    """The groups of a drawing that tell of a day, by that day."""
    groups = ET.fromstring(drawing).iter(f"{SVG}g")
    told = {(group.findtext(f"{SVG}title") or "")[:10]: group for group in groups}
    return {day: group for day, group in told.items() if day}


def shapes(square: ET.Element) -> list[str]:
    """The classes of a square's shapes."""
    return [shape.get("class", "") for shape in square if shape.tag != f"{SVG}title"]


def test_every_state_has_a_shape_of_its_own() -> None:
    """It is told without colour, and in words for whoever points at it."""
    days = {
        MONDAY: DayMark(state=State.OPEN, stored=2),
        MONDAY - DAY: DayMark(state=State.PENDING, stored=9, pending=1),
        MONDAY - 2 * DAY: DayMark(state=State.HOLE, stored=4, channels=3, holes=2),
        MONDAY - 3 * DAY: DayMark(state=State.CLOSED),
    }
    drawn = squares(calendar_svg(days, today=MONDAY, title="时报"))

    assert shapes(drawn["2026-09-28"]) == ["l2", "open"]
    assert shapes(drawn["2026-09-27"]) == ["l4", "pending"]
    assert shapes(drawn["2026-09-26"]) == ["l3", "under", "hole"]
    assert shapes(drawn["2026-09-25"]) == ["l0"]
    assert shapes(drawn["2026-09-24"]) == ["none"]
    assert drawn["2026-09-26"].findtext(f"{SVG}title") == (
        "2026-09-26 Sat: 4 stored, 0 pending, 0 rejected; "
        "not wholly read in 2 of 3 channels"
    )
    assert drawn["2026-09-24"].findtext(f"{SVG}title") == (
        "2026-09-24 Thu: nothing is known"
    )


def test_a_drawing_stands_alone() -> None:
    """Light and dark, no script, nothing loaded, and any name is a text."""
    drawing = calendar_svg({}, today=MONDAY, title='<script>"&\x00')

    assert ET.fromstring(drawing).get("aria-label") == '<script>"&'
    assert "prefers-color-scheme: dark" in drawing
    assert "<script" not in drawing
    assert re.findall(r"(?:href|src|url\()", drawing) == []
    assert re.findall(r"https?://[^\"]+", drawing) == ["http://www.w3.org/2000/svg"]


def test_a_year_ends_today() -> None:
    """Fifty-three weeks from a Monday on; days to come are not drawn; today is open."""
    drawn = squares(
        calendar_svg({MONDAY - DAY: DayMark(state=State.CLOSED)}, today=MONDAY, title="")
    )

    assert len(drawn) == (WEEKS - 1) * 7 + 1
    assert min(drawn) == "2025-09-29"
    assert max(drawn) == "2026-09-28"
    assert shapes(drawn["2026-09-28"]) == ["l0", "open"]


@pytest.mark.parametrize("away", [-400, 9])
def test_days_far_from_today_end_their_own_year(away: int) -> None:
    """A database that is read years later shows what it has; so under a slow clock."""
    last = MONDAY + away * DAY
    assert year_of({last: DayMark(state=State.CLOSED)}, MONDAY).last == last


def test_months_stand_over_the_weeks_they_begin_in() -> None:
    """Twelve of them in a year, in order."""
    months = list(year_of({}, MONDAY).months())
    assert [name for _, name in months][:3] == ["Oct", "Nov", "Dec"]
    assert months[0] == (0, "Oct")
    assert len(months) == 12


def test_one_great_day_leaves_the_others_apart() -> None:
    """Shades are quarters of the days, not of the greatest number."""
    numbers = [1, 2, 3, 4, 5, 6, 7, 9000]
    days = {
        MONDAY - place * DAY: DayMark(state=State.CLOSED, stored=number)
        for place, number in enumerate(numbers)
    }
    year = year_of(days, MONDAY)
    levels = [year.level(mark) for mark in days.values()]
    assert levels == [1, 1, 2, 2, 3, 3, 4, 4]


def test_several_calendars_stand_below_each_other() -> None:
    """Each under its own name."""
    days = {MONDAY: DayMark(state=State.OPEN, stored=1)}
    drawing = calendars_svg({"stcn": days, "cs": days}, today=MONDAY, title="时报")
    one = calendar_svg(days, today=MONDAY, title="时报")

    names = [t.text for t in ET.fromstring(drawing).iter(f"{SVG}text") if t.get("class")]
    assert names == ["时报", "stcn", "cs"]
    assert drawing.count("2026-09-28 Mon") == 2 * one.count("2026-09-28 Mon")


def test_what_is_not_whole_is_open_until_something_newer_is_listed() -> None:
    """Then it is a hole; so are days that the channel jumped over."""
    rows = [
        row("2026-09-28", complete=0, closed=0),
        row("2026-09-25", complete=0, closed=0, pending=1),
        row("2026-09-24", closed=0, pending=2),
        row("2026-09-23", listed=0),
    ]
    states = {mark.day.day: mark.state for mark in channel_marks(rows)}

    assert states == {
        28: State.OPEN,
        27: State.HOLE,
        26: State.HOLE,
        25: State.HOLE,
        24: State.PENDING,
        23: State.CLOSED,
    }


def test_days_before_the_first_whole_one_are_not_made_up() -> None:
    """An old article at the top of a list makes no hole of the years since."""
    rows = [row("2026-09-28"), row("2019-01-02", complete=0, closed=0)]
    assert [mark.day.year for mark in channel_marks(rows)] == [2026, 2019]


def test_of_several_channels_the_worst_counts() -> None:
    """Numbers are added up."""
    rows = [
        row("2026-09-27", listed=7),
        row("2026-09-27", channel="kx", complete=0, closed=0),
        row("2026-09-28", channel="kx", complete=0, closed=0),
    ]
    days = day_marks(channel_marks(rows))

    assert days[MONDAY - DAY] == DayMark(state=State.HOLE, stored=12, channels=2, holes=1)
    assert days[MONDAY].state is State.OPEN
