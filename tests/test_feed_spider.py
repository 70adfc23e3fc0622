"""The spider `feed` against real servers: one with feeds, one with the pages behind."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from crawler.errors import UsageError
from crawler.sites.feed import FeedSpider
from tests import databases
from tests.conftest import AFTERNOON
from tests.harness import Desk, Outcome
from tests.sample_site import SampleSite

LIVE = "https://www.stcn.com/article/detail/{}.html"
BUYBACK = (
    "<p>云岭股份（605999）9月28日公告，拟以集中竞价方式回购公司股份。</p>"
    "<p>回购资金总额为1.2亿元，回购价格不超过每股15元。</p>"
)
ORDER = "<p>海棠电气签下8.6亿元订单，交货期为18个月。</p><p>公司提示风险。</p>"
SIGNED = "证券时报网 - 要闻 - {} RSSHub(https://github.com/DIYgod/RSSHub)"


@dataclass
class Newsroom:
    """A server of feeds: what it has at each path, and what it was asked."""

    feeds: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Path to content type and text."""
    asked: list[tuple[str, bool]] = field(default_factory=list)
    """Paths, and whether with a condition."""
    url: str = ""

    def put(self, path: str, text: str, kind: str = "application/xml") -> str:
        """Serve a feed; its address."""
        self.feeds[path] = (kind, text)
        return self.url + path


