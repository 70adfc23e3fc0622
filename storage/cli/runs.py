"""`shibao runs`: how the crawls went."""

import json
import sys
from typing import Annotated

import typer

from storage.cli.machine import Row, write_rows
from storage.cli.options import (
    Format,
    FormatOption,
    JsonOption,
    LimitOption,
    chosen,
    opened,
    time_option,
)
from storage.queries import RunRow, runs

COLUMNS = [*RunRow._fields, "seconds"]
TimeOption = Annotated[str | None, typer.Option(metavar="TIME", show_default=False)]


def runs_command(
    context: typer.Context,
    since: TimeOption = None,
    until: TimeOption = None,
    limit: LimitOption = 20,
    format_: FormatOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the latest runs, newest first; --since and --until ask when they began."""
    kind = chosen(format_, as_json)
    first, end = time_option("--since", since), time_option("--until", until)
    with opened(context) as reader:
        found = list(runs(reader, since=first, until=end, limit=limit))
    if kind is Format.TABLE:
        from storage.cli.people.runs import show_runs  # noqa: PLC0415 - loads Rich, for people alone

        show_runs(found)
    else:
        write_rows(sys.stdout, kind, COLUMNS, (_machine_row(run, kind) for run in found))


def _machine_row(run: RunRow, kind: Format) -> Row:
    row = run._asdict() | {"seconds": run.seconds}
    if kind is not Format.CSV:
        row |= {name: json.loads(row[name]) for name in ("arguments", "channels")}
    return row
