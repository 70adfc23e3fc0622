"""The cast of the stages' tests: one crawler, one article, one afternoon."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from scrapy.crawler import Crawler
from scrapy.utils.test import get_crawler

from crawler.items import Article, Kind, PrintedTime

AFTERNOON = datetime(2026, 9, 28, 7, 30, tzinfo=UTC)

ARTICLE = Article(
    site="stcn",
    native_id="4197315",
    url="https://www.stcn.com/article/detail/4197315.html",
    kind=Kind.ARTICLE,
    channels=("yw",),
    title="海棠电气拟回购股份",
    html="<p>海棠电气（002999）公告，拟回购股份。</p>",
    times=(PrintedTime(raw="2026-09-24 06:41", where="detail", reference=AFTERNOON),),
    fetched_at=AFTERNOON,
)


@pytest.fixture
def crawler() -> Crawler:
    """A real crawler, for its settings and statistics."""
    return get_crawler()


@pytest.fixture
def article() -> Callable[..., Article]:
    """The article, with what a test wants different."""

    def make(**changes: Any) -> Article:
        return replace(ARTICLE, **changes)

    return make
