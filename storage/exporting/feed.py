"""What a feed needs to know of a database besides its rows."""

from collections.abc import Iterator
from datetime import UTC, datetime

from storage.clock import instant
from storage.exporting.atom import Feed
from storage.exporting.marks import filters_text
from storage.posts import channel_name, publisher_of
from storage.queries import Filters, NewsRow, Reader


def feed_of(reader: Reader, filters: Filters) -> Feed:
    """The feed of a selection; it changed when the database last got a version."""
    row = reader.row("SELECT max(valid_from) FROM article_version")
    return Feed(
        name=f"feed:{filters_text(filters)}",
        title=" · ".join(["时报", *_names(filters)]),
        updated=instant(row[0] if row else None) or datetime.now(UTC),
    )


def updated_at(reader: Reader, row: NewsRow) -> datetime:
    """
    When what an article says now came to be so.

    An edit counts from when this database saw it; a first version from when it was
    published, if that is known.
    """
    if row.version == 1:
        first = instant(row.published_at or row.first_seen_at)
        assert first is not None
        return first
    found = reader.row(
        "SELECT valid_from FROM article_version"
        " WHERE article_id = :id AND version = :version",
        {"id": row.article_id, "version": row.version},
    )
    assert found is not None
    return datetime.fromisoformat(found[0])


def _names(filters: Filters) -> Iterator[str]:
    """What a selection is of, for people."""
    yield from map(publisher_of, filters.site)
    site = filters.site[0] if len(filters.site) == 1 else ""
    for channel in filters.channel:
        yield channel_name(site, channel)
    yield from filters.symbol
