"""Bad input: one clear sentence, the right exit code, nothing lost, no garbage."""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.header import APPLICATION_ID
from tests import databases
from tests.conftest import AFTERNOON
from tests.harness import ROOT, Desk
from tests.sample_site import SampleSite, serve

POST = """
---
title: '海棠电气拟回购股份'
categories:
 - 金融
 - 证券时报网
 - 快讯
author: 证券时报网
date: Tue, 06 Sep 2022 19:11:00 GMT
---

<div>
<p>海棠电气公告，拟回购股份。</p>
</div>
"""


@pytest.mark.parametrize(
    ("argument", "told"),
    [
        ("channels=xx", "There is no channel 'xx'"),
        ("chanels=yw", "There is no argument 'chanels'"),
        ("since=yesterdayish", "since=yesterdayish is not a date"),
        ("until=2026-13-01", "until=2026-13-01 is not a date"),
        ("max_pages=0", "max_pages=0 is not a number of pages"),
        ("recheck_hours=soon", "recheck_hours=soon is not a number of hours"),
        ("base_url=stcn", "base_url=stcn is no address"),
    ],
)
def test_a_wrong_argument_ends_the_run_before_it_begins(
    desk: Desk, site: SampleSite, argument: str, told: str
) -> None:
    """Exit code 2, one sentence that names what would be right, no request."""
    outcome = desk.crawl(argument)

    assert outcome.code == 2
    assert outcome.sentence.startswith(told)
    assert "Traceback" not in outcome.err
    assert site.requests == []
    assert not desk.database.exists()


def test_an_unknown_spider_is_wrong_use(desk: Desk) -> None:
    """The message names the spiders that there are."""
    outcome = desk.scrapy("crawl", "sctn")

    assert outcome.code == 2
    assert "There is no spider 'sctn'; there are cls, " in outcome.err
    assert "posts, stcn, " in outcome.err


@pytest.mark.sqlite("it is about a file and its folder; for servers see test_servers")
def test_a_file_that_is_no_database_is_left_alone(desk: Desk) -> None:
    """A text file under the database's name keeps every byte."""
    desk.database.write_text("notes, not a database\n" * 50)
    outcome = desk.crawl("channels=yw")

    assert outcome.code == 2
    assert "is not an SQLite database" in outcome.sentence
    assert desk.database.read_text().startswith("notes")


@pytest.mark.sqlite("it is about a file and its folder; for servers see test_servers")
def test_somebody_elses_database_is_left_alone(desk: Desk) -> None:
    """A foreign SQLite file is refused, not filled."""
    other = sqlite3.connect(desk.database)
    other.execute("CREATE TABLE recipes (name TEXT)")
    other.commit()
    other.close()
    outcome = desk.crawl("channels=yw")

    assert outcome.code == 2
    assert "not one of Shibao's" in outcome.sentence
    assert desk.rows("SELECT name FROM sqlite_master") == [{"name": "recipes"}]


def _stamp(desk: Desk, revision: str) -> None:
    desk.posts(_post(desk.folder))
    database = sqlite3.connect(desk.database)
    database.execute("UPDATE alembic_version SET version_num = ?", [revision])
    database.commit()
    database.close()


def _post(folder: Path) -> Path:
    file = folder / "post.md"
    file.write_text(POST)
    return file


@pytest.mark.parametrize(
    ("revision", "told"),
    [("9999", "was written by a newer Shibao"), ("0000", "run `shibao db upgrade`")],
)
@pytest.mark.sqlite("it looks into the file; for servers see test_servers")
def test_another_schema_is_refused(desk: Desk, revision: str, told: str) -> None:
    """A newer database is not touched; an older one says what to do."""
    _stamp(desk, revision)

    for outcome in (desk.crawl("channels=yw"), desk.shibao("stats")):
        assert outcome.code == 2
        assert told in outcome.err.replace("\n", " ")
        assert "Traceback" not in outcome.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anything")
@pytest.mark.sqlite("it is about a file and its folder; for servers see test_servers")
def test_an_unwritable_database_is_refused(desk: Desk) -> None:
    """The sentence speaks of permissions."""
    desk.posts(_post(desk.folder))
    desk.database.chmod(0o444)
    outcome = desk.crawl("channels=yw")

    assert outcome.code == 2
    assert "cannot be written" in outcome.sentence


