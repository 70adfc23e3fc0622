"""A disk that is full or locked up: one sentence, exit code 1, and nothing is lost."""

import sqlite3
from pathlib import Path

import pytest

from tests.harness import Desk, Outcome
from tests.mishaps import with_extension
from tests.sample_site import SampleSite
from tests.test_end_to_end import expected, stored

pytestmark = [
    pytest.mark.endurance,
    pytest.mark.sqlite(
        "a file grows on a disk and is locked; for servers see test_postgresql"
    ),
]

CHANNELS = ("yw", "company", "kx")
ARGUMENT = f"channels={','.join(CHANNELS)}"
ROOM = 95
"""Pages: the schema and some articles."""


def sentences(outcome: Outcome) -> list[str]:
    """What the summary says of troubles, without advice."""
    return [line for line in outcome.err.splitlines() if line.startswith("  ")]


def test_a_full_disk_ends_the_run_with_a_sentence(desk: Desk, site: SampleSite) -> None:
    """The database opens and is sound; with room, the next run reads the rest."""
    full = {"EXTENSIONS": with_extension("FullDatabase"), "PAGES": ROOM}
    outcome = desk.crawl(ARGUMENT, STORE_BATCH=5, **full)

    assert outcome.code == 1
    assert "Traceback" not in outcome.err
    told = f"The disk is full: {desk.database} cannot grow; make room and start again."
    assert sentences(outcome)[0] == f"  database: {told}"
    assert "still to be read; start it again" in outcome.err
    assert desk.row("PRAGMA integrity_check") == {"integrity_check": "ok"}
    assert 0 < len(stored(desk)) < len(expected(site, CHANNELS))
    assert desk.shibao("stats").code == 0
    assert desk.rows("SELECT * FROM channel_mark") == []

    still_full = desk.crawl(ARGUMENT, EXTENSIONS=with_extension("FullDatabase"), PAGES=1)
    assert still_full.code == 1
    assert "Traceback" not in still_full.err
    assert desk.crawl(ARGUMENT).code == 0
    assert stored(desk) == expected(site, CHANNELS)
    assert desk.row("SELECT max(version) AS v FROM news") == {"v": 1}


def test_a_disk_without_room_for_a_database(desk: Desk, site: SampleSite) -> None:
    """Nothing is asked for, and what is left behind is no obstacle."""
    full = {"EXTENSIONS": with_extension("FullDatabase"), "PAGES": 20}
    outcome = desk.crawl(ARGUMENT, **full)

    assert outcome.code == 2
    assert outcome.sentence.startswith("The disk is full: ")
    assert "Traceback" not in outcome.err
    assert site.requests == []
    assert desk.crawl("channels=company").code == 0


@pytest.mark.parametrize(
    ("code", "says"),
    [("ENOSPC", "No space left on device"), ("EROFS", "Read-only file system")],
)
def test_an_archive_that_cannot_be_written(
    desk: Desk, site: SampleSite, code: str, says: str
) -> None:
    """Articles are stored all the same; it is told once, and the run is not healthy."""
    broken = {"EXTENSIONS": with_extension("BrokenArchive"), "ERRNO": code}
    outcome = desk.crawl(ARGUMENT, STORE_BATCH=5, FROM_RECORD=9, **broken)

    assert outcome.code == 1
    assert "Traceback" not in outcome.err
    assert stored(desk) == expected(site, CHANNELS)
    trouble, advice = sentences(outcome)
    assert trouble.startswith("  archive: The archive in archive is not complete: ")
    assert says in trouble
    assert "cannot be replayed" in advice
    kept = desk.row("SELECT count(*) AS n FROM raw_response")["n"]
    assert 0 < kept < len(stored(desk))
    assert desk.row("SELECT outcome, reason FROM crawl_run") == {
        "outcome": "alarm",
        "reason": "archive",
    }


def test_a_locked_database_is_waited_for(
    desk: Desk, site: SampleSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long transaction of somebody else's ends the run; what it lacked comes later."""
    monkeypatch.setenv("STORE_BUSY_SECONDS", "0.5")
    with_lock = {"EXTENSIONS": with_extension("Locker"), "LOCK_AFTER": 4}
    outcome = desk.crawl(ARGUMENT, STORE_BATCH=5, LOCK_SECONDS=60, **with_lock)

    assert outcome.code == 1
    assert "Traceback" not in outcome.err
    assert sentences(outcome)[0].startswith(
        f"  database: {desk.database} was locked by another program for "
    )
    assert desk.rows("SELECT * FROM channel_mark") == []
    outcome = desk.crawl(ARGUMENT, STORE_BATCH=5, LOCK_SECONDS=0.3, **with_lock)
    assert outcome.code == 0, outcome.err
    assert stored(desk) == expected(site, CHANNELS)
    assert desk.rows("SELECT outcome, reason FROM crawl_run ORDER BY run_id") == [
        {"outcome": "interrupted", "reason": "killed"},
        {"outcome": "ok", "reason": None},
    ]


def test_a_lock_before_the_first_request(
    desk: Desk, site: SampleSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The site is not asked for what cannot be stored."""
    desk.crawl("channels=company")
    site.requests.clear()
    monkeypatch.setenv("STORE_BUSY_SECONDS", "0.2")
    somebody = sqlite3.connect(desk.database, isolation_level=None)
    somebody.execute("BEGIN IMMEDIATE")
    outcome = desk.crawl("channels=company")
    somebody.execute("ROLLBACK")
    somebody.close()

    assert outcome.code == 1
    assert "Traceback" not in outcome.err
    assert "was locked by another program for 0.2 seconds" in sentences(outcome)[0]
    assert site.requests == []


def test_a_patience_that_is_no_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wrong use, and the sentence says what would be right."""
    monkeypatch.setenv("STORE_BUSY_SECONDS", "a while")
    outcome = Desk(tmp_path).posts(tmp_path)

    assert outcome.code == 2
    assert outcome.sentence == (
        "STORE_BUSY_SECONDS is 'a while'; it is a number of seconds, like 30."
    )
