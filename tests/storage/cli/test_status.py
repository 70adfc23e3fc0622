"""`shibao status`: fresh, stale or never, for people, programs and Prometheus."""

import json
import re
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from typer.testing import CliRunner, Result

from crawler.profile import Profile
from storage.cli.app import app
from storage.cli.looking import Looker
from storage.cli.monitoring import figures_at
from storage.metrics import registry_of
from storage.records import WalkRecord
from storage.store import RunResult, Store
from tests import databases

Shibao = Callable[..., Result]
LATELY = timedelta(minutes=3)
"""Well within the limit at any time of day."""


def crawled(
    path: Path, ago: timedelta, outcome: str = "ok", reason: str | None = None
) -> str:
    """A database in which kx was crawled so long ago; its URL."""
    url, at = databases.url_of(path), datetime.now(UTC) - ago
    walked = WalkRecord(site="stcn", channel="kx", newest=at, oldest=at - timedelta(days=7))
    with Store(url) as store:
        run_id = store.begin_run("stcn", {}, at)
        store.apply(run_id, [walked])
        result = RunResult(
            outcome=outcome,
            reason=reason,
            finished_at=at,
            requests=2,
            errors=0,
            channels={"kx": {"listed": 0}},
            fields=Profile(channels=("kx",)).as_json(),
        )
        store.finish_run(run_id, result)
    return url


def status(url: str, *words: str) -> Result:
    """`shibao status` on that database."""
    return CliRunner().invoke(app, ["--db", url, "status", *words], prog_name="shibao")


def test_a_channel_that_was_just_read_is_fresh(tmp_path: Path) -> None:
    """Exit code 0, a line for it and one for the run."""
    page = status(crawled(tmp_path / "news.db", LATELY))

    assert page.exit_code == 0, page.stdout
    assert "stcn:kx  fresh" in page.stdout
    assert "stcn: the last run ended 3 min ago, ok." in page.stdout


def test_a_channel_that_nobody_reads_is_stale(tmp_path: Path) -> None:
    """Exit code 1, and why; a timer that crawls once a day is content with it."""
    url = crawled(tmp_path / "news.db", timedelta(hours=5))
    page, row = status(url), json.loads(status(url, "--format", "json").stdout)[0]

    assert page.exit_code == 1
    assert "stcn:kx is stale: no look at its list for 5 h." in page.stdout
    assert (row["verdict"], row["run_outcome"]) == ("stale", "ok")
    assert row["look_age_seconds"] > row["look_limit_seconds"]
    assert status(url, "--every", "1440").exit_code == 0


def test_a_run_that_was_not_well_is_told_of(tmp_path: Path) -> None:
    """Although it has read the list."""
    page = status(crawled(tmp_path / "news.db", LATELY, "alarm", "field_empty"))

    assert page.exit_code == 1
    assert "the last run ended 3 min ago, alarm: field_empty." in page.stdout


def test_a_channel_that_was_never_read_is_no_fresh_one(tmp_path: Path) -> None:
    """When a monitor names it; and an empty database is fresh in nothing."""
    url = crawled(tmp_path / "news.db", LATELY)
    page = status(url, "--site", "stcn", "--channel", "kx,gd")

    assert page.exit_code == 1
    assert "stcn:gd is unknown: its list was never read." in page.stdout
    assert status(url, "--site", "nobody").exit_code == 1


def test_prometheus_reads_a_file(tmp_path: Path) -> None:
    """Written whole; standard output stays empty, the exit code tells as before."""
    url, file = crawled(tmp_path / "news.db", timedelta(hours=5)), tmp_path / "shibao.prom"
    page = status(url, "--prometheus", str(file))

    assert (page.exit_code, page.stdout) == (1, "")
    assert sorted(path.name for path in tmp_path.glob("shibao*")) == ["shibao.prom"]
    families = {one.name: one for one in text_string_to_metric_families(file.read_text())}
    (stale,) = families["shibao_channel_stale"].samples
    assert (stale.labels, stale.value) == ({"site": "stcn", "channel": "kx"}, 1)
    (well,) = families["shibao_last_run_well"].samples
    assert well.value == 1
    assert all(one.documentation for one in families.values())
    assert status(url, "--prometheus", str(tmp_path / "no" / "x")).exit_code == 2


def test_prometheus_asks_an_address(tmp_path: Path) -> None:
    """The database is asked anew each time."""
    url = crawled(tmp_path / "news.db", LATELY)
    looker = Looker(url, (), ())
    texts = []
    with figures_at(looker.look, None, "127.0.0.1:0") as address:
        for _ in range(2):
            with urllib.request.urlopen(address, timeout=30) as answer:
                texts.append(answer.read().decode())
            crawled(tmp_path / "news.db", LATELY, "alarm", "field_empty")

    assert [text.count('shibao_channel_stale{channel="kx"') for text in texts] == [1, 1]
    wells = [re.findall(r"shibao_last_run_well{.*?} (.*)", text) for text in texts]
    assert wells == [["1.0"], ["0.0"]]
    assert status(url, "--listen", "nowhere").exit_code == 2


def test_without_prometheus_a_sentence_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is an extra."""
    url = crawled(tmp_path / "news.db", LATELY)
    monkeypatch.setitem(__import__("sys").modules, "storage.metrics", None)
    monkeypatch.delattr("storage.metrics", raising=False)
    page = status(url, "--prometheus", str(tmp_path / "x.prom"))

    assert page.exit_code == 2
    assert 'pip install "shibao[monitor]"' in page.output


def test_the_figures_are_those_of_the_table(tmp_path: Path) -> None:
    """Without a single article, a delay is left out and not nought."""
    looker = Looker(crawled(tmp_path / "news.db", LATELY), ("stcn",), ())
    names = {
        sample.name
        for family in registry_of(looker.look).collect()
        for sample in family.samples
    }

    assert "shibao_channel_last_look_timestamp_seconds" in names
    assert "shibao_channel_delay_seconds" not in names
