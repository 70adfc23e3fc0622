"""Every frozen page of www.cs.com.cn is read as expected, and so are two real ones."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.decoding import decode_page
from crawler.errors import ExtractionError, IncompleteError
from crawler.frozen import DRAFT, expectation
from crawler.items import Article
from crawler.page import Answered, ArticlePage, teaser_of
from crawler.sites.cs import FOLDERS, LIVE, CsSpider
from pipelines.body import clean_body
from tests.cases import Case, cases

SAMPLES = Path(__file__).parents[4].parent / "shared" / "reference" / "samples"
LIST = SAMPLES / "cs_list_jsbd_2020-12-01.html"
DETAIL = SAMPLES / "cs_detail_t20201201_6116434.html"
needs_samples = pytest.mark.skipif(
    not (LIST.exists() and DETAIL.exists()), reason="the shared samples are not here"
)
EVENING = datetime(2020, 12, 1, 11, 5, tzinfo=UTC)
DETAIL_URL = f"{LIVE}/sylm/jsbd/202012/t20201201_6116434.html"


def answered(url: str) -> Answered:
    """An answer of the evening on which the samples were saved."""
    return Answered(url=url, reference=EVENING, received=EVENING, channel="jsbd")


def page_of(case_name: str) -> ArticlePage:
    """A frozen article's page."""
    case = next(case for case in cases("cs") if case.name == case_name)
    return CsSpider().article_page(case.text(), case.answered())


@pytest.mark.parametrize("case", cases("cs"), ids=str)
def test_a_frozen_page_is_read_as_expected(case: Case) -> None:
    """By field, or by the error that refuses the page; a draft fails."""
    assert DRAFT not in case.expected, "compare it with the page, then delete draft"
    body, meta = case.body_file.read_bytes(), case.meta
    content_type = meta["headers"].get("Content-Type")
    reader = CsSpider()
    read = expectation(reader, meta["page"], body, content_type, case.answered())

    assert read == case.expected


@needs_samples
@pytest.mark.parametrize("codec", ["gbk", "gb18030"])
@pytest.mark.parametrize("sample", [LIST, DETAIL], ids=["list", "detail"])
def test_a_real_page_loses_no_character(sample: Path, codec: str) -> None:
    """The saved pages are UTF-8 and say gbk; in the bytes that they had they read alike."""
    page = sample.read_text("utf-8")

    assert decode_page(page.encode(codec), "text/html") == page


@needs_samples
def test_the_real_list_is_read_whole() -> None:
    """45 entries, 15 of them in other channels' folders, each with its time and title."""
    page = LIST.read_text("utf-8")
    entries = re.findall(
        r'<li class="item"><a href="([^"]+)" .*?<em>(.*?)</em>.*?<h3>(.*?)</h3>', page
    )
    text = decode_page(page.encode("gb18030"), "text/html")
    read = CsSpider().read_list(text, answered(f"{LIVE}/sylm/jsbd/"))

    assert read.next_path is None
    assert [
        (teaser.native_id, teaser.printed.raw, teaser.title)
        for teaser in read.teasers
        if teaser.printed
    ] == [(re.findall(r"\d+", href)[-1], time, title) for href, time, title in entries]
    assert len(read.teasers) == len({teaser.native_id for teaser in read.teasers}) == 45
    assert sum("/sylm/jsbd/" not in teaser.url for teaser in read.teasers) == 15
    assert all(".." not in teaser.url for teaser in read.teasers)


@needs_samples
def test_the_real_article_is_read_exactly() -> None:
    """Its one paragraph with the opening, nothing of what stands around it."""
    page = DETAIL.read_text("utf-8")
    (paragraph,) = re.findall(r"<p>　　(.*?)</p></section>", page)
    (title,) = re.findall(r"<h1>(.*?)</h1>", page)
    article = _read(decode_page(page.encode("gb18030"), "text/html"))

    assert article.title == title
    assert not article.title.endswith("中证网")
    assert clean_body(article.html, DETAIL_URL).text == paragraph
    assert paragraph.startswith("中证网讯（记者 ")
    assert article.author_raw == "王博"
    assert article.source_raw == "中国证券报·中证网"
    assert [(time.raw, time.where) for time in article.times] == [
        ("2020-12-01 18:59", "detail"),
        ("20201201", "url"),
    ]
    assert article.summary is None  # its h4 is empty


