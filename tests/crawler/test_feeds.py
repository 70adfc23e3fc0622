"""Feeds of every kind, read as they print; and what an entry of one is."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler import posts
from crawler.dates import read_time
from crawler.feed_articles import (
    SITES,
    Place,
    channels_of,
    is_mislabelled,
    lack_of,
    place_elsewhere,
    shared_links,
    site_of_address,
)
from crawler.feeds import Entry, Feed, FeedError, feed_text, read_feed, subscriptions
from tests.harness import ROOT

ENCODED = ROOT.parent / "shared" / "corpora" / "hostile" / "encoded_feeds"
FILES = sorted(ENCODED.glob("*.xml")) if ENCODED.is_dir() else []
needs_corpora = pytest.mark.skipif(not FILES, reason="the shared corpora are not here")

TITLE = "云岭股份拟回购股份，营收<5亿元"
BODY = "<p>云岭股份（605999）公告，拟回购股份。</p><p>资金总额为1.2亿元。</p>"
RSS = f"""<?xml version="1.0" encoding="%s"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>云岭财经</title><link>/news/</link><description>云岭</description>
<item><title><![CDATA[{TITLE}]]></title><link>/news/1.html#top</link>
<guid isPermaLink="false">n-1</guid><category>公司</category><category>回购</category>
<source url="https://a.test/">海棠日报</source><dc:creator>林晓舟</dc:creator>
<description>云岭股份拟回购。</description>
<content:encoded><![CDATA[{BODY}]]></content:encoded>
<pubDate>Mon, 28 Sep 2026 15:20:00 +0800</pubDate></item></channel></rss>"""
RDF = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel rdf:about="x"><title>云岭财经</title><link>https://a.test/news/</link></channel>
<item rdf:about="n-1"><title><![CDATA[{TITLE}]]></title>
<link>https://a.test/news/1.html</link><dc:creator>林晓舟</dc:creator>
<dc:subject>公司</dc:subject><dc:source>海棠日报</dc:source>
<description>云岭股份拟回购。</description>
<content:encoded><![CDATA[{BODY}]]></content:encoded>
<dc:date>2026-09-28T15:20:00+08:00</dc:date></item></rdf:RDF>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>云岭财经</title>
<link href="/news/"/><entry><title type="text">{TITLE.replace("<", "&lt;")}</title>
<id>n-1</id><link href="/news/1.html"/><category term="公司"/><category term="回购"/>
<author><name>林晓舟</name></author><summary>云岭股份拟回购。</summary>
<content type="html"><![CDATA[{BODY}]]></content>
<published>2026-09-28T15:20:00+08:00</published>
<updated>2026-09-28T15:25:00+08:00</updated></entry></feed>"""
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "云岭财经",
        "home_page_url": "https://a.test/news/",
        "items": [
            {
                "id": "n-1",
                "url": "https://a.test/news/1.html",
                "title": TITLE,
                "content_html": BODY,
                "summary": "云岭股份拟回购。",
                "authors": [{"name": "林晓舟"}],
                "tags": ["公司", "回购"],
                "date_published": "2026-09-28T15:20:00+08:00",
            }
        ],
    }
)
WHOLE = Entry(
    title="云岭股份拟回购股份",
    link="https://a.test/news/1.html",
    id="n-1",
    html=BODY,
    summary=None,
    author=None,
    source=None,
    categories=(),
    published_raw=None,
    updated_raw=None,
)
NOW = datetime(2026, 9, 28, 7, 30, tzinfo=UTC)
"""Half past three in Beijing."""


def rsshub(description: str, *times: str) -> Feed:
    """A feed of RSSHub's with entries of these times."""
    entries = tuple(replace(WHOLE, published_raw=raw) for raw in times)
    return Feed(
        title="证券时报网 - 要闻",
        link="https://www.stcn.com/article/list/yw.html",
        generator="RSSHub",
        description=description,
        entries=entries,
    )


