"""`shibao search`: articles that contain words."""

import sys
from enum import StrEnum
from typing import Annotated

import typer

from storage.cli.commands import NOT_FOUND, unmarked
from storage.cli.machine import Row, write_rows
from storage.cli.options import (
    Format,
    FormatOption,
    JsonOption,
    LimitOption,
    chosen,
    filtered,
    opened,
    wrong,
)
from storage.queries import Filters, Found, Hit, NewsRow, search
from storage.search_text import parse_arguments
from storage.spellings import in_all_spellings

COLUMNS = [*(column for column in NewsRow._fields if column != "body_html"), "snippet"]


class Sort(StrEnum):
    """What comes first."""

    TIME = "time"
    RELEVANCE = "relevance"


@filtered
def search_command(
    context: typer.Context,
    words: Annotated[
        list[str], typer.Argument(metavar="WORDS", help="All must occur, as written.")
    ],
    filters: Filters,
    sort: Annotated[Sort, typer.Option("--sort", help="What comes first.")] = Sort.TIME,
    limit: LimitOption = 20,
    format_: FormatOption = None,
    as_json: JsonOption = False,
) -> None:
    """
    Find articles whose title or body contains all the words as written.

    Letter case and full or half width aside, every character is literal: 12.5%,
    002458, -1.3%. Newest first.

    Standing alone, OR asks for either of its neighbours; NOT 减持 or, but for the
    first word, -减持 leaves out articles with that word. Behind -- all is literal.

    Simplified and traditional characters find each other if
    the extra "traditional" is installed.
    """
    kind = chosen(format_, as_json)
    query = in_all_spellings(parse_arguments(unmarked(words)))
    if not query:
        wrong("WORDS", "there is no word to look for")
    with opened(context) as reader:
        found = search(reader, query, filters, limit=limit, sort=sort.value)
    if kind is Format.TABLE:
        from storage.cli.people.hits import show_hits  # noqa: PLC0415 - loads Rich, for people alone

        show_hits(found.hits)
        typer.echo(_summary(found, sort), err=True)
    else:
        write_rows(sys.stdout, kind, COLUMNS, map(_machine_row, found.hits))
    if not found.hits:
        raise typer.Exit(NOT_FOUND)


def _machine_row(hit: Hit) -> Row:
    row = hit.row._asdict()
    del row["body_html"]
    return row | {"snippet": "".join(part for part, _ in hit.snippet())}


def _summary(found: Found, sort: Sort) -> str:
    number = len(found.hits)
    if found.total == number:
        return "1 hit." if number == 1 else f"{number} hits."
    first = "newest" if sort is Sort.TIME else "best"
    if found.total is None:
        return f"The {number} {first} hits; there are more (--limit)."
    return f"The {number} {first} of {found.total} hits (--limit)."
