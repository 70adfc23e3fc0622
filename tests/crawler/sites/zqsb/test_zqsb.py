"""The paper 证券时报: frozen pages, and how its walk goes over days without a paper."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from crawler.addresses import path_of
from crawler.frozen import DRAFT, expectation
from crawler.items import Article, Kind, Listing, Walked
from crawler.memory import Amnesia, Ground, Known
from crawler.page import teaser_of
from crawler.sites.zqsb.address import article_at, day_before, day_of, instead, issue_path
from crawler.sites.zqsb.spider import ZqsbSpider
from crawler.teasers import teaser_as_json, teaser_from_json
from pipelines.people import read_source
from tests.cases import Case, cases

TODAY = "Fri, 26 Jun 2026 02:10:00 GMT"


def case_of(name: str) -> Case:
    """A frozen page by its story."""
    return next(case for case in cases("zqsb") if case.name == name)


@pytest.mark.parametrize("case", cases("zqsb"), ids=str)
def test_a_frozen_page_is_read_as_expected(case: Case) -> None:
    """By field, or by the error that refuses the page; a draft fails."""
    assert DRAFT not in case.expected, "compare it with the page, then delete draft"
    body, meta = case.body_file.read_bytes(), case.meta
    content_type = meta["headers"].get("Content-Type")
    reader = ZqsbSpider()
    read = expectation(reader, meta["page"], body, content_type, case.answered())

    assert read == case.expected


# --- addresses ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "native_id", "canonical"),
    [
        (
            "http://epaper.stcn.com/con/202606/26/content_2942851.html?from=app#top",
            "2942851",
            "https://epaper.stcn.com/con/202606/26/content_2942851.html",
        ),
        (
            "http://epaper.stcn.com/paper/zqsb/html/2009-12/26/content_142007.htm",
            "142007",
            "https://epaper.stcn.com/paper/zqsb/html/2009-12/26/content_142007.htm",
        ),
        (
            "http://epaper.stcn.com/paper/zqsb/html/2015-04/29/content_5.htm",
            "20150429-content_5",
            "https://epaper.stcn.com/paper/zqsb/html/2015-04/29/content_5.htm",
        ),
    ],
)
def test_an_article_has_one_address_and_one_id(
    url: str, native_id: str, canonical: str
) -> None:
    """A number too small to be counted on from issue to issue is told with its day."""
    address = article_at(url)

    assert address is not None
    assert (address.native_id, address.url) == (native_id, canonical)


@pytest.mark.parametrize(
    "url",
    [
        "https://epaper.stcn.com/col/202606/26/node_A001.html",
        "https://epaper.stcn.com/att/202606/26/content_2942851.pdf",
        "https://epaper.stcn.com/con/202606/31/content_2942851.html",
        "http://epaper.stcn.com/paper/zqsb/html/epaper/index/content_902489.htm",
    ],
)
def test_what_is_no_article_has_no_address(url: str) -> None:
    """Pages of the paper, files, days that no calendar has, and the issue of no day."""
    assert article_at(url) is None


def walked_back(path: str, found: Sequence[str], steps: int) -> list[str]:
    """The paths that a walk asks for, where papers stand at `found` alone."""
    asked = [path]
    for _ in range(steps):
        path = day_before(path) if path in found else instead(path)
        asked.append(path)
    return asked


def test_a_day_that_may_stand_at_either_address_is_asked_for_at_both() -> None:
    """The new address first; a walk that has come to the old ones stays with them."""
    older = "/paper/zqsb/html/2022-03/{}/node_2.htm"
    found = [older.format(15), older.format(14)]

    assert walked_back("/col/202203/17/node_A001.html", found, 6) == [
        "/col/202203/17/node_A001.html",
        older.format(17),
        "/col/202203/16/node_A001.html",
        older.format(16),
        "/col/202203/15/node_A001.html",
        older.format(15),
        older.format(14),
    ]


def test_no_day_is_left_out_on_the_way_back_to_the_first_paper() -> None:
    """Through both changes of the address, whether there are papers or none."""
    path, days = issue_path(date(2023, 11, 25)), set[date | None]()
    while (day := day_of(path)) and day > date(2020, 12, 20):
        days.add(day)
        path = instead(path)
    every = {date(2020, 12, 21) + timedelta(number) for number in range(1070)}

    assert days == every
    assert instead(issue_path(date(2026, 6, 26))) == "/col/202606/25/node_A001.html"
    assert issue_path(date(2009, 12, 26)) == "/paper/zqsb/html/2009-12/26/node_2.htm"


# --- articles -------------------------------------------------------------------------


def article(name: str, source: str | None, channels: tuple[str, ...]) -> Article:
    """A frozen article as a list of these channels leads to it."""
    case = case_of(name)
    address = article_at(case.meta["url"])
    assert address is not None
    teaser = replace(teaser_of(address), source=source)
    page = ZqsbSpider().article_page(case.text(), case.answered())
    return page.article(teaser, channels)


@pytest.mark.parametrize(
    ("name", "source", "issue"),
    [
        (
            "article-that-names-no-page",
            "证券时报 2026-06-26 A003版",
            "2026-06-26 A003版",
        ),
        ("article-continued-from-another-page", None, "2026-06-26 A003版"),
        ("article-from-an-agency", "证券时报 2026-06-26 A003版", "2026-06-26 A003版"),
        ("article-that-names-no-page", None, None),
    ],
)
def test_the_page_of_the_paper_is_kept(
    name: str, source: str | None, issue: str | None
) -> None:
    """
    From the article's page, or else from the contents.

    Where neither tells it, nothing is told: what an earlier reading knew stands.
    """
    printed = read_source(article(name, source, ("paper",)).source_raw)

    assert printed.issue == issue
    assert printed.medium == ("新华社" if "agency" in name else "证券时报")


def test_what_the_contents_told_outlives_the_run() -> None:
    """An article that is read by a later run still knows its page of the paper."""
    case = case_of("list-index-with-all-pages")
    told = ZqsbSpider().read_list(case.text(), case.answered()).teasers[2]
    again = teaser_from_json(teaser_as_json(told), "zqsb", told.native_id, told.url)

    assert again == told
    assert again.source == "证券时报 2026-06-26 A003版"


def test_an_announcement_is_a_notice() -> None:
    """Of the channel 信息披露, or of a page that says that it is of that column."""
    named, other = "article-announcement-with-table", "article-that-names-no-page"

    assert article(named, None, ()).kind is Kind.NOTICE
    assert article(other, None, ("disclosure",)).kind is Kind.NOTICE
    assert article(other, None, ("paper",)).kind is Kind.ARTICLE


# --- the walk -------------------------------------------------------------------------


class Site:
    """A paper of few days, and a spider that walks over it without a network."""

    def __init__(self, spider: ZqsbSpider, pages: dict[str, str]) -> None:
        """`pages`: path to the case whose body stands there; all else is not found."""
        self.spider, self.pages = spider, pages
        self.asked: list[str] = []

    def walk(self, channel: str) -> list[Any]:
        """Everything but articles' requests that the walk yields."""
        found: list[Any] = []
        path = self.spider.first_path(channel)
        waiting = [self.spider._list_request(channel, path, None)]  # noqa: SLF001 - start() asks for all channels
        while waiting:
            for one in self._answer(waiting.pop()):
                if not isinstance(one, Request):
                    found.append(one)
                elif "walk" in one.cb_kwargs:
                    waiting.append(one)
        return found

    def _answer(self, request: Request) -> Iterable[Any]:
        path = path_of(request.url)
        self.asked.append(path)
        name = self.pages.get(path)
        body = case_of(name).body_file.read_bytes() if name else b"<html>404</html>"
        response = HtmlResponse(
            request.url,
            status=200 if name else 404,
            headers={"Date": TODAY},
            body=body,
            request=request,
        )
        expected = request.meta.get("handle_httpstatus_list", ())
        assert name or response.status in expected, f"{path} is not to be missing"
        return self.spider.parse_list(response, **request.cb_kwargs)


