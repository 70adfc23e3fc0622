"""Alarms: each trouble is told by its name, healthy runs raise none."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from crawler.profile import Agreement, FieldShares, ListYield, Profile
from crawler.report import ADVICE
from crawler.webhook import call, host_of
from storage.engine import open_engine
from storage.ledger import Ledger
from storage.store import RunResult, Store
from tests import databases
from tests.conftest import AFTERNOON
from tests.harness import ROOT, Desk
from tests.sample_site import SampleSite

USUAL = Profile(
    lists={"yw": ListYield(10, has_more=True)},
    kinds={"article": FieldShares(20, 16, 20, 20, 6000)},
    agreement=Agreement(20, 0, 0),
    channels=("yw",),
)
"""What a healthy run of yw sees."""


def remember(desk: Desk, profile: Profile = USUAL, runs: int = 5) -> None:
    """So many healthy runs in the past."""
    began = datetime(2026, 9, 27, tzinfo=UTC)
    with Store(databases.url_of(desk.database)) as store:
        for hour in range(runs):
            run_id = store.begin_run("stcn", {}, began + timedelta(hours=hour))
            result = RunResult(
                outcome="ok",
                reason=None,
                finished_at=began + timedelta(hours=hour, minutes=1),
                requests=1,
                errors=0,
                fields=profile.as_json(),
            )
            store.finish_run(run_id, result)


def publish(site: SampleSite, count: int = 16) -> None:
    """As many new articles in yw, a paragraph of three hundred characters each."""
    for number in range(count):
        site.publish(
            channels=("yw",),
            title=f"云岭股份公告第{number}号",
            body="云岭股份公告称，项目进展顺利。" * 20,
            authors=("沈若溪",),
            published=AFTERNOON - timedelta(minutes=count - number),
        )


Skew = Callable[[SampleSite], None]

MODES: list[tuple[str, Skew, str, str]] = [
    ("a short list", lambda s: s.faults.short_lists(), "low_yield", "shows 2 entries"),
    ("no credits", lambda s: s.faults.bare_pages(), "field_empty", "the field source"),
    ("stubs", lambda s: s.faults.one_sentence(), "field_empty", "the field body"),
    ("empty bodies", lambda s: s.faults.blank_bodies(), "rejections_rise", "empty_body"),
    ("other titles", lambda s: s.faults.other_titles(), "lists_disagree", "title"),
    ("other times", lambda s: s.faults.other_times(), "lists_disagree", "time"),
]


@pytest.mark.parametrize(
    ("skew", "reason", "told"), [row[1:] for row in MODES], ids=[row[0] for row in MODES]
)
def test_a_site_that_yields_less_than_it_always_did_is_an_alarm(
    desk: Desk, site: SampleSite, skew: Skew, reason: str, told: str
) -> None:
    """Exit code 1, the reason in the summary, in `crawl_run` and in the report."""
    remember(desk)
    publish(site)
    skew(site)
    outcome = desk.crawl("channels=yw", REPORT_FILE="report.json")

    assert outcome.code == 1, outcome.err
    report = json.loads((desk.folder / "report.json").read_text("utf-8"))
    assert {problem["reason"] for problem in report["problems"]} == {reason}
    assert told in " ".join(problem["sentence"] for problem in report["problems"])
    assert f"{reason}: " in outcome.err
    assert ADVICE[reason] in outcome.err
    last = "SELECT outcome, reason FROM crawl_run ORDER BY run_id DESC LIMIT 1"
    assert desk.row(last) == {"outcome": "alarm", "reason": reason}


def test_the_same_news_on_a_sound_site_is_healthy(desk: Desk, site: SampleSite) -> None:
    """With the same past: exit code 0, and the run is remembered for the next."""
    remember(desk)
    publish(site)

    assert desk.crawl("channels=yw").code == 0
    row = desk.row("SELECT fields FROM crawl_run ORDER BY run_id DESC LIMIT 1")
    seen = Profile.from_json(row["fields"])
    assert seen.lists == {"yw": ListYield(10, has_more=True)}
    assert seen.kinds["article"].with_source == seen.kinds["article"].read >= 16


def test_a_short_list_moves_no_mark(desk: Desk, site: SampleSite) -> None:
    """What it shows is stored; what it hides is still to be found by the next run."""
    publish(site)
    site.faults.short_lists()
    assert desk.crawl("channels=yw", "max_pages=1").code == 0  # nothing to judge it by
    assert desk.crawl("channels=yw").code == 1
    assert desk.rows("SELECT * FROM channel_mark") == []

    site.faults.clear()
    assert desk.crawl("channels=yw").code == 0
    assert desk.rows("SELECT channel FROM channel_mark") == [{"channel": "yw"}]


def test_a_list_that_ends_may_be_short(desk: Desk) -> None:
    """Three articles and no more follow: no alarm, whatever the floor."""
    assert desk.crawl("channels=fund,comment").code == 0


@pytest.mark.endurance
def test_twenty_healthy_runs_raise_no_alarm(desk: Desk, site: SampleSite) -> None:
    """Quiet hours, busy hours, stubs, pages without author, an empty page at times."""
    words = [sys.executable, "-m", "tests.healthy_cycles", desk.base_url, "20"]
    environment = os.environ | {
        "SCRAPY_SETTINGS_MODULE": "crawler.settings",
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": databases.url_of(desk.database),
    }
    done = subprocess.run(
        words,
        cwd=desk.folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    runs = desk.rows("SELECT outcome, reason, new FROM crawl_run ORDER BY run_id")
    assert [(run["outcome"], run["reason"]) for run in runs] == [("ok", None)] * 20
    assert sum(run["new"] for run in runs) > 40
    assert len(site.truth()) > 100


class Receiver(ThreadingHTTPServer):
    """Takes what a webhook is sent."""

    daemon_threads = True

    def __init__(self, status: int, pause: float) -> None:
        """Answer with `status` after `pause` seconds."""
        super().__init__(("127.0.0.1", 0), Answering)
        self.status, self.pause = status, pause
        self.taken: list[dict[str, Any]] = []
        self.released = threading.Event()

    @property
    def address(self) -> str:
        """With something in it that nobody may see."""
        return f"http://127.0.0.1:{self.server_port}/hook/s3cret?token=s3cret"


class Answering(BaseHTTPRequestHandler):
    """One request to the receiver."""

    server: Receiver

    def do_POST(self) -> None:
        """Keep the body, and answer."""
        length = int(self.headers["Content-Length"])
        self.server.taken.append(json.loads(self.rfile.read(length)))
        self.server.released.wait(self.server.pause)
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - likewise
        """Say nothing."""


@contextmanager
def receiver(status: int = 200, pause: float = 0) -> Iterator[Receiver]:
    """A receiver on loopback, while the block runs."""
    server = Receiver(status, pause)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


def test_an_alarm_calls_the_webhook(desk: Desk, site: SampleSite) -> None:
    """The same JSON as in the report, and one paragraph to read."""
    site.faults.empty_list(9, "list/yw")
    with receiver() as hook:
        outcome = desk.crawl("channels=yw", ALARM_WEBHOOK=hook.address, REPORT_FILE="-")

    assert outcome.code == 1
    (sent,) = hook.taken
    text = sent.pop("text")
    assert sent == json.loads(outcome.out)
    assert (sent["spider"], sent["outcome"], sent["exit_code"]) == ("stcn", "alarm", 1)
    assert sent["reason"] == "empty_list"
    assert sent["problems"][0]["advice"] == ADVICE["empty_list"]
    assert sent["started_at"] <= sent["finished_at"]
    assert "yw 要闻" in text
    assert text.endswith(ADVICE["empty_list"])
    assert "s3cret" not in outcome.err


def test_a_healthy_run_calls_nobody(desk: Desk) -> None:
    """The report is written all the same, whole, and nothing is left beside it."""
    with receiver() as hook:
        outcome = desk.crawl(
            "channels=comment", ALARM_WEBHOOK=hook.address, REPORT_FILE="report.json"
        )

    assert outcome.code == 0, outcome.err
    assert hook.taken == []
    report = json.loads((desk.folder / "report.json").read_text("utf-8"))
    assert (report["outcome"], report["reason"], report["problems"]) == ("ok", None, [])
    assert report["channels"]["comment"]["new"] > 0
    assert report["arguments"]["channels"] == "comment"
    assert list(desk.folder.glob("*.tmp")) == []


def test_a_webhook_that_fails_changes_nothing(desk: Desk, site: SampleSite) -> None:
    """One line that names the host alone; exit code and row are the run's own."""
    site.faults.empty_list(9, "list/yw")
    with receiver(status=500) as hook:
        outcome = desk.crawl(
            "channels=yw", ALARM_WEBHOOK=hook.address, REPORT_FILE="no/such/folder.json"
        )

    assert outcome.code == 1
    assert outcome.err.count("webhook at 127.0.0.1: it answers with status 500.\n") == 1
    assert "The report no/such/folder.json cannot be written: " in outcome.err
    assert "s3cret" not in outcome.err
    assert "Traceback" not in outcome.err
    assert desk.row("SELECT reason FROM crawl_run")["reason"] == "empty_list"


