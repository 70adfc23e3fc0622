"""`shibao export`: any selection of articles, for other programs and for blogs."""

import sys
from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated

import typer

from storage.cli.delivery import Counted, Delivery, deliver
from storage.cli.destination import Destination, ExportFormat, destination
from storage.cli.files import keep_names
from storage.cli.options import JsonOption, filtered, opened, wrong
from storage.exporting.marks import Tail, keep_mark, tail_of
from storage.queries import Filters, NewsRow, Reader, count, latest

FEED_ENTRIES = 100
"""Articles of a feed where nobody says how many."""


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
            "--to", metavar="FILE|FORMAT", help=f"A file, or {', '.join(ExportFormat)}."
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
        int | None,
        typer.Option("--limit", "-n", min=1, help="The newest so many; for atom 100."),
    ] = None,
    since_last: Annotated[
        str | None,
        typer.Option(
            "--since-last", metavar="NAME", help="What is new since NAME's last export."
        ),
    ] = None,
    base_url: Annotated[
        str | None,
        typer.Option("--base-url", metavar="URL", help="For opml: where feeds are served."),
    ] = None,
) -> None:
    """
    Write articles, newest first, all columns: export --to news.csv.

    Without a path they go to standard output. `--to posts DIR` writes a file per
    article in the format of the blog generator RSSHUB-PAGE, `atom` a feed, `opml`
    the list of channels.
    """
    where = destination(to, path, ExportFormat.JSON if as_json else format_)
    filters = replace(filters, original_only=original_only)
    _check(where, limit, since_last, base_url)
    tail: Tail | None = None
    with opened(context) as reader:
        if since_last is not None and reader.as_of:
            wrong("--since-last", "what is new is new now; leave --as-of out")
        with reader.at_one_instant():
            if since_last is not None:
                tail = tail_of(reader, since_last, filters)
                filters = tail.filters
            elif where.format is ExportFormat.ATOM:
                limit = limit or FEED_ENTRIES
            rows = Counted(_watched(reader, filters, limit))
            number = deliver(Delivery(where, reader, filters, base_url), rows)
        if tail:
            _hand_out(where, reader, tail)
    typer.echo(f"Exported {number} to {where.path or 'standard output'}.", err=True)


def _check(
    where: Destination, limit: int | None, since_last: str | None, base_url: str | None
) -> None:
    """Refuse what would not do what it says."""
    is_list = where.format is ExportFormat.OPML
    if since_last is not None and not since_last.strip():
        wrong("--since-last", "give it a name, e.g. --since-last blog")
    if since_last is not None and is_list:
        wrong("--since-last", "opml lists channels, not articles")
    if since_last is not None and limit:
        wrong("--limit", "with --since-last it would leave articles out for ever")
    if limit and is_list:
        wrong("--limit", "opml lists channels, not articles")
    if base_url and not is_list:
        wrong("--base-url", "it belongs to --format opml")
    if base_url and not base_url.startswith(("http://", "https://")):
        wrong("--base-url", f"{base_url!r} is no address like https://news.example")


def _hand_out(where: Destination, reader: Reader, tail: Tail) -> None:
    """Move the mark, once everything has left our hands and is on the disk."""
    sys.stdout.flush()
    if where.folder:
        keep_names(where.folder)
    keep_mark(reader, tail)


def _watched(reader: Reader, filters: Filters, limit: int | None) -> Iterable[NewsRow]:
    """The rows, with a progress bar if there is somebody to see it."""
    rows = latest(reader, filters, limit=limit)
    if not sys.stderr.isatty():
        return rows
    from storage.cli.people.progress import with_bar  # noqa: PLC0415 - loads Rich, for people alone

    total = count(reader, filters)
    return with_bar(rows, total if limit is None else min(limit, total))
