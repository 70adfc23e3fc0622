"""What only a server can go through: the same rows as SQLite's, many writers, restarts."""

import json
import os
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg
import pytest
from sqlalchemy import event
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from storage.cluster.connecting import without_secret
from storage.engine import open_engine, parse_url
from storage.errors import (
    CannotOpenError,
    ForeignDatabaseError,
    LockedError,
    UnreachableError,
)
from storage.lock import RunLock
from storage.postgresql.address import has_secret, shown
from storage.postgresql.spelling import translated
from storage.queries import open_reader, search
from storage.queries.opening import url_of
from storage.records import ArticleRecord
from storage.search_text import parse_query
from storage.store import Store
from storage.views import VIEWS
from tests import databases, newsstand
from tests.harness import ROOT
from tests.newsstand import at, story
from tests.postgres import server, why_not

pytestmark = pytest.mark.skipif(bool(why_not()), reason=str(why_not()))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a database of one's own is, on the server."""
    databases.choose("postgresql")
    databases.url_of(tmp_path / "news.db")
    return tmp_path / "news.db"


def test_the_views_say_the_same(tmp_path: Path) -> None:
    """After the same week every view has the same columns and values, of the same types."""
    told = {}
    for dialect in databases.BOTH:
        databases.choose(dialect)
        newsstand.fill(tmp_path / "news.db")
        with databases.opened(tmp_path / "news.db") as base:
            told[dialect] = {name: base.rows(f"SELECT * FROM {name}") for name in VIEWS}
    for name in VIEWS:
        ours, theirs = (sorted(told[one][name], key=repr) for one in databases.BOTH)
        assert ours == theirs, name
        assert [list(row) for row in ours] == [list(row) for row in theirs]
        types = [[list(map(type, row.values())) for row in rows] for rows in (ours, theirs)]
        assert types[0] == types[1], name
    assert len(told["sqlite"]["news"]) == 9


def test_sqlites_sql_is_understood(path: Path) -> None:
    """The functions that our docs use answer on a server what they answer in a file."""
    newsstand.fill(path)
    queries = (
        "SELECT strftime('%H', published_at, '+8 hours') AS h FROM article WHERE id = 1",
        "SELECT strftime('%s', published_at) AS s FROM news ORDER BY 1 LIMIT 1",
        "SELECT date(max(published_at), '-1 day') AS d FROM article",
        "SELECT instr(article_id, ':') AS n FROM article ORDER BY article_id LIMIT 1",
        "SELECT count(*) AS n FROM news WHERE title LIKE '%回购%'",
    )
    with databases.opened(path) as base:
        there = [base.rows(query) for query in queries]
    databases.choose("sqlite")
    newsstand.fill(path)
    with databases.opened(path) as base:
        assert [base.rows(query) for query in queries] == there


def test_grammar_is_translated_and_nothing_else() -> None:
    """Literals, casts and percent signs stay what they are."""
    query = "SELECT ':a', x::text FROM main.t CROSS JOIN u ON u.i = t.i WHERE a = :a % 2"
    assert translated(query, "s") == (
        "SELECT ':a', x::text FROM s.t JOIN u ON u.i = t.i WHERE a = %(a)s %% 2"
    )


def test_no_password_is_shown() -> None:
    """Wherever it stands in the URL."""
    url = "postgresql+psycopg://anna:geheim@db.example:5433/news?password=geheim&sslmode=require"
    assert shown(url) == "postgresql://anna@db.example:5433/news?sslmode=require"


@pytest.mark.parametrize("password", ["sec#ret", "sec/ret", "sec?ret", "sec[ret", "s@ret"])
def test_a_password_of_any_characters_is_not_shown(password: str) -> None:
    """Nor one that stands behind the question mark; each is known to be one."""
    url = f"postgresql://anna:{password}@db.example/news"
    assert shown(url) == "postgresql://anna@db.example/news"
    assert has_secret(url)
    assert has_secret("postgresql://anna@db.example/news?password=secret")
    assert not has_secret("postgresql://anna@db.example/news?host=/run/secrets")
    with pytest.raises(CannotOpenError, match="is not a database URL") as refused:
        parse_url(f"postgresql://anna:{password}@db.example:many/news")
    assert "ret" not in str(refused.value)
    assert url_of("news.db") == "sqlite:///news.db"
    with pytest.raises(CannotOpenError, match="is not a database URL") as refused:
        open_reader(url_of(f"postgresql:/anna:{password}@db.example/news"))
    assert "ret" not in str(refused.value)
    assert "secret" not in without_secret("redis://127.0.0.1:1/0?password=secret")


