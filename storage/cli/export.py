"""`shibao export`: any selection of articles, for other programs and for blogs."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Annotated

import typer

from storage.cli.destination import Destination, ExportFormat, destination
from storage.cli.files import text_file
from storage.cli.machine import BOM, Writable, write_rows
from storage.cli.options import Format, JsonOption, filtered, opened
from storage.queries import Filters, NewsRow, Reader, count, latest


@filtered
def export_command(  # noqa: PLR0913, PLR0917 - a parameter is an option
    context: typer.Context,
    filters: Filters,
    path: Annotated[
        str | None, typer.Argument(metavar="[PATH]", help="Where to, after --to FORMAT.")
    ] = None,
    to: Annotated[
        str | None,
        typer.Option(
            "--to", metavar="FILE|FORMAT", help="A file, or csv, jsonl, json, posts."
        ),
    ] = None,
    format_: Annotated[
        ExportFormat | None,
        typer.Option("--format", "-f", help="Else the file's ending says it."),
    ] = None,
    as_json: JsonOption = False,
    original_only: Annotated[
        bool, typer.Option("--original-only", help="Leave repeats out.")
    ] = False,
    limit: Annotated[
        int | None, typer.Option("--limit", "-n", min=1, help="The newest so many.")
    ] = None,
) -> None:
    """
    Write articles, newest first, all columns: export --to news.csv.

    Without a path they go to standard output. `--to posts DIR` writes a file per
    article in the format of the blog generator RSSHUB-PAGE.
    """
    where = destination(to, path, ExportFormat.JSON if as_json else format_)
    filters = replace(filters, original_only=original_only)
    with opened(context) as reader, reader.at_one_instant():
        number = _write(where, _watched(reader, filters, limit))
    articles = "1 article" if number == 1 else f"{number:,} articles"
    typer.echo(f"Exported {articles} to {where.path or 'standard output'}.", err=True)


def _watched(reader: Reader, filters: Filters, limit: int | None) -> Iterable[NewsRow]:
    """The rows, with a progress bar if there is somebody to see it."""
    rows = latest(reader, filters, limit=limit)
    if not sys.stderr.isatty():
        return rows
    from storage.cli.people.progress import with_bar  # noqa: PLC0415 - loads Rich, for people alone

    total = count(reader, filters)
    return with_bar(rows, total if limit is None else min(limit, total))


def _write(where: Destination, rows: Iterable[NewsRow]) -> int:
    """Write everything; how many articles that was."""
    if where.format is ExportFormat.POSTS:
        from storage.cli.posts import write_posts  # noqa: PLC0415 - loads a mail library

        assert where.path is not None
        return write_posts(where.path, rows)
    if where.path is None:
        return _write_rows(sys.stdout, where.format, rows)
    with text_file(where.path) as stream:
        return _write_rows(stream, where.format, rows)


def _write_rows(stream: Writable, format_: ExportFormat, rows: Iterable[NewsRow]) -> int:
    number = 0

    def counted() -> Iterator[dict[str, object]]:
        nonlocal number
        for number, row in enumerate(rows, start=1):  # noqa: B007 - the caller's count
            yield row._asdict()

    if format_ is ExportFormat.CSV:
        stream.write(BOM)
    write_rows(stream, Format(format_.value), NewsRow._fields, counted())
    return number
