"""All commands of `shibao`, and what they share."""

from typing import Annotated

import typer

from storage.cli import db
from storage.cli.commands import WRONG_USE, Commands, LiteralWords
from storage.cli.enqueue import app as enqueue_app
from storage.cli.export import export_command
from storage.cli.jobs import jobs_command
from storage.cli.options import DEFAULT_DATABASE, database_url
from storage.cli.repeats import repeats_command
from storage.cli.runs import runs_command
from storage.cli.schedule import schedule_command
from storage.cli.search import search_command
from storage.cli.serve import serve_command
from storage.cli.show import show_command
from storage.cli.stats import stats_command
from storage.cli.status import status_command
from storage.cli.worker import worker_command

app = typer.Typer(
    cls=Commands,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help="Read what was crawled. Every command takes --help.",
)
app.command("search", cls=LiteralWords)(search_command)
app.command("show")(show_command)
app.command("stats")(stats_command)
app.command("runs")(runs_command)
app.command("status")(status_command)
app.command("schedule")(schedule_command)
app.command("repeats")(repeats_command)
app.command("export")(export_command)
app.command("serve")(serve_command)
app.command("worker")(worker_command)
app.command("jobs")(jobs_command)
app.add_typer(enqueue_app, name="enqueue")
app.add_typer(db.app, name="db")


@app.callback(invoke_without_command=True)
def begin(
    context: typer.Context,
    database: Annotated[
        str | None,
        typer.Option(
            "--db",
            metavar="URL",
            help=f"Database or file; else DATABASE_URL, else {DEFAULT_DATABASE}.",
        ),
    ] = None,
) -> None:
    """Read what was crawled. Every command takes --help."""
    context.obj = database_url(database)
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(WRONG_USE)
