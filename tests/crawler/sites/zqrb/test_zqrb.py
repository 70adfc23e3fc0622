"""Every frozen page of www.zqrb.cn is read as its `expected.json` says."""

import pytest

from crawler.frozen import DRAFT, expectation
from crawler.page import teaser_of
from crawler.sites.zqrb import FOLDERS, LIVE, ZqrbSpider
from pipelines.body import clean_body
from tests.cases import Case, cases

DETAIL_URL = f"{LIVE}/gscy/gongsi/2026-08-31/A1788096319941.html"


@pytest.mark.parametrize("case", cases("zqrb"), ids=str)
def test_a_frozen_page_is_read_as_expected(case: Case) -> None:
    """By field, or by the error that refuses the page; a draft fails."""
    assert DRAFT not in case.expected, "compare it with the page, then delete draft"
    body, meta = case.body_file.read_bytes(), case.meta
    content_type = meta["headers"].get("Content-Type")
    reader = ZqrbSpider()
    read = expectation(reader, meta["page"], body, content_type, case.answered())

    assert read == case.expected


@pytest.mark.parametrize(
    "url",
    [
        DETAIL_URL,
        DETAIL_URL.replace("http:", "https:"),
        DETAIL_URL.replace("//www.", "//m."),
        DETAIL_URL.replace("//www.", "//"),
        f"{DETAIL_URL}?from=timeline#a",
    ],
)
def test_an_article_has_one_address(url: str) -> None:
    """Whether a link leads to the page for telephones or not, and by which scheme."""
    address = ZqrbSpider().article_at(url)

    assert address is not None
    assert (address.native_id, address.url) == ("A1788096319941", DETAIL_URL)


@pytest.mark.parametrize(
    "url",
    [
        f"{LIVE}/gscy/gongsi/index_p2.html",
        f"{LIVE}/gscy/gongsi/2026-08-31/index.html",
        "http://epaper.zqrb.cn/html/2026-04/29/content_1238242.htm",
        DETAIL_URL.replace("zqrb.cn", "zqrb.cn.example.com"),
    ],
)
def test_what_is_no_article_has_no_address(url: str) -> None:
    """Lists, the newspaper, and hosts that only begin alike."""
    assert ZqrbSpider().article_at(url) is None


def test_a_tag_left_open_loses_no_line() -> None:
    """The comment that ends the body then stands inside of that tag."""
    case = next(one for one in cases("zqrb") if one.name == "article-with-a-tag-left-open")
    spider = ZqrbSpider()
    address = spider.article_at(case.meta["url"])
    assert address is not None
    page = spider.article_page(case.text(), case.answered())
    html = page.article(teaser_of(address), ()).html

    assert clean_body(html, address.url).text.split("\n") == [
        "导语 <快讯>",
        "图为变电站。",
        (
            "本报讯 （记者严思齐）9月28日，海棠电气（603219）公告，"
            "中标渡口镇变电站设备采购项目，金额4120万元。"
        ),
        "这是公司今年以来第七次中标。",
    ]


def test_every_channel_has_a_folder_and_a_name_of_its_own() -> None:
    """No name stands for two channels."""
    folders, names = zip(*FOLDERS.values(), strict=True)

    assert len(set(names)) == len(set(folders)) == len(FOLDERS)
    assert set(ZqrbSpider.MAIN) <= set(ZqrbSpider.CHANNELS)
