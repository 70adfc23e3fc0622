"""The front page: the lead, the latest, the last days by channel, how fresh it is."""

from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from storage.clock import instant
from storage.posts import channel_name
from storage.queries import Filters, NewsRow, Reader, latest
from storage.queries.news import rows_of
from storage.web.questions import FRESHNESS
from storage.web.rendering import Answer, page

_LATEST: Final = 16
_PER_CHANNEL: Final = 7
_SECTIONS: Final = 12
_SECONDS: Final = 4
"""Stories below the lead."""
_DAYS: Final = 3
"""A channel without news for so long is in the table of freshness alone."""


class Fresh(NamedTuple):
    """A channel, and how fresh it is. Times are UTC."""

    site: str
    channel: str
    newest: str
    last_listed: str
    last_day: int
    last_30_days: int

    @property
    def name(self) -> str:
        """The channel's name."""
        return channel_name(self.site, self.channel)

    @property
    def value(self) -> str:
        """The channel as the list's filter has it."""
        return f"{self.site}:{self.channel}"


class Section(NamedTuple):
    """The last days of one channel, repeats left out."""

    fresh: Fresh
    rows: list[NewsRow]


def front(reader: Reader) -> Answer:
    """The front page, as of now."""
    with reader.at_one_instant():
        newest = list(latest(reader, Filters(original_only=True), limit=_LATEST))
        channels = freshness(reader)
        sections = list(_sections(reader, channels))
        leads = _leads(reader) or newest[:1]
    return page(
        "front.html",
        now=datetime.now(UTC),
        leads=leads,
        newest=[row for row in newest if row not in leads[:1]],
        sections=sections,
        channels=channels,
    )


def freshness(reader: Reader) -> list[Fresh]:
    """The channels of the last 30 days, the freshest first."""
    return [Fresh(*row) for row in reader.rows(FRESHNESS)]


def _sections(reader: Reader, channels: list[Fresh]) -> list[Section]:
    """The fullest channels first: a reader knows them by their place."""
    sections = []
    newest = instant(channels[0].newest) if channels else None
    for fresh in sorted(channels, key=lambda fresh: (-fresh.last_30_days, fresh.value)):
        assert newest is not None
        filters = Filters(
            site=(fresh.site,),
            channel=(fresh.channel,),
            since=newest - timedelta(days=_DAYS),
            original_only=True,
        )
        rows = list(latest(reader, filters, limit=_PER_CHANNEL))
        if rows:
            sections.append(Section(fresh, rows))
    return sections[:_SECTIONS]


_MOST_REPEATED: Final = """
SELECT a.id FROM article a
WHERE a.kind = 'article' AND a.published_at >= strftime('%Y-%m-%dT%H:%M:%SZ',
    (SELECT max(published_at) FROM article), '-1 day')
  AND NOT EXISTS (SELECT 1 FROM duplicate d WHERE d.article_id = a.article_id)
ORDER BY (SELECT count(*) FROM duplicate d WHERE d.original_id = a.article_id) DESC,
  a.published_at DESC LIMIT :most
"""


def _leads(reader: Reader) -> list[NewsRow]:
    """The stories that most have repeated within a day of the newest one."""
    ids = [row_id for (row_id,) in reader.rows(_MOST_REPEATED, {"most": _SECONDS + 1})]
    return list(rows_of(reader, ids))
