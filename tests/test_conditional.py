"""Conditional requests: what has not changed is neither sent nor read again."""

from collections import Counter

import pytest

from tests.harness import Desk
from tests.sample_site import SampleSite

CHANNELS = "channels=comment,company"


def asked_with(site: SampleSite) -> Counter[tuple[str, bool]]:
    """Kinds of addresses that were asked for, and whether with a condition."""
    kinds: Counter[tuple[str, bool]] = Counter()
    for _, path, headers in site.requests:
        kind = "page" if "/detail/" in path else "list" if "/list" in path else "other"
        kinds[kind, "If-None-Match" in headers or "If-Modified-Since" in headers] += 1
    return kinds


def rows_of(desk: Desk) -> list[list[dict[str, object]]]:
    """What a run that finds nothing must leave as it is."""
    tables = ("news", "article_version", "discovery", "article_channel", "raw_response")
    return [desk.rows(f"SELECT * FROM {table}") for table in tables]


@pytest.mark.parametrize("validator", ["ETag", "Last-Modified"])
def test_unchanged_lists_and_pages_cost_no_parse_and_no_write(
    desk: Desk, site: SampleSite, validator: str
) -> None:
    """A second run sends back what the server gave; not a row is touched."""
    site.validators = validator  # type: ignore[assignment]  # one of the two
    assert desk.crawl(CHANNELS).code == 0
    before = rows_of(desk)
    site.requests.clear()
    outcome = desk.crawl(CHANNELS)

    assert outcome.code == 0, outcome.err
    assert asked_with(site) == {("list", True): 2, ("other", False): 1}
    assert rows_of(desk) == before
    run = desk.row("SELECT outcome, listed, new FROM crawl_run WHERE run_id = 2")
    assert run == {"outcome": "ok", "listed": 0, "new": 0}


def test_a_recheck_asks_for_pages_with_their_validators(
    desk: Desk, site: SampleSite
) -> None:
    """Only what was edited is sent; the rest is counted as unchanged."""
    site.validators = "ETag"
    desk.crawl(CHANNELS)
    edited = desk.rows("SELECT article_id FROM news ORDER BY article_id")[0]["article_id"]
    site.revise(edited.removeprefix("stcn:"), body="改过的正文，回购金额为2.1亿元。")
    site.requests.clear()
    outcome = desk.crawl(CHANNELS, "recheck_hours=1000")

    assert outcome.code == 0, outcome.err
    stored = len(desk.rows("SELECT * FROM news"))
    assert asked_with(site)["page", True] == stored
    versions = desk.rows("SELECT article_id FROM news WHERE version = 2")
    assert versions == [{"article_id": edited}]
    run = desk.row("SELECT changed, unchanged FROM crawl_run WHERE run_id = 2")
    assert run == {"changed": 1, "unchanged": stored - 1}


def test_what_is_new_is_found_through_a_changed_list(desk: Desk, site: SampleSite) -> None:
    """A list that has changed is sent and walked as ever."""
    site.validators = "ETag"
    desk.crawl(CHANNELS)
    site.publish(("comment",), title="云岭股份：拟回购股份", body="公告全文。")
    outcome = desk.crawl(CHANNELS)

    assert outcome.code == 0, outcome.err
    assert desk.rows("SELECT title FROM news WHERE title LIKE '云岭股份：拟回购%'")
    run = desk.row("SELECT new FROM crawl_run WHERE run_id = 2")
    assert run == {"new": 1}


def test_a_list_that_was_not_read_to_its_end_is_asked_for_anew(
    desk: Desk, site: SampleSite
) -> None:
    """A walk that was cut short keeps no validator: what lies below is not known."""
    site.validators = "ETag"
    desk.crawl("channels=comment", "max_pages=1", "since=2020-01-01")
    kept = desk.rows("SELECT url FROM validator WHERE url LIKE '%/list/%'")
    site.requests.clear()
    outcome = desk.crawl("channels=comment")

    assert kept == []
    assert outcome.code == 0, outcome.err
    assert asked_with(site)["list", True] == 0


def test_a_window_asks_without_conditions(desk: Desk, site: SampleSite) -> None:
    """An unchanged list may hold what a wider window wants."""
    site.validators = "ETag"
    desk.crawl("channels=comment")
    site.requests.clear()
    desk.crawl("channels=comment", "since=2026-01-01")

    assert asked_with(site)["list", True] == 0


def test_replays_of_such_runs_are_exact(desk: Desk, site: SampleSite) -> None:
    """A 304 in the archive is read as it was: nothing new."""
    site.validators = "ETag"
    desk.crawl(CHANNELS)
    desk.crawl(CHANNELS, "recheck_hours=1000")
    desk.crawl(CHANNELS)
    outcome = desk.scrapy("replay", "--dry-run")

    assert outcome.code == 0, outcome.err
    assert outcome.out == ""
