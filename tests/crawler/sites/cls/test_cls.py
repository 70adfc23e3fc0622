"""Every frozen page of www.cls.cn is read as its `expected.json` says, saved bodies too."""

from datetime import UTC, datetime
from html import escape
from pathlib import Path

import pytest

from crawler.frozen import DRAFT, expectation
from crawler.page import Answered, teaser_of
from crawler.sites.cls.spider import ClsSpider
from pipelines.body import clean_body
from tests.cases import Case, cases
from tests.harness import Desk
from tests.sample_site.papers import serve_paper
from tests.sample_site.papers.cls import SHOWN, Replica

SAMPLES = Path(__file__).parents[4].parent / "shared" / "reference" / "samples"
URL = "https://www.cls.cn/detail/455102"
NOW = datetime(2020, 2, 28, tzinfo=UTC)


@pytest.mark.parametrize("case", cases("cls"), ids=str)
def test_a_frozen_page_is_read_as_expected(case: Case) -> None:
    """By field, or by the error that refuses the page; a draft fails."""
    assert DRAFT not in case.expected, "compare it with the page, then delete draft"
    body, meta = case.body_file.read_bytes(), case.meta
    content_type = meta["headers"].get("Content-Type")
    read = expectation(ClsSpider(), meta["page"], body, content_type, case.answered())

    assert {"teasers": [], **read} == {"teasers": [], **case.expected}


def lines_of(fragment: str) -> list[str]:
    """What is read of a saved body; the page around it is made up."""
    title = "盘后公告集锦"
    page = (
        f'<html><head><meta charset="utf-8"><title>{escape(title)}</title></head><body>'
        f"<h1>{title}</h1><div>2020-02-27 20:31</div>{fragment}</body></html>"
    )
    answered = Answered(url=URL, reference=NOW, received=NOW)
    address = ClsSpider().article_at(URL)
    assert address is not None
    read = ClsSpider().article_page(page, answered).article(teaser_of(address), ())
    return clean_body(read.html, URL).text.split("\n")


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the saved samples are not here")
@pytest.mark.parametrize(
    ("name", "first", "lines"),
    [("afterAfficheList", "今日聚焦", 56), ("reference", "一、【财联社", 51)],
)
def test_a_saved_body_is_read_whole(name: str, first: str, lines: int) -> None:
    """Bodies of February 2020, by the general reader: every paragraph, none twice."""
    fragment = (SAMPLES / f"cls_frag_2020-02-27_{name}.html").read_text("utf-8")
    read = lines_of(fragment)

    assert read[0].startswith(first)
    assert len(read) == lines == fragment.count("<p>")


@pytest.mark.parametrize(
    "url",
    [
        "https://www.cls.cn/detail/2480119",
        "https://api3.cls.cn/share/article/2480119?os=web&sv=8.7.9&app=CailianpressWeb",
        "https://m.cls.cn/detail/2480119/",
    ],
)
def test_an_article_has_one_address(url: str) -> None:
    """Whatever was shared, the article is the same."""
    address = ClsSpider().article_at(url)

    assert address is not None
    assert (address.native_id, address.url) == (
        "2480119",
        "https://www.cls.cn/detail/2480119",
    )


def test_twenty_flashes_are_no_week(tmp_path: Path) -> None:
    """What lies before the oldest flash that the page shows counts as unread."""
    paper = Replica()
    with serve_paper(paper) as url:
        desk = Desk(tmp_path, url)
        outcome = desk.scrapy("crawl", "cls", "-a", f"base_url={url}")

    assert outcome.code == 0, outcome.err
    oldest = paper.truth()[SHOWN - 1].moment.astimezone(UTC)
    mark = desk.row("SELECT complete_from FROM channel_mark")
    assert datetime.fromisoformat(mark["complete_from"]).replace(tzinfo=UTC) == oldest
