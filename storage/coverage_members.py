"""The articles that a site's channels have listed, with what became of each."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    case,
    func,
    literal,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute

from storage.channel_days import DAY, day_of, id_number
from storage.schema import Article, ArticleChannel, ArticleVersion, Discovery
from storage.sessions import BEIJING

UNSETTLED = ("pending", "rejected", "gone")
"""Few at any time: what is asked of all of them costs little."""

_EDITED = (Article.version > 1) & select(literal(1)).where(
    ArticleVersion.article_id == Article.article_id,
    ArticleVersion.version > 1,
    ArticleVersion.origin == "site",
).exists()
_COLUMNS = (
    ArticleChannel.channel,
    func.coalesce(
        Discovery.state, case((Article.article_id.is_(None), "pending"), else_="stored")
    ).label("state"),
    Discovery.reason,
    _EDITED.label("changed"),
    func.coalesce(Article.native_id, Discovery.native_id).label("native_id"),
    Article.published_at,
    Article.published_precision,
    Discovery.published_at.label("listed_for"),
    func.coalesce(Discovery.first_listed_at, ArticleChannel.first_listed_at).label(
        "first_listed_at"
    ),
)


def members(
    connection: Connection, site: str, days: set[date] | None
) -> Iterator[tuple[date, Row[Any]]]:
    """What the channels have listed of some days, or of all."""
    for query in _queries(site, days):
        for member in connection.execute(query):
            day = known_day(member)
            if days is None or day in days:
                yield day, member


def _queries(site: str, days: set[date] | None) -> Iterator[Select[*tuple[Any, ...]]]:
    dated = stored(site).where(Article.published_at.is_not(None))
    if days is None:
        yield dated
    else:
        for first, end in _stretches(days):
            yield dated.where(Article.published_at >= first, Article.published_at < end)
    yield stored(site).where(Article.published_at.is_(None))
    yield unsettled(site).where(Article.article_id.is_(None))


def _stretches(days: Iterable[date]) -> Iterator[tuple[datetime, datetime]]:
    """Days that follow each other as one span of time, half open."""
    for low, high in _merged((day.toordinal(), day.toordinal()) for day in days):
        first, last = date.fromordinal(low), date.fromordinal(high)
        yield (
            datetime.combine(first, time.min, BEIJING),
            datetime.combine(last + DAY, time.min, BEIJING),
        )


def stored(site: str) -> Select[*tuple[Any, ...]]:
    """Articles that the database holds, a row for every channel; posts are among them."""
    return (
        select(*_COLUMNS)
        .select_from(Article)
        .join(ArticleChannel, ArticleChannel.article_id == Article.article_id)
        .outerjoin(Discovery, Discovery.article_id == Article.article_id)
        .where(Article.site == site)
    )


def unsettled(site: str) -> Select[*tuple[Any, ...]]:
    """What was listed and is pending, rejected or gone, a row for every channel."""
    return (
        select(*_COLUMNS)
        .select_from(Discovery)
        .join(ArticleChannel, ArticleChannel.article_id == Discovery.article_id)
        .outerjoin(Article, Article.article_id == Discovery.article_id)
        .where(Discovery.site == site, Discovery.state.in_(UNSETTLED))
    )


def known_day(member: Row[Any]) -> date:
    """The Beijing day of publication as far as it is known, else of the first listing."""
    at: datetime = member.published_at or member.listed_for or member.first_listed_at
    return day_of(at)


def of_site(article_id: InstrumentedAttribute[str], site: str) -> ColumnElement[bool]:
    """Whether an id is one of a site's; an index over ids can tell where they stand."""
    return (article_id >= f"{site}:") & (article_id < f"{site};")  # ; follows : in ASCII


def shown_ids(
    connection: Connection, site: str, spans: Iterable[tuple[int, int] | None]
) -> list[int]:
    """
    The ids that channels of a site have shown within these spans, sorted.

    One pass over the ids' own index, however many days there are: ids of equal
    length sort as text as they do as numbers.
    """
    found: set[int] = set()
    column = ArticleChannel.article_id
    for low, high in _merged(filter(None, spans)):
        for length in range(len(str(low)), len(str(high)) + 1):
            query = select(column).where(
                column >= f"{site}:{max(low, 10 ** (length - 1))}",
                column <= f"{site}:{min(high, 10**length - 1)}",
                func.length(column) == len(site) + 1 + length,
            )
            ids = connection.execute(query.distinct()).scalars()
            found.update(filter(None, (id_number(one.partition(":")[2]) for one in ids)))
    return sorted(found)


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same numbers in as few spans as hold them, sorted."""
    found: list[tuple[int, int]] = []
    for low, high in sorted(spans):
        if found and low <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(high, found[-1][1]))
        else:
            found.append((low, high))
    return found
