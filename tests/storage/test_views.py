"""The views for habits: per symbol and trading day, per day, channel and kind."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from storage.store import Store
from tests import databases
from tests.newsstand import at, fill, story

pytestmark = pytest.mark.both


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory, dialect: str) -> Iterator[databases.Raw]:
    """The newsstand's week, with an undated post that no channel listed."""
    del dialect  # once for each
    path: Path = tmp_path_factory.mktemp("views") / "news.db"
    fill(path)
    undated = replace(
        story("cs:1", "18 09:00", "不知何时", "海棠电气的旧闻。", channels=["yw"]),
        channels=(),
        published_at=None,
        published_precision="unknown",
    )
    with Store(databases.url_of(path)) as store:
        store.apply(store.begin_run("posts", {}, at("18 23:00")), [undated])
    with databases.opened(path) as connection:
        yield connection


def rows(base: databases.Raw, query: str) -> list[dict[str, Any]]:
    """What a query finds."""
    return base.rows(query)


def test_a_symbols_day(base: databases.Raw) -> None:
    """Originals and copies apart; what was out before the open is counted."""
    query = "SELECT * FROM symbol_day WHERE symbol = '002999.SZ' ORDER BY trade_date"
    first, second = rows(base, query)
    assert first == {
        "symbol": "002999.SZ",
        "trade_date": "2026-09-17",
        "articles": 3,
        "originals": 2,
        "copies": 1,
        "flashes": 0,
        "before_open": 3,
        "first_published": "2026-09-16 20:30:00",
        "last_published": "2026-09-17 08:40:00",
    }
    assert (second["articles"], second["flashes"], second["before_open"]) == (2, 1, 0)


def test_a_channels_day(base: databases.Raw) -> None:
    """An article counts in every channel that listed it."""
    query = "SELECT * FROM daily WHERE day = '2026-09-15' AND channel = 'yw'"
    (day,) = rows(base, query)
    assert (day["site"], day["kind"]) == ("stcn", "article")
    assert (day["articles"], day["originals"], day["copies"]) == (2, 1, 1)
    assert day["last_published"] == "2026-09-15 18:30:00"
    both = "SELECT sum(articles) AS n FROM daily WHERE day = '2026-09-16' AND site = 'stcn'"
    assert rows(base, both) == [{"n": 2}]


def test_nothing_falls_out_of_them(base: databases.Raw) -> None:
    """Every mention and every listing is in one row; undated articles too."""
    (mentions,) = rows(
        base,
        "SELECT (SELECT sum(articles) FROM symbol_day) AS counted, count(*) AS all_of_them"
        " FROM article_symbol s JOIN article a USING (article_id, version)",
    )
    assert mentions["counted"] == mentions["all_of_them"]
    undated = rows(base, "SELECT * FROM daily WHERE day IS NULL")
    assert [(row["channel"], row["articles"]) for row in undated] == [(None, 1)]


@pytest.mark.sqlite("how a server looks things up is its own choice")
def test_a_symbol_is_looked_up(base: databases.Raw) -> None:
    """One symbol costs its own articles, not all of them."""
    query = "EXPLAIN QUERY PLAN SELECT * FROM symbol_day WHERE symbol = '002999.SZ'"
    plan = " ".join(row["detail"] for row in rows(base, query))
    assert "ix_article_symbol_symbol (symbol=?)" in plan
