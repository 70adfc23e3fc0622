"""
What the database holds of each channel's freshness, through SQLAlchemy.

Nothing is kept for it: publications, first sights and runs say it all.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, func, select

from storage.engine import explained, open_engine, reading
from storage.freshness import Channel, delay_of
from storage.polling import STRANGER, Rhythm, learn
from storage.queries.looks import Columns, looks_and_run
from storage.schema import (
    Article,
    ArticleChannel,
    ChannelMark,
    Coverage,
    CrawlRun,
    Discovery,
)

PAST: Final = timedelta(days=28)
"""What a channel's rhythm is learned from: twenty trading days, eight or more closed."""
RECENT: Final = timedelta(days=7)
"""The days whose delays count."""
KNOWN_TO_THE_MINUTE: Final = ("second", "minute")

Place = tuple[str, str]
"""Site and channel."""


@contextmanager
def connected(database_url: str) -> Iterator[Connection]:
    """
    A connection for one look; nothing is left open after it.

    Raises:
        StorageError: there is no such database, or it cannot be read.
    """
    engine = open_engine(database_url)
    try:
        with explained(engine.url), reading(engine).connect() as connection:
            yield connection
    finally:
        engine.dispose()


@dataclass(slots=True)
class Past:
    """What a channel published lately, as far as this database saw it."""

    published: list[datetime] = field(default_factory=list)
    delays: list[timedelta] = field(default_factory=list)
    first_listed: datetime | None = None
    complete_from: datetime | None = None
    """From when on all of it is known."""
    marked_at: datetime | None = None
    """When the run began that read it to its end."""

    def rhythm(self, now: datetime) -> Rhythm:
        """Learned from where its list was read without a hole."""
        if self.complete_from is None:
            return STRANGER
        since = max(self.complete_from, now - PAST)
        return learn(self.published, since, now)


def pasts(
    connection: Connection, now: datetime, sites: Collection[str]
) -> dict[Place, Past]:
    """
    The last weeks of every channel of these sites.

    What was published before a channel was first looked at is its backlog, and no delay.
    """
    found: defaultdict[Place, Past] = defaultdict(Past)
    for mark in connection.execute(_marked(sites)):
        past = found[mark.site, mark.channel]
        past.complete_from, past.marked_at = mark.complete_from, mark.started_at
    seen: defaultdict[Place, list[tuple[datetime, str, datetime]]] = defaultdict(list)
    for row in _articles(connection, now - PAST, sites):
        site, channel, published, precision, first_seen, listed = row
        past = found[site, channel]
        past.published.append(published)
        past.first_listed = min(past.first_listed or listed, listed)
        if published >= now - RECENT:
            seen[site, channel].append((published, precision, first_seen))
    for place, sights in seen.items():
        past = found[place]
        assert past.first_listed is not None
        delays = (delay_of(*one) for one in sights if one[0] >= past.first_listed)
        past.delays = [delay for delay in delays if delay is not None]
    return dict(found)


def _articles(
    connection: Connection, since: datetime, sites: Collection[str]
) -> Iterable[Row[*tuple[Any, ...]]]:
    query: Columns = select(
        Article.site,
        ArticleChannel.channel,
        Article.published_at,
        Article.published_precision,
        Article.first_seen_at,
        ArticleChannel.first_listed_at,
    )
    query = query.join(
        ArticleChannel, ArticleChannel.article_id == Article.article_id
    ).where(
        Article.published_at >= since,
        Article.published_precision.in_(KNOWN_TO_THE_MINUTE),
        Article.site.in_(sites),
    )
    return connection.execute(query.execution_options(yield_per=1000))


def _marked(sites: Collection[str]) -> Columns:
    """The channels of these sites that were read to their end once, and by which run."""
    query: Columns = select(
        ChannelMark.site,
        ChannelMark.channel,
        ChannelMark.complete_from,
        CrawlRun.started_at,
    )
    return query.join(CrawlRun, CrawlRun.run_id == ChannelMark.run_id).where(
        ChannelMark.site.in_(sites)
    )


def seen_since(
    connection: Connection, site: str, since: datetime
) -> list[tuple[str, datetime, str, datetime]]:
    """
    Articles of a site that were first seen then or later, in order of sight.

    Returns:
        For each channel of each: channel, publication, its precision, first sight.
    """
    query: Columns = select(
        ArticleChannel.channel,
        Article.published_at,
        Article.published_precision,
        Article.first_seen_at,
    )
    query = query.join(
        ArticleChannel, ArticleChannel.article_id == Article.article_id
    ).where(
        Article.first_seen_at >= since,
        Article.published_at.is_not(None),
        Article.site == site,
    )
    rows = connection.execute(query.order_by(Article.first_seen_at, Article.article_id))
    return [(channel, at, precision, seen) for channel, at, precision, seen in rows]


def spiders(connection: Connection) -> list[str]:
    """All that ever ran, by name."""
    query = select(CrawlRun.spider).distinct().order_by(CrawlRun.spider)
    return list(connection.execute(query).scalars())


def channels_of(
    connection: Connection,
    now: datetime,
    sites: Collection[str],
    channels: Collection[str] = (),
) -> list[Channel]:
    """
    Every channel that is expected to be fresh, by site and id.

    A spider without channels, such as `posts`, has none.

    Args:
        connection: of one database.
        now: aware.
        sites: whose channels.
        channels: these alone, whether they were ever crawled or not; all if empty.
    """
    known = pasts(connection, now, sites)
    newest = _newest(connection, sites)
    owed = _pending(connection, sites)
    found = []
    for site in sorted(sites):
        looks, run = looks_and_run(connection, site)
        marked = [c for (of, c), past in known.items() if of == site and past.marked_at]
        known_ones = looks or marked
        for channel in (channels if known_ones else ()) or known_ones:
            place = site, channel
            past = known.get(place, Past())
            found.append(
                Channel(
                    site=site,
                    channel=channel,
                    newest=max([*past.published, *newest.get(place, [])], default=None),
                    looked=looks.get(channel) or past.marked_at,
                    delays=tuple(past.delays),
                    first_listed=past.first_listed,
                    pending=owed.get(place, 0),
                    run=run,
                    rhythm=past.rhythm(now),
                )
            )
    return sorted(found, key=lambda one: (one.site, one.channel))


def _newest(
    connection: Connection, sites: Collection[str]
) -> Mapping[Place, list[datetime]]:
    """The latest publication of each channel, out of the coverage of its days."""
    query = (
        select(Coverage.site, Coverage.channel, func.max(Coverage.last_at))
        .where(Coverage.site.in_(sites))
        .group_by(Coverage.site, Coverage.channel)
    )
    rows = connection.execute(query)
    return {(site, channel): [at] for site, channel, at in rows if at is not None}


def _pending(connection: Connection, sites: Collection[str]) -> Mapping[Place, int]:
    """How many articles of each channel were listed and not read yet."""
    query = (
        select(Discovery.site, ArticleChannel.channel, func.count())
        .join(ArticleChannel, ArticleChannel.article_id == Discovery.article_id)
        .where(Discovery.site.in_(sites), Discovery.state == "pending")
        .group_by(Discovery.site, ArticleChannel.channel)
    )
    return {(site, channel): number for site, channel, number in connection.execute(query)}
