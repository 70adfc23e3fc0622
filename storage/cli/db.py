"""`shibao db`: the database as a file."""

import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from storage.cli.commands import NOT_FOUND
from storage.cli.files import finished_or_absent, is_device, text_file
from storage.cli.machine import text_of
from storage.cli.options import database_url, opened, wrong
from storage.errors import CannotOpenError, OlderSchemaError, StorageError
from storage.queries import Reader, count, faults, open_reader

_SQLITE = b"SQLite format 3\0"
"""How every SQLite file begins."""

app = typer.Typer(help="Upgrade, check or copy the database.", no_args_is_help=True)


@app.command("upgrade")
def upgrade_command(context: typer.Context) -> None:
    """Bring the database to the schema of this Shibao, all or nothing."""
    try:
        with opened(context) as reader:
            name, schema = reader.name, reader.schema
        _open_for_writing(context.obj)
        typer.echo(f"{name} is up to date (schema {schema}).")
    except OlderSchemaError:
        before, after = _upgraded(context.obj)
        typer.echo(f"Upgraded from schema {before} to {after}.")


def _open_for_writing(database_url: str) -> None:
    """As a crawl does: a copy gets the log that lets others read meanwhile."""
    from storage.engine import open_engine  # noqa: PLC0415 - loads SQLAlchemy

    open_engine(database_url, write=True).dispose()


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
def check_command(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="A snapshot; else the database."),
    ] = None,
) -> None:
    """
    Look for damage and broken promises; a sentence for each.

    A FILE is also compared with the manifest that `db snapshot` laid beside it.
    """
    number = _told(_departures(file)) if file else 0
    try:
        with open_reader(database_url(str(file) if file else context.obj)) as reader:
            number += _told(_faults(reader))
            sound = f"{reader.name} is sound: {count(reader):,} articles."
    except StorageError as error:
        if not number:
            raise
        number += _told([str(error)])  # what the manifest has told explains it
    if number:
        raise typer.Exit(NOT_FOUND)
    typer.echo(sound)


def _told(sentences: Iterable[str]) -> int:
    """Say them; how many there were."""
    number = 0
    for number, sentence in enumerate(sentences, start=1):  # noqa: B007 - the caller's count
        typer.echo(sentence)
    return number


def _faults(reader: Reader) -> Iterator[str]:
    """What is wrong, a file that cannot be read to its end included."""
    try:
        yield from faults(reader)
    except CannotOpenError as error:
        yield str(error)


def _departures(file: Path) -> Iterator[str]:
    """In what a snapshot is not what its manifest says, if it has one."""
    if not file.is_file():
        return
    from storage.exporting.manifest import departures, manifest_path  # noqa: PLC0415 - loads OpenSSL

    if not manifest_path(file).is_file():
        typer.echo(f"{file} has no manifest beside it.")
        return
    try:
        found = list(departures(file))
    except OSError as error:
        found = [f"{file} cannot be compared with its manifest: {error.strerror}."]
    if not found:
        typer.echo(f"{file} is what its manifest says.")
    yield from found


@app.command("snapshot")
def snapshot_command(
    context: typer.Context,
    target: Annotated[
        Path,
        typer.Argument(metavar="TARGET", help="The copy's name, or a folder for it."),
    ],
) -> None:
    """
    Copy the database into one file, as it is at one instant, even during a crawl.

    A manifest with checksum and counts is laid beside it. In a folder the copy is
    named by its time, UTC: news-20260924T040000Z.db.
    """
    from storage.exporting.manifest import describe, manifest_path  # noqa: PLC0415 - loads OpenSSL

    created = datetime.now(UTC)
    with opened(context) as reader:
        if target.is_dir():
            target /= f"{reader.path.stem}-{created:%Y%m%dT%H%M%SZ}.db"
        _check_target(reader, target)
        manifest = Path(os.path.realpath(manifest_path(target)))
        with finished_or_absent(target) as unfinished:
            reader.copy_to(unfinished)
            about = describe(unfinished, target.name, created)
            with unfinished.open("rb") as copy:
                os.fsync(copy.fileno())
            # Rather none than that of the last copy, if this ends between the two.
            manifest.unlink(missing_ok=True)
    with text_file(manifest) as stream:
        stream.write(f"{text_of(about, indent=2)}\n")
    typer.echo(f"{target}: {about['bytes']:,} bytes, sha256 {about['sha256']}")


@app.command("copy")
def copy_command(
    source: Annotated[str, typer.Argument(metavar="FROM", help="A file or a URL.")],
    target: Annotated[
        str, typer.Argument(metavar="TO", help="Likewise; empty, or not there yet.")
    ],
) -> None:
    """
    Copy a database between SQLite and PostgreSQL, either way, and compare every row.

    It may be stopped at any time: started again, it goes on where it was.
    """
    from storage.cli.copying import copy_and_tell  # noqa: PLC0415 - loads SQLAlchemy

    if not copy_and_tell(database_url(source), database_url(target)):
        raise typer.Exit(NOT_FOUND)


@app.command("rebuild-repeats")
def rebuild_command(
    context: typer.Context,
    part: Annotated[
        str | None,
        typer.Option("--slice", metavar="K/N", help="Only the K-th of N parts."),
    ] = None,
) -> None:
    """Work out all repeats anew; it may be stopped and started again."""
    number, of = _slice(part) if part else (1, 1)
    with opened(context):
        pass  # it is ours and current, or this says what it is
    from storage.cli.people.progress import counting  # noqa: PLC0415 - loads Rich
    from storage.engine import open_engine  # noqa: PLC0415 - loads SQLAlchemy
    from storage.repeats.mending import rebuild_repeats, rebuild_slice  # noqa: PLC0415 - loads SQLAlchemy

    engine = open_engine(context.obj, write=True)
    with counting("articles") as progress:
        if part:
            worked = rebuild_slice(engine, number, of, progress=progress)
        else:
            worked = rebuild_repeats(engine, progress=progress)
    engine.dispose()
    typer.echo(f"Worked through {worked:,} articles.")


def _slice(text: str) -> tuple[int, int]:
    number, _, of = text.partition("/")
    if not (number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of)):
        wrong("--slice", f"{text} is none; write 2/8 for the second of eight")
    return int(number), int(of)


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
