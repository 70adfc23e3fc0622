"""The site's other doors, crawled end to end against the sample site's truth."""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.errors import ShellError
from crawler.page import Answered
from crawler.sites.stcn.doors import DOORS, door_path
from crawler.sites.stcn.gateway import read_gateway
from crawler.sites.stcn.ranks import read_rank
from tests.harness import Desk
from tests.sample_site import BEIJING, SampleSite, Truth
from tests.sample_site.doors import egs_articles, is_cut

SAMPLES = Path(__file__).parents[4].parent / "shared" / "reference" / "samples"
needs_samples = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="the saved samples are not here"
)
NOON = datetime(2026, 9, 28, 4, 0, tzinfo=UTC)
COVERED = "SELECT complete FROM coverage WHERE channel LIKE '%-rank'"
NAMED = "article_id, kind, title, body, channels, url, tags"


def stored(desk: Desk) -> dict[str, dict[str, Any]]:
    """What the database says, by the site's own ids."""
    rows = desk.rows(f"SELECT {NAMED}, substr(published, 1, 16) AS published FROM news")
    return {row.pop("article_id").removeprefix("stcn:"): row for row in rows}


def told(truth: Truth, channels: str) -> dict[str, Any]:
    """What it must say of an article that is listed by these channels."""
    return {
        "kind": truth.kind,
        "title": truth.title,
        "body": truth.body,
        "channels": channels,
        "url": truth.url,
        "tags": ",".join(truth.tags) or None,
        "published": f"{truth.published.astimezone(BEIJING):%Y-%m-%d %H:%M}",
    }


def flashes(site: SampleSite) -> Mapping[str, Truth]:
    """What kx lists and can be read."""
    return {
        truth.native_id: truth
        for truth in site.truth()
        if "kx" in truth.channels and truth.status == "live"
    }


def asked(site: SampleSite) -> Counter[str]:
    """How often each kind of address was asked for."""
    return Counter(path.split("?")[0].rpartition("/")[0] for _, path, _ in site.requests)


def test_the_gateway_yields_the_flashes_of_kx(desk: Desk, site: SampleSite) -> None:
    """The same ids, texts and times; a second run stops where the first has been."""
    outcome = desk.crawl("channels=kx-ewap")

    assert outcome.code == 0, outcome.err
    assert stored(desk) == {
        native_id: told(truth, "kx,kx-ewap") for native_id, truth in flashes(site).items()
    }
    assert asked(site)["/api"] > 1  # page after page

    site.requests.clear()
    assert desk.crawl("channels=kx-ewap").code == 0
    assert asked(site)["/api"] == 1


def test_both_doors_lead_to_one_article(desk: Desk) -> None:
    """No second article, no second version; what only kx prints is not forgotten."""
    desk.crawl("channels=kx")
    by_page = desk.rows("SELECT article_id, source, symbols, tags FROM news ORDER BY 1")
    outcome = desk.crawl("channels=kx-ewap")

    assert outcome.code == 0, outcome.err
    after = desk.rows("SELECT article_id, source, symbols, tags FROM news ORDER BY 1")
    assert after == by_page
    assert desk.row("SELECT new, changed FROM crawl_run WHERE run_id = 2") == {
        "new": 0,
        "changed": 0,
    }
    assert {row["channels"] for row in desk.rows("SELECT channels FROM news")} == {
        "kx,kx-ewap"
    }


def test_articles_of_egs_are_whole_in_its_list(desk: Desk, site: SampleSite) -> None:
    """Its numbers are other articles' on www.stcn.com: a prefix keeps them apart."""
    outcome = desk.crawl("channels=egs,yw")

    assert outcome.code == 0, outcome.err
    rows = stored(desk)
    found = {key: row for key, row in rows.items() if key.startswith("egs-")}
    expected = {
        f"egs-{number}": told(item.truth, "egs")
        | {"url": f"https://egs.stcn.com/news/detail/{number}.html", "tags": None}
        for number, item in egs_articles(site, site.now)
    }
    assert found == expected
    assert all(key.removeprefix("egs-") in rows for key in found)
    pages = sum(is_cut(key.removeprefix("egs-")) for key in found)
    assert 0 < pages < len(found)
    assert asked(site)["/news/detail"] == pages