def test_what_cannot_be_reached_says_so(path: Path) -> None:
    """No server, no database, another one's database: a sentence each, and no password."""
    with pytest.raises(UnreachableError, match="cannot be reached") as missing:
        Store("postgres://anna:geheim@/news?host=/nowhere")
    assert "geheim" not in str(missing.value)
    absent = server().url("none_of_that_name")
    for door in (Store, open_reader):
        with pytest.raises(CannotOpenError, match="`createdb` makes a database"):
            door(absent)  # type: ignore[operator]  # two doors
    with closing(server().connect("postgres")) as connection:
        connection.execute("CREATE DATABASE foreign_one")
    with closing(server().connect("foreign_one")) as connection:
        connection.execute("CREATE TABLE recipes (name text)")
    with pytest.raises(ForeignDatabaseError, match="not one of Shibao's"):
        open_engine(server().url("foreign_one"), write=True)
    del path


def test_a_text_with_the_one_character_that_is_none(path: Path) -> None:
    """U+0000, which a server's text cannot hold, is told as what cannot be shown."""
    odd = replace(
        story("stcn:1", "18 09:00", "甲\0乙", "正\0文。", channels=["yw"]), tags=("\0",)
    )
    with Store(databases.url_of(path)) as store:
        run = store.begin_run("stcn", {}, at("18 10:00"))
        assert store.apply(run, [odd]) == ["new"]
    (row,) = databases.rows(path, "SELECT title, body, tags FROM news")
    assert row == {"title": "甲\ufffd乙", "body": "正\ufffd文。", "tags": "\ufffd"}


