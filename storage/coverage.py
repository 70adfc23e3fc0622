"""
How complete each channel's Beijing day is: the table `coverage`, kept up to date.

A day is worked out anew from its articles, never counted up or down, so that a
row cannot drift from what it tells of.
"""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from storage.channel_days import ChannelDay, Ground
from storage.chunks import chunks
from storage.coverage_days import days_astray, touched_days
from storage.coverage_members import members, of_site, shown_ids
from storage.schema import (
    Article,
    ArticleChannel,
    ArticleVersion,
    ChannelMark,
    Coverage,
    CrawlRun,
)


def cover_run(connection: Connection, run_id: int, now: datetime) -> int:
    """
    Bring `coverage` up to date with a run and those that died before it.

    Returns:
        How many rows were written.
    """
    query = select(CrawlRun.spider, CrawlRun.kind).where(CrawlRun.run_id == run_id)
    run = connection.execute(query).one()
    since = _first_start(connection, run.spider, run_id)
    covered = connection.execute(select(Coverage.site).limit(1)).first()
    # A replay writes what was read long ago: no time tells what it has touched.
    if run.kind != "crawl" or covered is None:
        since = None
    sites = select(Article.site).distinct()
    if since is not None:
        sites = sites.join(
            ArticleVersion, ArticleVersion.article_id == Article.article_id
        ).where(ArticleVersion.valid_from >= since)
    # Posts become articles of their publishers' sites.
    names = {run.spider, *connection.execute(sites).scalars()}
    return sum(refresh_coverage(connection, site, since, now) for site in sorted(names))


def _first_start(connection: Connection, spider: str, run_id: int) -> datetime | None:
    """When the first of the spider's runs began since one came to its end."""
    ended = select(func.max(CrawlRun.run_id)).where(
        CrawlRun.spider == spider,
        CrawlRun.run_id < run_id,
        CrawlRun.finished_at.is_not(None),
    )
    query = select(func.min(CrawlRun.started_at)).where(
        CrawlRun.spider == spider,
        CrawlRun.run_id > func.coalesce(ended.scalar_subquery(), 0),
        CrawlRun.run_id <= run_id,
    )
    found: datetime | None = connection.execute(query).scalar()
    return found


def refresh_coverage(
    connection: Connection, site: str, since: datetime | None, now: datetime
) -> int:
    """
    Write the rows of every day of a site that may say something else by now.

    Args:
        connection: in the caller's transaction.
        site: whose days.
        since: days that nothing has touched before then are left as they are,
            aware; None writes all anew.
        now: for `updated_at`, aware.

    Returns:
        How many rows were written.
    """
    grounds = _grounds(connection, site)
    if since is None:
        return _rebuild(connection, site, None, grounds, now)
    days = touched_days(connection, site, since) | days_astray(connection, site, grounds)
    written = _rebuild(connection, site, days, grounds, now)
    if _adds_up(connection, site):
        return written
    # An article has left a day that no longer knows of it.
    return _rebuild(connection, site, None, grounds, now)


def _grounds(connection: Connection, site: str) -> dict[str, Ground]:
    """The ground that each channel has read without a hole."""
    marks = connection.execute(
        select(ChannelMark.__table__).where(ChannelMark.site == site)
    )
    return {
        mark.channel: Ground(mark.complete_from, mark.complete_to, mark.reached)
        for mark in marks
    }


def _adds_up(connection: Connection, site: str) -> bool:
    """Whether the days hold each article once in each of its channels."""
    rows = select(func.sum(Coverage.listed)).where(Coverage.site == site)
    members = select(func.count()).where(of_site(ArticleChannel.article_id, site))
    counted = connection.execute(rows).scalar() or 0
    return bool(counted == connection.execute(members).scalar())


def _rebuild(
    connection: Connection,
    site: str,
    days: set[date] | None,
    grounds: dict[str, Ground],
    now: datetime,
) -> int:
    """Write some days anew, or all."""
    found: defaultdict[tuple[date, str], ChannelDay] = defaultdict(ChannelDay)
    for channel, ground in grounds.items():
        for day in ground.days():
            if days is None or day in days:
                found[day, channel]  # quiet until something is added
    for day, member in members(connection, site, days):
        found[day, member.channel].add(member)
    shown = shown_ids(connection, site, (one.span for one in found.values()))
    rows = [
        {"site": site, "channel": channel, "updated_at": now}
        | channel_day.row(day, grounds.get(channel), shown)
        for (day, channel), channel_day in sorted(found.items(), key=lambda one: one[0])
    ]
    _replace(connection, site, days, rows)
    return len(rows)


def _replace(
    connection: Connection, site: str, days: set[date] | None, rows: list[dict[str, Any]]
) -> None:
    """Put rows in the place of all that the days had."""
    old = delete(Coverage).where(Coverage.site == site)
    if days is None:
        connection.execute(old)
    for some in chunks(day.isoformat() for day in days or ()):
        connection.execute(old.where(Coverage.day.in_(some)))
    for chunk in chunks(rows):
        connection.execute(insert(Coverage), chunk)
