"""The newsroom over HTTP: pages, headers, data, refusals, life and death."""

import json
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree, html
from typer.testing import CliRunner, Result

from storage.cli.app import app
from storage.store import Store
from tests.storage.conftest import BUYBACK, HOUR, NOON
from tests.storage.web.conftest import Newsroom, serving

pytestmark = pytest.mark.sqlite("the newsroom shows a file")

OURS = [
    "/",
    "/news",
    "/news?q=回购&fragment=1",
    "/news/stcn:1001",
    "/news/stcn:2000",
    "/compare?one=stcn:1001@1&other=stcn:1001@3",
    "/charts",
    "/coverage.svg",
    "/feed/stcn/yw.atom",
    "/assets/newsroom.css",
]
DATASETTES = [
    "/db",
    "/db/news",
    "/db/search?words=回购",
    "/db/article_symbol",
    "/-/settings",
]
ACTIVE = (
    "//script[not(@src)]|//style|//iframe|//object|//embed|//base|//math|//form[@style]"
)


def page(newsroom: Newsroom, path: str) -> html.HtmlElement:
    """A page that is there, parsed."""
    answer = newsroom.get(path)
    assert answer.status_code == 200, answer.text
    return html.fromstring(answer.text)


def texts(tree: html.HtmlElement, query: str) -> list[str]:
    """The texts of what a query finds, white space aside."""
    return [" ".join(found.text_content().split()) for found in tree.cssselect(query)]


@pytest.mark.parametrize("path", [*OURS, *DATASETTES])
def test_every_answer_forbids_everything_from_elsewhere(
    newsroom: Newsroom, path: str
) -> None:
    """Our pages, Datasette's and files: 200 and the same strict headers."""
    answer = newsroom.get(path)
    assert answer.status_code == 200, answer.text
    policy = answer.headers["content-security-policy"].split("; ")
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("path", [path for path in OURS if "." not in path])
def test_our_pages_load_only_our_files(newsroom: Newsroom, path: str) -> None:
    """Nothing inline that the policy would refuse, nothing from another host."""
    tree = page(newsroom, path)
    assert not tree.xpath(ACTIVE)
    assert not tree.xpath("//@*[starts-with(name(), 'on')]|//@style")
    loaded = tree.xpath("//script/@src|//link/@href|//img/@src")
    assert all(address.startswith("/") for address in loaded)


def test_the_front_page(newsroom: Newsroom) -> None:
    """The most repeated story leads; channels with what they have; how fresh they are."""
    tree = page(newsroom, "/")
    assert texts(tree, ".lead > h2") == ["海棠电气拟1.8亿元回购股份"]
    assert texts(tree, ".latest a.headline")[0].startswith("</title>")
    assert texts(tree, ".channel h2 a") == ["要闻", "股市", "快讯"]
    assert "海棠电气：拟回购" not in texts(tree, ".latest a.headline")
    assert len(tree.cssselect(".freshness tbody tr")) == 4


def test_an_empty_newsroom(tmp_path: Path) -> None:
    """Before the first crawl every page says so; SIGTERM, as of systemd, ends it."""
    with Store(f"sqlite:///{tmp_path / 'news.db'}"):
        pass
    with serving(tmp_path / "news.db") as empty:
        assert "这里还没有新闻" in empty.get("/").text
        assert "没有找到" in empty.get("/news").text
        assert "还没有可画的数据" in empty.get("/charts").text
        assert empty.get("/coverage.svg").status_code == 200
        empty.process.send_signal(signal.SIGTERM)
        assert empty.process.wait(timeout=20) in {0, -signal.SIGTERM}
        assert empty.process.stderr
        assert empty.process.stderr.read() == ""


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("/news", 66),
        ("/news?q=回购", 2),
        ("/news?q=净利润 12.5%25", 1),
        ("/news?q=_100%25全文", 1),
        ("/news?q=回购&channel=cs:gs", 1),
        ("/news?q=云岭股份&page=2", 60),
        ("/news?day=2026-09-23", 1),
        ("/news?kind=flash", 1),
        ("/news?symbol=688777.SH", 1),
        ("/news?source=证券时报&channel=kx", 1),
        ("/news?source=无此来源", 0),
        ("/news?until=2026-09-24 06:00:00", 1),
    ],
)
def test_the_list_and_its_filters(newsroom: Newsroom, address: str, number: int) -> None:
    """It finds what `shibao search` finds, and says how many."""
    tree = page(newsroom, address)
    assert texts(tree, ".summary")[0].split("篇")[0].split()[-1] == str(number)
    assert len(tree.cssselect("ol.stories > li")) == min(
        number, 20 if "page" in address else 40
    )


def test_facets_lead_where_they_say(newsroom: Newsroom) -> None:
    """Every value's link finds as many articles as stand beside it."""
    tree = page(newsroom, "/news?q=公告")
    links = tree.cssselect(".facets a")
    assert len(links) > 8
    for link in links:
        number = int(link.cssselect(".count")[0].text_content())
        assert len(page(newsroom, link.get("href")).cssselect("ol.stories > li")) == number


