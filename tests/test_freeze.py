"""`scrapy freeze`: a page becomes a fixture, with a draft that a person must read."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.archive import Exchange
from crawler.errors import UsageError
from crawler.fixture import Place, write_case
from crawler.freezing import place_of
from crawler.frozen import DRAFT, told
from crawler.sites.stcn.articles import ArticlePage
from crawler.sites.stcn.spider import StcnSpider
from tests.cases import Case
from tests.harness import Desk
from tests.sample_site import SampleSite

LIVE = "https://www.stcn.com"


@pytest.fixture
def checkout(desk: Desk) -> Desk:
    """A folder that frozen pages may go to."""
    (desk.folder / "tests" / "fixtures").mkdir(parents=True)
    return desk


def case_of(desk: Desk, name: str) -> Case:
    """What was frozen."""
    return Case(desk.folder / "tests" / "fixtures" / "stcn" / name)


def freeze(desk: Desk, *words: str, **settings: Any) -> Any:
    """`scrapy freeze stcn` against the sample site."""
    return desk.scrapy("freeze", "stcn", *words, "--base-url", desk.base_url, **settings)


def test_an_article_is_frozen_as_it_came(checkout: Desk, site: SampleSite) -> None:
    """Its bytes, its headers, the live site's address, and what the reader reads."""
    story = next(truth for truth in site.truth() if "yw" in truth.channels)
    url = f"{LIVE}/article/detail/{story.native_id}.html"
    outcome = freeze(checkout, url, "article-of-today")
    case = case_of(checkout, "article-of-today")

    assert outcome.code == 0, outcome.err
    assert str(case.folder) in outcome.out
    assert "is a draft" in outcome.out
    assert {path.name for path in case.folder.iterdir()} == {
        *("body.html", "meta.json", "expected.json")
    }
    assert (case.meta["page"], case.meta["url"]) == ("article", url)
    assert {"Content-Type", "Date"} <= set(case.meta["headers"])
    assert "Set-Cookie" not in case.meta["headers"]
    assert DRAFT in case.expected
    assert case.expected["title"] == story.title
    page = ArticlePage(case.text(), case.answered())
    read = page.article(None, ())
    assert told(read) == {name: v for name, v in case.expected.items() if name != DRAFT}
    asked = [path for _, path, _ in site.requests]
    assert asked == ["/robots.txt", f"/article/detail/{story.native_id}.html"]
    assert not checkout.database.exists()
    assert not (checkout.folder / "archive").exists()


def test_the_data_behind_a_list_comes_out_of_the_archive(
    checkout: Desk, site: SampleSite
) -> None:
    """What a crawl has fetched is not asked for again."""
    checkout.crawl("channels=kx", "max_pages=1")
    site.requests.clear()
    path = "/article/list.html?type=kx"
    outcome = freeze(checkout, path, "data-of-today", "--from-archive")
    case = case_of(checkout, "data-of-today")

    assert outcome.code == 0, outcome.err
    assert site.requests == []
    assert case.body_file.name == "body.json"
    assert (case.meta["page"], case.meta["channel"]) == ("list_data", "kx")
    assert case.meta["url"] == LIVE + path
    assert case.expected["teasers"]

    missing = freeze(checkout, "/article/detail/1.html", "not-there", "--from-archive")
    assert missing.code == 1
    assert f"has no sound answer for {LIVE}/article/detail/1.html" in missing.sentence
    again = freeze(checkout, path, "data-of-today")
    assert again.code == 2
    assert "is there already; give the case another name" in again.sentence
    assert site.requests == []


def test_a_page_that_is_not_there_leaves_no_folder(
    checkout: Desk, site: SampleSite
) -> None:
    """Exit code 1, and what the site said."""
    site.faults.status(404, pattern="detail")
    outcome = freeze(checkout, "/article/detail/1.html", "gone", RETRY_TIMES=0)

    assert outcome.code == 1
    assert "the site answers with status 404" in outcome.err
    assert not case_of(checkout, "gone").folder.exists()


def test_a_wrong_order_is_refused(checkout: Desk) -> None:
    """Exit code 2, before the site is asked."""
    outcome = checkout.scrapy("freeze", "stcn", "/x.html", "Das Übel")

    assert outcome.code == 2
    assert "'Das Übel' is no name of a case" in outcome.err


@pytest.mark.parametrize(
    ("url", "channel", "place"),
    [
        (f"{LIVE}/article/list/yw.html", "", Place(f"{LIVE}/article/list/yw.html", "yw")),
        ("http://mirror/article/detail/7.html", "", Place(f"{LIVE}/article/detail/7.html")),
        (
            "/article/list.html?type=yw&page_time=2",
            "yw",
            Place(f"{LIVE}/article/list.html?type=yw&page_time=2", "yw"),
        ),
    ],
)
def test_an_address_tells_which_page_it_is(url: str, channel: str, place: Place) -> None:
    """An article, the top of a list, or what `--channel` says."""
    found = place_of(StcnSpider(), url, "http://mirror", channel)

    assert found == place


@pytest.mark.parametrize(
    ("url", "channel", "says"),
    [
        ("https://www.example.com/1.html", "", f"its addresses begin with {LIVE}/."),
        (f"{LIVE}.example.com/1.html", "", "is no page of stcn"),
        ("/about.html", "", "is neither an article of stcn nor the top of a list"),
        ("/about.html", "yy", "There is no channel 'yy'"),
    ],
)
def test_an_address_that_is_none_of_the_sites_is_refused(
    url: str, channel: str, says: str
) -> None:
    """In a sentence that says what would be right."""
    with pytest.raises(UsageError) as caught:
        place_of(StcnSpider(), url, None, channel)

    assert says in str(caught.value)


def test_a_page_that_the_reader_refuses_is_frozen_with_the_error(tmp_path: Path) -> None:
    """A shell is worth keeping; the draft says by which error it is refused."""
    answer = Exchange(
        url=f"{LIVE}/article/detail/7.html",
        status=200,
        headers=(("content-type", "text/html"), ("set-cookie", "a=b")),
        body="<html><body>访问过于频繁</body></html>".encode(),
        fetched_at=datetime(2026, 9, 28, 7, 30, tzinfo=UTC),
    )
    write_case(tmp_path / "block", StcnSpider(), Place("/article/detail/7.html"), answer)
    case = Case(tmp_path / "block")

    assert case.expected.keys() == {DRAFT, "error"}
    assert case.expected["error"] == "BlockedError"
    assert case.meta["headers"] == {"Content-Type": "text/html"}
