"""`shibao export --to news.parquet`."""

import io
import json
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from storage.header import HEAD
from storage.queries import NewsRow

pytestmark = pytest.mark.both

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

Shibao = Callable[..., Result]
NEWEST_FIRST = ["cs:1001", "stcn:1002", "stcn:1001", "stcn:1004", "stcn:1003"]


@pytest.fixture
def table(shibao: Shibao, tmp_path: Path) -> Any:
    """The cast as Parquet, read back."""
    result = shibao("export", "--to", "news.parquet", "--kind", "article,flash")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "Exported 5 articles to news.parquet.\n"
    return pq.read_table(tmp_path / "news.parquet")


def test_types(table: Any) -> None:
    """Times are times, days are days, numbers are numbers, few words are dictionaries."""
    kinds = {field.name: str(field.type) for field in table.schema}
    assert tuple(kinds) == NewsRow._fields
    word = "dictionary<values=string, indices=int32, ordered=0>"
    special = {
        "published": "timestamp[us]",
        "trade_date": "date32[day]",
        **dict.fromkeys(("version", "copies"), "int32"),
        **dict.fromkeys(
            ("published_at", "first_seen_at", "last_seen_at"), "timestamp[us, tz=UTC]"
        ),
        **dict.fromkeys(
            ("site", "kind", "source", "published_precision", "published_from"), word
        ),
        **dict.fromkeys(("session", "status"), word),
    }
    assert {name: kind for name, kind in kinds.items() if kind != "string"} == special


def test_values(table: Any) -> None:
    """The rows of the other exports, newest first; `published` is Beijing's wall clock."""
    rows = table.to_pylist()
    assert [row["article_id"] for row in rows] == NEWEST_FIRST
    flash, undated = rows[1], rows[4]
    assert flash["published_at"] == datetime(2026, 9, 24, 3, 0, 9, tzinfo=UTC)
    assert flash["published"] == datetime(2026, 9, 24, 11, 0, 9)  # noqa: DTZ001 - a wall clock has no zone
    assert flash["trade_date"] == date(2026, 9, 24)
    assert (flash["site"], flash["kind"], flash["symbols"]) == (
        "stcn",
        "flash",
        "688777.SH",
    )
    assert (rows[2]["version"], rows[2]["copies"]) == (2, 1)
    assert (undated["published"], undated["trade_date"], undated["session"]) == (None,) * 3


def test_what_the_file_says_of_itself(table: Any, tmp_path: Path) -> None:
    """Schema, filters and order; compressed with zstd."""
    metadata = {k.decode(): v.decode() for k, v in table.schema.metadata.items()}
    assert metadata["shibao.schema"] == HEAD
    assert json.loads(metadata["shibao.filters"]) == {"kind": ["article", "flash"]}
    assert metadata["shibao.order"] == "published_at descending, nulls last"
    group = pq.ParquetFile(tmp_path / "news.parquet").metadata.row_group(0)
    assert group.column(6).compression == "ZSTD"
    (order,) = group.sorting_columns
    assert NewsRow._fields[order.column_index] == "published_at"
    assert (order.descending, order.nulls_first) == (True, False)


@pytest.mark.usefixtures("table")
def test_polars_reads_it(tmp_path: Path) -> None:
    """With the same types."""
    pl = pytest.importorskip("polars")
    frame = pl.read_parquet(tmp_path / "news.parquet")
    assert frame["article_id"].to_list() == NEWEST_FIRST
    assert frame["published_at"].dtype == pl.Datetime("us", "UTC")
    assert frame["trade_date"].dtype == pl.Date
    assert frame.filter(pl.col("kind") == "flash").height == 1


@pytest.mark.usefixtures("table")
def test_duckdb_reads_it(tmp_path: Path) -> None:
    """In SQL, by file name."""
    duckdb = pytest.importorskip("duckdb")
    query = (
        "SELECT site, count(*), max(published) FROM"
        f" '{tmp_path / 'news.parquet'}' GROUP BY site ORDER BY site"
    )
    with duckdb.connect() as connection:
        found = connection.sql(query).fetchall()
    noon = datetime(2026, 9, 24, 12)  # noqa: DTZ001 - a wall clock has no zone
    assert [row[:2] for row in found] == [("cs", 1), ("stcn", 4)]
    assert found[0][2] == noon


def test_row_groups(
    shibao: Shibao, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They end by rows or by bytes, and the order goes on over their ends."""
    monkeypatch.setattr("storage.exporting.parquet._CHUNK", 2)
    for limit in ("ROW_GROUP", "ROW_GROUP_BYTES"):
        with monkeypatch.context() as patch:
            patch.setattr(f"storage.exporting.parquet.{limit}", 2)
            assert shibao("export", "--to", "news.parquet").exit_code == 0
        file = pq.ParquetFile(tmp_path / "news.parquet")
        assert file.num_row_groups == 3
        assert file.read()["article_id"].to_pylist() == NEWEST_FIRST


def test_to_standard_output(shibao: Shibao) -> None:
    """For a pipe; nothing else is mixed in."""
    result = shibao("export", "--to", "parquet", "--limit", "1")
    found = pq.read_table(io.BytesIO(result.stdout_bytes))
    assert found["article_id"].to_pylist() == NEWEST_FIRST[:1]


def test_no_article_at_all(shibao: Shibao, tmp_path: Path) -> None:
    """A table without rows, and with its columns."""
    assert shibao("export", "--to", "news.parquet", "--site", "nowhere").exit_code == 0
    assert pq.read_table(tmp_path / "news.parquet").shape == (0, len(NewsRow._fields))


@pytest.mark.sqlite("a column with a type holds nothing else")
def test_a_value_that_is_no_time(shibao: Shibao, database: Path, tmp_path: Path) -> None:
    """One sentence that leads on, and no file."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE article SET first_seen_at = 'gestern' WHERE id = 1")
    result = shibao("export", "--to", "news.parquet")
    assert result.exit_code == 2
    assert "A value of first_seen_at is no timestamp[us, tz=UTC]" in result.stderr
    assert "`shibao db check`" in result.stderr
    assert not (tmp_path / "news.parquet").exists()


def test_without_pyarrow(
    shibao: Shibao, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence that says what to install."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "storage.exporting.parquet", raising=False)
    result = shibao("export", "--to", "news.parquet")
    assert result.exit_code == 2
    assert 'pip install "shibao[parquet]"' in result.stderr
    assert result.stderr.count("\n") == 1
    assert not list(tmp_path.glob("*.parquet"))