@pytest.mark.parametrize(
    "text", [RSS % "utf-8", RDF, ATOM, JSON_FEED], ids=["rss", "rdf", "atom", "json"]
)
def test_every_format_tells_the_same(text: str) -> None:
    """Title, link, text, summary, author and the time as it is printed."""
    feed = read_feed(text.encode(), None, "https://a.test/feed")
    (entry,) = feed.entries

    assert (feed.title, feed.link) == ("云岭财经", "https://a.test/news/")
    assert entry.title == TITLE
    assert entry.link == "https://a.test/news/1.html"
    assert entry.html == BODY
    assert entry.summary == "云岭股份拟回购。"
    assert entry.author == "林晓舟"
    assert entry.categories[0] == "公司"
    read = read_time(entry.published_raw or entry.updated_raw or "", None)
    assert read.instant == datetime(2026, 9, 28, 7, 20, tzinfo=UTC)


def test_times_are_the_characters_that_stand_there() -> None:
    """Nobody but the project's own reader turns them into instants."""
    (rss,) = read_feed((RSS % "utf-8").encode()).entries
    (atom,) = read_feed(ATOM.encode()).entries

    assert rss.published_raw == "Mon, 28 Sep 2026 15:20:00 +0800"
    assert (rss.updated_raw, rss.source) == (None, "海棠日报")
    assert atom.updated_raw == "2026-09-28T15:25:00+08:00"


@pytest.mark.parametrize(
    ("codec", "declared", "header"),
    [
        ("gb18030", "gb2312", "text/xml"),
        ("gb18030", "gb2312", "text/xml; charset=utf-8"),
        ("gb18030", "utf-8", "text/xml; charset=iso-8859-1"),
        ("gb18030", "iso-8859-1", None),
        ("utf-8", "gb2312", "text/xml; charset=gbk"),
        ("utf-8-sig", "utf-8", None),
        ("utf-16", "utf-16", None),
        ("utf-16-le", "utf-16", None),
    ],
)
def test_a_feed_is_read_in_what_it_is_written_in(
    codec: str, declared: str, header: str | None
) -> None:
    """Mark, declaration and header are guesses; one of them, or none, is right."""
    feed = read_feed((RSS % declared).encode(codec), header, "https://a.test/feed")

    assert feed.entries[0].title == TITLE


def test_a_header_does_not_overrule_the_declaration() -> None:
    """Big5 would be read without complaint as what the header says."""
    body = (RSS % "big5").replace("云岭股份拟", "臺灣證券").encode("big5hkscs", "ignore")
    feed = read_feed(body, "application/xml; charset=gb2312")

    assert feed.entries[0].title.startswith("臺灣證券")


def test_french_stays_french() -> None:
    """A European declaration counts where the bytes are not as dense as Chinese."""
    text = (RSS % "iso-8859-1").encode("ascii", "ignore").decode() + "<!-- été, çà -->"

    assert feed_text(text.encode("latin-1")).endswith("<!-- été, çà -->")


@needs_corpora
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_real_feeds_in_old_encodings_are_read(file: Path) -> None:
    """Whatever they declare, no character is lost, and no entry."""
    body = file.read_bytes()
    feed = read_feed(body)

    assert feed.entries
    assert len(re.findall(rb"<(?:item|entry)[\s>]", body)) == len(feed.entries)
    assert "\ufffd" not in repr(feed)
    assert any(
        "\u4e00" <= sign <= "\u9fff" for entry in feed.entries for sign in repr(entry)
    )


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<!DOCTYPE html><html><title>x</title></html>", "it is a web page"),
        ('{"state":0,"msg":"系统繁忙"}', "it is JSON, but no JSON Feed"),
        ("{", "it is no JSON"),
        ("  \n", "there is nothing in it"),
        ("云岭股份拟回购", "it begins with '云岭股份拟回购'"),
    ],
    ids=["page", "json", "torn", "nothing", "text"],
)
def test_what_is_no_feed_is_called_what_it_is(body: str, said: str) -> None:
    """An error page under status 200 never looks like a quiet day."""
    with pytest.raises(FeedError, match=said):
        read_feed(body.encode())


