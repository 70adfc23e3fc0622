"""Records as data frames: the types that an analyst need not repair."""

import sys
from collections.abc import Iterator

import pytest

import storage
from tests import databases
from tests.newsstand import fill

pytestmark = pytest.mark.both


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory, dialect: str) -> Iterator[storage.News]:
    """The newsstand's week, open for reading."""
    del dialect  # once for each
    path = tmp_path_factory.mktemp("frames") / "news.db"
    fill(path)
    with storage.open(databases.url_of(path)) as opened:
        yield opened


PANDAS = {
    "article_id": "str",
    "site": "category",
    "channels": "object",
    "published": "datetime64[us, Asia/Shanghai]",
    "published_at": "datetime64[us, UTC]",
    "first_seen_at": "datetime64[us, UTC]",
    "trade_date": "datetime64[us]",
    "session": "category",
    "symbols": "object",
    "version": "int64",
    "copies": "int64",
}


@pytest.mark.parametrize("site", ["stcn", "nowhere"])
def test_pandas_has_the_right_types(news: storage.News, site: str) -> None:
    """Aware times, categories of text, empty or not."""
    pytest.importorskip("pandas")
    frame = news.articles(site=site).to_pandas()
    types = {name: str(frame.dtypes[name]) for name in PANDAS}
    assert types == PANDAS
    assert str(frame["editor"].cat.categories.dtype) == "str"
    assert len(frame) == len(news.articles(site=site))


def test_pandas_holds_what_the_records_say(news: storage.News) -> None:
    """Instants are the same, lists explode, nulls are nulls."""
    pandas = pytest.importorskip("pandas")
    results = news.articles()
    frame, first = results.to_pandas(), results.first()
    assert first is not None
    assert frame["published"][0] == pandas.Timestamp(first.published)
    assert frame["published"][0].hour == 13
    counted = frame.explode("symbols")["symbols"].value_counts()
    assert counted["002999.SZ"] == 5
    assert frame["editor"].isna().all()


@pytest.mark.parametrize("site", ["stcn", "nowhere"])
def test_polars_has_the_right_types(news: storage.News, site: str) -> None:
    """The same for polars, where lists are lists and days are days."""
    pl = pytest.importorskip("polars")
    schema = news.articles(site=site).to_polars().schema
    types = {
        "article_id": pl.String,
        "site": pl.Categorical,
        "channels": pl.List(pl.String),
        "published": pl.Datetime("us", "Asia/Shanghai"),
        "published_at": pl.Datetime("us", "UTC"),
        "trade_date": pl.Date,
        "symbols": pl.List(pl.String),
        "copies": pl.Int64,
    }
    assert {name: schema[name] for name in types} == types


def test_polars_holds_what_the_records_say(news: storage.News) -> None:
    """Instants, days and lists come out as they went in."""
    pytest.importorskip("polars")
    results = news.articles(symbol="605999", limit=1)
    row, record = results.to_polars().row(0, named=True), results.first()
    assert record is not None
    assert row["published"] == record.published
    assert row["trade_date"] == record.trade_date
    assert tuple(row["symbols"]) == record.symbols == ("002999.SZ", "605999.SH")


def test_every_kind_of_result_becomes_a_frame(news: storage.News) -> None:
    """Hits, versions, runs and coverage too; mappings are JSON, numbers may lack."""
    pytest.importorskip("pandas")
    pytest.importorskip("polars")
    hits, coverage = news.search("回购"), news.coverage()
    assert list(hits.to_pandas().columns) == [*news.articles().to_pandas(), "snippet"]
    for results in (hits, news.versions("stcn:1001"), news.runs(), coverage):
        assert results.to_pandas().shape == results.to_polars().shape
        assert len(results.to_pandas()) == len(results)
    days = coverage.to_pandas()
    assert str(days["longest_gap"].dtype) == "Int64"
    assert str(days["complete"].dtype) == "bool"
    assert set(days["rejected_by"]) == {"{}", '{"empty_body": 1}'}


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_missing_library_is_named(
    news: storage.News, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    """With the extra that brings it."""
    monkeypatch.setitem(sys.modules, library, None)
    results = news.articles()
    ask = {"pandas": results.to_pandas, "polars": results.to_polars}[library]
    with pytest.raises(ImportError, match=rf'pip install "shibao\[{library}\]"'):
        ask()