def test_a_receiver_that_does_not_answer_is_left_alone() -> None:
    """The run waits no longer than it said."""
    with receiver(pause=60) as hook:
        told = {"spider": "stcn", "outcome": "alarm", "reason": "blocked", "problems": []}
        assert call(hook.address, told, timeout=0.2) == "no answer within 0.2 s"


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("ftp://127.0.0.1/s3cret", "its address does not begin with http:// or https://"),
        ("http://127.0.0.1:1/s3cret", "Connection refused"),
        ("http://127.0.0.1:s3cret/", "InvalidURL"),
        ("http://[s3cret", "ValueError"),
    ],
    ids=["no http", "nobody there", "no port", "no host"],
)
def test_why_a_call_failed_is_told_without_its_address(address: str, why: str) -> None:
    """An address may hold a secret; the host alone is named."""
    told = {"spider": "stcn", "outcome": "alarm", "reason": "blocked", "problems": []}
    assert call(address, told) == why
    assert "s3cret" not in host_of(address)


def test_only_healthy_crawls_are_a_past(desk: Desk) -> None:
    """Alarms, replays and other spiders' runs say nothing; the newest comes first."""
    remember(desk, runs=3)
    alarm = "UPDATE crawl_run SET outcome = 'alarm' WHERE run_id = 1"
    replay = "UPDATE crawl_run SET kind = 'replay' WHERE run_id = 2"
    databases.change(desk.database, alarm)
    databases.change(desk.database, replay)
    remember(desk, Profile(lists={"kx": ListYield(30)}), runs=6)

    engine = open_engine(databases.url_of(desk.database))
    past = [Profile.from_json(text) for text in Ledger(engine).past_profiles("stcn", 7)]
    engine.dispose()
    assert [list(one.lists) for one in past].count(["yw"]) == 1
    assert len(past) == 7
    assert list(past[0].lists) == ["kx"]


