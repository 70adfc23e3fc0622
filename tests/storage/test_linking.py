"""Repeats in the database: linked as they come, consistent, explained, reversible."""

import itertools
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from storage.engine import reading
from storage.records import ArticleRecord
from storage.repeats.mending import NoSuchArticleError, rebuild_repeats, tell_apart
from storage.store import Store
from tests import databases
from tests.storage.test_store import NOON, STORY

pytestmark = pytest.mark.both

HOUR = timedelta(hours=1)
BODY = (
    "海棠电气9月24日公告，公司拟以自有资金回购股份，回购金额不低于1.2亿元，"
    "回购价格不超过18.50元/股，用于股权激励。\n"
    "公司表示，本次回购不会影响正常经营，实施期限为董事会审议通过之日起12个月内。"
)


def told(native_id: str, **changes: Any) -> ArticleRecord:
    """The story as one site tells it."""
    return replace(
        STORY,
        article_id=f"stcn:{native_id}",
        native_id=native_id,
        url=f"https://www.stcn.com/article/detail/{native_id}.html",
        **{"body": BODY, "body_html": f"<p>{BODY}</p>", "symbols": (), **changes},
    )


FIRST = told("1", source="新华社", published_at=NOON, body=f"新华社深圳9月24日电，{BODY}")
REPRINT = told("2", source="第一财经", published_at=NOON + HOUR)
CUT = told("3", published_at=NOON + 2 * HOUR, body=BODY.split("\n", maxsplit=1)[0])
OTHER_COMPANY = told(
    "4",
    title="青柏重工拟1.2亿元回购股份",
    body=BODY.replace("海棠电气", "青柏重工"),
    published_at=NOON + HOUR,
)
OTHER_AMOUNT = told(
    "5", body=BODY.replace("1.2亿元", "2.8亿元"), published_at=NOON + 30 * HOUR
)
UNRELATED = told("6", title="今日3只新股申购", body="今日共有3只新股申购，均为创业板。")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store with run 1 open."""
    with Store(databases.url_of(tmp_path / "news.db")) as store:
        store.begin_run("stcn", {}, NOON)
        yield store


def rows(store: Store, query: str) -> list[dict[str, Any]]:
    """What a query finds."""
    with reading(store.engine).connect() as connection:
        return [dict(row) for row in connection.execute(text(query)).mappings()]


def originals(store: Store) -> dict[str, str]:
    """Native id to the native id of its original."""
    found = rows(store, "SELECT article_id, original_id FROM news")
    return {r["article_id"][5:]: r["original_id"][5:] for r in found}


def test_a_reprint_is_linked_and_a_template_is_not(store: Store) -> None:
    """The same story with another credit line is one; another company or amount is not."""
    store.apply(1, [FIRST, REPRINT, OTHER_COMPANY, OTHER_AMOUNT, UNRELATED])

    assert originals(store) == {"1": "1", "2": "1", "4": "4", "5": "5", "6": "6"}
    copies = rows(store, "SELECT copies FROM news WHERE article_id = 'stcn:1'")
    assert copies == [{"copies": 1}]
    assert len(rows(store, "SELECT * FROM news_original")) == 4


def test_the_reasons_can_be_read(store: Store) -> None:
    """Relation, score, rule version, and a JSON that names what was compared."""
    store.apply(1, [FIRST, REPRINT])

    (row,) = rows(store, "SELECT * FROM duplicate")
    assert (row["article_id"], row["original_id"]) == ("stcn:2", "stcn:1")
    assert row["relation"] in {"same_text", "reprint"}
    assert 0.5 < row["score"] <= 1
    assert row["rule_version"]
    assert json.loads(row["reasons"])["credits"][0] == "第一财经"


def test_a_copy_tells_whom_it_is_from(store: Store) -> None:
    """A credited medium points to the earlier article that bears it."""
    credited = replace(REPRINT, source="新华社")
    store.apply(1, [FIRST, CUT, credited])
    found = rows(store, "SELECT article_id, reasons FROM duplicate ORDER BY article_id")
    lineage = {r["article_id"]: json.loads(r["reasons"]).get("taken_from") for r in found}

    assert lineage == {"stcn:2": "stcn:1", "stcn:3": None}


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_order_of_arrival_changes_nothing(store: Store, order: tuple[int, ...]) -> None:
    """An original that arrives late becomes the original."""
    for number in order:
        store.apply(1, [(FIRST, REPRINT, CUT)[number]])

    assert originals(store) == {"1": "1", "2": "1", "3": "1"}


def test_a_changed_text_leaves_its_family(store: Store) -> None:
    """A revision that tells another story is linked no more, and the rest holds."""
    store.apply(1, [FIRST, REPRINT, CUT])
    store.apply(
        1, [replace(REPRINT, title="别的事", body="这是另外一件事情，与回购没有关系。")]
    )

    assert originals(store) == {"1": "1", "2": "2", "3": "1"}


def test_what_is_undone_stays_undone(store: Store) -> None:
    """Also when everything is worked out anew, and when a text is read again."""
    store.apply(1, [FIRST, REPRINT])
    tell_apart(store.engine, "stcn:2", "stcn:1")
    assert originals(store) == {"1": "1", "2": "2"}

    rebuild_repeats(store.engine)
    assert originals(store) == {"1": "1", "2": "2"}
    store.apply(1, [replace(REPRINT, title=f"{REPRINT.title}（更新）")])
    assert originals(store) == {"1": "1", "2": "2"}


def test_undoing_needs_two_articles_that_exist(store: Store) -> None:
    """A typing error is told, not remembered."""
    store.apply(1, [FIRST])

    with pytest.raises(NoSuchArticleError, match="no article stcn:99"):
        tell_apart(store.engine, "stcn:1", "stcn:99")
    assert rows(store, "SELECT * FROM repeat_undone") == []


def test_a_rebuild_finds_the_same_and_can_be_stopped(store: Store) -> None:
    """Stopped half-way it goes on where it was; finished it starts over."""
    store.apply(1, [FIRST, REPRINT, CUT, OTHER_COMPANY, UNRELATED])
    before = originals(store)
    seen: list[tuple[int, int]] = []

    assert rebuild_repeats(store.engine, progress=lambda *at: seen.append(at)) == 5
    assert originals(store) == before
    assert seen == [(5, 5)]
    with store.engine.begin() as connection:
        connection.execute(text("DELETE FROM fingerprint_key WHERE article_id = 'stcn:2'"))
        connection.execute(text("DELETE FROM fingerprint WHERE article_id = 'stcn:2'"))
    assert rebuild_repeats(store.engine) == 1
    assert originals(store) == before


def test_similar_texts_are_candidates_within_a_window_equal_ones_for_ever(
    store: Store,
) -> None:
    """A year later a reworded copy is a new story, a word for word copy is not."""
    year = timedelta(days=365)
    late = {"published_at": NOON + year, "source": "证券时报"}
    reworded = BODY.replace("公司表示，本次", "该公司称，此次").replace(
        "用于股权激励", "用于激励"
    )
    equal = told("7", body=FIRST.body, title=FIRST.title, **late)
    similar = told("8", body=reworded, title="海棠电气回购", **late)
    store.apply(1, [FIRST])
    store.apply(1, [similar])
    assert originals(store)["8"] == "8"
    store.apply(1, [equal])
    assert originals(store)["7"] == "1"


def test_unrelated_articles_change_nothing(store: Store) -> None:
    """Whatever else arrives, a family stays as it is."""
    store.apply(1, [FIRST, REPRINT, CUT])
    before = rows(store, "SELECT article_id, original_id, relation, score FROM duplicate")
    store.apply(1, [OTHER_COMPANY, OTHER_AMOUNT, UNRELATED])

    after = rows(store, "SELECT article_id, original_id, relation, score FROM duplicate")
    assert after == before
