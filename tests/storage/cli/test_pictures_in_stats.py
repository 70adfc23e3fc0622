"""What `shibao stats` draws: lines, a map of hours, bars; and the same as numbers."""

import csv
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from rich.cells import cell_len
from typer.testing import CliRunner, Result

from storage.cli.app import app
from storage.cli.people.blocks import bar, sparkline
from storage.clock import iso_utc
from storage.queries import Filters, as_of, counts, open_reader
from storage.queries.rhythm import last_days
from storage.records import ArticleRecord
from storage.store import Store
from tests import databases
from tests.newsstand import BUYBACK_REVISED, at, fill, story

Stats = Callable[..., Result]

PICTURES = """
articles by channel and day, to 2026-09-18
stcn:kx    ··▂█  6, at most 5
stcn:gs    ·▄▄█  4, at most 2
stcn:yw    █▄··  3, at most 2
cs:company ██··  2, at most 1

day and hour    00    03    06    09    12    15    18    21    articles
2026-09-15 Tue  · · · · · · · · · · · · · · · ▓▓▓▓· ▓▓· · · · ·        3
2026-09-16 Wed  · · · · · · · · · · · · · · · · · · · · ▓▓▓▓· ·        2
2026-09-17 Thu  · · · · · · · · ▓▓· ▓▓· · · · · · · · · · · · ·        2
2026-09-18 Fri  · · · · · · · · · ▓▓██· · ▓▓· · · · · · · · · ·        7
                · none  ▓ 1 to 3  █ 4
                1 without an hour, in the sums alone

top sources  articles
证券时报           12  ████████████████████████████████████████
中国证券报          2  ██████▊

top symbols         articles
002999.SZ 海棠电气         9  ████████████████████████████████████████
605999.SH 云岭股份         3  █████████████▍
688777.SH 北辰新材         1  ████▌

first held by day, from 2026-09-15
articles ▄▃▃█  14, at most 7
versions ▄▃▄█  15, at most 7

The database takes """
"""The newsstand and `_more`, 80 columns wide."""


def _flash(number: int, minute: int) -> ArticleRecord:
    """One of many in the same hour."""
    published, title = f"18 10:{minute:02}", f"快讯第{number}条"
    text = f"{title}：海棠电气（002999）成交{number}手。"
    symbols = ["002999.SZ"]
    return story(f"stcn:{number}", published, title, text, channels=["kx"], symbols=symbols)


def _more() -> list[ArticleRecord]:
    """Four flashes of one hour, and an article of which the day alone is known."""
    by_day = story("stcn:3000", "18 00:00", "云岭股份年报", "年报全文。", channels=["gs"])
    flashes = [_flash(2000 + number, 10 * number) for number in range(4)]
    return [*flashes, replace(by_day, published_precision="day")]


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory, dialect: str) -> Path:
    """The newsstand, four flashes of one hour, and an article known by its day."""
    del dialect  # once for each
    path = tmp_path_factory.mktemp("pictures") / "news.db"
    fill(path)
    with Store(databases.url_of(path)) as store:
        store.apply(store.begin_run("stcn", {}, at("18 22:30")), _more())
    return path


@pytest.fixture
def stats(week: Path, monkeypatch: pytest.MonkeyPatch) -> Stats:
    """`shibao stats` on it, 80 columns wide."""
    monkeypatch.setenv("DATABASE_URL", databases.url_of(week))
    monkeypatch.setenv("COLUMNS", "80")

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, ["stats", *words], prog_name="shibao")

    return run


def test_people_see_pictures(stats: Stats) -> None:
    """Lines, a map, bars, in 80 columns, without colour where none is wanted."""
    page = stats().stdout
    assert PICTURES in page
    assert max(map(cell_len, page.splitlines())) <= 80