def test_pages_follow_each_other(newsroom: Newsroom) -> None:
    """Every article once, from the first page to the last."""
    address, seen = "/news", []
    while address:
        tree = page(newsroom, address)
        seen += [link.get("href") for link in tree.cssselect(".stories a.headline")]
        address = next(iter(tree.xpath("//a[@rel='next']/@href")), "")
    assert len(seen) == len(set(seen)) == 66


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/news?day=昨日", 400, "不是日期"),
        ("/news?until=9999", 400, "不是时间"),
        ("/news?kind=rumour", 400, "没有 rumour 这种类型"),
        ("/news?page=0", 400, "页码"),
        ("/news?page=99999999999999999999", 400, "页码"),
        ("/news/stcn:1005", 404, "empty_body"),
        ("/news/1001", 404, "可能是 cs:1001、stcn:1001"),
        ("/news/nobody:1", 404, "没有 nobody:1 这篇新闻"),
        ("/compare?one=stcn:1001", 404, "可比"),
        ("/compare?one=stcn:1001@9&other=stcn:1001", 404, "可比"),
        ("/feed/stcn/none.atom", 404, "没有 stcn:none 这个频道"),
    ],
)
def test_wrong_addresses(
    newsroom: Newsroom, address: str, status: int, sentence: str
) -> None:
    """One sentence that says what would be right, or what became of it."""
    answer = newsroom.get(address)
    assert (answer.status_code, sentence in answer.text) == (status, True)


def test_an_article_with_its_versions_and_its_family(newsroom: Newsroom) -> None:
    """Text, credits, symbols, the original, what changed, who repeats it and how."""
    tree = page(newsroom, "/news/stcn:1001")
    assert texts(tree, "h1") == ["海棠电气拟1.8亿元回购股份"]
    assert "林晓舟" in texts(tree, ".byline")[0]
    assert texts(tree, ".symbols a") == ["海棠电气 002999.SZ"]
    assert tree.xpath("//a[@class='original']/@href") == [BUYBACK.url]
    assert texts(tree, ".change ins")[:2] == ["1.8", "1.8"]
    assert texts(tree, ".change del")[:2] == ["1.5", "1.5"]
    copy = texts(tree, ".family li")[1]
    assert "转载" in copy
    assert "晚 5 小时" in copy
    assert "相似 90%" in copy


def test_two_versions_apart_from_each_other(newsroom: Newsroom) -> None:
    """Any two, whole figures at a time."""
    tree = page(newsroom, "/compare?one=stcn:1001@1&other=stcn:1001@3")
    assert texts(tree, ".difference .text del") == ["1.2"]
    assert texts(tree, ".difference .text ins") == ["1.8", "，期限六个月"]


def test_json_of_an_article(newsroom: Newsroom, shelf: Path) -> None:
    """A file to save; word for word what `shibao show --json` says."""
    answer = newsroom.get("/news/stcn:1001.json")
    assert answer.headers["content-disposition"] == 'attachment; filename="stcn-1001.json"'
    shown = CliRunner().invoke(app, ["--db", str(shelf), "show", "stcn:1001", "--json"])
    assert answer.json() == json.loads(shown.stdout)


def test_csv_and_json_of_everything(newsroom: Newsroom) -> None:
    """Datasette's own doors, and the list's link to the same question."""
    lines = newsroom.get("/db/news.csv?_stream=on&_size=10").text.splitlines()
    assert sum(line.startswith(("stcn:", "cs:")) for line in lines) == 66
    rows = newsroom.get("/db/news.json?_shape=array&kind=flash").json()
    assert [row["article_id"] for row in rows] == ["stcn:1002"]
    (link,) = page(newsroom, "/news?channel=stcn:kx").xpath("//a[@class='download']/@href")
    assert "stcn:1002" in newsroom.get(link).text
    found = newsroom.get("/db/search.json?words=回购 NOT 1.8亿元&_shape=array").json()
    assert [row["article_id"] for row in found] == ["cs:1001"]


def test_charts_and_their_numbers(newsroom: Newsroom) -> None:
    """Drawn on the server, told in words, and as CSV."""
    tree = page(newsroom, "/charts")
    assert len(tree.xpath("//*[name()='svg']")) == 6
    assert "要闻 06 时" not in tree.text_content()
    assert "快讯 11 时：1 篇" in tree.text_content()
    for link in tree.xpath("//a[text()='CSV']/@href"):
        assert newsroom.get(link).text.count("\n") >= 1


def test_a_channel_as_a_feed(newsroom: Newsroom) -> None:
    """Atom that a parser takes, hostile titles included; no link that acts."""
    answer = newsroom.get("/feed/stcn/yw.atom")
    feed = etree.fromstring(answer.content)
    names = {"a": "http://www.w3.org/2005/Atom"}
    assert len(feed.findall("a:entry", names)) == 50
    links = feed.xpath("//a:link/@href", namespaces=names)
    assert all(link.startswith("http") for link in links)


