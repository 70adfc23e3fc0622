"""`shibao status`: is every channel as fresh as it should be?"""

import sys
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from storage.cli.commands import NOT_FOUND
from storage.cli.machine import write_rows
from storage.cli.monitoring import serve_figures, write_figures
from storage.cli.options import Format, FormatOption, JsonOption, chosen, listed

SiteOption = Annotated[
    str | None,
    typer.Option("--site", metavar="SITE", help="Site ids: stcn,egs.", show_default=False),
]
ChannelOption = Annotated[
    str | None,
    typer.Option(
        "--channel",
        metavar="CHANNEL",
        help="Channel ids: kx,yw; by default those that were crawled lately.",
        show_default=False,
    ),
]
EveryOption = Annotated[
    float | None,
    typer.Option(
        "--every",
        metavar="MINUTES",
        min=0.1,
        max=525_600,
        help="How often a timer crawls; by default, as often as `scrapy watch` would.",
        show_default=False,
    ),
]
PrometheusOption = Annotated[
    Path | None,
    typer.Option(
        "--prometheus",
        metavar="FILE",
        help="Write a text file for the node exporter, and nothing else.",
        show_default=False,
    ),
]
ListenOption = Annotated[
    str | None,
    typer.Option(
        "--listen",
        metavar="HOST:PORT",
        help="Answer Prometheus there until stopped.",
        show_default=False,
    ),
]


def status_command(  # noqa: PLR0913, PLR0917 - Typer reads the options off the arguments
    context: typer.Context,
    site: SiteOption = None,
    channel: ChannelOption = None,
    every: EveryOption = None,
    prometheus: PrometheusOption = None,
    listen: ListenOption = None,
    format_: FormatOption = None,
    as_json: JsonOption = False,
) -> None:
    """
    Tell how fresh each channel is: its newest article, how late articles are seen, its
    last look and run.

    Exit code 1 when a channel is stale or a site's last run was not well.
    """
    kind = chosen(format_, as_json)
    usual = timedelta(minutes=every) if every else None
    from storage.cli.looking import COLUMNS, Looker, is_well, row_of  # noqa: PLC0415 - loads SQLAlchemy

    looker = Looker(context.obj, listed(site), listed(channel))
    channels, now = looker.look()
    if listen is not None:
        serve_figures(looker.look, usual, listen)
        return
    if prometheus is not None:
        write_figures(lambda: (channels, now), usual, prometheus)
    elif kind is Format.TABLE:
        from storage.cli.people.status import show_status  # noqa: PLC0415 - loads Rich, for people alone

        show_status(channels, now, usual)
    if kind is not Format.TABLE:
        write_rows(sys.stdout, kind, COLUMNS, (row_of(one, now, usual) for one in channels))
    if not is_well(channels, now, usual):
        raise typer.Exit(NOT_FOUND)
