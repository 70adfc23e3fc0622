"""`shibao stats --coverage`: which days are whole, for people, programs and the eye."""

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import typer

from storage.cli.machine import Row, write_rows
from storage.cli.options import Format, wrong
from storage.clock import BEIJING
from storage.queries import CoverageRow, Filters, Reader, coverage

_NONE = "There is no coverage yet; the next `scrapy crawl` works it out."
_NONE_LEFT = "There is no coverage of these sites, channels and days."


def check_options(filters: Filters, picture: Path | None, *, wanted: bool) -> None:
    """Refuse what does not go together with `--coverage`, or without it."""
    if picture is not None and not wanted:
        wrong("--picture", "it goes with --coverage")
    if picture is not None and picture.suffix.lower() != ".svg":
        wrong("--picture", f"{picture.name!r} does not end in .svg, which is what is drawn")
    if wanted and (filters.kind or filters.symbol):
        option = "--kind" if filters.kind else "--symbol"
        wrong(option, "--coverage knows sites, channels and days alone")


def tell_coverage(
    reader: Reader, filters: Filters, kind: Format | None, days: int, picture: Path | None
) -> None:
    """
    Say how complete the days are that the filters leave.

    Args:
        reader: the database.
        filters: their site and channel, and the days in which their times lie.
        kind: how to say it; None if nobody asked, which a picture answers alone.
        days: how many days to tell of channel by channel.
        picture: a file to draw them in as well.
    """
    if reader.as_of:
        wrong("--as-of", "--coverage is known for now alone")
    # All days, whatever is asked: whether one is a hole hangs on later ones.
    sites, channels = tuple(filters.site), tuple(filters.channel)
    rows = list(coverage(reader, site=sites, channel=channels))
    left = [row for row in rows if _is_asked(row, filters)]
    if kind not in {None, Format.TABLE}:
        assert kind is not None
        write_rows(sys.stdout, kind, CoverageRow._fields, _machine_rows(left, kind))
    elif not left:
        some = next(coverage(reader), None)
        typer.echo(_NONE_LEFT if some else _NONE)
        return
    if picture is not None and left:
        _draw(rows, filters, picture)
        typer.echo(f"Drawn in {picture}.", err=kind not in {None, Format.TABLE})
    if kind is Format.TABLE or (kind is None and picture is None):
        from storage.cli.people.coverage import show_coverage  # noqa: PLC0415 - loads Rich, for people alone

        show_coverage(rows, asked_days(filters), today(), days)


def _machine_rows(rows: list[CoverageRow], kind: Format) -> Iterator[Row]:
    """The rows; the reasons are an object where the format has such."""
    for row in rows:
        told = row._asdict()
        if kind is not Format.CSV:
            told["rejected_by"] = json.loads(row.rejected_by)
        yield told


def _draw(rows: list[CoverageRow], filters: Filters, picture: Path) -> None:
    """A calendar for each channel if several were named, else for each site."""
    from storage.cli.files import text_file  # noqa: PLC0415 - for pictures alone
    from storage.pictures.calendar import calendars_svg  # noqa: PLC0415 - likewise
    from storage.pictures.marks import channel_marks, day_marks  # noqa: PLC0415 - likewise

    first, end = asked_days(filters)
    marks = [mark for mark in channel_marks(rows) if first <= mark.day < end]
    by_channel = len(filters.channel) > 1
    names = [f"{m.site}:{m.channel}" if by_channel else m.site for m in marks]
    calendars = {
        name: day_marks(m for m, own in zip(marks, names, strict=True) if own == name)
        for name in sorted(set(names))
    }
    title = "Articles stored, day by day"
    if len(filters.channel) == 1:
        title += f", in {filters.channel[0]}"
    drawn = calendars_svg(calendars, today=today(), title=title)
    with text_file(picture) as stream:
        stream.write(drawn)


def today() -> date:
    """The Beijing day it is."""
    return datetime.now(BEIJING).date()


def asked_days(filters: Filters) -> tuple[date, date]:
    """The days in which the times of the filters lie, half open."""
    first, end = date.min, date.max
    if filters.since:
        first = filters.since.astimezone(BEIJING).date()
    if filters.until:
        last = filters.until.astimezone(BEIJING) - timedelta(seconds=1)
        end = last.date() + timedelta(days=1)
    return first, end


def _is_asked(row: CoverageRow, filters: Filters) -> bool:
    first, end = asked_days(filters)
    return first <= date.fromisoformat(row.day) < end
