"""`scrapy doctor`: does the live site still look as its reader thinks?"""

import json
from pathlib import Path
from typing import Any

from crawler.archive import walk
from crawler.examining import ArticleLook, ChannelLook, changes
from crawler.profile import FieldShares, ListYield, Profile
from tests import databases
from tests.harness import Desk, Outcome
from tests.sample_site import SampleSite

CHANNELS = ("--channels", "kx,yw")


def doctor(desk: Desk, *words: str) -> Outcome:
    """`scrapy doctor stcn` against the sample site."""
    return desk.scrapy("doctor", "stcn", "--base-url", desk.base_url, *words)


def evidence(desk: Desk) -> tuple[Path, dict[str, Any]]:
    """The folder that the one look left, and its report."""
    (folder,) = desk.folder.glob("doctor-stcn-*")
    return folder, json.loads((folder / "report.json").read_text("utf-8"))


def test_a_healthy_site_is_told_so_and_compared_with_the_past(
    desk: Desk, site: SampleSite
) -> None:
    """A table of what was found, the pages as evidence, and no row more than before."""
    assert desk.crawl("channels=kx,yw").code == 0
    tables = ("article", "crawl_run", "discovery", "raw_response", "rejection")
    before = {name: desk.rows(f"SELECT * FROM {name}") for name in tables}
    asked = len(site.requests)
    outcome = doctor(desk, *CHANNELS)
    folder, report = evidence(desk)

    assert outcome.code == 0, outcome.err
    assert "All was found" in outcome.out
    assert "before, flash" in outcome.out
    assert "Not compared" not in outcome.out
    assert {name: desk.rows(f"SELECT * FROM {name}") for name in tables} == before
    assert len(site.requests) - asked == 1 + 2 * (1 + 3)  # robots.txt, lists, articles
    assert report["evidence"] == [path.name for path in folder.glob("*/*.warc.gz")]
    kept = {exchange.url: exchange for _, exchange in walk(folder)}
    truth = {one.native_id: one for one in site.truth()}
    assert list(report["channels"]) == ["kx", "yw"]
    for look in report["channels"].values():
        assert look["entries"] == look["with_time"] > 0
        assert len(look["articles"]) == look["asked"] == 3
        for article in look["articles"]:
            story = truth[article["native_id"]]
            assert (article["title"], article["source"]) == (story.title, story.source)
            assert f"{desk.base_url}/article/detail/{story.native_id}.html" in kept
    assert (report["exit_code"], report["problems"]) == (0, [])


def test_a_renamed_layout_breaks_with_the_field_and_the_page(
    desk: Desk, site: SampleSite
) -> None:
    """Exit code 1; without a database there is no past, and none is made."""
    site.faults.renamed_layout()
    outcome = doctor(desk, *CHANNELS)
    folder, report = evidence(desk)

    assert outcome.code == 1
    assert "Something broke" in outcome.out
    assert "title: no element has the class detail-title" in outcome.err
    assert "There is no database" in outcome.out or databases.is_server()
    assert not desk.database.exists()
    assert {one["reason"] for one in report["problems"]} == {"layout_changed"}
    bodies = [exchange.body for _, exchange in walk(folder)]
    assert any(b"article-v4-title" in body for body in bodies)


def test_an_empty_list_breaks_and_the_others_are_still_looked_at(
    desk: Desk, site: SampleSite
) -> None:
    """The channel is named; what was found of the other one stands in the report."""
    site.faults.empty_list(n=5, pattern="list/yw")
    outcome = doctor(desk, "--channels", "yw,gd")
    _, report = evidence(desk)

    assert outcome.code == 1
    assert "empty_list: yw 要闻: list: " in outcome.err
    assert report["channels"]["yw"]["entries"] is None
    assert len(report["channels"]["gd"]["articles"]) == 3


def test_a_wrong_order_is_refused_before_the_site_is_asked(
    desk: Desk, site: SampleSite
) -> None:
    """Exit code 2, and no folder of evidence."""
    outcome = doctor(desk, "--channels", "yy")

    assert outcome.code == 2
    assert "There is no channel 'yy'" in outcome.sentence
    assert site.requests == []
    assert list(desk.folder.glob("doctor-*")) == []


def look(entries: int, **said: Any) -> dict[str, ChannelLook]:
    """A channel with three articles that say the same."""
    told = {
        "native_id": "7",
        "url": "https://www.stcn.com/article/detail/7.html",
        "kind": "article",
        "title": "云岭股份：拟回购股份",
        "published": "2026-09-28T07:01:00+00:00",
        "source": "证券时报网",
        "authors": ("林一帆",),
        "editor": None,
        "body_chars": 600,
        "tags": (),
        "symbols": (),
    }
    articles = [ArticleLook(**{**told, **said}) for _ in range(3)]
    return {"yw": ChannelLook("yw 要闻", "", entries, articles=articles)}


PAST = [
    Profile(
        lists={"yw": ListYield(10)},
        kinds={
            "article": FieldShares(
                read=20, with_author=18, with_source=20, with_time=20, body_chars=12_000
            )
        },
    )
]


def test_what_looks_as_before_is_not_worth_a_word() -> None:
    """Nor is a field that the past often lacked, too."""
    assert list(changes(look(10), PAST, {})) == []
    assert list(changes(look(5, editor=None), PAST, {"yw": 5})) == []
    assert list(changes(look(10, source=None), [], {"yw": 5})) == []


def test_what_looks_otherwise_is_told_by_field() -> None:
    """A short list, a field that all had, and bodies of a line."""
    said = list(changes(look(4, authors=(), body_chars=30), PAST, {}))

    assert said == [
        "yw 要闻: the list shows 4 entries; before, 10.",
        "article: none of 3 articles has the field author; before, 90% had it.",
        "article: the field body has 30 characters on average; before, 600.",
    ]


def test_without_a_past_the_floor_says_how_long_a_list_is() -> None:
    """As the site's spider names it."""
    said = list(changes(look(4), [], {"yw": 5}))

    assert said == ["yw 要闻: the list shows 4 entries; a healthy one at least 5."]
