"""Questions to the database, asked from Python."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage import engine
from storage.dictionary import view_columns
from storage.errors import CannotOpenError, ForeignDatabaseError, NewerSchemaError
from storage.queries import (
    Filters,
    Reader,
    count,
    counts,
    detail,
    faults,
    find_article,
    latest,
    open_reader,
    opening,
    runs,
    search,
    searching,
)
from storage.queries.articles import why_missing
from storage.search_text import Query, parse_query
from storage.store import Store
from tests import databases

pytestmark = pytest.mark.both

NOON = datetime(2026, 9, 24, 4, 0, tzinfo=UTC)
NEWEST_FIRST = ["cs:1001", "stcn:1002", "stcn:1001", "stcn:1004", "stcn:1003"]


def ids(reader: Reader, **filters: object) -> list[str]:
    """The articles that filters leave."""
    return [row.article_id for row in latest(reader, Filters(**filters))]  # type: ignore[arg-type] - a test's shorthand


def found(reader: Reader, *words: str, limit: int = 20, **options: str) -> list[str]:
    """The articles that contain words."""
    hits = search(reader, parse_query(words), limit=limit, **options).hits  # type: ignore[arg-type] - likewise
    return [hit.row.article_id for hit in hits]


def test_newest_comes_first_and_undated_last(reader: Reader) -> None:
    """Of all, of some, and whatever the size of the chunks they are read in."""
    assert ids(reader) == NEWEST_FIRST
    assert [row.article_id for row in latest(reader, limit=2)] == NEWEST_FIRST[:2]


def test_rows_mirror_the_view(reader: Reader) -> None:
    """Every column of `news`, in its order, as analysts see it."""
    row = next(latest(reader, Filters(site=("stcn",), kind=("article",))))
    values = next(reader.rows("SELECT * FROM news WHERE article_id = 'stcn:1001'"))
    assert tuple(row) == values
    assert list(row._fields) == view_columns("news")
    assert (row.published, row.channels, row.copies) == ("2026-09-24 07:00:00", "gs,yw", 1)


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        ({"site": ["cs"]}, ["cs:1001"]),
        ({"site": ["cs", "stcn"]}, NEWEST_FIRST),
        ({"channel": ["yw"]}, ["stcn:1001", "stcn:1004"]),
        ({"channel": ["kx", "zk"]}, ["stcn:1002", "stcn:1003"]),
        ({"kind": ["flash"]}, ["stcn:1002"]),
        ({"symbol": ["688777.SH"]}, ["stcn:1002"]),
        ({"symbol": ["688777.sh", "002999"]}, ["cs:1001", "stcn:1002", "stcn:1001"]),
        ({"symbol": ["00299"]}, []),
        ({"symbol": ["688777.SZ"]}, []),
        ({"since": NOON}, ["cs:1001"]),
        ({"until": NOON}, ["stcn:1002", "stcn:1001", "stcn:1004"]),
        (
            {"site": ["stcn"], "since": NOON - timedelta(hours=5)},
            ["stcn:1002", "stcn:1001"],
        ),
        ({"original_only": True}, NEWEST_FIRST[1:]),
    ],
)
def test_filters(reader: Reader, filters: dict[str, object], left: list[str]) -> None:
    """Alone and together; times are half open, a bare code is that of any exchange."""
    assert ids(reader, **filters) == left
    assert count(reader, Filters(**filters)) == len(left)  # type: ignore[arg-type] - a test's shorthand


def test_a_symbol_of_an_earlier_version_does_not_count(
    reader: Reader, database: Path
) -> None:
    """Only what the current version names is a symbol of the article."""
    with Store(databases.url_of(database)) as store, store.engine.begin() as connection:
        connection.exec_driver_sql(
            "DELETE FROM article_symbol WHERE article_id = 'stcn:1001' AND version = 2"
        )
    assert ids(reader, symbol=["002999.SZ"]) == ["cs:1001"]


def test_a_time_without_zone_is_refused(reader: Reader) -> None:
    """It would be compared as if it were UTC."""
    with pytest.raises(ValueError, match="without zone"):
        ids(reader, since=datetime(2026, 9, 24))  # noqa: DTZ001 - the mistake


@pytest.mark.parametrize(
    ("words", "hits"),
    [
        (["回购"], ["cs:1001", "stcn:1001"]),
        (["回购", "1.5亿元"], ["stcn:1001"]),
        (["净利润", "北辰"], ["stcn:1002"]),
        (["12.5%"], ["stcn:1002"]),
        (["2.5"], ["stcn:1002"]),
        (["1_5"], []),
        (["esg"], ["stcn:1003"]),
        (["_100%"], ["stcn:1003"]),
        (["LOW-CARBON"], ["stcn:1003"]),
        (["002999"], ["cs:1001", "stcn:1001"]),
        (["[8]%"], ["stcn:1002"]),
        (["增"], ["stcn:1002"]),
        (["㊣"], ["stcn:1003"]),
        (["1.2亿元"], ["cs:1001"]),
        (["OR"], []),
        (["营收 增长"], ["stcn:1002"]),
    ],
)
@pytest.mark.parametrize("way", ["glance", "index", "walk"])
def test_search_finds_words_as_written(
    reader: Reader,
    monkeypatch: pytest.MonkeyPatch,
    way: str,
    words: list[str],
    hits: list[str],
) -> None:
    """Whichever way the words are sought: in the newest, by the index, back in time."""
    if way != "glance":
        monkeypatch.setattr(searching, "_LONG_GLANCE", 0)
    if way == "walk":
        monkeypatch.setattr(searching, "_COUNTABLE", 0)
    assert found(reader, *words) == hits


def test_search_knows_how_many_there_are(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If it has seen them all, or if the index has counted them."""
    query = parse_query(["公告"])
    assert search(reader, query).total == 3
    monkeypatch.setattr(searching, "_LONG_GLANCE", 0)
    assert search(reader, query, limit=1).total == 3
    monkeypatch.setattr(searching, "_FEW", 0)
    assert search(reader, query, limit=1).total == 3
    monkeypatch.setattr(searching, "_COUNTABLE", 0)
    assert search(reader, query, limit=1).total is None


