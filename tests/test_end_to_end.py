"""The main job: the real Scrapy against a real server, into a real database."""

import json
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from crawler.sites.stcn.channels import MAIN
from tests.conftest import AFTERNOON
from tests.harness import Desk
from tests.sample_site import BEIJING, SampleSite, Truth, serve

SEVERAL = "channels=yw,company,fund,kx"


def expected(site: SampleSite, channels: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """What the database must say of every article that these channels list."""
    return {
        truth.native_id: fields(truth, channels)
        for truth in site.truth()
        if truth.status == "live" and set(truth.channels) & set(channels)
    }


def fields(truth: Truth, channels: tuple[str, ...]) -> dict[str, Any]:
    """One article; a flash's topics stand in the interface of kx alone."""
    tags = truth.tags if truth.kind == "article" or "kx" in channels else ()
    return {
        "kind": truth.kind,
        "title": truth.title,
        "body": truth.body,
        "published": truth.published.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M"),
        "source": truth.source,
        "authors": "、".join(truth.authors) or None,
        "channels": ",".join(sorted(set(truth.channels) & set(channels))),
        "symbols": ",".join(truth.symbols) or None,
        "tags": ",".join(tags) or None,
        "url": truth.url,
    }


def stored(desk: Desk) -> dict[str, dict[str, Any]]:
    """What the database says."""
    rows = desk.rows(
        "SELECT article_id, kind, title, body, substr(published, 1, 16) AS published, "
        "source, authors, channels, symbols, tags, url FROM news"
    )
    return {row.pop("article_id").removeprefix("stcn:"): row for row in rows}


def kinds_of_requests(site: SampleSite) -> Counter[str]:
    """How often each kind of address was asked for."""
    kinds = ("/article/list", "/article/detail", "/robots.txt")
    return Counter(
        next((kind for kind in kinds if path.startswith(kind)), path)
        for _, path, _ in site.requests
    )


def test_a_crawl_yields_the_truth_and_nothing_else(tmp_path: Any) -> None:
    """Three hundred articles with every oddity: all fields, all channels, no extras."""
    site = SampleSite(seed=7, articles=300, now=AFTERNOON, days=6)
    with serve(site) as url:
        desk = Desk(tmp_path, url)
        outcome = desk.crawl()
        assert outcome.code == 0, outcome.err
        assert stored(desk) == expected(site, MAIN)
        assert "Done and healthy." in outcome.err

        site.requests.clear()
        again = desk.crawl()
        assert again.code == 0, again.err
        assert stored(desk) == expected(site, MAIN)
        assert desk.row("SELECT max(version) AS v FROM news")["v"] == 1
        assert kinds_of_requests(site)["/article/list"] <= 3 * len(MAIN)
        assert desk.row("SELECT new, changed FROM crawl_run WHERE run_id = 2") == {
            "new": 0,
            "changed": 0,
        }


def test_an_incremental_run_asks_once_per_channel(desk: Desk, site: SampleSite) -> None:
    """Where nothing is new, one look at each list is enough."""
    desk.crawl(SEVERAL)
    site.requests.clear()

    assert desk.crawl(SEVERAL).code == 0
    assert kinds_of_requests(site)["/article/list"] == 4


def test_what_is_published_between_runs_is_found(desk: Desk, site: SampleSite) -> None:
    """Two runs around three new articles: three new rows, old ones untouched."""
    desk.crawl(SEVERAL)
    site.now += timedelta(hours=1)
    fresh = [
        site.publish(
            channels=("yw", "company"), title="海棠电气拟回购股份", body="拟回购。"
        ),
        site.publish(channels=("kx",), title="快讯一则", body="快讯正文。", kind="flash"),
        site.publish(channels=("fund",), title="基金一则", body="基金正文。"),
    ]

    assert desk.crawl(SEVERAL).code == 0
    assert desk.row("SELECT new FROM crawl_run WHERE run_id = 2")["new"] == 3
    assert {truth.native_id for truth in fresh} <= stored(desk).keys()


def test_edits_removals_and_noise_are_told_apart(desk: Desk, site: SampleSite) -> None:
    """One edit, two removals, noise on every page: one version, two gone, no more."""
    desk.crawl(SEVERAL)
    live = [t for t in site.truth() if t.status == "live" and "yw" in t.channels]
    edited, removed, hidden = [t.native_id for t in live if t.kind == "article"][:3]
    site.revise(edited, body="改过的正文，回购金额为2.1亿元。")
    site.delete(removed, how="404")
    site.delete(hidden, how="soft")
    site.noise()

    outcome = desk.crawl(SEVERAL, "recheck_hours=1000")
    assert outcome.code == 0, outcome.err
    assert [
        row["article_id"] for row in desk.rows("SELECT * FROM news WHERE version > 1")
    ] == [f"stcn:{edited}"]
    gone = desk.rows("SELECT article_id, body FROM news WHERE status = 'gone' ORDER BY 1")
    assert [row["article_id"] for row in gone] == sorted(
        f"stcn:{i}" for i in (removed, hidden)
    )
    assert all(row["body"] for row in gone)
    run = desk.row("SELECT new, changed, gone FROM crawl_run WHERE run_id = 2")
    assert run == {"new": 0, "changed": 1, "gone": 2}


def test_an_edited_title_in_a_list_is_read_again(desk: Desk, site: SampleSite) -> None:
    """A list that shows another title is reason enough, without recheck_hours."""
    desk.crawl(SEVERAL)
    newest = max(
        (t for t in site.truth() if "yw" in t.channels and t.status == "live"),
        key=lambda t: t.published,
    )
    site.revise(newest.native_id, title="换了标题的报道")

    desk.crawl(SEVERAL)
    row = desk.row("SELECT * FROM news WHERE article_id = ?", f"stcn:{newest.native_id}")
    assert (row["title"], row["version"]) == ("换了标题的报道", 2)


def test_the_window_is_half_open(desk: Desk, site: SampleSite) -> None:
    """`since` <= published < `until`, in Beijing time, over all that is listed."""
    outcome = desk.crawl("channels=gd,yw", "since=2026-09-26", "until=2026-09-27 12:00")

    assert outcome.code == 0, outcome.err
    wanted = {
        native_id: row
        for native_id, row in expected(site, ("gd", "yw")).items()
        if "2026-09-26" <= row["published"] < "2026-09-27 12:00"
    }
    assert stored(desk) == wanted


def test_the_first_run_looks_back_seven_days(tmp_path: Any) -> None:
    """Older articles are left alone until they are asked for."""
    site = SampleSite(seed=3, articles=80, now=AFTERNOON, days=20)
    with serve(site) as url:
        desk = Desk(tmp_path, url)
        assert desk.crawl("channels=gd").code == 0
        oldest = desk.row("SELECT min(published) AS t FROM news")["t"]
        assert oldest >= "2026-09-21 15:30"
        assert desk.crawl("channels=gd", "since=2026-09-01").code == 0
        assert stored(desk) == expected(site, ("gd",))


def test_a_year_turn_is_read_rightly(tmp_path: Any) -> None:
    """`12-31 23:50` on a page of January belongs to the old year."""
    new_year = AFTERNOON.replace(year=2027, month=1, day=2)
    site = SampleSite(seed=5, articles=60, now=new_year, days=5)
    with serve(site) as url:
        desk = Desk(tmp_path, url)
        assert desk.crawl("channels=gd,kx").code == 0
        assert stored(desk) == expected(site, ("gd", "kx"))
        assert desk.row("SELECT min(published) AS t FROM news")["t"].startswith("2026-12")


def test_both_shapes_of_data_are_read(tmp_path: Any) -> None:
    """Lists whose data comes as rows, not as mark-up, give the same articles."""
    site = SampleSite(seed=7, articles=60, now=AFTERNOON, days=6)
    site.list_data = "rows"
    with serve(site) as url:
        desk = Desk(tmp_path, url)
        assert desk.crawl("channels=gd,yw").code == 0
        seen = stored(desk)
        wanted = expected(site, ("gd", "yw"))
        assert seen.keys() == wanted.keys()
        assert {k: v["body"] for k, v in seen.items()} == {
            k: v["body"] for k, v in wanted.items()
        }


def test_an_empty_body_is_asked_for_again(desk: Desk, site: SampleSite) -> None:
    """An article whose text comes late is a rejection first and a row later."""
    late = site.publish(channels=("yw",), title="正文稍后就来", body="")
    desk.crawl("channels=yw")
    state = desk.row(
        "SELECT state, reason FROM discovery WHERE article_id = ?", f"stcn:{late.native_id}"
    )
    assert state == {"state": "rejected", "reason": "empty_body"}

    site.revise(late.native_id, body="正文来了。")
    desk.crawl("channels=yw")
    row = desk.row("SELECT body FROM news WHERE article_id = ?", f"stcn:{late.native_id}")
    assert row["body"] == "正文来了。"


def test_a_mirror_leaves_no_trace(desk: Desk) -> None:
    """Identity and links stay the live site's, whatever `base_url` says."""
    desk.crawl("channels=yw,kx")

    hosts = desk.rows("SELECT url, body_html FROM news")
    assert all(
        row["url"].startswith("https://www.stcn.com/article/detail/") for row in hosts
    )
    assert not any("127.0.0.1" in row["body_html"] for row in hosts)


def test_robots_txt_is_obeyed_and_the_agent_is_honest(desk: Desk, site: SampleSite) -> None:
    """robots.txt is asked first, by our own name, and no foreign Referer is sent."""
    desk.crawl("channels=yw", "max_pages=1")

    assert site.requests[0][1] == "/robots.txt"
    for _, _, headers in site.requests:
        assert headers["User-Agent"].startswith("shibao/")
        assert headers.get("Referer", desk.base_url).startswith(desk.base_url)


@pytest.mark.parametrize("pages", [1, 2])
def test_max_pages_limits_each_channel(desk: Desk, pages: int) -> None:
    """So many pages of ten, and no mark: the next run looks deeper."""
    desk.crawl("channels=gd", f"max_pages={pages}")
    few = len(stored(desk))
    assert few <= 10 * pages + 2
    assert desk.rows("SELECT * FROM channel_mark") == []

    desk.crawl("channels=gd")
    assert len(stored(desk)) > few


def test_a_window_in_the_past_hides_nothing_from_later_runs(
    desk: Desk, site: SampleSite
) -> None:
    """Headline boxes print no time; what lay outside a window is found without it."""
    desk.crawl("channels=company", "since=2026-09-23", "until=2026-09-25")
    assert desk.crawl("channels=company").code == 0
    assert desk.crawl("channels=company", "since=2026-09-20").code == 0

    assert stored(desk) == expected(site, ("company",))


def test_a_page_that_comes_back_is_live_again(desk: Desk, site: SampleSite) -> None:
    """A 404 that was a hiccup: never read, or stored, the article is there in the end."""
    late = site.publish(channels=("yw",), title="来得早的报道", body="正文。", answer="404")
    desk.crawl("channels=yw")
    assert f"stcn:{late.native_id}" not in {
        row["article_id"] for row in desk.rows("SELECT article_id FROM news")
    }
    stored_ids = sorted(stored(desk))
    site.faults.status(404, 1, f"detail/{stored_ids[0]}")
    desk.crawl("channels=yw", "recheck_hours=1000")
    query = "SELECT status FROM news WHERE article_id = ?"
    assert desk.row(query, f"stcn:{stored_ids[0]}") == {"status": "gone"}

    desk.crawl("channels=yw", "recheck_hours=1000")
    assert desk.row(query, f"stcn:{stored_ids[0]}") == {"status": "live"}


def test_the_run_counts_what_the_summary_shows(desk: Desk) -> None:
    """One truth for both: articles, once a channel."""
    desk.crawl(SEVERAL)
    run = desk.row("SELECT listed, new, channels FROM crawl_run")
    channels = json.loads(run["channels"]).values()

    assert run["listed"] == sum(channel.get("listed", 0) for channel in channels)
    assert run["new"] == sum(channel.get("new", 0) for channel in channels)


def test_topics_come_late_but_they_come(desk: Desk, site: SampleSite) -> None:
    """Flashes first met on other boards get their topics when kx is crawled at last."""
    desk.crawl("channels=gd,yw,company,gs")
    desk.crawl("channels=kx,gd,yw,company,gs")

    assert stored(desk) == expected(site, ("kx", "gd", "yw", "company", "gs"))


def test_repeats_may_be_left_for_later(desk: Desk, tmp_path: Path) -> None:
    """A backlog is stored without looking for them, and they are found all at once."""
    query = "SELECT article_id, original_id FROM duplicate ORDER BY 1"
    (tmp_path / "other").mkdir()
    usual = Desk(tmp_path / "other", desk.base_url)
    assert usual.crawl().code == 0
    assert desk.crawl(REPEAT_WINDOW_DAYS=-1).code == 0
    assert desk.rows(query) == []
    assert desk.shibao("db", "rebuild-repeats").code == 0
    assert desk.rows(query) == usual.rows(query) != []
