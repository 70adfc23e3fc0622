"""`shibao db copy`: what it tells on the way, and at the end."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

from storage.copying import copy_database
from storage.engine import name_of, parse_url


def copy_and_tell(source: str, target: str) -> bool:
    """Copy; whether every row is the same."""
    with _progress() as told:
        copied = copy_database(source, target, told)
    for sentence in copied.differences:
        typer.echo(sentence)
    if copied.differences:
        typer.echo("The copy is not right; start it again.")
        return False
    rows, name = sum(copied.rows.values()), name_of(parse_url(target))
    kept = rows - copied.written
    before = f", {kept:,} of which were there" if kept else ""
    typer.echo(f"{name} holds the same {rows:,} rows{before}; every one was compared.")
    return True


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on a terminal, a line for each table elsewhere; on standard error."""
    if not sys.stderr.isatty():
        yield _tell_line
        return
    from storage.cli.people.progress import counting_each  # noqa: PLC0415 - loads Rich, for people alone

    with counting_each() as tell:
        yield tell


def _tell_line(what: str, done: int, total: int) -> None:
    if done == total:
        typer.echo(f"{what}: {total:,}", err=True)