@contextmanager
def served(room: Newsroom) -> Iterator[None]:
    """Serve on loopback, with validators, on the afternoon of the sample site."""

    class Handler(BaseHTTPRequestHandler):
        """Answers as a web server does that knows ETags."""

        def do_GET(self) -> None:
            """One request."""
            condition = self.headers.get("If-None-Match")
            room.asked.append((self.path, condition is not None))
            kind, text = room.feeds.get(self.path, ("text/plain", ""))
            etag = f'"{hash(text):x}"'
            found = self.path in room.feeds
            status = 404 if not found else 304 if condition == etag else 200
            body = text.encode() if status == 200 else b""
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if found:
                self.send_header("ETag", etag)
            self.end_headers()
            self.wfile.write(body)

        def date_time_string(self, timestamp: float | None = None) -> str:  # noqa: ARG002 - the one time there is
            """Half past three in Beijing."""
            return format_datetime(AFTERNOON)

        def log_message(self, *told: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    room.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


@pytest.fixture
def room() -> Iterator[Newsroom]:
    """A server of feeds that has none yet."""
    newsroom = Newsroom()
    with served(newsroom):
        yield newsroom


@pytest.fixture
def alone(tmp_path: Path) -> Desk:
    """A desk without the sample site."""
    return Desk(tmp_path)


def read(desk: Desk, *urls: str, **settings: Any) -> Outcome:
    """`scrapy crawl feed`."""
    words = ["crawl", "feed", "-a", f"url={','.join(urls)}"]
    if desk.base_url:
        words += ["-a", f"base_url={desk.base_url}"]
    return desk.scrapy(*words, **settings)


def item(link: str, title: str, text: str, time: str, *categories: str) -> str:
    """One item as RSSHub writes it."""
    named = "".join(f"<category>{name}</category>" for name in categories)
    return (
        f"<item><title>{title}</title><description><![CDATA[{text}]]></description>"
        f"<link>{link}</link><guid isPermaLink='false'>{link}</guid>{named}"
        f"<pubDate>{time}</pubDate><author>海棠日报</author></item>"
    )


def gmt(published_at: str) -> str:
    """A time of the view `news` as RSS has it."""
    return format_datetime(
        datetime.fromisoformat(published_at).astimezone(UTC), usegmt=True
    )


def rsshub(*items: str, signed: str = "Powered by") -> str:
    """A feed of 要闻 as RSSHub makes it."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        "<title>证券时报网 - 要闻</title><generator>RSSHub</generator>"
        "<link>https://www.stcn.com/article/list/yw.html</link>"
        f"<description>{SIGNED.format(signed)}</description>{''.join(items)}"
        "</channel></rss>"
    )


def test_a_feed_of_rsshub_becomes_articles_of_the_site(alone: Desk, room: Newsroom) -> None:
    """The site's own ids, addresses and channels; no page is asked for."""
    time = "Mon, 28 Sep 2026 07:20:00 GMT"
    url = room.put(
        "/stcn/yw", rsshub(item(LIVE.format(9001), "云岭股份拟回购", BUYBACK, time, "回购"))
    )
    outcome = read(alone, url)

    assert outcome.code == 0, outcome.err
    row = alone.row("SELECT * FROM news")
    assert row["article_id"] == "stcn:9001"
    assert row["url"] == LIVE.format(9001)
    assert (row["channels"], row["tags"], row["kind"]) == ("yw", "回购", "article")
    assert (row["source"], row["authors"]) == ("海棠日报", None)
    assert row["published"] == "2026-09-28 15:20:00"
    assert (row["published_from"], row["published_raw"]) == ("feed", time)
    assert row["body"].splitlines()[1] == "回购资金总额为1.2亿元，回购价格不超过每股15元。"
    assert row["symbols"] == "605999.SH"
    run = alone.row("SELECT spider, listed, new, outcome FROM crawl_run")
    assert run == {"spider": "feed", "listed": 1, "new": 1, "outcome": "ok"}


def test_beijing_time_under_the_label_gmt_is_read_as_such(
    alone: Desk, room: Newsroom
) -> None:
    """What would not be out yet was printed by Beijing's clock; so did old RSSHub."""
    time = "Mon, 28 Sep 2026 {}:20:00 GMT"
    new = item(LIVE.format(9001), "云岭股份拟回购", BUYBACK, time.format(15))
    old = item(LIVE.format(9002), "海棠电气签下订单", ORDER, time.format("05"))
    urls = [
        room.put("/proven", rsshub(new)),
        room.put("/by-rule", rsshub(old, signed="Made with love by")),
    ]
    assert read(alone, *urls).code == 0

    rows = alone.rows("SELECT published, published_raw FROM news ORDER BY article_id")
    assert [row["published"][11:] for row in rows] == ["15:20:00", "05:20:00"]
    assert [row["published_raw"] for row in rows] == [time.format(15), time.format("05")]


def test_an_unchanged_feed_costs_nothing(alone: Desk, room: Newsroom) -> None:
    """The second time it answers 304; the third time it is sent, and nothing is new."""
    one = item(
        LIVE.format(9001), "云岭股份拟回购", BUYBACK, "Mon, 28 Sep 2026 07:20:00 GMT"
    )
    url = room.put("/stcn/yw", rsshub(one))
    read(alone, url)
    before = alone.rows("SELECT * FROM article_version")
    again = read(alone, url)
    room.put("/stcn/yw", rsshub(one) + "<!-- made anew -->")
    anew = read(alone, url)

    assert (again.code, anew.code) == (0, 0), again.err + anew.err
    asked = [condition for path, condition in room.asked if path == "/stcn/yw"]
    assert asked == [False, True, True]
    assert alone.rows("SELECT * FROM article_version") == before
    runs = alone.rows("SELECT listed, new, unchanged FROM crawl_run ORDER BY run_id")
    assert runs[1:] == [
        {"listed": 0, "new": 0, "unchanged": 0},
        {"listed": 1, "new": 0, "unchanged": 1},
    ]


def test_an_entry_without_text_leads_to_the_page(
    desk: Desk, room: Newsroom, site: SampleSite
) -> None:
    """The site's own spider reads it there; what the feed has whole is not asked for."""
    site.publish(("yw",), title="北辰新材净利润增长", body="北辰新材公告，净利润增长。")
    desk.crawl("channels=yw")
    pages = desk.rows("SELECT * FROM news WHERE kind = 'article' LIMIT 2")
    databases.lose(desk.database)
    site.requests.clear()
    time = "Mon, 28 Sep 2026 07:20:00 GMT"
    empty, cut = (row["url"] for row in pages)
    url = room.put(
        "/stcn/yw",
        rsshub(
            item(empty, "", "", time),
            item(cut, pages[1]["title"], "<p>北辰新材公告…</p>", time),
            item(LIVE.format(9001), "云岭股份拟回购", BUYBACK, time),
        ),
    )
    outcome = read(desk, url)

    assert outcome.code == 0, outcome.err
    found = {row["article_id"]: row for row in desk.rows("SELECT * FROM news")}
    assert set(found) == {*(row["article_id"] for row in pages), "stcn:9001"}
    for row in pages:
        told = found[row["article_id"]]
        for name in ("title", "body", "url", "published", "source", "authors"):
            assert told[name] == row[name], name
        assert (told["published_from"], told["channels"]) == ("detail", "yw")
    asked = [path for _, path, _ in site.requests if "/detail/" in path]
    assert len(asked) == 2
    # The feed led to pages: it is not taken for read until they are all settled.
    assert desk.rows("SELECT url FROM validator WHERE url = ?", url) == []


def test_a_feed_makes_no_versions_of_what_the_site_showed(
    desk: Desk, room: Newsroom, site: SampleSite
) -> None:
    """The same text by another way is the same article, and takes nothing from it."""
    site.publish(("yw",), title="北辰新材净利润增长", body="北辰新材公告，净利润增长。")
    desk.crawl("channels=yw")
    told = "SELECT article_id, version, title, authors, tags FROM news ORDER BY 1"
    before = desk.rows(told)
    rows = desk.rows("SELECT * FROM news WHERE kind = 'article' AND body <> '' LIMIT 5")
    items = (
        item(
            row["url"],
            row["title"],
            row["body_html"],
            gmt(row["published_at"]),
            *filter(None, (row["tags"] or "").split(",")),
        ).replace("海棠日报", row["source"])
        for row in rows
    )
    outcome = read(desk, room.put("/stcn/yw", rsshub(*items)))

    assert outcome.code == 0, outcome.err
    run = desk.row("SELECT listed, new, changed, unchanged FROM crawl_run WHERE run_id = 2")
    assert run == {"listed": len(rows), "new": 0, "changed": 0, "unchanged": len(rows)}
    assert desk.rows(told) == before


def test_a_page_that_is_not_there_does_not_hide(desk: Desk, room: Newsroom) -> None:
    """It is gone, as it would be for the site's own spider."""
    one = item(LIVE.format(99), "云岭股份拟回购", "", "Mon, 28 Sep 2026 07:20:00 GMT")
    outcome = read(desk, room.put("/stcn/yw", rsshub(one)))

    assert outcome.code == 0, outcome.err
    row = desk.row("SELECT site, native_id, state FROM discovery")
    assert row == {"site": "stcn", "native_id": "99", "state": "gone"}


def test_feeds_of_sites_that_nobody_knows(alone: Desk, room: Newsroom) -> None:
    """Whole entries are articles of their host; of the others it is said why not."""
    atom = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>海棠观察</title>
    <entry><title>海棠电气签下订单</title><id>1</id><link href="https://news.a.test/1"/>
    <category term="公司"/><author><name>林晓舟</name></author>
    <content type="html"><![CDATA[{ORDER}]]></content>
    <published>2026-09-28T10:00:00+08:00</published></entry>
    <entry><title>只有摘要</title><id>2</id><link href="https://news.a.test/2"/>
    <summary>海棠电气有一条消息。</summary></entry></feed>"""
    text = {
        "version": "https://jsonfeed.org/version/1",
        "title": "云岭札记",
        "items": [
            {
                "id": "7",
                "url": "https://b.test/7",
                "title": "云岭股份拟回购",
                "content_text": "云岭股份拟回购股份。\n总额1.2亿元。",
                "date_published": "2026-09-28T02:00:00Z",
            }
        ],
    }
    urls = [
        room.put("/atom", atom, "application/atom+xml"),
        room.put("/json", json.dumps(text), "application/feed+json"),
    ]
    outcome = read(alone, *urls)
    again = read(alone, *urls)

    assert (outcome.code, again.code) == (0, 0), outcome.err
    rows = alone.rows("SELECT site, title, channels, authors, published, url FROM news")
    assert sorted(rows, key=lambda row: str(row["site"])) == [
        {
            "site": "b.test",
            "title": "云岭股份拟回购",
            "channels": None,
            "authors": None,
            "published": "2026-09-28 10:00:00",
            "url": "https://b.test/7",
        },
        {
            "site": "news.a.test",
            "title": "海棠电气签下订单",
            "channels": "公司",
            "authors": "林晓舟",
            "published": "2026-09-28 10:00:00",
            "url": "https://news.a.test/1",
        },
    ]
    refused = alone.row("SELECT reason, detail, url FROM rejection")
    assert (refused["reason"], refused["url"]) == ("no_text", "https://news.a.test/2")
    assert "no spider knows how to read the page" in refused["detail"]


def test_what_is_no_feed_is_an_alarm(alone: Desk, room: Newsroom) -> None:
    """The others are read all the same, and each trouble is told."""
    one = item(
        LIVE.format(9001), "云岭股份拟回购", BUYBACK, "Mon, 28 Sep 2026 07:20:00 GMT"
    )
    urls = [
        room.put("/page", "<!DOCTYPE html><html><body>维护中</body></html>", "text/html"),
        room.put("/empty", rsshub()),
        f"{room.url}/missing",
        room.put("/stcn/yw", rsshub(one)),
    ]
    outcome = read(alone, *urls)

    assert outcome.code == 1
    for reason in ("not_a_feed: ", "empty_list: ", "list_unreachable: "):
        assert reason in outcome.err
    assert len(alone.rows("SELECT * FROM news")) == 1


def test_subscriptions_and_files_are_read(
    alone: Desk, room: Newsroom, tmp_path: Path
) -> None:
    """An OPML list names feeds; a feed may be a file, however it is named."""
    time = "Mon, 28 Sep 2026 07:20:00 GMT"
    url = room.put("/a", rsshub(item(LIVE.format(9001), "云岭股份拟回购", BUYBACK, time)))
    opml = f'<opml version="2.0"><body><outline text="a" xmlUrl="{url}"/></body></opml>'
    (tmp_path / "list.opml").write_text(opml, "utf-8")
    for number in (9002, 9003):
        kept = rsshub(item(LIVE.format(number), "海棠电气签下订单", ORDER, time))
        (tmp_path / f"{number}.xml").write_text(kept, "utf-8")
    outcome = alone.scrapy(
        *("crawl", "feed", "-a", "opml=list.opml"),
        *("-a", f"url=9002.xml,{(tmp_path / '9003.xml').as_uri()}"),
    )

    assert outcome.code == 0, outcome.err
    ids = alone.rows("SELECT article_id FROM news ORDER BY article_id")
    assert [row["article_id"] for row in ids] == ["stcn:9001", "stcn:9002", "stcn:9003"]


@pytest.mark.parametrize(
    ("argument", "said"),
    [
        ("channels=yw", "There is no argument 'channels'; there are url, opml, base_url."),
        ("url=", "Say which feeds: -a url=ADDRESS[,ADDRESS...] or -a opml=FILE."),
        ("url=ftp://a.test/feed", "ftp://a.test/feed is no feed: there is no such file"),
        ("opml=none.opml", "opml=none.opml cannot be read: No such file or directory."),
        ("base_url=x", "base_url=x is no address"),
    ],
    ids=["unknown", "none", "no web address", "no list", "no base"],
)
def test_wrong_arguments_are_told_in_a_sentence(argument: str, said: str) -> None:
    """It says what would be right."""
    name, _, value = argument.partition("=")

    with pytest.raises(UsageError, match=re.escape(said)):
        FeedSpider(**{name: value})


def test_wrong_arguments_end_the_run_before_it_begins(alone: Desk) -> None:
    """Exit code 2, a sentence, and no database."""
    outcome = alone.scrapy("crawl", "feed", "-a", "channels=yw")

    assert outcome.code == 2
    assert outcome.sentence.startswith("There is no argument 'channels'")
    assert not alone.database.exists()
