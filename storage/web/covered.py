"""How complete what is held is: a year as a calendar, a month channel by channel."""

from datetime import datetime
from typing import Final

from markupsafe import Markup

from storage.clock import BEIJING
from storage.pictures.calendar import calendar_svg
from storage.pictures.marks import ChannelMark, State, channel_marks, day_marks
from storage.posts import channel_name
from storage.queries import Reader
from storage.queries.coverage import coverage
from storage.web.drawing import Cell, Row, heat_map
from storage.web.panels import LINES, Chart, days_up_to, ticks
from storage.web.rendering import Answer

_STATES: Final = {
    State.CLOSED: "完整",
    State.OPEN: "还会有",
    State.PENDING: "有待读的",
    State.HOLE: "没有读全",
}


def coverage_picture(reader: Reader) -> Answer:
    """A year of days, each as complete as its least complete channel."""
    days = day_marks(channel_marks(coverage(reader)))
    today = datetime.now(BEIJING).date()
    return Answer(calendar_svg(days, today=today, title="覆盖 Coverage"), "image/svg+xml")


def calendar(reader: Reader) -> Chart:
    """The picture as a chart of the page."""
    is_empty = next(coverage(reader), None) is None
    # As an image, for its own style sheet would be refused inside the page.
    picture = Markup(
        '<div class="sideways" tabindex="0" role="region" aria-label="覆盖日历">'
        '<img class="calendar" src="/coverage.svg" alt="一年之中每天的覆盖"></div>'
    )
    note = "全部频道，一年。"
    return Chart("覆盖日历", note, "coverage_by_day", None if is_empty else picture)


def coverage_map(reader: Reader) -> Chart:
    """How much of what was listed is read, channel by channel and day by day."""
    marks = channel_marks(coverage(reader))
    days = days_up_to(mark.day.isoformat() for mark in marks)
    lines: dict[tuple[str, str], dict[int, Cell]] = {}
    for mark in marks:
        if mark.day.isoformat() in days:
            column = days.index(mark.day.isoformat())
            lines.setdefault((mark.site, mark.channel), {})[column] = _covered(mark)
    longest = sorted(lines.items(), key=lambda item: -len(item[1]))[:LINES]
    rows = [Row(channel_name(*of), cells) for of, cells in longest]
    drawing = heat_map("各频道每日覆盖", ticks(days), rows, "calm") if rows else None
    note = "列出的新闻读完了多少；带框的日子还没有读完整。"
    return Chart("各频道覆盖", note, "coverage_by_day", drawing)


def _covered(mark: ChannelMark) -> Cell:
    listed = mark.stored + mark.rejected + mark.pending
    title = (
        f"{channel_name(mark.site, mark.channel)} {mark.day}：入库 {mark.stored}，"
        f"拒收 {mark.rejected}，待读 {mark.pending}；{_STATES[mark.state]}"
    )
    share = (mark.stored + mark.rejected) / listed if listed else 0.0
    return Cell(share, title, mark="" if mark.state is State.CLOSED else "open")
