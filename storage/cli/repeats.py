"""`shibao repeats`: who tells the same story, and what to do when that is wrong."""

import sys
from typing import Annotated

import typer

from storage.cli.commands import WRONG_USE
from storage.cli.machine import text_of, write_rows
from storage.cli.options import Format, FormatOption, JsonOption, chosen, opened
from storage.cli.show import the_one
from storage.queries.repeats import Member, family

_UNDO = "undo"


def repeats_command(
    context: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="ARTICLE | undo ARTICLE ARTICLE",
            help="Show the family of an article, or tell two articles apart for ever.",
        ),
    ],
    brief: Annotated[
        bool, typer.Option("--brief", help="Without the differences in the text.")
    ] = False,
    format_: FormatOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show who repeats a story, with delays and differences; undo what is wrong."""
    if words[0] == _UNDO:
        _undo(context, words[1:])
        return
    if len(words) != 1:
        typer.echo("Name one article, or say: repeats undo ARTICLE ARTICLE.", err=True)
        raise typer.Exit(WRONG_USE)
    kind = chosen(format_, as_json)
    with opened(context) as reader:
        members = family(reader, the_one(reader, words[0]))
    if kind is Format.TABLE:
        from storage.cli.people.family import show_family  # noqa: PLC0415 - loads Rich, for people alone

        show_family(members, with_differences=not brief)
    elif kind is Format.JSON:
        sys.stdout.write(text_of([m._asdict() for m in members], indent=2) + "\n")
    else:
        rows = (m._asdict() | {"reasons": text_of(m.reasons)} for m in members)
        write_rows(sys.stdout, kind, Member._fields, rows)


def _undo(context: typer.Context, articles: list[str]) -> None:
    """Tell two articles apart, for ever."""
    if len(articles) != 2:
        typer.echo("Name the two articles: repeats undo ARTICLE ARTICLE.", err=True)
        raise typer.Exit(WRONG_USE)
    with opened(context) as reader:
        one, other = (the_one(reader, name) for name in articles)
    if one == other:
        typer.echo("Name two different articles.", err=True)
        raise typer.Exit(WRONG_USE)
    from storage.engine import open_engine  # noqa: PLC0415 - loads SQLAlchemy
    from storage.repeats.mending import tell_apart  # noqa: PLC0415 - loads SQLAlchemy

    engine = open_engine(context.obj, write=True)
    tell_apart(engine, one, other)
    engine.dispose()
    typer.echo(f"{one} and {other} are different stories from now on.")
