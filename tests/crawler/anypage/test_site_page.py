"""What the general reader must not take for an article of a site that is known."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crawler.addresses import Address
from crawler.anypage import SitePage
from crawler.anypage.errors import NoArticleError
from crawler.errors import TruncatedError
from crawler.page import Answered, teaser_of

NOW = datetime(2026, 9, 28, 4, 0, tzinfo=UTC)
URL = "https://www.yicai.com/news/103300374.html"
TITLE = "海棠电气中标两亿元变压器项目"
STORY = "海棠电气9月28日公告，公司中标北塬电网变压器采购项目，中标金额2.03亿元。" * 3
PAGE = (
    f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>"
    f"<p>2026-09-28 11:20</p><div><p>{STORY}</p></div></body></html>"
)
LISTED = replace(teaser_of(Address("103300374", URL)), title=TITLE)


def page(text: str) -> SitePage:
    """As the answer to that address."""
    return SitePage("yicai", text, Answered(url=URL, reference=NOW, received=NOW))


def test_an_article_is_read_under_its_listed_title() -> None:
    """Also where the page has another wording of it, or prints it elsewhere."""
    edited = PAGE.replace(f"<h1>{TITLE}", f"<h1>{TITLE}，股价涨停")
    beside = PAGE.replace(TITLE, "北塬电网采购结果公布").replace(
        "<div>", f"<b>{TITLE}</b><div>"
    )

    for text in (PAGE, edited, beside):
        article = page(text).article(LISTED, ())
        assert (article.site, article.native_id, article.title) == (
            "yicai",
            "103300374",
            TITLE,
        )
        assert STORY in article.html


def test_a_page_without_a_time_is_no_article_of_a_known_site() -> None:
    """A new home page under every address has a title and a text, too."""
    home = PAGE.replace(TITLE, "新版首页").replace("<p>2026-09-28 11:20</p>", "")

    with pytest.raises(NoArticleError, match="published: it prints no time"):
        page(home)


def test_a_page_of_another_title_is_another_page() -> None:
    """Whatever it tells, it would be stored under the listed headline."""
    other = PAGE.replace(TITLE, "本站将于国庆期间调整更新")

    with pytest.raises(NoArticleError, match="the list calls it 海棠电气"):
        page(other).article(LISTED, ())


def test_a_page_that_is_cut_off_is_not_half_read() -> None:
    """In the text, or before there is any."""
    for end in (len(PAGE) - len("</div></body></html>"), PAGE.index("<div>")):
        with pytest.raises(TruncatedError):
            page(PAGE[:end])
