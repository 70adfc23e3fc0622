"""The Python door: `storage.open` and what comes out of it."""

import doctest
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import storage
from storage import api
from storage.errors import CannotOpenError, ForeignDatabaseError, NewerSchemaError
from storage.store import Store
from tests import databases
from tests.newsstand import fill, story

pytestmark = pytest.mark.both
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory, dialect: str) -> Path:
    """A week of news, stored once; nobody writes here."""
    del dialect  # once for each
    path = tmp_path_factory.mktemp("newsstand") / "week.db"
    fill(path)
    return path


@pytest.fixture
def newsstand(week: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The same in `news.db` of the working directory, to be changed at will: its URL."""
    monkeypatch.chdir(tmp_path)
    return databases.url_of(databases.copy(week, tmp_path / "news.db"))


@pytest.fixture
def news(newsstand: str) -> Iterator[storage.News]:
    """The same, open for reading."""
    with storage.open(newsstand) as opened:
        yield opened


def ids(results: Any) -> list[str]:
    """Which articles they are."""
    return [record.article_id for record in results]


@pytest.mark.sqlite("the examples name a file")
def test_the_examples_in_its_pages_work(news: storage.News) -> None:
    """Every doctest, on the newsstand's database."""
    outcome = doctest.testmod(api, extraglobs={"storage": storage, "news": news})
    assert outcome.attempted > 10
    assert outcome.failed == 0


def test_an_article_is_a_frozen_typed_record(news: storage.News) -> None:
    """Aware times, Beijing's where people read them; lists are tuples."""
    article = news.article("stcn:1001")
    assert article.published == datetime(2026, 9, 16, 20, 30, tzinfo=SHANGHAI)
    assert article.published.tzinfo == SHANGHAI
    assert article.published_at == article.published
    for at in (article.published_at, article.first_seen_at, article.last_seen_at):
        assert at is not None
        assert at.tzinfo == UTC
    assert article.trade_date == date(2026, 9, 17)
    assert (article.channels, article.symbols) == (("gs", "yw"), ("002999.SZ",))
    assert (article.authors, article.tags) == (("林晓舟",), ("回购",))
    assert (article.version, article.copies, article.original_id) == (2, 1, "stcn:1001")
    with pytest.raises(FrozenInstanceError):
        article.title = "另一个"  # type: ignore[misc]  # the mistake


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        ({"site": "cs"}, ["cs:1001", "cs:1002"]),
        ({"site": "stcn,cs", "limit": 1}, ["stcn:1006"]),
        ({"channel": ["company"]}, ["cs:1001", "cs:1002"]),
        ({"kind": "flash"}, ["stcn:1006", "stcn:1002"]),
        ({"symbol": "605999"}, ["stcn:1007", "stcn:1004", "cs:1002"]),
        ({"symbol": {"688777.SH"}}, ["stcn:1002"]),
        ({"symbol": "605999.SH", "original_only": True}, ["stcn:1007", "cs:1002"]),
        ({"since": "2026-09-18 09:40"}, ["stcn:1006", "stcn:1007"]),
        ({"since": date(2026, 9, 18)}, ["stcn:1006", "stcn:1007"]),
        (
            {"since": datetime(2026, 9, 18, 1, 41, tzinfo=UTC)},
            ["stcn:1006"],
        ),
        ({"until": "2026-09-15 16:00"}, ["stcn:1005"]),
        ({"since": None, "site": None, "until": date(2026, 9, 15)}, []),
    ],
    ids=str,
)
def test_filters(news: storage.News, filters: dict[str, Any], left: list[str]) -> None:
    """With the command line's names; one or several; Beijing text, day or instant."""
    results = news.articles(**filters)
    assert ids(results) == left
    assert len(results) == len(left)
    assert bool(results) == bool(left)


@pytest.mark.parametrize(
    ("filters", "sentence"),
    [
        ({"kind": "story"}, "there is no kind 'story'; there are article"),
        ({"since": datetime(2026, 9, 18)}, "has no zone; give it one"),  # noqa: DTZ001 - the mistake
        ({"since": "lately"}, "is no Beijing time; write 2026-09-24"),
        ({"since": "2026-09-18", "until": "2026-09-18"}, "is not after since="),
        ({"limit": 0}, "it is 1 or more"),
        ({"sites": "cs"}, "there is no filter 'sites'; there are site, channel"),
    ],
    ids=str,
)
def test_what_cannot_be_meant_is_refused_at_once(
    news: storage.News, filters: dict[str, Any], sentence: str
) -> None:
    """In one sentence, before anything is read."""
    with pytest.raises((ValueError, TypeError), match=sentence):
        news.articles(**filters)
    with pytest.raises((ValueError, TypeError), match=sentence):
        news.search("回购", **filters)


