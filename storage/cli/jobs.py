"""`shibao jobs`: how campaigns go, and what to do about jobs that were given up."""

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from storage.cli.commands import NOT_FOUND
from storage.cli.machine import write_rows
from storage.cli.options import Format, FormatOption, JsonOption, chosen, wrong
from storage.clock import iso_utc

if TYPE_CHECKING:
    from storage.cluster.board import Board, Standing

_EVERY: Final = 1.0
"""Seconds between two looks."""
COLUMNS: Final = (
    *("campaign", "job", "state", "worker", "tries", "since", "seconds", "said"),
    *("site", "queue", "command"),
)


def jobs_command(
    campaign: Annotated[
        str | None, typer.Argument(help="One campaign; else all of them.")
    ] = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on showing it, to its end.")
    ] = False,
    wait: Annotated[
        bool, typer.Option("--wait", help="Say nothing until its end.")
    ] = False,
    requeue: Annotated[
        str | None,
        typer.Option("--requeue", metavar="JOB", help="Begin anew: a job's id, or dead."),
    ] = None,
    forget: Annotated[
        bool, typer.Option("--forget", help="Take the campaign off the board.")
    ] = False,
    format_: FormatOption = None,
    as_json: JsonOption = False,
) -> None:
    """
    Show campaigns and their jobs; exit code 1 if one was given up.

    With --format: one row a job.
    """
    from storage.cluster.board import Board  # noqa: PLC0415 - with the cluster alone
    from storage.cluster.connecting import connect, redis_url  # noqa: PLC0415 - with the cluster alone

    board = Board(connect(redis_url()))
    names = _names(board, campaign)
    if requeue:
        _requeue(board, names, requeue)
    elif forget:
        if campaign is None:
            wrong("--forget", "name the campaign")
        typer.echo(f"{campaign}: {board.forget(campaign)} jobs forgotten.")
    elif watch or wait:
        _end(_follow(lambda: _standings(board, names), quiet=wait))
    else:
        standings = _standings(board, names)
        _show(standings, chosen(format_, as_json))
        _end(standings)


def _names(board: "Board", campaign: str | None) -> list[str]:
    names = board.campaigns()
    if campaign is None:
        return names
    if campaign not in names:
        there = ", ".join(names) or "none"
        wrong("CAMPAIGN", f"there is no campaign {campaign!r}; there are {there}")
    return [campaign]


def _standings(board: "Board", names: list[str]) -> "list[Standing]":
    return [one for name in names for one in board.standings(name)]


def _show(standings: "list[Standing]", format_: Format) -> None:
    if format_ is Format.TABLE:
        from storage.cli.people.jobs import show_jobs  # noqa: PLC0415 - loads Rich, for people alone

        show_jobs(standings)
    else:
        write_rows(sys.stdout, format_, COLUMNS, map(_row, standings))


def _row(one: "Standing") -> dict[str, Any]:
    return {
        "campaign": one.job.campaign,
        "job": one.job.id,
        "state": one.state.value,
        "worker": one.worker,
        "tries": one.tries,
        "since": iso_utc(datetime.fromtimestamp(one.since, UTC)),
        "seconds": one.seconds,
        "said": one.said,
        "site": one.job.site,
        "queue": one.job.queue.value,
        "command": one.job.sentence,
    }


def _follow(look: "Callable[[], list[Standing]]", *, quiet: bool) -> "list[Standing]":
    """Until every job has ended, one way or the other: how they stand then."""
    from storage.cli.people.jobs import following  # noqa: PLC0415 - loads Rich, for people alone
    from storage.cluster.board import SETTLED  # noqa: PLC0415 - with the cluster alone

    with following(quiet=quiet) as show:
        while True:
            standings = look()
            show(standings)
            if all(one.state in SETTLED for one in standings):
                return standings
            time.sleep(_EVERY)


def _end(standings: "list[Standing]") -> None:
    if any(one.state.value == "dead" for one in standings):
        raise typer.Exit(NOT_FOUND)


def _requeue(board: "Board", names: list[str], which: str) -> None:
    from storage.cluster.board import State  # noqa: PLC0415 - with the cluster alone
    from storage.cluster.connecting import redis_url  # noqa: PLC0415 - with the cluster alone
    from storage.cluster.queueing import Enqueuer, make_broker  # noqa: PLC0415 - with the cluster alone

    found = [
        one.job
        for one in _standings(board, names)
        if (one.state is State.DEAD if which == "dead" else one.job.id == which)
    ]
    if not found:
        typer.echo(f"There is no job {which}." if which != "dead" else "No job is dead.")
        raise typer.Exit(NOT_FOUND)
    queue = Enqueuer(make_broker(redis_url()), board)
    for job in found:
        queue.requeue(job)
    typer.echo(f"{len(found)} jobs queued anew.")
