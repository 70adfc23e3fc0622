"""`shibao show`: everything about one article."""

import sys
from typing import Annotated

import typer

from storage.cli.commands import NOT_FOUND, WRONG_USE
from storage.cli.machine import text_of, write_rows
from storage.cli.options import (
    AsOfOption,
    Format,
    FormatOption,
    JsonOption,
    chosen,
    go_back,
    opened,
)
from storage.queries import NewsRow, Reader, detail, find_article
from storage.queries.articles import why_missing


def show_command(
    context: typer.Context,
    article: Annotated[
        str, typer.Argument(metavar="ARTICLE", help="stcn:757276, 757276 or an address.")
    ],
    versions: Annotated[
        bool, typer.Option("--versions", help="Tell of the versions even if there is one.")
    ] = False,
    as_of: AsOfOption = None,
    format_: FormatOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show an article with its times, credits, symbols and what changed in it."""
    kind = chosen(format_, as_json)
    go_back(context, as_of)
    with opened(context) as reader:
        found = detail(reader, the_one(reader, article.strip()))
    if kind is Format.TABLE:
        from storage.cli.people.article import show_article  # noqa: PLC0415 - loads Rich, for people alone

        show_article(found, with_versions=versions)
    elif kind is Format.JSON:
        sys.stdout.write(text_of(found.as_dict(), indent=2) + "\n")
    elif kind is Format.JSONL:
        sys.stdout.write(text_of(found.as_dict()) + "\n")
    else:
        write_rows(sys.stdout, kind, NewsRow._fields, [found.row._asdict()])


def the_one(reader: Reader, name: str) -> str:
    """The id that is meant, or an end with a sentence."""
    ids = find_article(reader, name)
    if len(ids) == 1:
        return ids[0]
    if ids:
        typer.echo(f"{name} may mean {', '.join(ids)}; name one of them.", err=True)
        raise typer.Exit(WRONG_USE)
    reason = why_missing(reader, name)
    typer.echo(
        f"There is no article {name}" + (f": {reason}." if reason else "."), err=True
    )
    raise typer.Exit(NOT_FOUND)
