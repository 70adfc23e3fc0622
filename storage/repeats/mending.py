"""Undoing a link for ever, and working all repeats out anew."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine, delete, func, select, union

from storage.chunks import chunks
from storage.engine import reading
from storage.errors import StorageError
from storage.repeats.linking import WINDOW, judge_repeats, renew_families
from storage.repeats.shelf import closure
from storage.schema import (
    Article,
    Duplicate,
    Fingerprint,
    FingerprintKey,
    RepeatLink,
    RepeatUndone,
)
from storage.writing import dialect_of

_BATCH = 200


class NoSuchArticleError(StorageError):
    """An id that stands for no article."""


def tell_apart(engine: Engine, one: str, other: str) -> None:
    """
    Remember for ever that two articles are different stories.

    Whatever is stored or worked out later, they will never be in one family.

    Raises:
        NoSuchArticleError: one of them is not in the database.
    """
    pair = sorted((one, other))
    now = datetime.now(UTC)
    with engine.begin() as connection:
        for article_id in pair:
            _check(connection, article_id)
        statement = dialect_of(connection).insert(RepeatUndone).on_conflict_do_nothing()
        row = {"one_id": pair[0], "other_id": pair[1], "undone_at": now}
        connection.execute(statement, row)
        renew_families(connection, pair, now)


def _check(connection: Connection, article_id: str) -> None:
    found = connection.execute(
        select(Article.id).where(Article.article_id == article_id)
    ).first()
    if found is None:
        raise NoSuchArticleError(f"There is no article {article_id}.")


def rebuild_repeats(
    engine: Engine,
    window: timedelta = WINDOW,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> int:
    """
    Work out all repeats anew, batch by batch; what was undone stays undone.

    It may be stopped at any time: started again, it goes on where it was. When
    nothing is left to do, it begins from the start. What `duplicate` says stands
    until all verdicts are there: a link that is found again was never gone.

    Args:
        engine: of a writer.
        window: as for `link_repeats`.
        progress: told how many articles of how many are done.

    Returns:
        How many articles were worked through.
    """
    with engine.begin() as connection:
        total = connection.execute(select(func.count()).select_from(Article)).scalar_one()
        done = connection.execute(
            select(func.count()).select_from(Fingerprint)
        ).scalar_one()
        if done == total:
            for table in (RepeatLink, FingerprintKey, Fingerprint):
                connection.execute(delete(table))
            done = 0
    worked = 0
    while True:
        with engine.begin() as connection:
            ids = _without_fingerprint(connection)
            judge_repeats(connection, ids, datetime.now(UTC), window)
        if not ids:
            break
        worked += len(ids)
        progress(done + worked, total)
    _renew_all(engine)
    return worked


def rebuild_slice(
    engine: Engine,
    number: int,
    of: int,
    window: timedelta = WINDOW,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> int:
    """
    Work out anew the repeats of one slice of the articles: the `number`-th of `of`.

    When all slices are done, all pairs are judged anew, whatever the order: of each
    pair, the article that comes last meets the other's new fingerprint. Started
    again, it begins from the slice's start.

    Returns:
        How many articles were worked through.
    """
    query = (
        select(Article.article_id).where(Article.id % of == number - 1).order_by(Article.id)
    )
    with reading(engine).connect() as connection:
        owed = list(connection.execute(query).scalars())
    done = 0
    for ids in chunks(owed, _BATCH):
        with engine.begin() as connection:
            judge_repeats(connection, ids, datetime.now(UTC), window)
        done += len(ids)
        progress(done, len(owed))
    _renew(engine, set(owed))
    return done


def _renew_all(engine: Engine) -> None:
    """Make families of all verdicts."""
    query = union(
        select(RepeatLink.one_id), select(RepeatLink.other_id), select(Duplicate.article_id)
    )
    with reading(engine).connect() as connection:
        owed = set(connection.execute(query).scalars())
    _renew(engine, owed)


def _renew(engine: Engine, owed: set[str]) -> None:
    """Make families of the verdicts on these articles, a few in each transaction."""
    for ids in chunks(sorted(owed), _BATCH):
        # A family is renewed whole; those of an earlier batch are done.
        waiting = owed.intersection(ids)
        if waiting:
            with engine.begin() as connection:
                owed -= closure(connection, waiting)[0]
                renew_families(connection, waiting, datetime.now(UTC))


def _without_fingerprint(connection: Connection) -> list[str]:
    query = (
        select(Article.article_id)
        .outerjoin(Fingerprint, Fingerprint.article_id == Article.article_id)
        .where(Fingerprint.article_id.is_(None))
        .order_by(Article.id)
        .limit(_BATCH)
    )
    return list(connection.execute(query).scalars())
