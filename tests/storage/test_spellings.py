"""Simplified and traditional words that find each other."""

import json
from collections.abc import Callable, Iterator

import pytest
from typer.testing import Result

import storage
from storage import spellings
from storage.search_text import Query, parse_query
from storage.spellings import in_all_spellings
from storage.store import Store
from tests import databases
from tests.newsstand import at, story

needs_opencc = pytest.mark.skipif(
    not spellings.is_installed(), reason='the extra "traditional" is not installed'
)
pytestmark = pytest.mark.both

STORIES = [
    story("stcn:1", "18 09:01", "净利润增长", "公司发布业绩公告。", channels=["yw"]),
    story("stcn:2", "18 09:02", "淨利潤增長", "公司發布業績公告。", channels=["yw"]),
    story("stcn:3", "18 09:03", "理髮店與乾洗店", "後臺的裏子。", channels=["yw"]),
    story("stcn:4", "18 09:04", "理发店与干洗店", "后台的里子。", channels=["yw"]),
    story("stcn:5", "18 09:05", "营收增长", "干部皇后一里路。", channels=["yw"]),
]


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory, dialect: str) -> Iterator[storage.News]:
    """Five stories, two of them in traditional characters."""
    del dialect  # once for each
    path = tmp_path_factory.mktemp("forms") / "news.db"
    with Store(databases.url_of(path)) as store:
        store.apply(store.begin_run("stcn", {}, at("18 10:00")), STORIES)
    with storage.open(databases.url_of(path)) as opened:
        yield opened


def found(news: storage.News, words: str) -> list[str]:
    """The native ids of the stories with these words."""
    return sorted(hit.article_id.removeprefix("stcn:") for hit in news.search(words))


@needs_opencc
@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("净利润", "12"),
        ("淨利潤", "12"),
        ("業績公告", "12"),
        ("理发店", "34"),
        ("理髮店", "34"),
        ("干洗", "34"),
        ("乾洗", "34"),
        ("后台", "34"),
        ("里子", "34"),
        ("淨利潤 公司发布", "12"),
        ("增长 -業績", "5"),
        ("增長 OR 乾洗", "12345"),
        ("NOT 公司發布", "345"),
        ("髮布", "12"),
        ("公司发布业绩公告", "12"),
        ("公司發布業績公告", "12"),
        ("没有这样的句子发布业绩公告", ""),
        ("5%", ""),
    ],
)
def test_both_ways(news: storage.News, words: str, numbers: str) -> None:
    """Words, alternatives and exclusions, short and long, whichever way they are typed."""
    assert found(news, words) == list(numbers)


@needs_opencc
def test_hits_are_shown_as_they_were_printed(news: storage.News) -> None:
    """The text's own characters, marked where they stand."""
    hit = news.search("净利润", until="2026-09-18 09:03").first()
    assert hit is not None
    assert hit.title == "淨利潤增長"


@needs_opencc
def test_a_word_has_its_spellings(monkeypatch: pytest.MonkeyPatch) -> None:
    """As written first; a word that could have too many has OpenCC's own choices."""
    assert spellings.spellings("发行") == ("发行", "發行", "髮行")
    assert spellings.spellings("5.2%") == ("5.2%",)
    assert {"干部", "幹部", "乾部"} <= set(spellings.spellings("幹部"))
    monkeypatch.setattr(spellings, "_MOST", 1)
    assert spellings.spellings("头发") == ("头发", "頭髮")
    assert spellings.spellings("皇后") == ("皇后",)


@needs_opencc
def test_a_query_is_asked_in_every_spelling() -> None:
    """What has but one stays as it was."""
    query = in_all_spellings(parse_query("公告 业绩 甲 OR 发 NOT 后"))
    assert query.all_of == ("公告",)
    assert ("业绩", "业績", "業绩", "業績") in query.any_of
    assert ("甲", "发", "發", "髮") in query.any_of
    assert query.none_of == ("后", "後")


def test_without_opencc_nothing_changes(
    news: storage.News, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A word is found as written and no other way."""
    monkeypatch.setattr(spellings, "is_installed", lambda: False)
    assert found(news, "净利润") == ["1"]
    query = Query(all_of=("净利润",))
    assert in_all_spellings(query) is query


@needs_opencc
def test_the_command_knows_them_too(
    shibao: Callable[..., Result],
) -> None:
    """`shibao search`, whose help names the extra."""
    (row,) = json.loads(shibao("search", "淨利潤", "--json").stdout)
    assert row["article_id"] == "stcn:1002"
    assert "净利润" in row["snippet"]
    assert 'the extra "traditional" is installed' in shibao("search", "--help").stdout
