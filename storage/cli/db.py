"""`shibao db`: the database as a file."""

import os
from pathlib import Path
from typing import Annotated

import typer

from storage.cli.commands import NOT_FOUND
from storage.cli.files import finished_or_absent, is_device
from storage.cli.options import opened, wrong
from storage.errors import CannotOpenError, OlderSchemaError
from storage.queries import Reader, count, faults

_SQLITE = b"SQLite format 3\0"
"""How every SQLite file begins."""

app = typer.Typer(help="Upgrade, check or copy the database.", no_args_is_help=True)


@app.command("upgrade")
def upgrade_command(context: typer.Context) -> None:
    """Bring the database to the schema of this Shibao, all or nothing."""
    try:
        with opened(context) as reader:
            typer.echo(f"{reader.path} is up to date (schema {reader.schema}).")
    except OlderSchemaError:
        before, after = _upgraded(context.obj)
        typer.echo(f"Upgraded from schema {before} to {after}.")


def _upgraded(database_url: str) -> tuple[str | None, str]:
    """Run the migrations; from which schema to which."""
    from storage.engine import connect, explained, parse_url, reading  # noqa: PLC0415 - loads SQLAlchemy
    from storage.migrate import current_revision, newest_revision, upgrade  # noqa: PLC0415 - loads Alembic

    url = parse_url(database_url)
    engine = connect(url, write=True)
    with explained(url):
        with reading(engine).connect() as connection:
            before = current_revision(connection)
        upgrade(engine)
    engine.dispose()
    return before, newest_revision()


@app.command("check")
def check_command(context: typer.Context) -> None:
    """Look for damage and broken promises; a sentence for each."""
    number = 0
    with opened(context) as reader:
        try:
            for sentence in faults(reader):
                number += 1
                typer.echo(sentence)
        except CannotOpenError as error:
            number += 1
            typer.echo(str(error))
        if number:
            raise typer.Exit(NOT_FOUND)
        typer.echo(f"{reader.path} is sound: {count(reader):,} articles.")


@app.command("snapshot")
def snapshot_command(
    context: typer.Context,
    target: Annotated[Path, typer.Argument(metavar="TARGET", help="The copy's name.")],
) -> None:
    """Copy the database into one file, as it is at one instant, even during a crawl."""
    import hashlib  # noqa: PLC0415 - loads OpenSSL

    with opened(context) as reader:
        _check_target(reader, target)
        with finished_or_absent(target) as unfinished:
            reader.copy_to(unfinished)
            with unfinished.open("rb") as copy:
                digest = hashlib.file_digest(copy, "sha256").hexdigest()
                os.fsync(copy.fileno())
            size = unfinished.stat().st_size
    typer.echo(f"{target}: {size:,} bytes, sha256 {digest}")


@app.command("rebuild-repeats")
def rebuild_command(context: typer.Context) -> None:
    """Work out all repeats anew; it may be stopped and started again."""
    with opened(context):
        pass  # it is ours and current, or this says what it is
    from storage.cli.people.progress import counting  # noqa: PLC0415 - loads Rich
    from storage.engine import open_engine  # noqa: PLC0415 - loads SQLAlchemy
    from storage.repeats.mending import rebuild_repeats  # noqa: PLC0415 - loads SQLAlchemy

    engine = open_engine(context.obj, write=True)
    with counting("articles") as progress:
        number = rebuild_repeats(engine, progress=progress)
    engine.dispose()
    typer.echo(f"Worked through {number:,} articles.")


def _check_target(reader: Reader, target: Path) -> None:
    """Refuse what a copy would spoil: this database, or another one in use."""
    if os.path.realpath(target) == os.path.realpath(reader.path):
        wrong("TARGET", f"{target} is the database itself")
    if is_device(target):
        wrong("TARGET", f"{target} is no file")
    if target.is_file() and target.stat().st_size:
        with target.open("rb") as file:
            if file.read(len(_SQLITE)) != _SQLITE:
                wrong("TARGET", f"{target} is there already, and is no database")
    for log in ("-wal", "-journal"):
        if Path(f"{target}{log}").exists():
            wrong("TARGET", f"{target} is a database that somebody is using ({log})")