def _read(text: str) -> Article:
    spider = CsSpider()
    address = spider.article_at(DETAIL_URL)
    assert address is not None
    page = spider.article_page(text, answered(DETAIL_URL))
    assert page.more() == ()
    return page.article(teaser_of(address), ("jsbd",))


@pytest.mark.parametrize(
    ("url", "native_id", "canonical"),
    [
        (DETAIL_URL, "6116434", DETAIL_URL),
        (DETAIL_URL.replace("https://www.", "http://"), "6116434", DETAIL_URL),
        (DETAIL_URL.replace(".html", "_2.html"), "6116434", DETAIL_URL),
        (f"{DETAIL_URL}?from=list#top", "6116434", DETAIL_URL),
        (
            "http://www.cs.com.cn/tj/02/01/201001/t20100105_2299438.htm",
            "2299438",
            f"{LIVE}/tj/02/01/201001/t20100105_2299438.htm",
        ),
    ],
)
def test_an_article_has_one_address(url: str, native_id: str, canonical: str) -> None:
    """Whatever scheme, host, page or query a link has."""
    address = CsSpider().article_at(url)

    assert address is not None
    assert (address.native_id, address.url) == (native_id, canonical)


def test_an_article_in_two_folders_is_one_article() -> None:
    """The number is the document's, whichever channel's folder a link leads through."""
    spider = CsSpider()
    elsewhere = DETAIL_URL.replace("/sylm/jsbd/", "/ssgs/gsxw/")
    ids = [spider.article_at(url) for url in (DETAIL_URL, elsewhere)]

    assert {address.native_id for address in ids if address} == {"6116434"}
    assert None not in ids


@pytest.mark.parametrize(
    "url",
    [
        f"{LIVE}/sylm/jsbd/",
        f"{LIVE}/roadshow/ipo/300910/index.html",
        "https://video.cs.com.cn/150/202012/t20201201_6116434.html",
        "https://www.acs.com.cn/ssgs/gsxw/202012/t20201201_6116434.html",
        "http://epaper.cs.com.cn/zgzqb/html/2026-08/31/nw.D110000zgzqb_20260831_3-A02.htm",
    ],
)
def test_what_is_no_article_has_no_address(url: str) -> None:
    """Lists, road shows, the newspaper, and hosts that only end alike."""
    assert CsSpider().article_at(url) is None


def test_further_pages_are_those_that_the_script_counts() -> None:
    """Each page names all of them, so that the last one adds none."""
    first = f"{LIVE}/ssgs/gssd/202609/t20260925_6547777"
    expected = (f"{first}_1.html", f"{first}_2.html")

    assert page_of("article-first-of-three-pages").more() == expected
    assert page_of("article-last-of-three-pages").more() == expected
    assert page_of("flash").more() == ()


def test_a_saved_page_says_itself_which_article_it_is() -> None:
    """By the document in its script and the channel in its breadcrumb; else it does not."""
    case = next(case for case in cases("cs") if case.name == "flash")
    spider, text = CsSpider(), case.text()

    assert spider.own_address(text) == spider.article_at(case.answered().url)
    assert spider.own_address(text.replace("中证快讯</a>", "新栏目</a>")) is None
    assert spider.own_address(text.replace("countPage", "pages")) is not None
    assert spider.own_address("<html><body>中证快讯</body></html>") is None


@needs_samples
def test_the_real_article_says_so_too() -> None:
    """Its breadcrumb leads to the channel with `../` alone."""
    address = CsSpider().own_address(DETAIL.read_text("utf-8"))

    assert address is not None
    assert address.url == DETAIL_URL


def test_a_later_page_alone_is_no_article() -> None:
    """A saved one leads to its article's address: half of it would be stored as all."""
    case = next(case for case in cases("cs") if case.name == "article-last-of-three-pages")
    first, text = case.answered().url.replace("_2.html", ".html"), case.text()

    with pytest.raises(IncompleteError, match="it is page 3 of its article"):
        CsSpider().article_page(text, answered(first))
    with pytest.raises(ExtractionError, match="asked for page 2, got page 3"):
        CsSpider().article_page(text, answered(first.replace(".html", "_1.html")))


def test_every_channel_has_a_folder_and_a_name_of_its_own() -> None:
    """Ids are the folders' last parts; no name stands for two channels."""
    folders, names = zip(*FOLDERS.values(), strict=True)

    assert list(FOLDERS) == [folder.rpartition("/")[2] for folder in folders]
    assert len(set(names)) == len(set(folders)) == len(FOLDERS)
    assert set(CsSpider.MAIN) <= set(CsSpider.CHANNELS)
