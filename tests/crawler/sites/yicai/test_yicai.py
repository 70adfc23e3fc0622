"""Every frozen page of www.yicai.com is read as its `expected.json` says."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from scrapy.crawler import Crawler

from crawler.errors import UsageError
from crawler.frozen import DRAFT, expectation
from crawler.page import Answered
from crawler.sites.yicai import YicaiSpider
from tests.cases import Case, cases

SAMPLE = (
    Path(__file__).parents[4].parent
    / "shared/reference/samples/yicai_getlatest_2020-12-16.json.txt"
)


@pytest.mark.parametrize("case", cases("yicai"), ids=str)
def test_a_frozen_page_is_read_as_expected(case: Case) -> None:
    """By field, or by the error that refuses the page; a draft fails."""
    assert DRAFT not in case.expected, "compare it with the page, then delete draft"
    body, meta = case.body_file.read_bytes(), case.meta
    content_type = meta["headers"].get("Content-Type")
    read = expectation(YicaiSpider(), meta["page"], body, content_type, case.answered())

    assert {"teasers": [], **read} == {"teasers": [], **case.expected}


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the saved sample is not here")
def test_the_saved_row_is_read() -> None:
    """16 December 2020; whoever saved it left a comma behind."""
    text = SAMPLE.read_text("utf-8").strip().removesuffix(",]") + "]"
    now = datetime(2020, 12, 16, 3, 16, tzinfo=UTC)
    url = "https://www.yicai.com/api/ajax/getlatest?page=1&pagesize=25"
    page = YicaiSpider().read_list(
        text, Answered(url=url, reference=now, received=now, channel="latest")
    )

    (teaser,) = page.teasers
    assert teaser.native_id == "100878842"
    assert teaser.url == "https://www.yicai.com/news/100878842.html"
    assert teaser.source == "第一财经"
    assert teaser.summary is not None
    assert teaser.summary.startswith("此前有报道称")
    assert teaser.published is not None
    assert teaser.published.instant == datetime(2020, 12, 16, 2, 45, 12, tzinfo=UTC)


def test_without_the_general_reader_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a sentence, before the first request."""
    monkeypatch.setitem(sys.modules, "extruct", None)

    with pytest.raises(UsageError, match=r"shibao\[extract\]"):
        YicaiSpider.from_crawler(Crawler(YicaiSpider))
