"""Every frozen page of stcn.com, of whatever era, is read as its `expected.json` says."""

from functools import cache
from typing import Any

import pytest

from crawler.errors import CrawlerError
from crawler.frozen import told
from crawler.items import Article
from crawler.page import ListPage, teaser_of
from crawler.sites.stcn.spider import StcnSpider
from tests.cases import Case, by_field, cases

READER = StcnSpider()
CASES = cases("stcn")
READ = [case for case in CASES if not case.fails]
REFUSED = [case for case in CASES if case.fails]
FIELDS = [
    pytest.param(case, field, value, id=f"{case.name}-{field}")
    for case in READ
    for field, value in by_field(case.expected)
]


def read(case: Case) -> Article | ListPage:
    """What the page object answers; of an article only its id was listed."""
    text, answered = case.text(), case.answered()
    if case.meta["page"] != "article":
        return READER.read_list(text, answered)
    address = READER.article_at(answered.url)
    assert address is not None
    return READER.article_page(text, answered).article(teaser_of(address), ())


@cache
def fields_of(case: Case) -> dict[str, Any]:
    """Every field that the page object fills."""
    return dict(by_field(told(read(case))))


@pytest.mark.parametrize(("case", "field", "value"), FIELDS)
def test_a_field_is_read_as_expected(case: Case, field: str, value: Any) -> None:
    """A red line names the case and the field that broke."""
    assert fields_of(case).get(field) == value


@pytest.mark.parametrize("case", READ, ids=lambda case: case.name)
def test_nothing_beyond_the_expected_is_read(case: Case) -> None:
    """A field or an entry that nobody expected is as wrong as a missing one."""
    assert sorted(fields_of(case)) == sorted(dict(by_field(case.expected)))


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_what_is_no_page_of_its_kind_is_refused(case: Case) -> None:
    """By the right error, and with the field that is wrong where there is one."""
    with pytest.raises(CrawlerError) as caught:
        read(case)

    assert type(caught.value).__name__ == case.expected["error"]
    assert getattr(caught.value, "field", None) == case.expected.get("field")