def test_entities_do_not_expand() -> None:
    """A bomb of entities stays as small as it was sent."""
    bomb = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    body = RSS.partition("?>")[2].replace("云岭股份拟回购。", "&b;")
    feed = read_feed((bomb + body).encode())

    assert "aaaaaaaaaa" not in repr(feed)


@pytest.mark.parametrize(
    ("changed", "lack"),
    [
        ({}, None),
        ({"title": ""}, "missing_title"),
        ({"html": " <p> </p>"}, "no_text"),
        ({"html": '<p><img src="/a.png"></p>'}, None),
        ({"html": "<p>云岭股份公告，拟…</p>"}, "cut_text"),
        ({"html": "<p>云岭股份公告，拟 [...]</p>"}, "cut_text"),
        ({"html": "<p>云岭股份公告。<a href='/1'>阅读全文 &gt;&gt;</a></p>"}, "cut_text"),
        ({"html": "<p>他说：“回购股份……</p>"}, None),
        ({"html": "<p>云岭股份拟回购股份</p>"}, "cut_text"),
        ({"html": "<p>短。</p>", "summary": "比正文还长的摘要。"}, "cut_text"),
    ],
)
def test_what_an_entry_lacks(changed: dict[str, str], lack: str | None) -> None:
    """Nothing, or the page behind it has to be read."""
    assert lack_of(replace(WHOLE, **changed)) == lack  # type: ignore[arg-type]  # texts


@pytest.mark.parametrize(
    "changed",
    [{"title": "云岭股份拟回购…"}, {"html": "云岭股份公告，拟以集中竞价方式"}],
    ids=["title", "sentence"],
)
def test_where_the_page_can_be_read_doubt_is_enough(changed: dict[str, str]) -> None:
    """It costs a request there; elsewhere it would cost the article."""
    entry = replace(WHOLE, **changed)  # type: ignore[arg-type]  # texts

    assert lack_of(entry) is None
    assert lack_of(entry, can_be_read=True) == "cut_text"
    assert lack_of(WHOLE, can_be_read=True) is None


def test_a_summary_is_no_text_where_the_format_tells_them_apart() -> None:
    """Atom and JSON Feed have a field for the text; RSS has one for either."""
    atom = read_feed(ATOM.replace(BODY, "").encode()).entries[0]
    rss = read_feed((RSS % "utf-8").replace(BODY, "").encode()).entries[0]

    assert (lack_of(atom), lack_of(rss)) == ("no_text", None)
    assert (rss.html, rss.summary) == ("云岭股份拟回购。", None)


def test_a_time_that_was_not_yet_proves_a_wrong_zone() -> None:
    """Published at 15:20 GMT and here at 15:30 Beijing: that GMT is Beijing's."""
    modern = rsshub("要闻 - Powered by RSSHub", "Mon, 28 Sep 2026 15:20:00 GMT")

    assert is_mislabelled(modern, "stcn", NOW)


@pytest.mark.parametrize(
    ("signed", "site", "wrong"),
    [
        ("要闻 - Made with love by RSSHub(https://github.com/x)", "stcn", True),
        ("要闻 - Made with love by RSSHub(https://github.com/x)", "cs", True),
        ("要闻 - Made with love by RSSHub(https://github.com/x)", "sina", False),
        ("要闻 - Powered by RSSHub", "stcn", False),
    ],
)
def test_the_old_routes_of_rsshub_are_known(signed: str, site: str, *, wrong: bool) -> None:
    """Where nothing proves it, who made the feed tells what its GMT means."""
    feed = rsshub(signed, "Mon, 28 Sep 2026 05:20:00 GMT")

    assert is_mislabelled(feed, site, NOW) == wrong


