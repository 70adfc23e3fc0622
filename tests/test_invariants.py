"""
What no golden may freeze.

A golden file defends whatever stands in it, mistakes included. So these rules
hold for every `expected.json`, whatever its page looks like.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from crawler import settings
from crawler.addresses import domain_of, is_within
from crawler.frozen import DRAFT
from crawler.spider import NewsSpider
from tests.cases import FIXTURES, Case, cases

SPIDERS = SpiderLoader.from_settings(Settings({"SPIDER_MODULES": settings.SPIDER_MODULES}))
HOSTS = {
    name: domain_of(spider.LIVE)
    for name in sorted(SPIDERS.list())
    for spider in [SPIDERS.load(name)]
    if issubclass(spider, NewsSpider) and (FIXTURES / name).is_dir()
}
"""Domain by fixture folder; a new site's folder is tested as soon as it is there."""
CASES = [case for site in HOSTS for case in cases(site)]
every_case = pytest.mark.parametrize("case", CASES, ids=str)

PAGES = {"article", "list_page", "list_data"}
TAG = re.compile(r"</?[A-Za-z][^<>]*>|&(?:[a-z]+|#\d+|#x[0-9a-f]+);", re.IGNORECASE)
SUFFIX = re.compile(r"[-_|–—·]\s*(?:证券时报网?|人民财讯|[^-_|–—]*(?:网|频道|栏目))\s*$")
INSTANTS = {"instant", "reference", "fetched_at", "received"}


def leaves(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of a JSON document with the name that it stands under."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from leaves(part, key)
    elif isinstance(value, list):
        for part in value:
            yield from leaves(part, name)
    else:
        yield name, value


def named(case: Case, *names: str) -> list[Any]:
    """What stands under these names in a case's golden."""
    return [value for name, value in leaves(case.expected) if name in names]


@every_case
def test_a_case_is_complete(case: Case) -> None:
    """Three files, no fourth: the bytes, how they came, what must be read."""
    files = {path.name for path in case.folder.iterdir()}
    meta = case.meta

    assert files == {case.body_file.name, "meta.json", "expected.json"}
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", case.name)
    assert meta["page"] in PAGES
    assert is_within(meta["url"], HOSTS[case.site])
    assert ("channel" in meta) == (meta["page"] != "article")
    assert "Date" in meta["headers"]
    assert case.expected


@every_case
def test_a_person_has_read_what_is_expected(case: Case) -> None:
    """What `scrapy freeze` drafts is the reader's own word, and proves nothing."""
    assert DRAFT not in case.expected, f"compare {case} with its page, then delete draft"


@every_case
def test_no_replacement_character(case: Case) -> None:
    """U+FFFD is damage, in the page as we decode it and in the golden."""
    assert "\ufffd" not in case.text()
    assert all("\ufffd" not in str(value) for _, value in leaves(case.expected))


@every_case
def test_no_mark_up_in_titles(case: Case) -> None:
    """Titles are text: no tag, no entity, no white space around."""
    for title in named(case, "title"):
        assert not TAG.search(title)
        assert title == title.strip()
        assert title


@every_case
def test_no_site_suffix_in_titles(case: Case) -> None:
    """The headline is what the story is called, not what the browser's tab is."""
    assert not any(SUFFIX.search(title) for title in named(case, "title"))


@every_case
def test_every_instant_is_aware(case: Case) -> None:
    """A time without a zone is nobody's."""
    instants = [
        value
        for document in (case.meta, case.expected)
        for name, value in leaves(document)
        if name in INSTANTS
    ]

    assert instants or case.fails or not case.expected.get("teasers", True)
    assert all(datetime.fromisoformat(value).utcoffset() is not None for value in instants)


@every_case
def test_every_address_is_the_live_sites(case: Case) -> None:
    """Whatever mirror a page came from, `url` is canonical."""
    assert all(is_within(url, HOSTS[case.site]) for url in named(case, "url"))


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if case.meta["page"] == "article" and not case.fails],
    ids=str,
)
def test_an_article_has_a_title_a_url_and_an_id(case: Case) -> None:
    """What every article must have, every golden of one has."""
    assert case.expected["title"]
    assert case.expected["native_id"] in case.expected["url"]
    assert case.expected["site"] == case.site


def test_git_leaves_the_bytes_alone() -> None:
    """No line ending of a fixture is changed at check-out."""
    rules = (Path(__file__).parents[1] / ".gitattributes").read_text("utf-8").splitlines()

    assert "tests/fixtures/** -text" in rules


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("article-declared-gb2312-beyond-gb2312", "gb2312"),
        ("article-declared-gb2312-beyond-gb2312", "utf-8"),
        ("article-gbk-bytes-declared-utf8", "utf-8"),
        ("article-utf8-bytes-declared-gbk", "gbk"),
    ],
)
def test_bytes_were_frozen_and_not_text(name: str, codec: str) -> None:
    """An editor that saves these pages in another encoding has destroyed the case."""
    body = Case(FIXTURES / "stcn" / name).body_file.read_bytes()

    with pytest.raises(UnicodeDecodeError):
        body.decode(codec)
