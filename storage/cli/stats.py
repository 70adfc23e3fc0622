"""`shibao stats`: what the database holds, counted."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from storage.cli.coverage import check_options, tell_coverage
from storage.cli.machine import Row, text_of, write_rows
from storage.cli.options import (
    Format,
    FormatOption,
    JsonOption,
    chosen,
    filtered,
    opened,
)
from storage.queries import Counts, Filters, counts

CoverageOption = Annotated[
    bool,
    typer.Option("--coverage", help="Which days of which channels are whole instead."),
]
PictureOption = Annotated[
    Path | None,
    typer.Option(
        "--picture",
        metavar="FILE.svg",
        show_default=False,
        help="With --coverage: draw a year of it.",
    ),
]


@filtered
def stats_command(
    context: typer.Context,
    filters: Filters,
    days: int = typer.Option(10, "--days", min=1, help="Days that are counted one by one."),
    covered: CoverageOption = False,
    picture: PictureOption = None,
    format_: FormatOption = None,
    as_json: JsonOption = False,
) -> None:
    """
    Count articles by site, channel, kind and day, and what became of the rest.

    Draws when they come, which media and securities they are of, how the
    database grew.
    """
    kind = chosen(format_, as_json)
    check_options(filters, picture, wanted=covered)
    if covered:
        asked = kind if format_ or as_json else None
        with opened(context) as reader:
            tell_coverage(reader, filters, asked, days, picture)
        return
    with opened(context) as reader:
        found = counts(reader, filters, days=days)
    if kind is Format.TABLE:
        from storage.cli.people.counts import show_counts  # noqa: PLC0415 - loads Rich, for people alone

        show_counts(found)
    elif kind is Format.JSON:
        sys.stdout.write(text_of(_object(found), indent=2) + "\n")
    else:
        write_rows(sys.stdout, kind, ("group", "name", "number"), _flat(found))


def _object(found: Counts) -> Row:
    tallies = {"rejections": found.rejections, "discovery": found.discovery}
    return {
        **found.total._asdict(),
        "sites": [group._asdict() for group in found.sites],
        "kinds": [group._asdict() for group in found.kinds],
        "channels": [group._asdict() for group in found.channels],
        "days": [group._asdict() for group in found.days],
        **{
            name: None if rows is None else [row._asdict() for row in rows]
            for name, rows in tallies.items()
        },
        "channel_days": [row._asdict() for row in found.channel_days],
        "day_hours": [row._asdict() for row in found.day_hours],
        "sources": [row._asdict() for row in found.sources],
        "symbols": [row._asdict() for row in found.symbols],
        "growth": [row._asdict() for row in found.growth],
        "database_bytes": found.size,
    }


def _flat(found: Counts) -> Iterator[Row]:
    """The same as one table of numbers."""
    for name, number in found.total._asdict().items():
        if isinstance(number, int):
            yield {"group": "total", "name": name, "number": number}
    groups = {
        "site": found.sites,
        "kind": found.kinds,
        "channel": found.channels,
        "day": found.days,
    }
    for group, rows in groups.items():
        for row in rows:
            yield {"group": group, "name": row.name, "number": row.articles}
    for group, tallies in (("rejection", found.rejections), ("discovery", found.discovery)):
        for tally in tallies or ():
            name = f"{tally.site}:{tally.name}"
            yield {"group": group, "name": name, "number": tally.number}
    yield from _drawn(found)
    yield {"group": "database", "name": "bytes", "number": found.size}


def _drawn(found: Counts) -> Iterator[Row]:
    """What people see as pictures; an hour that is not known is `?`."""
    for group, name, number in (
        *(("channel_day", f"{r.channel} {r.day}", r.articles) for r in found.channel_days),
        *(("day_hour", _hour(r.day, r.hour), r.articles) for r in found.day_hours),
        *(("source", row.name, row.articles) for row in found.sources),
        *(("symbol", row.symbol, row.articles) for row in found.symbols),
        *((f"{row.unit}_articles", row.begins, row.articles) for row in found.growth),
        *((f"{row.unit}_versions", row.begins, row.versions) for row in found.growth),
    ):
        yield {"group": group, "name": name, "number": number}


def _hour(day: str, hour: int | None) -> str:
    return f"{day} ?" if hour is None else f"{day} {hour:02}"
