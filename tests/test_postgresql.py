"""A crawl into PostgreSQL: rows as in SQLite, and nothing lost when it restarts."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import databases
from tests.harness import Desk, Outcome
from tests.postgres import server, why_not
from tests.sample_site import SampleSite
from tests.test_end_to_end import expected, stored

pytestmark = [
    pytest.mark.endurance,
    pytest.mark.skipif(bool(why_not()), reason=str(why_not())),
]

CHANNELS = ("yw", "company", "kx")
ARGUMENT = f"channels={','.join(CHANNELS)}"
CLOCKED = {"first_seen_at", "last_seen_at"}
"""When this database saw it: no two crawls do at one time."""


@pytest.fixture
def served(tmp_path: Path, base_url: str) -> Desk:
    """A desk whose database is a server's."""
    databases.choose("postgresql")
    return Desk(tmp_path, base_url)


def seen(desk: Desk) -> dict[str, list[dict[str, object]]]:
    """What a crawl has stored, but for the times of the crawl itself."""
    queries = {
        "news": "SELECT * FROM news ORDER BY article_id",
        "symbol_day": "SELECT * FROM symbol_day ORDER BY symbol, trade_date",
        "daily": "SELECT * FROM daily ORDER BY day, site, channel, kind",
        "runs": "SELECT outcome, reason, new, listed, channels FROM crawl_run"
        " ORDER BY run_id",
        "coverage": "SELECT channel, day, listed, stored, complete, closed, rejected_by"
        " FROM coverage ORDER BY channel, day",
        "discovery": "SELECT article_id, state, reason FROM discovery ORDER BY article_id",
    }
    return {
        name: [
            {key: value for key, value in row.items() if key not in CLOCKED}
            for row in desk.rows(query)
        ]
        for name, query in queries.items()
    }


def test_a_crawl_stores_the_same(
    served: Desk, site: SampleSite, tmp_path: Path, base_url: str
) -> None:
    """Twice over the same site: every view, the coverage, what was listed, the runs."""
    for _ in range(2):
        outcome = served.crawl(ARGUMENT)
        assert outcome.code == 0, outcome.err
    there = seen(served)
    found = served.shibao("search", "公司", "--json")
    databases.choose("sqlite")
    (tmp_path / "file").mkdir()
    desk = Desk(tmp_path / "file", base_url)
    for _ in range(2):
        assert desk.crawl(ARGUMENT).code == 0

    assert stored(desk) == expected(site, CHANNELS)
    assert there == seen(desk)
    assert found.code == desk.shibao("search", "公司", "--json").code


def beside(crawl: Callable[[], Outcome], mishap: Callable[[], None], desk: Desk) -> Outcome:
    """A crawl, with a mishap when it has stored something."""
    told: list[Outcome] = []
    thread = threading.Thread(target=lambda: told.append(crawl()))
    url, database = desk.url, desk.database
    thread.start()
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if databases.rows(database, "SELECT 1 AS n FROM article LIMIT 1"):
            break
        time.sleep(0.05)
    mishap()
    thread.join(120)
    assert url == desk.url
    return told[0]


def test_the_server_is_restarted_in_the_middle(served: Desk, site: SampleSite) -> None:
    """The run is healthy, and has all that there is, once."""
    slow = {"STORE_BATCH": 2, "DOWNLOAD_DELAY": 0.05}
    outcome = beside(
        lambda: served.crawl(ARGUMENT, **slow), lambda: server().restart(), served
    )

    assert outcome.code == 0, outcome.err
    assert stored(served) == expected(site, CHANNELS)
    assert served.row("SELECT max(version) AS v, count(*) AS n FROM news") == {
        "v": 1,
        "n": len(expected(site, CHANNELS)),
    }
    assert served.shibao("db", "check").code == 0


def test_the_server_does_not_come_back(
    served: Desk, site: SampleSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence and exit code 1; what it lacked comes with the next run."""
    monkeypatch.setenv("STORE_BUSY_SECONDS", "0.5")
    slow = {"STORE_BATCH": 2, "DOWNLOAD_DELAY": 0.05}
    try:
        outcome = beside(
            lambda: served.crawl(ARGUMENT, **slow), lambda: server().order("halt"), served
        )
        unreached = served.crawl(ARGUMENT)
    finally:
        server().restart()

    assert outcome.code == unreached.code == 1
    assert "cannot be reached" in outcome.err
    assert "see that it runs and start again" in unreached.sentence
    assert "Traceback" not in outcome.err + unreached.err
    assert served.rows("SELECT * FROM channel_mark") == []
    assert served.crawl(ARGUMENT).code == 0
    assert stored(served) == expected(site, CHANNELS)


def test_a_replay_settles_beside_it(served: Desk, site: SampleSite) -> None:
    """It finds nothing to change; and restores an empty database to the row."""
    one_by_one = {"CONCURRENT_REQUESTS": 1, "SCRAPER_SLOT_MAX_ACTIVE_SIZE": 1}
    assert served.crawl(ARGUMENT, **one_by_one).code == 0
    first = served.rows("SELECT * FROM news ORDER BY article_id")
    outcome = served.scrapy("replay")
    assert outcome.code == 0, outcome.err
    assert "Today's reader reads everything as it is held." in outcome.err
    databases.drop_under(served.folder)
    restored = served.scrapy("replay")
    assert restored.code == 0, restored.err
    assert served.rows("SELECT * FROM news ORDER BY article_id") == first
    assert len(first) == len(expected(site, CHANNELS))
    assert (
        served.rows("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'shibao%'") == []
    )
    assert served.crawl(ARGUMENT).code == 0