@pytest.mark.sqlite("it is about a file and its folder; for servers see test_servers")
def test_a_missing_folder_is_named(desk: Desk) -> None:
    """SQLite would say that it is unable to open the file; we say which folder."""
    outcome = desk.crawl("channels=yw", DATABASE_URL="sqlite:////nowhere/at/all/news.db")

    assert outcome.code == 2
    assert outcome.sentence == "There is no folder /nowhere/at/all for news.db."


def test_a_second_run_of_the_same_spider_ends_with_3(desk: Desk, site: SampleSite) -> None:
    """The lock is the spider's; it falls with the process."""
    site.faults.slow(8, n=1)
    first = subprocess.Popen(
        [
            *(sys.executable, "-m", "scrapy", "crawl", "stcn", "-a", "channels=yw"),
            *("-a", f"base_url={desk.base_url}"),
        ],
        cwd=desk.folder,
        env=os.environ
        | {
            "SCRAPY_SETTINGS_MODULE": "crawler.settings",
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": databases.url_of(desk.database),
        },
        stderr=subprocess.DEVNULL,
    )
    try:
        while not site.requests and first.poll() is None:
            time.sleep(0.05)
        second = desk.crawl("channels=yw")
    finally:
        first.kill()
        first.wait()

    assert second.code == 3
    assert "Another run of stcn is writing" in second.sentence
    assert desk.crawl("channels=yw").code == 0


Fault = Callable[[SampleSite], object]

LASTING: list[tuple[str, Fault, str, str]] = [
    ("a block page", lambda s: s.faults.block(99, "detail"), "blocked", "pending"),
    ("a captcha", lambda s: s.faults.captcha(99, "detail"), "blocked", "pending"),
    (
        "status 403",
        lambda s: s.faults.block(99, "detail", status=403),
        "blocked",
        "pending",
    ),
    ("a new layout", lambda s: s.faults.renamed_layout(), "layout_changed", "rejected"),
    ("a cut page", lambda s: s.faults.truncated(99, "detail"), "truncated", "rejected"),
    ("status 500", lambda s: s.faults.status(500, 99, "detail"), "http_500", "pending"),
]


@pytest.mark.parametrize(
    ("fault", "reason", "state"),
    [row[1:] for row in LASTING],
    ids=[row[0] for row in LASTING],
)
def test_a_page_that_is_none_never_becomes_an_article(
    desk: Desk, site: SampleSite, fault: Fault, reason: str, state: str
) -> None:
    """Exit code 1, the reason by name, no row in news, everything still owed."""
    fault(site)
    outcome = desk.crawl("channels=comment,yw", "max_pages=1")

    assert outcome.code == 1, outcome.err
    assert desk.rows("SELECT * FROM news") == []
    run = desk.row("SELECT outcome, reason FROM crawl_run")
    assert run == {"outcome": "alarm", "reason": reason}
    assert "Something is wrong" in outcome.err
    states = {row["state"] for row in desk.rows("SELECT state FROM discovery")}
    assert states <= {state, "pending", "gone"}
    site.faults.clear()
    assert desk.crawl("channels=comment,yw").code == 0
    assert desk.rows("SELECT * FROM news") != []
    assert desk.rows("SELECT * FROM discovery WHERE state = 'pending'") == []


LISTS: list[tuple[str, Fault, str, str]] = [
    ("a block page", lambda s: s.faults.block(9, "list/yw"), "yw", "blocked"),
    ("maintenance", lambda s: s.faults.error_shell(9, "list/yw"), "yw", "error_shell"),
    ("an empty list", lambda s: s.faults.empty_list(9, "list/yw"), "yw", "empty_list"),
    ("busy", lambda s: s.faults.busy(9), "kx", "error_shell"),
    ("no JSON", lambda s: s.faults.bad_json(9), "kx", "layout_changed"),
    ("status 502", lambda s: s.faults.status(502, 9, "list"), "yw", "list_unreachable"),
]


