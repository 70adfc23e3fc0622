"""The options that several commands share, spelled the same everywhere."""

import functools
import inspect
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any, NoReturn

import typer

from storage.queries import Filters, Reader, open_reader
from storage.queries.filters import KINDS
from storage.queries.opening import url_of
from storage.queries.times import beijing_time

DEFAULT_DATABASE = "sqlite:///news.db"
"""The contract's section 1."""

_WHICH = "Which articles"
_AS_OF = "shibao.as_of"
_THEN = "What the database held at this Beijing time; of a day, at its end."


class Format(StrEnum):
    """For people, or for programs."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


FormatOption = Annotated[
    Format | None,
    typer.Option(
        "--format", "-f", help="For people (table) or for programs.", show_default=False
    ),
]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", metavar="TIME", help=_THEN, show_default=False)
]
JsonOption = Annotated[bool, typer.Option("--json", help="Short for --format json.")]
LimitOption = Annotated[int, typer.Option("--limit", "-n", min=1, help="At most so many.")]


def chosen(format_: Format | None, as_json: bool) -> Format:
    """The format that two options say."""
    if as_json and format_ not in {None, Format.JSON}:
        wrong("--json", f"it contradicts --format {format_}")
    return Format.JSON if as_json else format_ or Format.TABLE


def wrong(option: str, problem: str) -> NoReturn:
    """Refuse an option's value, in one sentence."""
    raise typer.BadParameter(problem, param_hint=f"'{option}'")


def database_url(given: str | None) -> str:
    """The database that is meant: `--db`, else DATABASE_URL, else the default."""
    url = given or os.environ.get("DATABASE_URL") or DEFAULT_DATABASE
    return url_of(url)


def opened(context: typer.Context) -> Reader:
    """The database of this call, for reading; as it was, if `--as-of` says so."""
    return open_reader(context.obj, context.meta.get(_AS_OF))


def go_back(context: typer.Context, text: str | None) -> None:
    """Have `opened` show what the database held at a time, if one is named."""
    at = time_option("--as-of", text)
    if at and text and ":" not in text:
        at += timedelta(days=1, seconds=-1)
    context.meta[_AS_OF] = at


def time_option(option: str, text: str | None) -> datetime | None:
    """The instant that an option names."""
    if text is None:
        return None
    try:
        return beijing_time(text)
    except ValueError as error:
        wrong(option, str(error))


_FILTERS = {
    "site": ("--site", "SITE", "Site ids: stcn,cs."),
    "channel": ("--channel", "CHANNEL", "Channel ids: kx,yw."),
    "kind": ("--kind", "KIND", "Any of article, flash, notice."),
    "symbol": ("--symbol", "SYMBOL", "Securities that it names: 002458.SZ or 002458."),
    "since": ("--since", "TIME", "Published then or later: 2026-09-24 or 今天, Beijing."),
    "until": ("--until", "TIME", "Published before this Beijing day or time."),
    "as_of": ("--as-of", "TIME", _THEN),
}


def filtered(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the shared filter options; it takes them as one `filters`."""
    own = inspect.signature(command)

    @functools.wraps(command)
    def run(**given: Any) -> None:
        options = {name: given.pop(name) for name in _FILTERS}
        go_back(given["context"], options.pop("as_of"))
        command(filters=_filters(**options), **given)

    added = [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=None,
            annotation=Annotated[
                str | None,
                typer.Option(option, metavar=metavar, help=text, rich_help_panel=_WHICH),
            ],
        )
        for name, (option, metavar, text) in _FILTERS.items()
    ]
    kept = [parameter for name, parameter in own.parameters.items() if name != "filters"]
    parameters = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in kept] + added
    vars(run)["__signature__"] = own.replace(parameters=parameters)  # what Typer reads
    run.__annotations__ = {p.name: p.annotation for p in parameters}
    return run


def _filters(
    *,
    site: str | None,
    channel: str | None,
    kind: str | None,
    symbol: str | None,
    since: str | None,
    until: str | None,
) -> Filters:
    kinds = listed(kind)
    for one in kinds:
        if one not in KINDS:
            wrong("--kind", f"there is no kind {one!r}; there are {', '.join(KINDS)}")
    first, end = time_option("--since", since), time_option("--until", until)
    if first and end and first >= end:
        wrong("--until", f"{until} is not after --since {since}")
    return Filters(
        site=listed(site),
        channel=listed(channel),
        kind=kinds,
        symbol=listed(symbol),
        since=first,
        until=end,
    )


def listed(text: str | None) -> tuple[str, ...]:
    """The items of a comma list."""
    return tuple(item.strip() for item in (text or "").split(",") if item.strip())