def test_search_finds_what_the_command_finds(news: storage.News) -> None:
    """Operators, filters, both orders; every hit has a snippet."""
    hits = news.search("回购 -员工", since="2026-09-16")
    assert ids(hits) == ["stcn:1006", "stcn:1003"]
    assert len(hits) == 2
    assert all("回购" in hit.snippet for hit in hits)
    assert ids(news.search("净利润 OR 订单", limit=2)) == ["stcn:1002", "stcn:1004"]
    by_relevance = news.search("回购", sort="relevance")
    assert set(ids(by_relevance)) == set(ids(news.search("回购")))
    assert len(news.search("回购", limit=3)) == 3
    with pytest.raises(ValueError, match="needs a word"):
        news.search("  ")
    with pytest.raises(ValueError, match="neither 'time' nor 'relevance'"):
        news.search("回购", sort="luck")  # type: ignore[arg-type]  # the mistake


def test_results_are_read_when_asked_and_again(news: storage.News, newsstand: str) -> None:
    """Nothing is read before; a second pass sees what a crawl has stored since."""
    results = news.articles()
    before = ids(results)
    late = story("stcn:1009", "18 14:00", "晚到的一条", "晚到的一条。", channels=["kx"])
    with Store(newsstand) as store:
        store.apply(1, [late])
    assert ids(results) == ["stcn:1009", *before]
    first = results.first()
    assert first is not None
    assert first.title == "晚到的一条"
    assert repr(results) == "<Results of Article>"
    assert news.articles(site="nowhere").first() is None


def test_a_pass_sees_one_state_while_a_crawl_writes(
    news: storage.News, newsstand: str
) -> None:
    """What is committed in the middle of a pass is not in it, and nobody waits."""
    pass_ = iter(news.articles(site="stcn"))
    seen = [next(pass_).article_id]
    late = story("stcn:1009", "15 09:00", "晚到的一条", "晚到的一条。", channels=["kx"])
    with Store(newsstand) as store:
        store.apply(1, [late])
    seen += ids(pass_)
    assert len(seen) == 7
    assert "stcn:1009" not in seen
    assert news.article("stcn:1009").title == "晚到的一条"


def test_names_of_articles(news: storage.News) -> None:
    """Id, address or native id; what is none or several is said in a sentence."""
    assert news.article("1006").article_id == "stcn:1006"
    address = "https://www.stcn.com/article/detail/1006.html"
    assert news.article(address).article_id == "stcn:1006"
    with pytest.raises(LookupError, match="1001 may be cs:1001, stcn:1001; name one"):
        news.article("1001")
    with pytest.raises(LookupError, match=r"There is no article stcn:7\.$"):
        news.versions("stcn:7")
    with pytest.raises(LookupError, match="was listed and is rejected: empty_body"):
        news.article("stcn:1008")


def test_versions_follow_each_other(news: storage.News) -> None:
    """Each ends where the next begins; the last is the article."""
    first, second = news.versions("stcn:1001")
    assert (first.version, second.version) == (1, 2)
    assert first.valid_from == datetime(2026, 9, 16, 20, 35, tzinfo=SHANGHAI)
    assert first.valid_to == second.valid_from
    assert second.valid_to is None
    assert second.title == news.article("stcn:1001").title


def test_the_past_is_a_door_of_its_own(news: storage.News) -> None:
    """`as_of` answers with what was held then; the present stays open."""
    with news.as_of(datetime(2026, 9, 17, 9, 25, tzinfo=SHANGHAI)) as then:
        assert len(then.articles()) == 6
        assert not then.articles(kind="flash")
        assert ids(then.search("员工持股", site="stcn")) == ["stcn:1001"]
        with pytest.raises(PermissionError):
            then.undo_repeat("stcn:1001", "cs:1001")
    assert len(news.articles()) == 9
    with pytest.raises(ValueError, match="has no zone"):
        news.as_of(datetime(2026, 9, 17))  # noqa: DTZ001 - the mistake


