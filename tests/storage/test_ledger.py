"""What a crawl is told of earlier ones."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.ledger import Ledger
from storage.records import MissedRecord, RejectionRecord, SightingRecord, WalkRecord
from storage.store import Store
from tests import databases
from tests.storage.test_store import NOON, STORY, listed

pytestmark = pytest.mark.both

HOUR = timedelta(hours=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store with run 1 open."""
    with Store(databases.url_of(tmp_path / "news.db")) as store:
        store.begin_run("stcn", {}, NOON)
        yield store


def missed(native_id: str, at: datetime) -> MissedRecord:
    """An article that was asked for in vain."""
    return MissedRecord(
        article_id=f"stcn:{native_id}",
        site="stcn",
        native_id=native_id,
        url="https://www.stcn.com/",
        seen_at=at,
        problem="http_500",
    )


def owed_ids(store: Store, at: datetime) -> list[str]:
    """The native ids that a run at this time would begin with."""
    return [row.native_id for row in Ledger(store.engine).owed("stcn", at)]


def test_what_was_listed_and_never_read_is_owed(store: Store) -> None:
    """Stored articles are settled; the other is asked for first, with its channels."""
    store.apply(1, [listed(), STORY, listed("2"), listed("2", channel="gd")])

    (row,) = Ledger(store.engine).owed("stcn", NOON)
    assert (row.native_id, row.channels) == ("2", ("gd", "yw"))


def test_failures_are_asked_again_after_ever_longer_pauses(store: Store) -> None:
    """Twice at once, then after five minutes, then after ten."""
    store.apply(1, [listed("2"), missed("2", NOON), missed("2", NOON)])
    assert owed_ids(store, NOON) == ["2"]
    store.apply(1, [missed("2", NOON)])
    assert owed_ids(store, NOON) == []
    assert owed_ids(store, NOON + timedelta(minutes=5)) == ["2"]
    store.apply(1, [missed("2", NOON)])
    assert owed_ids(store, NOON + timedelta(minutes=9)) == []
    assert owed_ids(store, NOON + timedelta(minutes=10)) == ["2"]


def test_a_rejection_by_rule_is_final_an_empty_body_is_not(store: Store) -> None:
    """An empty page may be filled soon; a forbidden one stays forbidden."""

    def refused(native_id: str, reason: str, *, final: bool) -> RejectionRecord:
        return RejectionRecord(
            site="stcn",
            article_id=f"stcn:{native_id}",
            url="https://www.stcn.com/",
            reason=reason,
            detail="",
            stage="spider",
            refused_at=NOON,
            final=final,
        )

    store.apply(
        1,
        [
            *(listed("2"), refused("2", "empty_body", final=False)),
            *(listed("3"), refused("3", "robots_forbidden", final=True)),
        ],
    )
    assert owed_ids(store, NOON + HOUR) == ["2"]


def test_another_sites_debts_are_its_own(store: Store) -> None:
    """`owed` answers for one site."""
    other = SightingRecord(
        article_id="cs:9",
        site="cs",
        native_id="9",
        url="https://www.cs.com.cn/",
        channel="jsbd",
        title="x",
        published_at=None,
        listed_at=NOON,
    )
    store.apply(1, [other])

    assert owed_ids(store, NOON) == []


def test_young_articles_of_a_channel_are_read_again(store: Store) -> None:
    """By time of publication, by channel, and only while they stand."""
    store.apply(1, [listed(), STORY])
    ledger = Ledger(store.engine)
    published = STORY.published_at
    assert published is not None

    def young(since: datetime, channel: str) -> list[str]:
        return [row.native_id for row in ledger.young("stcn", since, [channel])]

    assert young(published, "yw") == ["4197315"]
    assert young(published + timedelta(seconds=1), "yw") == []
    assert young(published, "company") == []


def test_the_mark_is_told_as_it_was_walked(store: Store) -> None:
    """Aware instants, in UTC."""
    ledger = Ledger(store.engine)
    assert ledger.mark("stcn", "yw") is None
    store.apply(1, [WalkRecord(site="stcn", channel="yw", newest=NOON, oldest=NOON - HOUR)])

    assert ledger.mark("stcn", "yw") == (NOON - HOUR, NOON)
    assert ledger.mark("stcn", "yw")[0].tzinfo is UTC  # type: ignore[index]  # it is there


def test_thousands_of_ids_are_recalled_at_once(store: Store) -> None:
    """More ids than SQLite takes in one statement."""
    store.apply(1, [listed(str(number)) for number in range(2000)])

    found = Ledger(store.engine).discovered("stcn", [str(number) for number in range(2500)])
    assert len(found) == 2000