def test_a_rank_tells_of_articles_and_claims_nothing(desk: Desk, site: SampleSite) -> None:
    """What is known is not read again, the rest is; no ground counts as covered."""
    desk.crawl("channels=kx")
    known = set(stored(desk))
    site.requests.clear()
    outcome = desk.crawl("channels=kx-rank,yw-rank")

    assert outcome.code == 0, outcome.err
    ranked = {
        row["article_id"].removeprefix("stcn:"): row["channels"].split(",")
        for row in desk.rows("SELECT article_id, channels FROM news")
        if "rank" in row["channels"]
    }
    assert ranked.keys() & known
    assert ranked.keys() - known
    assert {"kx-rank", "yw-rank"} <= {name for names in ranked.values() for name in names}
    assert asked(site)["/article/detail"] == len(ranked.keys() - known)
    assert [row["channel"] for row in desk.rows("SELECT channel FROM channel_mark")] == [
        "kx"
    ]
    assert not any(row["complete"] for row in desk.rows(COVERED))
    texts = {truth.native_id: truth.body for truth in site.truth()}
    assert {key: row["body"] for key, row in stored(desk).items()}.items() <= texts.items()


def test_a_busy_gateway_is_an_alarm(desk: Desk, site: SampleSite) -> None:
    """`status` 0, asked twice: the run says what the gateway says."""
    site.faults.busy(n=2)
    outcome = desk.crawl("channels=kx-ewap")

    assert outcome.code == 1
    assert "系统繁忙" in outcome.err


def test_no_door_is_asked_unless_it_is_named(desk: Desk, site: SampleSite) -> None:
    """The main channels are the boards."""
    desk.crawl("max_pages=1")

    seen = {
        channel for row in stored(desk).values() for channel in row["channels"].split(",")
    }
    assert not seen & set(DOORS)
    assert not any("rank" in path or "/api/" in path for _, path, _ in site.requests)


def answered(channel: str) -> Answered:
    """How a saved answer of a door may have come."""
    url = door_path(channel)
    assert url is not None
    return Answered(url=url, reference=NOON, received=NOON, channel=channel)


@needs_samples
def test_the_saved_answer_of_the_gateway_is_a_flash() -> None:
    """2026-09-25: one row of twenty, whole; the next page by the envelope's cursors."""
    text = (SAMPLES / "stcn_fixture_ewap_fastinfo_2026-09-25.json").read_text("utf-8")
    page = read_gateway(text, answered("kx-ewap"))

    (teaser,) = page.teasers
    assert teaser.native_id == "4199217"
    assert teaser.is_whole
    assert teaser.published is not None
    assert teaser.published.instant == datetime(2026, 9, 25, 3, 50, 55, tzinfo=UTC)
    assert page.next_path is not None
    assert "%22max_id%22%3A1790293936%2C%22first_id%22%3A1790308255" in page.next_path


@needs_samples
def test_the_saved_refusal_of_the_gateway_is_one() -> None:
    """It says which element it misses."""
    text = (SAMPLES / "stcn_fixture_ewap_error.json").read_text("utf-8")

    with pytest.raises(ShellError, match="post_times"):
        read_gateway(text, answered("kx-ewap"))


@needs_samples
def test_the_saved_rank_leads_to_two_articles() -> None:
    """2026-09-28: two rows of ten, without a time."""
    text = (SAMPLES / "stcn_fixture_rank_kx_2026-09-28.json").read_text("utf-8")
    page = read_rank(text, answered("kx-rank"))

    assert [teaser.native_id for teaser in page.teasers] == ["4199877", "4199583"]
    assert all(teaser.printed is None for teaser in page.teasers)
    assert page.next_path is None