def test_channels_are_those_that_the_site_has() -> None:
    """The rest are tags; where nobody knows the channels, every category is one."""
    feed = replace(rsshub(""), generator="")
    entry = replace(WHOLE, categories=("公司", "回购", "A,B"))
    known = Place(site="stcn", native_id="1", url=None, channels={"yw", "company"})
    other = Place(site="a.test", native_id=None, url=WHOLE.link)

    assert channels_of(entry, feed, known) == (("yw", "company"), ("回购", "A，B"))
    assert channels_of(entry, feed, other) == (("公司", "回购", "A，B"), ())


def test_categories_of_rsshub_are_tags() -> None:
    """Its routes copy the tags of the page; the list that it read is the channel."""
    feed = rsshub("Powered by RSSHub")
    entry = replace(WHOLE, categories=("公司", "回购"))
    place = Place(site="stcn", native_id="1", url=None, channels={"yw", "company"})

    assert channels_of(entry, feed, place) == (("yw",), ("公司", "回购"))
    elsewhere = replace(feed, link="https://www.stcn.com/")
    assert channels_of(entry, elsewhere, place) == (("company",), ("回购",))


@pytest.mark.parametrize(
    ("link", "site"),
    [
        ("https://www.stcn.com/article/detail/1.html", "stcn"),
        ("http://news.stcn.com/2020/1.html", "stcn"),
        ("https://finance.sina.com.cn/1.shtml", "sina"),
        ("https://notstcn.com/1", "notstcn.com"),
        ("https://stcn.com.a.test/1", "stcn.com.a.test"),
        ("http://[::1]:80/1", "--1"),
    ],
)
def test_sites_are_told_by_their_domains(link: str, site: str) -> None:
    """A domain is known with all that is under it, and nothing that looks like it."""
    assert site_of_address(link) == site


def test_feeds_and_posts_agree_on_what_sites_are_called() -> None:
    """An id that only one of the two knows would make two sites of one."""
    assert set(SITES.values()) <= set(posts.SITES.values())


def test_a_link_that_all_entries_share_is_not_their_identity() -> None:
    """Else each would be a new version of the one before."""
    pair = (WHOLE, replace(WHOLE, title="海棠电气拟回购股份", id="n-2"))
    feed = replace(rsshub("x"), entries=pair)
    places = [
        place_elsewhere(one, feed, has_own_link=one.link not in shared_links(feed))
        for one in pair
    ]

    assert len({place.native_id for place in places}) == 2
    assert {place.site for place in places} == {"a.test"}


def test_marks_of_a_campaign_are_no_part_of_an_address() -> None:
    """The same article in two feeds is one article."""
    entry = replace(WHOLE, link="https://a.test/n?id=7&utm_source=rss&utm_medium=feed")
    place = place_elsewhere(entry, rsshub("x"), has_own_link=True)

    assert place.url == "https://a.test/n?id=7"


def test_subscriptions_are_found_however_deep() -> None:
    """A list has folders; a feed that stands in two of them is one feed."""
    opml = """<?xml version="1.0" encoding="utf-8"?><opml version="2.0"><body>
    <outline text="时报"><outline text="要闻" type="rss" xmlUrl="https://a.test/1?a=1&amp;b"/>
    <outline text="快讯" xmlUrl="https://a.test/2"/></outline>
    <outline text="要闻" xmlUrl="https://a.test/2"/><outline text="空"/></body></opml>"""

    assert subscriptions(opml.encode()) == ("https://a.test/1?a=1&b", "https://a.test/2")
    with pytest.raises(FeedError, match="no OPML"):
        subscriptions(ATOM.encode())


def test_other_crawls_do_not_load_the_library() -> None:
    """Scrapy imports every spider's module at its start; this one's is cheap."""
    code = "import sys, crawler.sites.feed; sys.exit('feedparser' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60, check=False)

    assert run.returncode == 0
