"""Pages of stcn.com's earlier eras, from address, file and archive to the row."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests import databases
from tests.crawler.sites.stcn.old_pages import (
    CMSTOP,
    PARTS,
    TITLE,
    TRS,
    cmstop,
    cmstop_pages,
    linked_bar,
    trs,
)
from tests.harness import ROOT, Desk

SAMPLE = (
    ROOT.parent
    / "shared/reference/samples/stcn_detail_full_2019-09-26_kuaixun_15409036.html"
)
LINES = (
    "证券时报网讯，海棠电气公告，公司中标北塬电网变压器采购项目。",
    "中标金额2.03亿元，占上年营收的8.1%。",
    "公司称，项目将于明年三月交货。",
)
SECOND, THIRD = (CMSTOP.replace(".shtml", f"_{n}.shtml") for n in (2, 3))
LIST = "http://kuaixun.stcn.com/index.shtml"
LISTED = (
    '<html><body><ul id="news_list2"><li ><i>18:26</i>'
    f'<a href="{CMSTOP}" title="{TITLE}" target="_blank">{TITLE}</a>'
    "<span>2019-09-12</span></li></ul></body></html>"
)


class Web:
    """What stands where on the hosts of an earlier web, and what was asked for."""

    def __init__(self, pages: dict[str, str]) -> None:
        """Hold these pages, by address."""
        self.pages = pages
        self.asked: list[str] = []


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """A proxy that every http request of a command goes through: it has the old hosts."""
    web = Web({})

    class Proxy(BaseHTTPRequestHandler):
        """Answers for every host."""

        def do_GET(self) -> None:
            """One page of the web."""
            text = web.pages.get(self.path)
            if not self.path.endswith("robots.txt"):
                web.asked.append(self.path)
            body = (text or "").encode()
            self.send_response(404 if text is None else 200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{server.server_port}")
    try:
        yield web
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk without a site."""
    return Desk(tmp_path)


def pages(desk: Desk, urls: object) -> Any:
    """`scrapy crawl pages`."""
    return desk.scrapy("crawl", "pages", "-a", f"urls={urls}")


def save(folder: Path, files: dict[str, str]) -> Path:
    """Saved pages, by the last part of their address."""
    folder.mkdir()
    for url, text in files.items():
        (folder / url.rsplit("/", 1)[-1]).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the real sample is not here")
def test_the_real_page_of_2019_becomes_its_row(desk: Desk) -> None:
    """Title, minute, source, author, body: what a person found on it, and nothing else."""
    ran = pages(desk, SAMPLE)
    row = desk.row("SELECT * FROM news")

    assert ran.code == 0, ran.err
    assert row["article_id"] == "stcn:15409036"
    assert row["url"] == "http://kuaixun.stcn.com/2019/0926/15409036.shtml"
    assert row["title"] == "午间公告：天奇股份中标广汽丰田项目；运达股份中标7亿元项目"
    assert (row["published"], row["published_precision"]) == (
        *("2019-09-26 12:11:00", "minute"),
    )
    assert row["published_raw"] == "2019-09-26 12:11"
    assert (row["source"], row["authors"]) == ("证券时报网", "李在山")
    (line,) = row["body"].splitlines()
    assert line.startswith("证券时报e公司讯，当升科技：9614.5万元竞得常州市工业用地")
    assert line.endswith("伊戈尔：拟1079.6万元收购控股子公司日本伊戈尔少数股权。")


def test_an_article_of_three_pages_is_one_row_and_replays_to_it(
    desk: Desk, web: Web
) -> None:
    """Named by its second page; out of the archive it comes as it came from the site."""
    web.pages = cmstop_pages()
    ran = pages(desk, SECOND)
    before = desk.row("SELECT * FROM news")

    assert ran.code == 0, ran.err
    assert web.asked == [CMSTOP, SECOND, THIRD]
    assert before["article_id"] == "stcn:15388211"
    assert before["url"] == CMSTOP
    assert tuple(before["body"].splitlines()) == LINES

    (file,) = (desk.folder / "archive").glob("*/*.warc.gz")
    databases.lose(desk.database)
    replayed = desk.scrapy("replay", "--warc", str(file))
    after = desk.row("SELECT * FROM news")
    assert replayed.code == 0, replayed.err
    seen = {"first_seen_at", "last_seen_at"}
    assert {k: v for k, v in after.items() if k not in seen} == {
        k: v for k, v in before.items() if k not in seen
    }