def days(asked: Sequence[str]) -> list[str]:
    """The days that were asked for, the index as `newest`."""
    return [f"{day_of(path) or 'newest'}" for path in asked]


def test_a_walk_goes_over_the_days_without_a_paper() -> None:
    """Down to `since`; the whole stretch counts as read, and the paper's pages are told."""
    site = Site(
        ZqsbSpider(since="2026-06-24"), {"/col/index.html": "list-index-with-all-pages"}
    )
    found = site.walk("paper")

    assert days(site.asked) == ["newest", "2026-06-25", "2026-06-24"]
    (listing,) = [one for one in found if isinstance(one, Listing)]
    (mark,) = [one for one in found if isinstance(one, Walked)]
    assert len(listing.sightings) == 4
    assert mark.reached == "since"
    assert site.spider.report.findings == [
        "2026-06-26: 6 pages (A001 to B002), 7 articles; none on A002 图片 A004 广告."
    ]
    assert not site.spider.report.problems


def test_too_many_days_without_a_paper_are_no_holiday() -> None:
    """An alarm, and nothing counts as read: the site may have moved its papers."""
    site = Site(
        ZqsbSpider(since="2026-01-01"), {"/col/index.html": "list-index-with-all-pages"}
    )
    found = site.walk("paper")

    assert days(site.asked)[-1] == "2026-06-12"
    assert not [one for one in found if isinstance(one, Walked)]
    assert site.spider.report.reason == "empty_list"