def test_a_refused_run_is_no_alarm(desk: Desk) -> None:
    """Wrong use is told to whoever typed it, and to nobody else."""
    with receiver() as hook:
        outcome = desk.crawl("channels=xx", ALARM_WEBHOOK=hook.address, REPORT_FILE="-")

    assert (outcome.code, outcome.out, hook.taken) == (2, "", [])


def test_a_site_that_loses_all_its_pages_is_ill(desk: Desk, site: SampleSite) -> None:
    """Every article leads to the home page: an alarm, and nothing is marked gone."""
    desk.crawl("channels=yw,company")
    before = desk.rows("SELECT article_id, status FROM news ORDER BY article_id")
    site.faults.redirect("/", n=1000, pattern="detail")
    outcome = desk.crawl("channels=yw,company", "recheck_hours=1000")

    assert outcome.code == 1
    assert "pages_missing" in outcome.err
    assert desk.rows("SELECT article_id, status FROM news ORDER BY article_id") == before
    assert desk.rows("SELECT * FROM discovery WHERE state = 'gone'") == []
    site.faults.clear()
    assert desk.crawl("channels=yw,company", "recheck_hours=1000").code == 0


def test_what_a_blocking_site_says_is_gone_may_not_be(desk: Desk, site: SampleSite) -> None:
    """A run that ends blocked marks no article gone; the next one does."""
    desk.crawl("channels=yw")
    gone = next(t.native_id for t in site.truth() if "yw" in t.channels)
    site.delete(gone)
    site.faults.block(n=1000, pattern="list/company", status=403)
    blocked = desk.crawl("channels=yw,company", "recheck_hours=1000")
    states = "SELECT count(*) AS n FROM news WHERE status = 'gone'"

    assert blocked.code == 1
    assert desk.row(states) == {"n": 0}
    site.faults.clear()
    assert desk.crawl("channels=yw", "recheck_hours=1000").code == 0
    assert desk.row(states) == {"n": 1}