def test_a_hostile_story_is_only_read(newsroom: Newsroom) -> None:
    """Its words stay, its pictures become links, nothing of it acts."""
    tree = page(newsroom, "/news/stcn:2000")
    assert texts(tree, "h1")[0].startswith('</title><script>alert("标题")</script>')
    (body,) = tree.cssselect(".body")
    assert "正文照常。" in body.text_content()
    assert {link.get("href") for link in body.iter("a")} <= {
        None,
        "https://elsewhere.invalid/p.png",
    }
    assert not list(body.iter("img", "script", "style", "iframe", "form", "svg", "math"))
    assert not tree.cssselect("a.original")


@pytest.mark.parametrize("path", ["/", "/news/stcn:1001", "/db/news", "/db/article"])
def test_nothing_takes_a_post(newsroom: Newsroom, path: str) -> None:
    """Whoever sends something is refused."""
    answer = newsroom.client.post(f"{newsroom.address}{path}", data={"title": "改"})
    assert answer.status_code == 405


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM article",
        "WITH x AS (SELECT 1) DELETE FROM article",
        "ATTACH 'other.db' AS other",
        "PRAGMA query_only = OFF",
        "VACUUM INTO 'copy.db'",
    ],
)
def test_sql_that_writes_is_refused(newsroom: Newsroom, statement: str) -> None:
    """Only questions are answered."""
    answer = newsroom.get(f"/db.json?sql={statement}")
    assert (answer.status_code, answer.json()["ok"]) == (400, False)


def test_a_question_without_end_is_stopped(newsroom: Newsroom) -> None:
    """By Datasette's limit, of which a question may ask for less."""
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i %2B 1 FROM n) "
    answer = newsroom.get(f"/db.json?sql={endless}SELECT max(i) FROM n&_timelimit=20")
    assert answer.status_code == 400
    assert "interrupt" in answer.text.lower()
    assert newsroom.get("/-/settings.json").json()["sql_time_limit_ms"] == 3_000


@pytest.mark.parametrize(
    "host", ["elsewhere.invalid", "127.0.0.1.elsewhere.invalid:80", ""]
)
def test_another_name_is_not_answered(newsroom: Newsroom, host: str) -> None:
    """A page elsewhere whose name was made to mean this machine reads nothing."""
    answer = newsroom.get("/", host=host)
    assert answer.status_code == 421
    assert "时报" not in answer.text


def test_a_crawl_fills_it_and_notices_nothing(database: Path) -> None:
    """New articles show on reload, also amid a write; Ctrl-C ends it with 0."""
    news = replace(
        BUYBACK, article_id="stcn:9", native_id="9", title="刚刚入库", published_at=NOON
    )
    with serving(database) as running:
        assert "刚刚入库" not in running.get("/").text
        with Store(f"sqlite:///{database}") as store:
            run_id = store.begin_run("stcn", {}, NOON + HOUR)
            store.apply(run_id, (news,))
            assert "刚刚入库" in running.get("/").text
            assert running.get("/db/news.json?_shape=array").json()
            store.apply(run_id, (replace(news, title="刚刚改过", seen_at=NOON + HOUR),))
            assert "刚刚改过" in running.get("/news/stcn:9").text
        assert running.stop() == 0
        assert running.process.stderr
        assert running.process.stderr.read() == ""


def refused(result: Result) -> str:
    """The one sentence of a refusal."""
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    assert result.stderr.count("\n") == 1
    return result.stderr.strip()


def test_wrong_use(shibao: Callable[..., Result], tmp_path: Path) -> None:
    """No database, no port, no host: a sentence for each."""
    assert "There is no database none.db" in refused(shibao("--db", "none.db", "serve"))
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        assert f"127.0.0.1:{port} cannot be had" in refused(shibao("serve", "--port", port))
    assert "is no address" in refused(shibao("serve", "--host", "no such host"))
    assert not (tmp_path / "none.db").exists()


def test_without_the_extra(
    shibao: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says which one."""
    monkeypatch.setitem(sys.modules, "datasette", None)
    assert 'pip install "shibao[web]"' in refused(shibao("serve"))


def test_other_machines_are_a_decision(
    shibao: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--host` says what it means."""
    pytest.importorskip("datasette", reason="the extra `web` is not installed")
    hosts: list[object] = []

    def serve(
        path: Path, listener: socket.socket, hosts_: object = None, **kw: object
    ) -> None:
        del path, hosts_
        hosts.append(kw)
        listener.close()

    monkeypatch.setattr("storage.web.serving.serve", serve)
    result = shibao("serve", "--host", "0.0.0.0", "--port", "0")
    assert (result.exit_code, hosts) == (0, [{"hosts": []}])
    assert "Everyone who reaches 0.0.0.0 can read the whole database" in result.stderr