def test_coverage_and_runs(news: storage.News) -> None:
    """Typed, filtered, newest first."""
    (day,) = news.coverage(
        site="stcn", channel="yw", since="2026-09-17", until="2026-09-18"
    )
    assert (day.day, day.complete, day.rejected_by) == (
        date(2026, 9, 17),
        True,
        {"empty_body": 1},
    )
    last, *_ = news.runs(since="2026-09-18")
    assert (last.spider, last.outcome, last.new) == ("stcn", "ok", 2)
    assert last.channels["yw"]["new"] == 2
    assert last.finished_at is not None
    assert last.finished_at - last.started_at == timedelta(minutes=2)
    assert len(news.runs(until="2026-09-16")) == 2


def test_reading_is_all_unless_asked_otherwise(newsstand: str) -> None:
    """Undoing a repeat needs `write=True`, two articles, and lasts."""
    with storage.open(newsstand) as news:
        assert news.article("cs:1001").original_id == "stcn:1001"
        with pytest.raises(PermissionError, match="write=True"):
            news.undo_repeat("cs:1001", "stcn:1001")
    with storage.open(newsstand, write=True) as mine:
        with pytest.raises(ValueError, match="told apart from itself"):
            mine.undo_repeat("cs:1001", "cs:1001")
        mine.undo_repeat("cs:1001", "stcn:1001")
    with storage.open(newsstand) as news:
        assert news.article("cs:1001").original_id == "cs:1001"


@pytest.mark.parametrize("write", [False, True])
def test_what_is_not_ours_is_named(newsstand: str, tmp_path: Path, write: bool) -> None:
    """A missing file is not made; a foreign and a newer one are left alone."""
    with pytest.raises(CannotOpenError, match="There is no database"):
        storage.open(tmp_path / "none.db", write=write)
    assert not (tmp_path / "none.db").exists()
    with closing(sqlite3.connect(tmp_path / "foreign.db")) as connection:
        connection.execute("CREATE TABLE notes (text)")
    with pytest.raises(ForeignDatabaseError, match="not one of Shibao's"):
        storage.open(tmp_path / "foreign.db", write=write)
    newer = "UPDATE alembic_version SET version_num = '9999'"
    databases.change(tmp_path / "news.db", newer)
    with pytest.raises(NewerSchemaError, match="newer Shibao"):
        storage.open(newsstand, write=write)


def test_the_door_is_light(newsstand: str) -> None:
    """Opening and asking load neither a crawler nor a database or frame library."""
    script = (
        "import sys, storage; "
        "assert 'storage.api' not in sys.modules; "
        "news = storage.open(sys.argv[1]); "
        "assert news.articles().first() and news.search('公告').first(); "
        "print(*sorted(m.split('.')[0] for m in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(newsstand)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    heavy = {"scrapy", "twisted", "sqlalchemy", "alembic", "pandas", "polars", "typer"}
    assert not heavy & set(done.stdout.split())


def test_the_package_has_two_names() -> None:
    """And no others."""
    assert storage.News is api.News
    with pytest.raises(AttributeError, match="no attribute 'shut'"):
        storage.shut  # noqa: B018  # type: ignore[attr-defined]  # the mistake


@pytest.mark.parametrize(
    "slip",
    ["0026-09-17", "0206-09-17 09:25", date(1, 1, 1), datetime(26, 9, 17, tzinfo=UTC)],
    ids=str,
)
def test_a_slip_of_the_year_shows_nothing_of_today(news: storage.News, slip: Any) -> None:
    """A year before there was news is refused: as text, it would compare wrongly."""
    with pytest.raises(ValueError, match="no time for news"):
        news.as_of(slip)
    with pytest.raises(ValueError, match="no time for news"):
        news.articles(since=slip)


def test_a_past_knows_no_later_time(news: storage.News) -> None:
    """Whoever is handed a database as of then cannot look ahead with it."""
    with news.as_of("2026-09-17 08:00") as then:
        assert "as of" in repr(then)
        with pytest.raises(ValueError, match="knows no later time"):
            then.as_of("2026-09-18 23:00")
        with then.as_of("2026-09-16 08:00") as before:
            assert len(before.articles()) <= len(then.articles())


@pytest.mark.parametrize("spelling", ["SH{}", "sh.{}", "{}.XSHG", "{}.SS", "{}.sh", "{}"])
def test_a_security_by_any_of_its_names(news: storage.News, spelling: str) -> None:
    """Desks write prefixes and exchanges in several ways; all mean the same one."""
    symbols = {s for article in news.articles() for s in article.symbols}
    code = next(s for s in sorted(symbols) if s.endswith(".SH")).removesuffix(".SH")

    assert ids(news.articles(symbol=spelling.format(code)))
    assert ids(news.articles(symbol=spelling.format(code))) == ids(
        news.articles(symbol=f"{code}.SH")
    )