@pytest.mark.parametrize("columns", [40, 60, 120, 200])
def test_pictures_fit_any_width(
    stats: Stats, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    """What has no room is left out and said to be, never wrapped."""
    monkeypatch.setenv("COLUMNS", str(columns))
    pictures = stats().stdout.partition("articles by channel")[2]
    assert max(map(cell_len, pictures.splitlines())) <= columns
    assert ("The lines show the last 1 of 4 days." in pictures) == (columns == 40)
    for line in ("·▂█" if columns > 40 else "█", "2026-09-16 Wed", "· none", "002999.SZ"):
        assert line in pictures


@pytest.mark.parametrize("terminal", ["dumb", "xterm-256color"])
def test_pictures_read_without_colour(
    stats: Stats, monkeypatch: pytest.MonkeyPatch, terminal: str
) -> None:
    """The characters tell everything; colours come on top, where they are wanted."""
    monkeypatch.setenv("TERM", terminal)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLORTERM", "")
    coloured = stats().stdout
    assert ("\x1b[38;5;46m██" in coloured) == (terminal != "dumb")
    monkeypatch.setenv("NO_COLOR", "1")
    plain = re.sub(r"\x1b\[[0-9;]*m", "", stats().stdout)
    assert PICTURES in plain


def test_nothing_is_drawn_of_nothing(tmp_path: Path, stats: Stats) -> None:
    """An empty database is one sentence, and so is a time before the first crawl."""
    url = databases.url_of(tmp_path / "empty.db")
    Store(url).close()
    empty = CliRunner().invoke(app, ["--db", url, "stats"])
    assert (empty.exit_code, empty.stdout) == (0, "No articles.\n")
    assert stats("--as-of", "2026-09-14").stdout == "No articles.\n"


def test_programs_get_the_same_numbers(stats: Stats) -> None:
    """As rows of an object, or in the one table of numbers."""
    known = json.loads(stats("--json").stdout)
    assert known["channel_days"][0] == {
        "channel": "cs:company",
        "day": "2026-09-15",
        "articles": 1,
    }
    assert {"day": "2026-09-18", "hour": 10, "articles": 4} in known["day_hours"]
    assert {"day": "2026-09-18", "hour": None, "articles": 1} in known["day_hours"]
    assert known["sources"][0] == {"name": "证券时报", "articles": 12}
    assert known["symbols"][0] == {
        "symbol": "002999.SZ",
        "name": "海棠电气",
        "articles": 9,
    }
    assert known["growth"][2] == {
        "unit": "day",
        "begins": "2026-09-17",
        "articles": 2,
        "versions": 3,
    }
    rows = {
        (row["group"], row["name"]): row["number"]
        for row in csv.DictReader(stats("--format", "csv").stdout.splitlines())
    }
    assert rows["channel_day", "stcn:kx 2026-09-18"] == "5"
    assert rows["day_hour", "2026-09-18 ?"] == "1"
    assert rows["symbol", "605999.SH"] == "3"
    assert rows["day_versions", "2026-09-17"] == "3"


def test_the_pictures_are_of_what_the_filters_leave(week: Path) -> None:
    """Flashes alone; the last two days; as it was before the flashes came."""
    with open_reader(databases.url_of(week)) as reader:
        flashes = counts(reader, Filters(kind=["flash"]), days=1)
        assert [row.channel for row in flashes.channel_days] == ["stcn:kx"]
        assert [(row.hour, row.articles) for row in flashes.day_hours] == [(10, 4), (13, 1)]
        assert [(row.symbol, row.articles) for row in flashes.symbols] == [
            ("002999.SZ", 5),
            ("688777.SH", 1),
        ]
        assert [row.articles for row in flashes.growth] == [1, 5]
        late = counts(reader, Filters(since=at("17 00:00")), days=2)
        assert late.span == ("2026-09-17", "2026-09-18")
        assert sum(row.articles for row in late.day_hours) == late.total.articles == 9
        with as_of(reader, at("17 08:00")) as then:
            before = counts(then)
    # One of the articles is there, its revision not yet.
    assert [(row.articles, row.versions) for row in before.growth] == [(3, 3), (2, 2)]
    assert [(row.symbol, row.name, row.articles) for row in before.symbols] == [
        ("002999.SZ", "海棠电气", 2),
        ("605999.SH", "云岭股份", 2),
    ]


def test_only_current_versions_name_securities(week: Path, tmp_path: Path) -> None:
    """What a revision no longer names does not count, however it is counted."""
    path = databases.copy(week, tmp_path / "news.db")
    quiet = replace(
        BUYBACK_REVISED, title="更正", body="已更正。", symbols=(), seen_at=at("18 23:00")
    )
    with Store(databases.url_of(path)) as store:
        store.apply(store.begin_run("stcn", {}, at("18 23:00")), [quiet])
    with open_reader(databases.url_of(path)) as reader:
        everything = counts(reader).symbols
        assert counts(reader, Filters(since=at("01 00:00"))).symbols == everything
        named = "SELECT count(*) FROM news WHERE symbols LIKE '%002999.SZ%'"
        assert (everything[0].articles,) == reader.row(named) == (8,)


@pytest.mark.parametrize(
    ("days", "unit", "begins"),
    [
        (35, "day", ["2026-08-15", "2026-08-16"]),
        (36, "week", ["2026-08-10", "2026-08-17"]),
        (400, "month", ["2025-08-01", "2025-09-01"]),
    ],
    ids=["days", "weeks", "months"],
)
def test_growth_is_told_in_steps_that_fit_its_length(
    week: Path, tmp_path: Path, days: int, unit: str, begins: list[str]
) -> None:
    """By day, week or month of the database's life, gaps included."""
    path = databases.copy(week, tmp_path / "news.db")
    first = at("18 12:00") - timedelta(days=days - 1)
    oldest = "UPDATE article SET first_seen_at = ? WHERE article_id = 'cs:1002'"
    databases.change(path, oldest, [iso_utc(first)])
    with open_reader(databases.url_of(path)) as reader:
        periods = counts(reader).growth
    assert {period.unit for period in periods} == {unit}
    assert [period.begins for period in periods[:2]] == begins
    assert sum(period.articles for period in periods) == 14
    assert (periods[0].articles, periods[1].articles) == (1, 0)


def test_blocks() -> None:
    """Zero is told from the smallest number; the greatest is as long as there is room."""
    assert sparkline([0, 1, 50, 100]) == "·▁▄█"
    assert sparkline([]) == ""
    assert bar(1000, 1000, 3) == "███"
    assert bar(1, 1000, 3) == "▏"
    assert bar(0, 1000, 3) == ""


def test_days_without_articles_are_days_too() -> None:
    """But none before the first article or after the last, however many are asked for."""
    span = last_days("2026-09-15 16:00:00", "2026-09-18 00:30:00", 10**9)
    assert span is not None
    assert span.days == ["2026-09-15", "2026-09-16", "2026-09-17", "2026-09-18"]
    assert last_days("2026-09-15 16:00:00", "2026-09-18 00:30:00", 1) == (
        "2026-09-18",
        "2026-09-18",
    )
    assert last_days(None, None, 10) is None