def test_before_the_first_paper_there_is_none() -> None:
    """A walk that asks for everything ends there in peace."""
    place = "/paper/zqsb/html/2008-05/20/node_2.htm"
    spider = ZqsbSpider(since="2000-01-01", until="2008-05-21")
    site = Site(spider, {place: "list-2009-one-page"})
    found = site.walk("paper")

    assert site.asked[0] == place
    assert days(site.asked)[-1] == "2008-05-06"
    assert [one.reached for one in found if isinstance(one, Walked)] == ["list_end"]
    assert not spider.report.problems


def test_a_window_in_the_past_is_gone_to_at_once() -> None:
    """Nothing after `until` is asked for; where that lies ahead, today's paper is next."""
    past, ahead = "list-2017-tree", "list-day-announcements"
    place = "/paper/zqsb/html/2017-11/18/node_2.htm"
    site = Site(ZqsbSpider(since="2017-11-18", until="2017-11-20"), {place: past})
    site.walk("paper")
    assert days(site.asked) == ["2017-11-19", "2017-11-18", "2017-11-17"]

    place = "/col/202606/26/node_A001.html"
    site = Site(ZqsbSpider(since="2026-06-26", until="2026-12-01"), {place: ahead})
    site.walk("paper")
    assert days(site.asked) == ["2026-11-30", "2026-06-26", "2026-06-25"]


def test_a_block_page_is_no_day_without_a_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever status it has: the walk ends with an alarm, and nothing counts as read."""
    spider = ZqsbSpider(since="2026-06-24")
    monkeypatch.setattr(spider, "retry", lambda *_: None)
    monkeypatch.setattr(spider, "give_up_on", lambda *_: None)
    path = "/col/202606/25/node_A001.html"
    request = spider._list_request("paper", path, None)  # noqa: SLF001 - see above
    body = case_of("list-block-page").body_file.read_bytes()
    response = HtmlResponse(request.url, status=404, body=body, request=request)

    assert not list(spider.parse_list(response, **request.cb_kwargs))
    assert spider.report.reason == "blocked"


class Remembering(Amnesia):
    """Knows the articles of a day, all but some."""

    def __init__(self, known: set[str], mark: Ground) -> None:
        """Ids, and the stretch that is complete."""
        self.known, self.mark = known, mark

    def recall(self, native_ids: Iterable[str]) -> dict[str, Known]:
        """They are stored."""
        ids = self.known & set(native_ids)
        return {native_id: Known("stored", "") for native_id in ids}

    def ground(self, channel: str) -> Ground | None:  # noqa: ARG002 - promise
        """The same for both channels."""
        return self.mark


@pytest.mark.parametrize(("missing", "asked"), [("2942804", 2), (None, 1)])
def test_what_is_added_to_todays_paper_is_found(missing: str | None, asked: int) -> None:
    """
    Every article of a day has the same time, and so has the mark.

    An issue is known ground when all of it is known, and not for its day alone.
    """
    spider = ZqsbSpider()
    case = case_of("list-index-with-all-pages")
    teasers = spider.read_list(case.text(), case.answered()).teasers
    published = teasers[0].published
    assert published is not None
    mark = published.instant
    assert mark is not None
    ground = Ground(mark - timedelta(days=1), mark)
    spider.remember(Remembering({one.native_id for one in teasers} - {missing}, ground))
    site = Site(spider, {"/col/index.html": case.name})
    found = site.walk("paper")

    assert len(site.asked) == asked
    assert len([one for one in found if isinstance(one, Walked)]) == 1


def test_a_channel_goes_on_where_a_paper_has_nothing_for_it() -> None:
    """Two Saturdays without announcements must not end a walk as "nothing new"."""
    pages = {
        "/col/index.html?disclosure": "list-index-with-all-pages",
        "/col/202606/25/node_A001.html": "list-2009-last-page-is-an-advertisement",
    }
    site = Site(ZqsbSpider(since="2026-06-22"), pages)
    site.walk("disclosure")

    assert days(site.asked)[:2] == ["newest", "2026-06-25"]
    assert len(site.asked) > 2
