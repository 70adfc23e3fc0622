"""`scrapy replay`: rows out of the raw archive, with the reader of today."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.archive import ArchiveWriter, Exchange, walk
from crawler.settings import ITEM_PIPELINES
from tests.harness import Desk
from tests.sample_site import SampleSite

TABLES = {
    "article": "id",
    "article_version": "raw_id, run_id, serial",
    "article_channel": "",
    "article_author": "",
    "article_symbol": "",
    "article_tag": "",
    "discovery": "",
    "channel_mark": "run_id",
    "rejection": "rejection_id, run_id, raw_id",
    "raw_response": "raw_id, run_id",
    "duplicate": "decided_at",
    "coverage": "updated_at, reached",
    "news": "",
}
"""What a replay must restore, and the columns that name other rows by number."""

CHANNELS = "channels=yw,kx,company"
SHOUTING = "tests.pipelines.shouting.ShoutingPipeline"
"""A stage for these tests: it ends some titles with an exclamation mark."""


def everything(desk: Desk) -> dict[str, list[tuple[Any, ...]]]:
    """All rows that a crawl has made, in an order of their own."""
    tables = {}
    for table, numbers in TABLES.items():
        left_out = {name.strip() for name in numbers.split(",")}
        rows = desk.rows(f"SELECT * FROM {table}")
        kept = [{k: v for k, v in row.items() if k not in left_out} for row in rows]
        tables[table] = sorted((tuple(row.values()) for row in kept), key=repr)
    return tables


def stages() -> dict[str, str]:
    """The setting that puts the shouting stage among the others."""
    return {"ITEM_PIPELINES": json.dumps({**ITEM_PIPELINES, SHOUTING: 350})}


ONE_BY_ONE = {"CONCURRENT_REQUESTS": 1, "SCRAPER_SLOT_MAX_ACTIVE_SIZE": 1}
"""At a polite pace responses never overlap; at full speed this keeps their order."""


def crawl_for_days(desk: Desk, site: SampleSite) -> None:
    """Three runs: a first one, one with edits, one with removals."""
    desk.crawl(CHANNELS, **ONE_BY_ONE)
    site.now += timedelta(hours=3)
    site.publish(("yw",), title="云岭股份：拟回购股份", body="公告全文。")
    site.publish(title="云岭股份快讯", body="快讯正文。", kind="flash")
    first, second, *_ = [t.native_id for t in site.truth() if "yw" in t.channels][3:]
    site.revise(first, body="改过的正文，回购金额为2.1亿元。")
    desk.crawl(CHANNELS, "recheck_hours=200", **ONE_BY_ONE)
    site.now += timedelta(hours=20)
    site.delete(second)
    desk.crawl(CHANNELS, "recheck_hours=200", **ONE_BY_ONE)


@pytest.mark.sqlite("the file is lost; for servers see test_postgresql")
def test_a_replay_reproduces_the_database_to_the_row(desk: Desk, site: SampleSite) -> None:
    """Three runs with edits and removals: nothing differs, and a lost one is restored."""
    crawl_for_days(desk, site)
    before = everything(desk)
    site.requests.clear()
    beside = desk.scrapy("replay")

    assert beside.code == 0, beside.err
    assert beside.out == ""
    assert "reads everything as it is held" in beside.err
    assert everything(desk) == before

    desk.database.rename(desk.folder / "lost.db")
    restored = desk.scrapy("replay")
    assert restored.code == 0, restored.err
    after = everything(desk)
    for table in TABLES:
        assert after[table] == before[table], table
    run = desk.row("SELECT kind, outcome FROM crawl_run")
    assert run == {"kind": "replay", "outcome": "ok"}
    assert list(desk.folder.glob(".news.db*")) == []
    assert site.requests == []


def test_a_dry_run_lists_exactly_what_a_new_reader_reads_otherwise(desk: Desk) -> None:
    """Each article whose title changes, once; nothing is written."""
    desk.crawl(CHANNELS, **ONE_BY_ONE)
    before = everything(desk)
    outcome = desk.scrapy("replay", "--dry-run", **stages())

    assert outcome.code == 0, outcome.err
    ids = [row["article_id"] for row in desk.rows("SELECT article_id FROM news")]
    expected = sorted(f"{i}\tchanged\ttitle" for i in ids if i.endswith("3"))
    assert outcome.out.splitlines() == expected, outcome.err
    assert f"title: {len(expected)}" in outcome.err
    assert everything(desk) == before
    assert desk.row("SELECT count(*) AS n FROM crawl_run") == {"n": 1}


def test_what_is_read_otherwise_becomes_versions_of_its_own_kind(desk: Desk) -> None:
    """They are held from now on, are told apart, and a second replay adds none."""
    desk.crawl(CHANNELS, **ONE_BY_ONE)
    outcome = desk.scrapy("replay", **stages())
    again = desk.scrapy("replay", "--dry-run", **stages())

    assert outcome.code == again.code == 0, outcome.err
    assert again.out == ""
    rows = desk.rows(
        "SELECT n.article_id, n.title, n.version, v.changed, v.origin, v.parser_version, "
        "v.valid_from, r.kind, r.started_at FROM news n "
        "JOIN article_version v ON v.article_id = n.article_id AND v.version = n.version "
        "JOIN crawl_run r ON r.run_id = v.run_id"
    )
    shouted = [row for row in rows if row["article_id"].endswith("3")]
    assert shouted
    for row in rows:
        assert row["parser_version"]
        if row not in shouted:
            assert (row["version"], row["origin"], row["kind"]) == (1, "site", "crawl")
            continue
        assert row["title"].endswith("!")
        assert (row["version"], row["changed"]) == (2, "title")
        assert (row["origin"], row["kind"]) == ("reparsed", "replay")
        assert row["valid_from"] >= row["started_at"]
    word = shouted[0]["title"][:6]
    assert desk.shibao("search", word).code == 0


@pytest.mark.endurance
def test_slices_of_a_replay_change_together_what_a_whole_one_does(
    desk: Desk, site: SampleSite
) -> None:
    """Each its own articles, over the lists of all runs; none takes away what it lacks."""
    crawl_for_days(desk, site)
    whole = desk.scrapy("replay", "--dry-run", **stages()).out.splitlines()
    before = everything(desk)
    parts = [desk.scrapy("replay", "--slice", f"{n}/2", **stages()) for n in (1, 2)]

    assert [part.code for part in parts] == [0, 0], parts[0].err
    told = [line for part in parts for line in part.out.splitlines()]
    assert sorted(told) == sorted(whole)
    assert told
    after = everything(desk)
    assert after["article_tag"] == before["article_tag"]
    assert after["article_channel"] == before["article_channel"]
    assert desk.scrapy("replay", "--dry-run", **stages()).out == ""
    runs = desk.rows("SELECT spider, outcome FROM crawl_run WHERE kind = 'replay'")
    assert runs == [{"spider": f"stcn.{n}of2", "outcome": "ok"} for n in (1, 2)]
    wrong = desk.scrapy("replay", "--slice", "4/3")
    assert (wrong.code, wrong.sentence.startswith("--slice 4/3 is no slice")) == (2, True)


def test_a_rejection_whose_cause_is_fixed_becomes_an_article(
    desk: Desk, site: SampleSite
) -> None:
    """The site renamed its classes; a reader that knows the new names reads the archive."""
    site.faults.renamed_layout()
    desk.crawl("channels=comment")
    refused = desk.rows("SELECT article_id FROM rejection WHERE reason = 'layout_changed'")
    assert refused
    assert desk.rows("SELECT * FROM news") == []
    with_new_reader = {"SPIDER_MODULES": "tests.crawler.renamed_stcn"}
    outcome = desk.scrapy("replay", **with_new_reader)

    assert outcome.code == 0, outcome.err
    rows = desk.rows("SELECT article_id, title, first_seen_at FROM news")
    assert {row["article_id"] for row in rows} == {row["article_id"] for row in refused}
    titles = {t.native_id: t.title for t in site.truth()}
    for row in rows:
        assert row["title"] == titles[row["article_id"].removeprefix("stcn:")]
    states = desk.rows("SELECT DISTINCT state FROM discovery WHERE reason IS NULL")
    assert states == [{"state": "stored"}]


def test_the_filters_leave_the_rest_alone(desk: Desk) -> None:
    """By channel, by run and by when it was fetched."""
    desk.crawl(CHANNELS, **ONE_BY_ONE)
    dry = ("replay", "--dry-run")
    every = desk.scrapy(*dry, **stages()).out.splitlines()
    some = desk.scrapy(*dry, "--channel", "yw", **stages()).out.splitlines()
    in_yw = desk.rows("SELECT article_id FROM article_channel WHERE channel = 'yw'")

    assert some == [line for line in every if line.split("\t")[0] in ids_of(in_yw)]
    assert len(some) < len(every)
    assert desk.scrapy(*dry, "--run", "1", **stages()).out.splitlines() == every
    assert desk.scrapy(*dry, "--until", "2026-01-01", **stages()).out == ""


@pytest.mark.sqlite("the file is lost; for servers see test_postgresql")
def test_a_file_from_elsewhere_is_read_as_ours(desk: Desk, tmp_path: Path) -> None:
    """What it has is held from now on; it is named by its whole path."""
    desk.crawl("channels=comment", "max_pages=1")
    titles = {r["article_id"]: r["title"] for r in desk.rows("SELECT * FROM news")}
    (file,) = (desk.folder / "archive").glob("*/*.warc.gz")
    foreign = tmp_path / "elsewhere.warc.gz"
    live_host(file, foreign)
    desk.database.unlink()
    outcome = desk.scrapy("replay", "--warc", str(foreign))

    assert outcome.code == 0, outcome.err
    rows = desk.rows("SELECT * FROM news")
    assert {row["article_id"]: row["title"] for row in rows} == titles
    began = desk.row("SELECT started_at FROM crawl_run")["started_at"]
    assert min(row["first_seen_at"] for row in rows) >= began
    files = desk.rows("SELECT DISTINCT file FROM raw_response")
    assert files == [{"file": str(foreign)}]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--site", "nowhere"], "There is no site 'nowhere'"),
        (["--channel", "yy"], "There is no channel 'yy'"),
        (["--since", "soon"], "--since soon is not a date"),
        (["stcn"], "takes options only"),
        ([], "There is nothing of stcn in the archive"),
        (["--warc", "none.warc"], "none.warc cannot be read"),
    ],
)
def test_wrong_use_is_one_sentence(desk: Desk, words: list[str], says: str) -> None:
    """Exit code 2, nothing is made."""
    outcome = desk.scrapy("replay", *words)

    assert outcome.code == 2
    assert says in outcome.sentence
    assert "Traceback" not in outcome.err
    assert not desk.database.exists()


def ids_of(rows: list[dict[str, Any]]) -> set[str]:
    """The ids of some rows."""
    return {row["article_id"] for row in rows}


def live_host(file: Path, to: Path) -> None:
    """The same answers as another tool would have archived them from the live site."""
    with ArchiveWriter(to.parent / "other", prefix="other") as writer:
        for _, exchange in walk(file):
            path = "/" + exchange.url.split("/", 3)[3]
            writer.put(replace(exchange, url=f"https://www.stcn.com{path}"))
    (written,) = (to.parent / "other").glob("*/*.warc.gz")
    written.rename(to)


def test_a_list_that_nobody_can_read_is_told(desk: Desk) -> None:
    """Somebody's file holds what should be a list and is none: the summary says so."""
    desk.crawl("channels=comment", "max_pages=1")
    file = desk.folder / "other.warc.gz"
    with ArchiveWriter(desk.folder / "other", prefix="other") as writer:
        writer.put(
            Exchange(
                url="https://www.stcn.com/article/list/yw.html",
                status=200,
                headers=(("Content-Type", "text/html"),),
                body=b"<html><body><p>In short</p></body></html>",
                fetched_at=datetime(2026, 9, 28, tzinfo=UTC),
            )
        )
    next((desk.folder / "other").glob("*/*.warc.gz")).rename(file)
    outcome = desk.scrapy("replay", "--warc", str(file))

    assert "1 answer was not what the reader had asked for" in outcome.err
    assert "/article/list/yw.html" in outcome.err