def test_a_text_that_is_too_long_for_the_index(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is found all the same, by its text."""
    monkeypatch.setattr("storage.postgresql.words.BYTES", 60)
    long = story(
        "stcn:1", "18 09:00", "长文", "一二三四五六七八九十" * 9 + "终点", channels=["yw"]
    )
    with Store(databases.url_of(path)) as store:
        store.apply(store.begin_run("stcn", {}, at("18 10:00")), [long, newsstand.MARKET])
    with open_reader(databases.url_of(path)) as reader:
        assert reader.row("SELECT sum(length) FROM article_search WHERE is_cut") is not None
        for word, found in (("十终点", ["stcn:1"]), ("二一", []), ("缩量", ["stcn:1005"])):
            hits = search(reader, parse_query(word)).hits
            assert [hit.row.article_id for hit in hits] == found


# --- many at once ----------------------------------------------------------------

WRITERS = 3
STORIES = 40
WRITER = """
import json, random, sys
from tests.storage.test_servers import batches
from storage.store import Store
url, number = sys.argv[1], int(sys.argv[2])
told = []
with Store(url) as store:
    run = store.begin_run(f"s{number}", {}, batches(number)[0][0].seen_at)
    for batch in batches(number):
        told += store.apply(run, batch)
print(json.dumps({name: told.count(name) for name in set(told)}))
"""


def batches(number: int) -> list[list[ArticleRecord]]:
    """The same articles for every writer, each in its own channel and order."""
    stories = [
        replace(
            story(
                f"stcn:{n}",
                "18 09:00",
                f"海棠电气第{n // 2}次公告：回购{n // 2}.{n // 2}亿元",
                f"海棠电气公告，公司第{n // 2}次回购股份，金额为{n // 2}.{n // 2}亿元，"
                f"用于员工持股计划，资金来源为自有资金。编号{n // 2}。",
                channels=[f"c{number}"],
                symbols=["002999.SZ"],
            ),
            tags=("回购", f"第{n // 2}次"),
        )
        for n in range(STORIES)
    ]
    step = (1, 7, 11)[number % 3]
    order = [stories[n * step % STORIES] for n in range(STORIES)]
    return [order[n : n + 5] for n in range(0, STORIES, 5)]


def test_many_crawls_write_at_once(path: Path, tmp_path: Path) -> None:
    """No error, no lost update; and the rows are those of one after the other."""
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, databases.url_of(path), str(number)],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(WRITERS)
    ]
    said = [writer.communicate(timeout=120) for writer in writers]
    assert [writer.returncode for writer in writers] == [0] * WRITERS, said
    told = [json.loads(out) for out, _ in said]
    assert sum(one.get("new", 0) for one in told) == STORIES
    assert sum(one.get("unchanged", 0) for one in told) == STORIES * (WRITERS - 1)
    together = held(path)
    databases.choose("sqlite")
    serial = tmp_path / "serial.db"
    with Store(databases.url_of(serial)) as store:
        for number in range(WRITERS):
            run = store.begin_run(f"s{number}", {}, at("18 10:00"))
            for batch in batches(number):
                store.apply(run, batch)
    assert held(serial) == together


def held(path: Path) -> dict[str, list[dict[str, Any]]]:
    """What does not depend on who came first."""
    queries = {
        "news": "SELECT * FROM news ORDER BY article_id",
        "channels": "SELECT * FROM article_channel ORDER BY article_id, channel",
        "symbols": "SELECT * FROM article_symbol ORDER BY article_id",
        "tags": "SELECT * FROM article_tag ORDER BY article_id, position",
        "links": "SELECT one_id, other_id, relation, binds FROM repeat_link ORDER BY 1, 2",
        "serials": "SELECT serial FROM article_version ORDER BY 1",
        "keys": "SELECT * FROM fingerprint_key ORDER BY 1, 2",
    }
    with databases.opened(path) as base:
        return {name: base.rows(query) for name, query in queries.items()}


def test_the_lock_of_a_run_is_the_servers(path: Path) -> None:
    """One run of one spider; the lock falls with its connection, and is taken again."""
    url = databases.url_of(path)
    first, second, other = RunLock(url, "stcn"), RunLock(url, "stcn"), RunLock(url, "cs")
    first.acquire()
    first.acquire()
    other.acquire()
    with pytest.raises(LockedError, match=r"Another run of stcn is writing postgresql://"):
        second.acquire()
    server().restart()
    first.keep()
    with pytest.raises(LockedError):
        second.acquire()
    first.release()
    second.acquire()
    for lock in (second, other):
        lock.release()


# --- restarts --------------------------------------------------------------------


@pytest.mark.parametrize("moment", [1, 6, 12])
def test_a_restart_in_the_middle_of_a_batch(path: Path, moment: int) -> None:
    """The batch is stored, once: nothing is lost and nothing counts double."""
    with Store(databases.url_of(path)) as store:
        run = store.begin_run("stcn", {}, at("18 10:00"))
        left = [moment]

        def restart(*_: Any) -> None:
            left[0] -= 1
            if not left[0]:
                server().restart()

        event.listen(store.engine, "before_cursor_execute", restart)
        assert store.apply(run, newsstand.STORIES[:3]) == ["new"] * 3
        assert left[0] < 0
    assert_stored_once(path)


def test_an_answer_that_was_lost(path: Path) -> None:
    """The server has committed and could not say so: it is asked, and believed."""
    commit, left = PGDialect_psycopg.do_commit, [1]

    def committed(dialect: Any, raw: Any) -> None:
        commit(dialect, raw)
        left[0] -= 1
        if not left[0]:
            server().restart()
            raise psycopg.OperationalError("server closed the connection unexpectedly")

    with Store(databases.url_of(path)) as store:
        run = store.begin_run("stcn", {}, at("18 10:00"))
        with patch.object(PGDialect_psycopg, "do_commit", committed):
            assert store.apply(run, newsstand.STORIES[:3]) == ["new"] * 3
    assert_stored_once(path)


def assert_stored_once(path: Path) -> None:
    """Three articles, one version each, counted once."""
    assert databases.rows(path, "SELECT count(*) AS n FROM article_version") == [{"n": 3}]
    assert databases.rows(path, "SELECT new, unchanged FROM crawl_run") == [
        {"new": 3, "unchanged": 0}
    ]


def test_a_server_that_does_not_come_back(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After our patience one sentence; the same batch can be stored later."""
    monkeypatch.setenv("STORE_BUSY_SECONDS", "0.5")
    with Store(databases.url_of(path)) as store:
        run = store.begin_run("stcn", {}, at("18 10:00"))
        server().order("halt")
        with pytest.raises(UnreachableError, match="see that it runs and start again"):
            for _ in iter(lambda: store.apply(run, [newsstand.MARKET]), None):
                pass  # the server may still be stopping
        server().restart()
        assert store.apply(run, [newsstand.ORDER]) == ["new"]
