"""`shibao export --to feed.atom` and `--to channels.opml`."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from typer.testing import Result

from tests import databases

pytestmark = pytest.mark.both

Shibao = Callable[..., Result]
NAMES = {"a": "http://www.w3.org/2005/Atom", "s": "tag:shibao,2026:opml"}
BUYBACK = "tag:shibao,2026:stcn:1001"


def change(path: Path, statement: str, *values: object) -> None:
    """Do to a database what nobody should."""
    databases.change(path, statement, values)


def entries(result: Result) -> list[Any]:
    """The entries of a feed on standard output, as lxml reads them."""
    assert result.exit_code == 0
    return etree.fromstring(result.stdout_bytes).findall("a:entry", NAMES)


def test_a_feed_as_a_reader_sees_it(shibao: Shibao, tmp_path: Path) -> None:
    """Nothing to complain of; ids, times with their zone, people and categories."""
    feedparser = pytest.importorskip("feedparser")
    result = shibao("export", "--to", "feed.atom")
    assert result.stderr == "Exported 5 articles to feed.atom.\n"
    feed = feedparser.parse((tmp_path / "feed.atom").read_bytes())
    assert (feed.bozo, feed.version) == (False, "atom10")
    assert (feed.feed.title, feed.feed.id) == ("时报", "tag:shibao,2026:feed:%7B%7D")
    assert len({entry.id for entry in feed.entries}) == 5
    entry = feed.entries[2]
    assert (entry.id, entry.link) == (
        BUYBACK,
        "https://www.stcn.com/article/detail/1001.html",
    )
    assert entry.title == "海棠电气拟1.5亿元回购股份"
    assert entry.published == "2026-09-24T07:00:00+08:00"
    assert entry.updated == "2026-09-24T13:00:00+08:00"  # when the edit was seen
    assert [author.name for author in entry.authors] == ["林晓舟"]
    assert [(tag.term, tag.label) for tag in entry.tags] == [
        ("gs", "股市"),
        ("yw", "要闻"),
        ("002999.SZ", None),
    ]
    assert entry.source.title == "证券时报"
    assert entry.content[0].type == "text/html"
    assert entry.content[0].value.startswith("<p>海棠电气（002999）公告")


def test_an_entry_says_no_more_than_is_known(shibao: Shibao) -> None:
    """No time of publication is none; who has no author is its medium's."""
    found = entries(shibao("export", "--to", "atom"))
    flash, undated = found[1], found[4]
    assert flash.findtext("a:author/a:name", None, NAMES) == "证券时报"
    assert undated.find("a:published", NAMES) is None
    assert undated.findtext("a:updated", None, NAMES) == "2026-09-24T12:00:00+08:00"


def test_a_feed_is_of_its_selection(shibao: Shibao) -> None:
    """Its name says so, and its id keeps it apart from others."""
    result = shibao("export", "--to", "atom", "--site", "stcn", "--channel", "kx")
    (entry,) = entries(result)
    assert entry.findtext("a:id", None, NAMES) == "tag:shibao,2026:stcn:1002"
    feed = etree.fromstring(result.stdout_bytes)
    assert feed.findtext("a:title", None, NAMES) == "时报 · 证券时报网 · 快讯"
    assert "kx" in feed.findtext("a:id", "", NAMES)


def test_a_feed_is_short_unless_told_otherwise(
    shibao: Shibao, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The newest so many; `--limit` and `--since-last` say how many they want."""
    monkeypatch.setattr("storage.cli.export.FEED_ENTRIES", 2)
    assert len(entries(shibao("export", "--to", "atom"))) == 2
    assert len(entries(shibao("export", "--to", "atom", "--limit", "3"))) == 3
    assert len(entries(shibao("export", "--to", "atom", "--since-last", "a"))) == 5


def test_what_xml_cannot_hold(shibao: Shibao, database: Path) -> None:
    """Control characters are left out; signs of markup are not."""
    text = "甲\x00\x0b<b>&]]>\ufffe乙"
    change(database, "UPDATE article_version SET title = ?, body_html = ?", text, text)
    found = entries(shibao("export", "--to", "atom"))
    # On a server U+FFFD, which XML can hold, stands for U+0000.
    left = "甲\ufffd<b>&]]>乙" if databases.is_server() else "甲<b>&]]>乙"
    assert found[0].findtext("a:title", None, NAMES) == left
    assert found[0].findtext("a:content", None, NAMES) == left


def test_no_article_at_all(shibao: Shibao) -> None:
    """A feed without entries."""
    assert entries(shibao("export", "--to", "atom", "--site", "nowhere")) == []


def test_channels_to_subscribe_to(shibao: Shibao, tmp_path: Path) -> None:
    """A folder per site, a feed per channel, as readers import it."""
    result = shibao(
        "export", "--to", "channels.opml", "--base-url", "http://news.example:8001/"
    )
    assert result.stderr == "Exported 5 channels to channels.opml.\n"
    opml = etree.parse(tmp_path / "channels.opml").getroot()
    assert (opml.tag, opml.get("version")) == ("opml", "2.0")
    assert [node.get("text") for node in opml.find("body")] == ["中证网", "证券时报网"]
    flashes = opml.find(".//outline[@s:channel='kx']", NAMES)
    assert dict(flashes.attrib) == {
        "text": "快讯",
        "title": "快讯",
        "type": "rss",
        "xmlUrl": "http://news.example:8001/feed/stcn/kx.atom",
        "htmlUrl": "https://www.stcn.com/article/list/kx.html",
        f"{{{NAMES['s']}}}site": "stcn",
        f"{{{NAMES['s']}}}channel": "kx",
        f"{{{NAMES['s']}}}articles": "1",
    }
    listparser = pytest.importorskip("listparser")
    found = listparser.parse((tmp_path / "channels.opml").read_bytes())
    assert not found.bozo
    assert next(feed.url for feed in found.feeds).endswith("/feed/cs/gs.atom")
    assert ["证券时报网"] in [feed.categories[0] for feed in found.feeds]


def test_channels_without_an_address(shibao: Shibao) -> None:
    """Where people find them, if that is known; there is nothing to subscribe to."""
    result = shibao("export", "--to", "opml", "--kind", "flash")
    (outline,) = etree.fromstring(result.stdout_bytes).iterfind("body/outline/outline")
    assert outline.get("htmlUrl") == "https://www.stcn.com/article/list/kx.html"
    assert (outline.get("xmlUrl"), outline.get("type")) == (None, None)
    other = etree.fromstring(shibao("export", "--to", "opml", "--site", "cs").stdout_bytes)
    assert other.find(".//outline[@text='gs']").get("htmlUrl") is None
