"""
The cast of the reading tests: two companies, one journalist, five articles.

海棠电气 (002999.SZ) buys back shares, 北辰新材 (688777.SH) earns more, 林晓舟 writes.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from storage.cli.app import app
from storage.queries import Reader, open_reader
from storage.records import (
    ArticleRecord,
    GoneRecord,
    Record,
    RejectionRecord,
    SightingRecord,
    SymbolRecord,
)
from storage.store import RunResult, Store
from tests import databases

NOON = datetime(2026, 9, 24, 4, 0, tzinfo=UTC)
"""Noon in Beijing."""
HOUR = timedelta(hours=1)

BUYBACK = ArticleRecord(
    article_id="stcn:1001",
    site="stcn",
    native_id="1001",
    kind="article",
    url="https://www.stcn.com/article/detail/1001.html",
    channels=("yw", "gs"),
    title="海棠电气拟回购股份",
    summary=None,
    body="海棠电气（002999）公告，拟回购股份。\n回购金额为1.2亿元。",
    body_html="<p>海棠电气（002999）公告，拟回购股份。</p><p>回购金额为1.2亿元。</p>",
    source="证券时报",
    print_issue="2026-09-24 A004版",
    authors=("林晓舟",),
    editor="何予",
    published_at=NOON - 5 * HOUR,
    published_precision="minute",
    published_raw="2026-09-24 07:00",
    published_from="detail",
    published_zone="assumed",
    symbols=(SymbolRecord(symbol="002999.SZ", name="海棠电气", rule="code_in_text"),),
    tags=("回购", "电气"),
    important=False,
    seen_at=NOON,
)
REVISED = replace(
    BUYBACK,
    title="海棠电气拟1.5亿元回购股份",
    body="海棠电气（002999）公告，拟回购股份。\n回购金额为1.5亿元。",
    body_html="<p>海棠电气（002999）公告，拟回购股份。</p><p>回购金额为1.5亿元。</p>",
    seen_at=NOON + HOUR,
)
EARNINGS = replace(
    BUYBACK,
    article_id="stcn:1002",
    native_id="1002",
    kind="flash",
    url="https://www.stcn.com/article/detail/1002.html",
    channels=("kx",),
    title="北辰新材：净利润同比增长12.5%",
    body="北辰新材（688777）公告，净利润同比增长12.5%，营收 增长 [8]%。",
    body_html="<p>北辰新材（688777）公告，净利润同比增长12.5%，营收 增长 [8]%。</p>",
    print_issue=None,
    authors=(),
    editor=None,
    published_at=NOON - HOUR + timedelta(seconds=9),
    published_precision="second",
    symbols=(SymbolRecord(symbol="688777.SH", name="北辰新材", rule="code_in_text"),),
    tags=(),
)
REPRINT = replace(
    BUYBACK,
    article_id="cs:1001",
    site="cs",
    url="https://www.cs.com.cn/1001.html",
    channels=("gs",),
    title="海棠电气：拟回购",
    published_at=NOON,
)
UNDATED = replace(
    BUYBACK,
    article_id="stcn:1003",
    native_id="1003",
    url="https://www.stcn.com/article/detail/1003.html",
    channels=("zk",),
    title="ＥＳＧ报告_100%全文",
    body="Low-Carbon 之路，㊣版。",
    body_html="<p>Low-Carbon 之路，㊣版。</p>",
    published_at=None,
    published_precision="unknown",
    published_raw="近日",
    symbols=(),
)
REMOVED = replace(
    BUYBACK,
    article_id="stcn:1004",
    native_id="1004",
    url="https://www.stcn.com/article/detail/1004.html",
    channels=("yw",),
    title="两市昨日缩量",
    body="两市成交额缩量。",
    body_html="<p>两市成交额缩量。</p>",
    published_at=datetime(2026, 9, 22, 16, tzinfo=UTC),
    published_precision="day",
    symbols=(),
)
GONE = GoneRecord(
    article_id="stcn:1004",
    site="stcn",
    native_id="1004",
    url="https://www.stcn.com/article/detail/1004.html",
    seen_at=NOON + HOUR,
    evidence="HTTP 404",
)
EMPTY = RejectionRecord(
    site="stcn",
    article_id="stcn:1005",
    url="https://www.stcn.com/article/detail/1005.html",
    reason="empty_body",
    detail="The page has no text.",
    stage="require_fields",
    refused_at=NOON,
    final=False,
)
NEWEST_FIRST = ["cs:1001", "stcn:1002", "stcn:1001", "stcn:1004", "stcn:1003"]


def listed(native_id: str, title: str) -> SightingRecord:
    """A sighting in 要闻."""
    return SightingRecord(
        article_id=f"stcn:{native_id}",
        site="stcn",
        native_id=native_id,
        url=f"https://www.stcn.com/article/detail/{native_id}.html",
        channel="yw",
        title=title,
        published_at=NOON,
        listed_at=NOON,
    )


BATCHES: tuple[tuple[Record, ...], ...] = (
    (listed("1001", "海棠电气"), listed("1005", "空"), listed("1006", "未读")),
    (BUYBACK, EARNINGS, REPRINT, UNDATED, REMOVED, EMPTY),
    (REVISED, GONE),
)


def fill(path: Path) -> None:
    """Two runs, one of which has no end; and a link between two articles."""
    with Store(databases.url_of(path)) as store:
        run_id = store.begin_run("stcn", {"channels": "yw"}, NOON)
        for batch in BATCHES:
            store.apply(run_id, batch)
        end = NOON + timedelta(seconds=75)
        result = RunResult(
            outcome="alarm",
            reason="empty_list",
            finished_at=end,
            requests=12,
            errors=1,
            channels={"yw": {"new": 4, "changed": 1}},
        )
        store.finish_run(run_id, result)
        store.begin_run("posts", {}, NOON + HOUR)
    change(
        path,
        "INSERT INTO duplicate VALUES ('cs:1001', 'stcn:1001', 'reprint', 0.9, '[]', '1',"
        " '2026-09-24T04:00:00Z')",
    )


def change(path: Path, statement: str) -> None:
    """Do to a database what nobody should."""
    databases.change(path, statement)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, dialect: str) -> Path:
    """The cast, stored once; nobody writes here."""
    del dialect  # for each of them
    path = tmp_path_factory.mktemp("shelf") / "filled.db"
    fill(path)
    return path


@pytest.fixture
def database(filled: Path, tmp_path: Path) -> Path:
    """A database of one's own with the cast in it."""
    return databases.copy(filled, tmp_path / "news.db")


@pytest.fixture
def reader(database: Path) -> Iterator[Reader]:
    """The same, open for reading."""
    with open_reader(databases.url_of(database)) as opened:
        yield opened


@pytest.fixture
def shibao(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Result]:
    """The command line, in a folder of its own, on the cast's database."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", databases.url_of(database))
    monkeypatch.setenv("COLUMNS", "200")

    def run(*words: str | Path, **settings: Any) -> Result:
        return CliRunner().invoke(
            app, list(map(str, words)), prog_name="shibao", **settings
        )

    return run
