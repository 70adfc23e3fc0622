"""An article over several pages is one article, or none."""

from datetime import UTC, datetime

import pytest

from crawler.errors import ExtractionError
from crawler.items import Article, Kind
from crawler.paging import MOST, read_on

FIRST = "https://paper.example/7.html"
SECOND, THIRD = "https://paper.example/7_2.html", "https://paper.example/7_3.html"


def page(html: str, url: str = FIRST) -> Article:
    """What one page says."""
    return Article(
        site="paper",
        native_id="7",
        url=url,
        kind=Kind.ARTICLE,
        channels=(),
        title="青禾科技签下三年供货协议",
        html=html,
        times=(),
        fetched_at=datetime(2026, 9, 28, tzinfo=UTC),
    )


def test_a_single_page_is_done_at_once() -> None:
    """Most articles have no further page."""
    begun = read_on(None, page("<p>一</p>"), ())

    assert begun.ahead == ()
    assert begun.article.html == "<p>一</p>"


def test_pages_are_joined_in_order_whether_all_or_only_the_next_is_named() -> None:
    """A page list on the first page, or one link 下一页 on each: the same article."""
    for first, second in [((SECOND, THIRD), ()), ((SECOND,), (FIRST, SECOND, THIRD))]:
        begun = read_on(None, page("<p>一</p>"), first)
        begun = read_on(begun, page("<p>二</p>"), second)
        assert begun.ahead == (THIRD,)
        begun = read_on(begun, page("<p>三</p>"), (SECOND, FIRST))

        assert begun.ahead == ()
        assert begun.article.html == "<p>一</p>\n<p>二</p>\n<p>三</p>"


def test_an_article_that_goes_on_for_ever_is_refused() -> None:
    """A list that was taken for pages of one article."""
    many = tuple(f"https://paper.example/7_{n}.html" for n in range(MOST + 1))

    with pytest.raises(ExtractionError, match="more than 60 pages"):
        read_on(None, page("<p>一</p>"), many)
