"""Which days' rows of `coverage` may say something that no longer holds."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, select, union

from storage.channel_days import Ground, day_of
from storage.coverage_members import known_day, of_site, unsettled
from storage.schema import Article, ArticleChannel, ArticleVersion, Coverage, Discovery

Key = tuple[date, str]
"""A Beijing day and a channel."""


def touched_days(connection: Connection, site: str, since: datetime) -> set[date]:
    """
    Days of articles that were listed, stored or revised since then.

    Those among them that an article had before its time was read anew: by its
    earlier versions, by what the list said, by when it was first listed.
    """
    return {
        day_of(at)
        for query in _instants(site, since)
        for row in connection.execute(query)
        for at in row
        if at is not None
    }


def _instants(
    site: str, since: datetime
) -> tuple[Select[*tuple[Any, ...]], Select[*tuple[Any, ...]]]:
    listed = select(ArticleChannel.article_id).where(
        of_site(ArticleChannel.article_id, site), ArticleChannel.last_listed_at >= since
    )
    # Of whatever site: a second condition would tempt SQLite away from the one index
    # that spares it the texts. A day more than need be is only worked out again.
    revised = select(ArticleVersion.article_id).where(ArticleVersion.valid_from >= since)
    touched = union(listed, revised).scalar_subquery()
    members = (
        select(
            Article.published_at,
            Discovery.published_at,
            Discovery.first_listed_at,
            ArticleChannel.first_listed_at,
        )
        .select_from(ArticleChannel)
        .outerjoin(Article, Article.article_id == ArticleChannel.article_id)
        .outerjoin(Discovery, Discovery.article_id == ArticleChannel.article_id)
        .where(ArticleChannel.article_id.in_(touched))
        .distinct()
    )
    versions = select(ArticleVersion.published_at).where(
        ArticleVersion.article_id.in_(touched)
    )
    return members, versions.distinct()


def days_astray(
    connection: Connection, site: str, grounds: Mapping[str, Ground]
) -> set[date]:
    """
    Days whose rows differ from what is unsettled now, or from the channels' ground.

    It asks for no time: a page found gone leaves none behind.
    """
    written = _written(connection, site)
    found = _unsettled(connection, site)
    none: Counter[str] = Counter()
    astray = {
        day
        for day, channel in written.keys() | found.keys()
        if found.get((day, channel), none) != written.get((day, channel), (none, 0))[0]
    }
    for channel, ground in grounds.items():
        expected = {day: int(ground.holds(day)) for day in ground.days()}
        astray |= {
            day
            for day, complete in expected.items()
            if (day, channel) not in written or written[day, channel][1] != complete
        }
    return astray


def _written(connection: Connection, site: str) -> dict[Key, tuple[Counter[str], int]]:
    """What each row says is unsettled, by state and reason, and whether it is complete."""
    query = select(Coverage.__table__).where(Coverage.site == site)
    return {
        (date.fromisoformat(row.day), row.channel): (
            _counter(row.pending, row.gone, row.rejected_by),
            row.complete,
        )
        for row in connection.execute(query)
    }


def _counter(pending: int, gone: int, rejected_by: str) -> Counter[str]:
    counts = Counter({"pending": pending, "gone": gone})
    counts.update({f"rejected {why}": n for why, n in json.loads(rejected_by).items()})
    return counts


def _unsettled(connection: Connection, site: str) -> dict[Key, Counter[str]]:
    """What is pending, gone or rejected for which reason now."""
    found: defaultdict[Key, Counter[str]] = defaultdict(Counter)
    for member in connection.execute(unsettled(site)):
        reason = f"rejected {member.reason or 'unknown'}"
        name = reason if member.state == "rejected" else member.state
        found[known_day(member), member.channel][name] += 1
    return found