@pytest.mark.parametrize(
    ("fault", "channel", "reason"),
    [row[1:] for row in LISTS],
    ids=[row[0] for row in LISTS],
)
def test_a_list_that_is_none_is_an_alarm(
    desk: Desk, site: SampleSite, fault: Fault, channel: str, reason: str
) -> None:
    """Never a quiet day: exit code 1, the reason by name, and no mark is set."""
    fault(site)
    outcome = desk.crawl(f"channels={channel}")

    assert outcome.code == 1, outcome.err
    assert desk.row("SELECT reason FROM crawl_run")["reason"] == reason
    assert desk.rows("SELECT * FROM channel_mark") == []
    site.faults.clear()
    assert desk.crawl(f"channels={channel}").code == 0
    assert desk.rows("SELECT * FROM channel_mark") != []


def test_an_interface_that_repeats_itself_is_an_alarm(tmp_path: Path) -> None:
    """The same cursors for ever: the walk ends, and is not taken for complete."""
    site = SampleSite(seed=7, articles=200, now=AFTERNOON, days=6)
    site.faults.cursor_loop()
    with serve(site) as url:
        desk = Desk(tmp_path, url)
        outcome = desk.crawl("channels=kx")

        assert outcome.code == 1, outcome.err
        assert desk.row("SELECT reason FROM crawl_run")["reason"] == "cursor_loop"
        assert desk.rows("SELECT * FROM channel_mark") == []


@pytest.mark.parametrize(
    "fault",
    [
        lambda s: s.faults.block(1, "detail"),
        lambda s: s.faults.status(503, 1, "detail"),
        lambda s: s.faults.truncated(1, "detail"),
        lambda s: s.faults.error_shell(1, "list/yw"),
        lambda s: s.faults.drop_connection(1, "detail"),
    ],
    ids=["blocked once", "503 once", "cut once", "maintenance once", "dropped once"],
)
def test_what_a_retry_cures_is_healthy(desk: Desk, site: SampleSite, fault: Fault) -> None:
    """A fault that passes leaves exit code 0 and all the rows."""
    fault(site)
    outcome = desk.crawl("channels=yw", "max_pages=1")

    assert outcome.code == 0, outcome.err
    assert desk.rows("SELECT * FROM discovery WHERE state = 'pending'") == []


@pytest.mark.parametrize("fault", ["gbk", "utf8_as_gbk"])
def test_a_wrong_charset_label_does_no_harm(
    desk: Desk, site: SampleSite, fault: str
) -> None:
    """Pages in one encoding that declare another are read as what they are."""
    getattr(site.faults, fault)(99)
    outcome = desk.crawl("channels=yw", "max_pages=1")

    assert outcome.code == 0, outcome.err
    titles = {truth.native_id: truth.title for truth in site.truth()}
    for row in desk.rows("SELECT article_id, title, body FROM news"):
        assert row["title"] == titles[row["article_id"].removeprefix("stcn:")]
        assert "\ufffd" not in row["body"]


def test_a_page_of_thirty_megabytes_is_refused(desk: Desk, site: SampleSite) -> None:
    """It is not even downloaded to its end; the others are read."""
    site.faults.huge(1, "detail")
    outcome = desk.crawl("channels=yw", "max_pages=1")

    assert outcome.code == 1
    assert desk.row("SELECT reason FROM rejection WHERE reason = 'too_large'")
    assert desk.rows("SELECT * FROM news") != []


def test_a_missing_path_of_posts_is_wrong_use(desk: Desk) -> None:
    """Neither a file nor a folder: exit code 2, and the path by name."""
    outcome = desk.posts(desk.folder / "nowhere")

    assert outcome.code == 2
    assert outcome.sentence.startswith("There is no file or folder")


def test_a_post_without_front_matter_is_refused_and_kept(desk: Desk) -> None:
    """The good post beside it is imported; the bad one is told by name."""
    folder = desk.folder / "posts"
    folder.mkdir()
    _post(folder)
    (folder / "notes.md").write_text("just some notes\n")
    outcome = desk.posts(folder)

    assert outcome.code == 1
    assert "notes.md: there is no front matter" in outcome.err
    assert len(desk.rows("SELECT * FROM news")) == 1
    assert desk.row("SELECT reason FROM rejection")["reason"] == "not_a_post"


@pytest.mark.sqlite("it looks into the file; for servers see test_servers")
def test_our_databases_say_whose_they_are(desk: Desk) -> None:
    """`SHIB` stands in the file's header."""
    desk.posts(_post(desk.folder))

    assert desk.row("PRAGMA application_id") == {"application_id": APPLICATION_ID}
