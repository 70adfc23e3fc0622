"""Writing a worked-out batch: a handful of statements, whatever its size."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import (
    Connection,
    FromClause,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from storage.batch import Batch, Row
from storage.schema import (
    Article,
    ArticleAuthor,
    ArticleChannel,
    ArticlePast,
    ArticleSymbol,
    ArticleTag,
    ArticleVersion,
    ChannelMark,
    Discovery,
    RawResponse,
    Rejection,
    Validator,
)
from storage.search_index import Entry, add, remove


def write_batch(connection: Connection, batch: Batch) -> None:
    """Write everything that a batch has gathered, inside the caller's transaction."""
    _keep_raws(connection, batch)
    articles = [batch.articles[key] for key in batch.touched_articles]
    fresh = [row for row in articles if "id" not in row]
    known = [row for row in articles if "id" in row]
    if fresh:
        connection.execute(insert(Article), fresh)
    _update_articles(connection, known)
    _add_versions(connection, batch)
    _refresh_versions(connection, batch)
    _forget_responses(connection, batch)
    _replace(connection, ArticleAuthor, "name", batch.authors)
    _replace(connection, ArticleTag, "tag", batch.tags)
    _write_symbols(connection, batch)
    if batch.past:
        connection.execute(insert(ArticlePast), batch.past)
    _upsert(connection, ArticleChannel, batch.channels.values(), ["last_listed_at"])
    discoveries = [batch.discoveries[key] for key in batch.touched_discoveries]
    _upsert(connection, Discovery, discoveries, _all_but_key(Discovery))
    _upsert(
        connection, Rejection, batch.rejections.values(), ["last_at"], key=["content_key"]
    )
    marks = [batch.marks[key] for key in batch.touched_marks]
    ground = ["complete_from", "complete_to", "run_id", "reached"]
    _upsert(connection, ChannelMark, marks, ground)
    validators = [asdict(one) for one in batch.validators.values()]
    _upsert(connection, Validator, validators, ["etag", "last_modified", "seen_at"])
    _write_search(connection, batch)


def _keep_raws(connection: Connection, batch: Batch) -> None:
    """Give the kept responses their ids, and those to the rows that name them."""
    ids: dict[str | None, int | None] = {None: None}
    if batch.raws:
        rows = [{**asdict(raw), "run_id": batch.run_id} for raw in batch.raws.values()]
        # One response may be named in several batches: a list's rows fill more than one.
        statement = dialect_of(connection).insert(_table(RawResponse))
        connection.execute(statement.on_conflict_do_nothing(), rows)
        query = select(RawResponse.record_id, RawResponse.raw_id).where(
            RawResponse.record_id.in_(batch.raws)
        )
        ids |= {row.record_id: row.raw_id for row in connection.execute(query)}
    for row in (*batch.versions.values(), *batch.rejections.values()):
        row["raw_id"] = ids[row["raw_id"]]


def _add_versions(connection: Connection, batch: Batch) -> None:
    """Number new versions: whoever writes holds the database's one write lock."""
    if not batch.versions:
        return
    last = connection.execute(select(func.max(ArticleVersion.serial))).scalar() or 0
    rows = [
        {**row, "serial": serial}
        for serial, row in enumerate(batch.versions.values(), start=last + 1)
    ]
    connection.execute(insert(ArticleVersion), rows)


def _update_articles(connection: Connection, rows: list[Row]) -> None:
    if not rows:
        return
    columns = [
        c.name for c in Article.__table__.columns if c.name not in {"id", "article_id"}
    ]
    statement = (
        update(_table(Article))
        .where(Article.id == bindparam("key_id"))
        .values({name: bindparam(name) for name in columns})
    )
    connection.execute(
        statement,
        [{"key_id": row["id"], **{name: row[name] for name in columns}} for row in rows],
    )


def _refresh_versions(connection: Connection, batch: Batch) -> None:
    if not batch.refreshed:
        return
    rows = [
        {"key_id": article_id, "key_version": version, **values}
        for (article_id, version), values in batch.refreshed.items()
    ]
    columns = [name for name in rows[0] if not name.startswith("key_")]
    statement = (
        update(_table(ArticleVersion))
        .where(
            ArticleVersion.article_id == bindparam("key_id"),
            ArticleVersion.version == bindparam("key_version"),
        )
        .values({name: bindparam(name) for name in columns})
    )
    connection.execute(statement, rows)


def _forget_responses(connection: Connection, batch: Batch) -> None:
    """A version that was added to from elsewhere no longer names its response."""
    if batch.unarchived:
        table = _table(ArticleVersion)
        statement = update(table).where(
            table.c.article_id == bindparam("key_id"),
            table.c.version == bindparam("key_version"),
        )
        rows = [{"key_id": i, "key_version": v} for i, v in sorted(batch.unarchived)]
        connection.execute(statement.values(raw_id=None), rows)


def _write_symbols(connection: Connection, batch: Batch) -> None:
    """Add what was proved; a symbol that is there already keeps its first proof."""
    if batch.symbols:
        statement = dialect_of(connection).insert(_table(ArticleSymbol))
        connection.execute(statement.on_conflict_do_nothing(), batch.symbols)


def _replace(
    connection: Connection,
    table: type[ArticleAuthor | ArticleTag],
    column: str,
    lists: dict[str, tuple[str, ...]],
) -> None:
    """Replace the ordered list that each article has in a satellite table."""
    if not lists:
        return
    connection.execute(delete(table).where(table.article_id.in_(list(lists))))
    rows = [
        {"article_id": article_id, "position": position, column: value}
        for article_id, values in lists.items()
        for position, value in enumerate(values, start=1)
    ]
    if rows:
        connection.execute(insert(table), rows)


def _upsert(
    connection: Connection,
    table: type[ArticleChannel | Discovery | Rejection | ChannelMark | Validator],
    rows: Iterable[Row],
    columns: list[str],
    key: list[str] | None = None,
) -> None:
    """Insert rows; where the key is taken, update `columns` alone."""
    values = list(rows)
    if not values:
        return
    statement = dialect_of(connection).insert(_table(table))
    statement = statement.on_conflict_do_update(
        index_elements=key or [c.name for c in _table(table).primary_key],
        set_={name: statement.excluded[name] for name in columns},
    )
    connection.execute(statement, values)


def dialect_of(connection: Connection) -> Any:
    """The one whose INSERT knows ON CONFLICT."""
    return sqlite if connection.dialect.name == "sqlite" else postgresql


def _all_but_key(table: type[Discovery]) -> list[str]:
    return [c.name for c in table.__table__.columns if not c.primary_key]


def _table(mapped: Any) -> Table:
    table: FromClause = mapped.__table__
    assert isinstance(table, Table)
    return table


def _write_search(connection: Connection, batch: Batch) -> None:
    if not batch.search:
        return
    query = select(Article.article_id, Article.id).where(
        Article.article_id.in_(batch.search)
    )
    ids = {row.article_id: row.id for row in connection.execute(query)}
    old = [
        Entry(ids[article_id], *before)
        for article_id, (before, _) in batch.search.items()
        if before is not None
    ]
    remove(connection, old)
    add(
        connection,
        [Entry(ids[article_id], *after) for article_id, (_, after) in batch.search.items()],
    )