def test_search_with_filters(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """The words must occur in what the filters leave, and total counts only that."""
    for few in (200, 0):
        monkeypatch.setattr(searching, "_FEW", few)
        monkeypatch.setattr(searching, "_LONG_GLANCE", 0)
        hits = search(reader, parse_query(["公告"]), Filters(kind=["flash"]))
        assert [hit.row.article_id for hit in hits.hits] == ["stcn:1002"]
        assert hits.total == 1


def test_search_by_relevance(reader: Reader) -> None:
    """The shorter text that says it as often comes first; a check leaves out no hit."""
    assert set(found(reader, "回购", sort="relevance")) == {"cs:1001", "stcn:1001"}
    assert found(reader, "㊣版", sort="relevance") == ["stcn:1003"]


def test_search_for_exclusions_alone(reader: Reader) -> None:
    """The index cannot answer; the texts do."""
    hits = search(reader, Query(none_of=("公告",))).hits
    assert [hit.row.article_id for hit in hits] == ["stcn:1004", "stcn:1003"]


def test_search_for_nothing_is_refused(reader: Reader) -> None:
    """It would find everything."""
    with pytest.raises(ValueError, match="needs a word"):
        search(reader, parse_query([]))


def test_hits_show_the_words(reader: Reader) -> None:
    """In the whole title and in their place in the body."""
    (hit,) = search(reader, parse_query(["净利润"])).hits
    assert hit.title() == [
        ("北辰新材：", False),
        ("净利润", True),
        ("同比增长12.5%", False),
    ]
    assert ("净利润", True) in hit.snippet()


def test_an_article_by_its_names(reader: Reader) -> None:
    """Whole id, address (scheme and query aside), native id where that is enough."""
    assert find_article(reader, "stcn:1001") == ["stcn:1001"]
    assert find_article(reader, "1002") == ["stcn:1002"]
    assert find_article(reader, "1001") == ["cs:1001", "stcn:1001"]
    assert find_article(reader, "https://www.stcn.com/article/detail/1002.html") == [
        "stcn:1002"
    ]
    assert find_article(
        reader, "http://www.STCN.com/article/detail/1002.html?from=x#a"
    ) == ["stcn:1002"]
    assert find_article(reader, "https://www.stcn.com/") == []
    assert find_article(reader, "9") == []


def test_what_became_of_what_was_listed(reader: Reader) -> None:
    """Something that is no article may still be known."""
    assert why_missing(reader, "1005") == "stcn:1005 was listed and is rejected: empty_body"
    assert why_missing(reader, "stcn:1006") == "stcn:1006 was listed and is pending"
    assert why_missing(reader, "9") is None


def test_everything_about_an_article(reader: Reader) -> None:
    """Symbols, channels, versions with what changed, repeats."""
    known = detail(reader, "stcn:1001")
    assert known.row.title == "海棠电气拟1.5亿元回购股份"
    assert (known.print_issue, known.published_zone) == ("2026-09-24 A004版", "assumed")
    assert [(s.symbol, s.name) for s in known.symbols] == [("002999.SZ", "海棠电气")]
    assert [listing.channel for listing in known.listings] == ["gs", "yw"]
    first, second = known.versions
    assert (first.changed, second.changed) == ("", "title,body")
    assert first.valid_to == second.valid_from == "2026-09-24T05:00:00Z"
    assert second.valid_to is None
    assert known.copies == ["cs:1001"]
    with pytest.raises(KeyError):
        detail(reader, "stcn:9")


def test_counts(reader: Reader) -> None:
    """Articles by everything, what was rejected, what is owed."""
    known = counts(reader)
    assert known.total == (
        5,
        1,
        4,
        1,
        1,
        1,
        1,
        "2026-09-23 00:00:00",
        "2026-09-24 12:00:00",
    )
    assert [(g.name, g.articles) for g in known.sites] == [("stcn", 4), ("cs", 1)]
    assert ("stcn:yw", 2) in [(g.name, g.articles) for g in known.channels]
    assert [(g.name, g.articles) for g in known.days] == [
        ("2026-09-24", 3),
        ("2026-09-23", 1),
    ]
    assert known.rejections == [("stcn", "empty_body", 1)]
    assert {(t.name, t.number) for t in known.discovery or ()} == {
        ("pending", 1),
        ("rejected", 1),
        ("stored", 1),
    }
    assert known.size > 0


def test_counts_of_a_selection(reader: Reader) -> None:
    """What only articles have cannot be asked of rejections: then they are left out."""
    assert counts(reader, Filters(site=["cs"])).rejections == []
    assert counts(reader, Filters(since=NOON + timedelta(days=1))).total.articles == 0
    flashes = counts(reader, Filters(kind=["flash"]))
    assert (flashes.total.articles, flashes.rejections, flashes.discovery) == (
        1,
        None,
        None,
    )


def test_runs(reader: Reader) -> None:
    """Newest first; one without an end has no duration."""
    second, first = runs(reader)
    assert (first.spider, first.outcome, first.reason) == ("stcn", "alarm", "empty_list")
    assert (first.seconds, first.requests, first.changed) == (75, 12, 1)
    assert (second.spider, second.outcome, second.seconds) == ("posts", None, None)
    assert [run.run_id for run in runs(reader, limit=1)] == [2]
    assert [run.run_id for run in runs(reader, until=NOON + timedelta(minutes=1))] == [1]
    assert [run.run_id for run in runs(reader, since=NOON + timedelta(minutes=1))] == [2]


def test_a_sound_database_has_no_faults(reader: Reader) -> None:
    """The store keeps its promises."""
    assert list(faults(reader)) == []


def test_one_instant_is_seen_while_others_write(reader: Reader, database: Path) -> None:
    """Everything in one block is answered from the same state."""
    with reader.at_one_instant(), Store(databases.url_of(database)) as store:
        assert len(list(runs(reader))) == 2
        store.begin_run("stcn", {}, NOON)
        assert len(list(runs(reader))) == 2
    assert len(list(runs(reader))) == 3


def test_a_reader_cannot_write(reader: Reader) -> None:
    """Whatever is asked of it."""
    with pytest.raises(CannotOpenError, match=r"readonly|syntax"):
        list(reader.rows("DELETE FROM article"))


def test_a_reader_may_be_closed_early(reader: Reader) -> None:
    """What was still to come is forgotten without a word on standard error."""
    rows = latest(reader)
    assert next(rows).article_id == "cs:1001"
    reader.close()
    del rows


def test_refusals_of_databases(database: Path, tmp_path: Path) -> None:
    """A missing file is not made; foreign and newer ones are named so."""
    with pytest.raises(CannotOpenError, match="There is no database"):
        open_reader(f"sqlite:///{tmp_path}/none.db")
    assert not (tmp_path / "none.db").exists()
    (tmp_path / "text.db").write_text("这不是数据库。" * 100, encoding="utf-8")
    with pytest.raises(CannotOpenError, match="is not an SQLite database"):
        open_reader(f"sqlite:///{tmp_path}/text.db")
    with Store(databases.url_of(database)) as store, store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(NewerSchemaError):
        open_reader(databases.url_of(database))
    foreign = tmp_path / "foreign.db"
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE notes (text)")
    with pytest.raises(ForeignDatabaseError):
        open_reader(f"sqlite:///{foreign}")


def test_both_doors_agree_on_what_is_ours() -> None:
    """Reading and writing know one revision and one mark."""
    assert opening.HEAD == engine.HEAD
    assert opening.APPLICATION_ID == engine.APPLICATION_ID


def test_questions_load_no_framework() -> None:
    """Neither SQLAlchemy nor Alembic, Rich or Scrapy: the answer must not wait."""
    script = (
        "import sys, storage.queries; print(*sorted(m.split('.')[0] for m in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert not {"sqlalchemy", "alembic", "rich", "scrapy", "typer"} & set(
        done.stdout.split()
    )