@pytest.mark.parametrize("is_soft", [False, True], ids=["404", "soft-404"])
def test_an_article_whose_second_page_is_missing_is_not_half_stored(
    desk: Desk, web: Web, *, is_soft: bool
) -> None:
    """Nor is it gone: its first page stands."""
    web.pages = cmstop_pages()
    del web.pages[SECOND]
    if is_soft:
        web.pages[SECOND] = "<html><body><p>页面没有找到</p></body></html>"
    ran = pages(desk, CMSTOP)

    assert ran.code == 1, ran.err
    assert SECOND.rsplit("/", 1)[-1] in ran.err or "页面没有找到" in ran.err
    assert desk.rows("SELECT 1 FROM news") == []
    assert desk.rows("SELECT 1 FROM rejection") == []
    assert desk.rows("SELECT 1 FROM discovery WHERE state = 'gone'") == []

    web.pages = cmstop_pages()
    assert pages(desk, CMSTOP).code == 0
    assert tuple(desk.row("SELECT body FROM news")["body"].splitlines()) == LINES


def test_pages_that_lead_in_a_circle_are_read_once(desk: Desk, web: Web) -> None:
    """The last page's 下一页 leads to the first, and to itself."""
    web.pages = {
        CMSTOP: cmstop(PARTS[0], bar=f'<a href="{SECOND}">下一页</a>'),
        SECOND: cmstop(
            PARTS[1],
            bar=f'<a href="{CMSTOP}">上一页</a><a href="{CMSTOP}">下一页</a>'
            f'<a href="{SECOND}">下一页</a>',
        ),
    }
    ran = pages(desk, CMSTOP)

    assert ran.code == 0, ran.err
    assert web.asked == [CMSTOP, SECOND]
    body = desk.row("SELECT body FROM news")["body"]
    assert tuple(body.splitlines()) == LINES[:2]


def test_saved_pages_of_one_article_find_each_other(desk: Desk, tmp_path: Path) -> None:
    """By the names of their files; a page of TRS by the address that its browser wrote."""
    folder = save(tmp_path / "saved", cmstop_pages())
    mark = "<!-- saved from url=(0060){} -->\n"
    second = TRS.replace(".html", "_1.html")
    for name, url, text in (
        ("a.html", second, trs(PARTS[1], count=2, current=1)),
        ("b.html", TRS, trs(PARTS[0], count=2)),
    ):
        (folder / name).write_text(mark.format(url) + text, encoding="utf-8")
    ran = pages(desk, folder)
    rows = desk.rows("SELECT * FROM news ORDER BY published")

    assert ran.code == 0, ran.err
    assert [row["article_id"] for row in rows] == [
        *("stcn:15388211", "stcn:t20220712_4731002"),
    ]
    assert tuple(rows[0]["body"].splitlines()) == LINES
    assert tuple(rows[1]["body"].splitlines()) == LINES[:2]
    assert (rows[1]["url"], rows[1]["source"]) == (TRS, "证券时报·e公司")
    assert (rows[1]["published"], rows[1]["authors"]) == ("2022-07-12 18:26:00", "林一鸣")
    assert desk.rows("SELECT 1 FROM rejection") == []


def test_a_saved_article_that_lacks_a_page_is_refused(desk: Desk, tmp_path: Path) -> None:
    """With the page that is missing; so is a page to which none leads."""
    files = cmstop_pages()
    del files[THIRD]
    folder = save(tmp_path / "saved", files)
    alone = save(tmp_path / "alone", {SECOND: cmstop(PARTS[1], bar=linked_bar(2, 3))})
    both = tmp_path / "both.txt"
    both.write_text(
        f"saved/{CMSTOP[-14:]}\nsaved/{SECOND[-16:]}\nalone/{SECOND[-16:]}\n", "utf-8"
    )
    ran = pages(desk, both)

    assert ran.code == 1
    assert folder.is_dir()
    assert alone.is_dir()
    assert desk.rows("SELECT 1 FROM news") == []
    refused = desk.rows("SELECT reason, detail, url FROM rejection ORDER BY url")
    assert [row["reason"] for row in refused] == ["incomplete", "incomplete"]
    assert "it is page 2 of its article, and not the first" in refused[0]["detail"]
    assert f"goes on at {THIRD}, which is not among the files" in refused[1]["detail"]


def test_an_archived_list_is_sighted_and_leads_to_its_article(
    desk: Desk, web: Web, tmp_path: Path
) -> None:
    """What it printed is kept, its channel is noted, and no ground counts as covered."""
    web.pages = {LIST: LISTED, CMSTOP: cmstop(PARTS[0])}
    urls = tmp_path / "urls.txt"
    urls.write_text(f"{LIST}\n{CMSTOP}\n", "utf-8")
    pages(desk, urls)
    (file,) = (desk.folder / "archive").glob("*/*.warc.gz")
    databases.lose(desk.database)
    replayed = desk.scrapy("replay", "--warc", str(file))
    row = desk.row("SELECT article_id, channels, kind, published FROM news")

    assert replayed.code == 0, replayed.err
    assert row == {
        "article_id": "stcn:15388211",
        "channels": "kx",
        "kind": "flash",
        "published": "2019-09-12 18:26:00",
    }
    assert desk.rows("SELECT 1 FROM coverage WHERE complete = 1") == []
    assert desk.rows("SELECT 1 FROM channel_mark") == []