def test_a_replay_after_a_crawl_at_full_speed_changes_nothing(
    desk: Desk, site: SampleSite
) -> None:
    """Which of two lists led to a page first is told by the archive, not by their order."""
    outcome = desk.crawl()
    assert outcome.code == 0, outcome.err
    replayed = desk.scrapy("replay", "--dry-run")

    assert len(desk.rows("SELECT * FROM news")) == len(
        [truth for truth in site.truth() if truth.status == "live"]
    )
    assert (replayed.code, replayed.out) == (0, "")


def test_what_was_read_without_the_archive_is_not_judged_by_it(desk: Desk) -> None:
    """A recheck without an archive adds editors; the archive knows of none."""
    desk.crawl("channels=kx,yw")
    desk.crawl("channels=kx,yw", "recheck_hours=1000", ARCHIVE_DIR="")
    before = everything(desk)["news"]
    outcome = desk.scrapy("replay")

    assert (outcome.code, outcome.out) == (0, "")
    assert everything(desk)["news"] == before


@pytest.mark.sqlite("the file is lost; for servers see test_postgresql")
def test_a_part_of_a_lost_database_is_not_restored(desk: Desk) -> None:
    """It would pass for the whole from then on."""
    desk.crawl("channels=comment")
    desk.database.unlink()
    outcome = desk.scrapy("replay", "--channel", "comment")

    assert outcome.code == 2
    assert "restore it whole first" in outcome.sentence
    assert not desk.database.exists()


def test_a_run_that_never_was_is_wrong_use(desk: Desk) -> None:
    """So are times the wrong way round, and two things on standard output."""
    desk.crawl("channels=comment", "max_pages=1")
    for words, says in (
        (["--run", "99"], "holds no run 99"),
        (["--since", "2026-12-01", "--until", "2026-11-01"], "is not after"),
        (["-s", "REPORT_FILE=-"], "REPORT_FILE"),
    ):
        outcome = desk.scrapy("replay", *words)
        assert outcome.code == 2
        assert says in outcome.sentence
