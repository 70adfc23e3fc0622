"""What the database can tell a crawl of earlier ones: known, complete, owed."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, Select, func, or_, select

from storage.chunks import chunks
from storage.engine import explained, reading
from storage.records import RawRecord, ValidatorRecord
from storage.schema import (
    Article,
    ArticleChannel,
    ArticleTag,
    ChannelMark,
    CrawlRun,
    Discovery,
    RawResponse,
    Validator,
)

PROFILES = 500
"""Healthy crawls that are looked through for those of the same channels: a crawl
of one channel every minute must not push out the hourly one of the others."""


_NUMBERS = {"raw_id", "run_id"}


@dataclass(frozen=True, slots=True)
class Discovered:
    """Something that was listed, and what became of it."""

    native_id: str
    url: str
    title: str
    state: str
    reason: str | None
    channels: tuple[str, ...] = ()
    has_tags: bool = False
    teaser: str | None = None


class Ledger:
    """Questions that a crawl asks before it asks the site."""

    def __init__(self, engine: Engine) -> None:
        """Read through the writer's own engine: what it committed is seen."""
        self.engine = reading(engine)

    @contextmanager
    def _asking(self) -> Iterator[Connection]:
        """
        A connection for one question.

        Raises:
            CannotOpenError: a server does not answer, or the file cannot be read.
        """
        with explained(self.engine.url), self.engine.connect() as connection:
            yield connection

    def discovered(self, site: str, native_ids: Sequence[str]) -> list[Discovered]:
        """What is known of these ids; unknown ones are left out."""
        found: list[Discovered] = []
        for ids in chunks(f"{site}:{native_id}" for native_id in native_ids):
            query = select(Discovery).where(Discovery.article_id.in_(ids))
            found += self._read(query, tagged=self._tagged(ids))
        return found

    def _tagged(self, article_ids: list[str]) -> set[str]:
        """Which of these articles are stored with tags."""
        query = select(ArticleTag.article_id).where(ArticleTag.article_id.in_(article_ids))
        with self._asking() as connection:
            return set(connection.execute(query.distinct()).scalars())

    def mark(self, site: str, channel: str) -> tuple[datetime, datetime] | None:
        """From when to when a channel's list is complete."""
        query = select(ChannelMark.complete_from, ChannelMark.complete_to).where(
            ChannelMark.site == site, ChannelMark.channel == channel
        )
        with self._asking() as connection:
            row = connection.execute(query).first()
        return (row[0], row[1]) if row else None

    def owed(self, site: str, now: datetime) -> list[Discovered]:
        """
        What was listed and is not settled, the oldest first.

        Pages that were read in vain are among it once their pause is over.
        """
        pending = _is_due(now)
        in_vain = Discovery.state.in_(["rejected", "gone"])
        rejected = in_vain & (Discovery.retry_at <= now)
        query = (
            select(Discovery)
            .where(Discovery.site == site, or_(pending, rejected))
            .order_by(Discovery.first_listed_at, Discovery.article_id)
        )
        return self._read(query, with_channels=True)

    def unread(self, site: str, now: datetime) -> int:
        """How many were listed, were never settled and may be asked for by `now`."""
        query = select(func.count()).where(Discovery.site == site, _is_due(now))
        with self._asking() as connection:
            return connection.execute(query).scalar_one()

    def young(
        self, site: str, since: datetime, channels: Sequence[str]
    ) -> list[Discovered]:
        """
        Articles, empty pages and pages that were gone, published since then.

        What is gone is among them: it may be there again.
        """
        listed = select(ArticleChannel.article_id).where(
            ArticleChannel.channel.in_(channels)
        )
        stored = (
            select(Discovery)
            .join(Article, Article.article_id == Discovery.article_id)
            .where(
                Discovery.site == site,
                Discovery.article_id.in_(listed),
                func.coalesce(Article.published_at, Article.first_seen_at) >= since,
            )
        )
        empty = select(Discovery).where(
            Discovery.site == site,
            Discovery.article_id.in_(listed),
            or_(
                Discovery.reason == "empty_body",
                (Discovery.state == "gone")
                & Discovery.article_id.not_in(select(Article.article_id)),
            ),
            func.coalesce(Discovery.published_at, Discovery.first_listed_at) >= since,
        )
        return self._read(stored, with_channels=True) + self._read(
            empty, with_channels=True
        )

    def past_profiles(self, spider: str, n: int = PROFILES) -> list[str]:
        """What the last `n` healthy crawls saw (JSON), the newest first."""
        query = (
            select(CrawlRun.fields)
            .where(
                CrawlRun.spider == spider,
                CrawlRun.outcome == "ok",
                CrawlRun.kind == "crawl",
                CrawlRun.fields != "{}",
            )
            .order_by(CrawlRun.started_at.desc(), CrawlRun.run_id.desc())
            .limit(n)
        )
        with self._asking() as connection:
            return list(connection.execute(query).scalars())

    def validators(self, urls: Sequence[str]) -> list[ValidatorRecord]:
        """What a server gave with these addresses when they were last read."""
        found: list[ValidatorRecord] = []
        with self._asking() as connection:
            for some in chunks(urls):
                query = select(Validator.__table__).where(Validator.url.in_(some))
                rows = connection.execute(query).mappings()
                found += [ValidatorRecord(**row) for row in rows]
        return found

    def archived(self, url: str) -> RawRecord | None:
        """The last response of an address that the raw archive keeps."""
        query = (
            select(RawResponse.__table__)
            .where(RawResponse.url == url)
            .order_by(RawResponse.raw_id.desc())
            .limit(1)
        )
        with self._asking() as connection:
            row = connection.execute(query).mappings().first()
        if row is None:
            return None
        kept = {name: value for name, value in row.items() if name not in _NUMBERS}
        return RawRecord(**kept)

    def _read(
        self,
        query: Select[Discovery],
        *,
        with_channels: bool = False,
        tagged: Collection[str] = (),
    ) -> list[Discovered]:
        with self._asking() as connection:
            rows = connection.execute(query).mappings().all()
            ids = [row["article_id"] for row in rows] if with_channels else []
            channels: defaultdict[str, list[str]] = defaultdict(list)
            for some in chunks(ids):
                listed = select(ArticleChannel.article_id, ArticleChannel.channel).where(
                    ArticleChannel.article_id.in_(some)
                )
                for article_id, channel in connection.execute(listed):
                    channels[article_id].append(channel)
        return [
            Discovered(
                native_id=row["native_id"] or row["article_id"].partition(":")[2],
                url=row["url"],
                title=row["title"],
                state=row["state"],
                reason=row["reason"],
                channels=tuple(sorted(channels[row["article_id"]])),
                has_tags=row["article_id"] in tagged,
                teaser=row["teaser"],
            )
            for row in rows
        ]


def _is_due(now: datetime) -> ColumnElement[bool]:
    """Pending, and no pause stands against asking."""
    due = or_(Discovery.retry_at.is_(None), Discovery.retry_at <= now)
    return (Discovery.state == "pending") & due
