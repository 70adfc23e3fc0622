"""One article on a page: what is known of it, its text, what changed in it."""

from collections.abc import Iterator

from rich.table import Table
from rich.text import Text

from storage.cli.people.changes import changes
from storage.cli.people.terminal import console, printable
from storage.clock import beijing, known_part
from storage.queries import Detail, NewsRow


def show_article(found: Detail, *, with_versions: bool) -> None:
    """Print it; its versions if there are several or if they are asked for."""
    page = console()
    page.print(Text(printable(found.row.title), "bold"), soft_wrap=True)
    facts = Table.grid(padding=(0, 2))
    for name, value in _facts(found):
        if value:
            facts.add_row(Text(name, "dim"), Text(printable(value), overflow="fold"))
    page.print(facts)
    page.print()
    page.print(Text(printable(found.row.body)), soft_wrap=True)
    if with_versions or len(found.versions) > 1:
        page.print()
        for line in changes(found.versions):
            page.print(line, soft_wrap=True)


def _facts(found: Detail) -> Iterator[tuple[str, str | None]]:
    row = found.row
    yield "article", f"{row.article_id}, {row.kind}, {row.status}, version {row.version}"
    yield "published", _published(row, found.published_zone)
    yield "trading day", ", ".join(filter(None, (row.trade_date, row.session)))
    yield "source", ", ".join(filter(None, (row.source, found.print_issue)))
    yield "authors", row.authors
    yield "editor", row.editor
    yield "channels", ", ".join(listing.channel for listing in found.listings)
    yield "symbols", ", ".join(f"{s.symbol} {s.name or ''}".strip() for s in found.symbols)
    yield "tags", row.tags
    yield "summary", row.summary
    yield "first seen", beijing(row.first_seen_at)
    yield "last seen", beijing(row.last_seen_at)
    yield "repeats", row.original_id if row.original_id != row.article_id else None
    yield "repeated by", ", ".join(found.copies)
    yield "url", row.url


def _published(row: NewsRow, zone: str | None) -> str:
    """The time, how well it is known, and what tells it."""
    known = known_part(row.published, row.published_precision)
    parts = [
        f"to the {row.published_precision}" if known else None,
        f"printed {row.published_raw!r}" if row.published_raw else None,
        f"from {row.published_from}" if row.published_from else None,
        f"zone {zone}" if known and zone else None,
    ]
    told = "; ".join(filter(None, parts))
    time = f"{known} Beijing" if known else "no time"
    return f"{time} ({told})" if told else time
