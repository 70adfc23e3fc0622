"""Taking over what a replay has read: whole records out of the second database."""

from datetime import datetime

from sqlalchemy import Connection, Engine, select

from storage.batch import Row
from storage.engine import reading
from storage.records import (
    ArticleRecord,
    RawRecord,
    ReparsedRecord,
    SightingRecord,
    SymbolRecord,
)
from storage.reparsing.comparing import Difference
from storage.schema import (
    Article,
    ArticleAuthor,
    ArticleChannel,
    ArticleSymbol,
    ArticleTag,
    ArticleVersion,
    Discovery,
    RawResponse,
)


def records_of(
    fresh: Engine, found: list[Difference], now: datetime
) -> list[ReparsedRecord]:
    """The readings of these articles, to be held from `now` (aware) on."""
    with reading(fresh).connect() as connection:
        return [
            ReparsedRecord(
                article=_article(connection, one.article_id),
                changed=one.changed,
                at=now,
                over=one.before["version"] if one.before else 0,
            )
            for one in found
        ]


def adopt_listed(fresh: Engine, held: Engine, site: str) -> list[SightingRecord]:
    """What today's reader finds in old lists and nobody knew of: it is owed from now on."""
    query = select(Discovery.article_id).where(Discovery.site == site)
    with reading(held).connect() as connection:
        known = set(connection.execute(query).scalars())
    entries = (
        select(Discovery.__table__, ArticleChannel.channel)
        .join(ArticleChannel, ArticleChannel.article_id == Discovery.article_id)
        .where(Discovery.site == site)
        .order_by(Discovery.article_id)
    )
    with reading(fresh).connect() as connection:
        return [
            SightingRecord(
                article_id=row["article_id"],
                site=site,
                native_id=row["native_id"] or "",
                url=row["url"],
                channel=row["channel"],
                title=row["title"],
                published_at=row["published_at"],
                listed_at=row["first_listed_at"],
                teaser=row["teaser"],
            )
            for row in connection.execute(entries).mappings()
            if row["article_id"] not in known
        ]


def _article(connection: Connection, article_id: str) -> ArticleRecord:
    row = _current(connection, article_id)
    return ArticleRecord(
        article_id=article_id,
        site=row["site"],
        native_id=row["native_id"],
        kind=row["kind"],
        url=row["url"],
        channels=_listed(connection, ArticleChannel, "channel", article_id),
        title=row["title"],
        summary=row["summary"],
        body=row["body"],
        body_html=row["body_html"],
        source=row["source"],
        print_issue=row["print_issue"],
        authors=_listed(connection, ArticleAuthor, "name", article_id),
        editor=row["editor"],
        published_at=row["published_at"],
        published_precision=row["published_precision"],
        published_raw=row["published_raw"],
        published_from=row["published_from"],
        published_zone=row["published_zone"],
        symbols=_symbols(connection, article_id, row["version"]),
        tags=_listed(connection, ArticleTag, "tag", article_id),
        important=bool(row["important"]),
        seen_at=row["last_seen_at"],
        unprinted=frozenset(filter(None, row["unprinted"].split(","))),
        raw=_raw(connection, row["raw_id"]),
        parser_version=row["parser_version"],
    )


def _current(connection: Connection, article_id: str) -> Row:
    """An article's row with its current version's columns over it."""
    query = select(Article.__table__).where(Article.article_id == article_id)
    article = dict(connection.execute(query).mappings().one())
    version = select(ArticleVersion.__table__).where(
        ArticleVersion.article_id == article_id,
        ArticleVersion.version == article["version"],
    )
    return article | dict(connection.execute(version).mappings().one())


def _listed(
    connection: Connection,
    table: type[ArticleChannel | ArticleAuthor | ArticleTag],
    column: str,
    article_id: str,
) -> tuple[str, ...]:
    """One column of a satellite table, in the order of its key."""
    query = (
        select(table.__table__.c[column])
        .where(table.article_id == article_id)
        .order_by(*table.__mapper__.primary_key)
    )
    return tuple(connection.execute(query).scalars())


def _symbols(
    connection: Connection, article_id: str, version: int
) -> tuple[SymbolRecord, ...]:
    query = select(ArticleSymbol.symbol, ArticleSymbol.name, ArticleSymbol.rule).where(
        ArticleSymbol.article_id == article_id, ArticleSymbol.version == version
    )
    return tuple(
        SymbolRecord(symbol=symbol, name=name, rule=rule)
        for symbol, name, rule in connection.execute(query)
    )


def _raw(connection: Connection, raw_id: int | None) -> RawRecord | None:
    if raw_id is None:
        return None
    query = select(RawResponse.__table__).where(RawResponse.raw_id == raw_id)
    row = dict(connection.execute(query).mappings().one())
    return RawRecord(**{k: row[k] for k in row.keys() - {"raw_id", "run_id"}})
