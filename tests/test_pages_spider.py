"""The spider `pages`: addresses and saved files, whoever's they are."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from crawler.anypage import site_of_host
from tests.crawler.anypage.invented_pages import STORY, page, simple
from tests.harness import Desk

_INFO = "2026-09-24 18:26 来源：云岭日报 作者：林一鸣"
_SAVED_STCN = (
    "<html><head><link rel='canonical' "
    "href='https://www.stcn.com/article/detail/757276.html'></head><body>"
    "<div class='detail-title'>澜江科技签约大单</div>"
    "<div class='detail-info'><span>来源：证券时报网</span><span>2026-09-24 18:26</span>"
    "</div><div class='detail-content'><p>澜江科技公告，签订重大合同。</p></div>"
    "</body></html>"
)
_SERVED = {
    "/robots.txt": "",
    "/a/1.html?from=list": simple(_INFO).replace(
        "</head>", "<link rel='canonical' href='{base}/a/1.html'></head>"
    ),
    "/a/2.html": simple(_INFO, title="澜江科技-云岭股份合作").replace(
        "</head>", "<link rel='canonical' href='https://elsewhere.example/9.html'></head>"
    ),
    "/a/3.html": page("公司新闻_云岭网", "<h1>公司新闻</h1>", after=""),
}


class _Site(BaseHTTPRequestHandler):
    """Serves `_SERVED`; anything else is not there."""

    def do_GET(self) -> None:
        """One page."""
        text = _SERVED.get(self.path)
        body = (text or "").replace("{base}", f"http://{self.headers['Host']}").encode()
        self.send_response(404 if text is None else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk without a site."""
    return Desk(tmp_path)


@pytest.fixture
def served() -> Iterator[str]:
    """A small site on loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


def test_a_folder_of_saved_pages_is_read(desk: Desk, tmp_path: Path) -> None:
    """One of a site that we know, one of another, one without an address."""
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "known.html").write_text(_SAVED_STCN, encoding="utf-8")
    own = "<link rel='canonical' href='https://www.yunling.com.cn/a/1.html'></head>"
    other = simple(_INFO).replace("</head>", own)
    (folder / "other.htm").write_text(other, encoding="gb18030")
    (folder / "nameless.html").write_text(
        simple(_INFO, title="没有地址的一页"), encoding="utf-8"
    )
    (folder / "notes.txt").write_text("not a page", encoding="utf-8")
    ran = desk.scrapy("crawl", "pages", "-a", f"urls={folder}")
    assert ran.code == 0, ran.err
    rows = desk.rows("SELECT * FROM news ORDER BY title")
    assert [row["title"] for row in rows] == [
        "云岭股份签约大单",
        "没有地址的一页",
        "澜江科技签约大单",
    ]
    assert [row["site"] for row in rows] == ["yunling", "unknown", "stcn"]
    assert rows[2]["article_id"] == "stcn:757276"
    assert rows[1]["url"] is None
    other_row = rows[0]
    assert other_row["url"] == "https://www.yunling.com.cn/a/1.html"
    assert other_row["published"] == "2026-09-24 18:26:00"
    assert (other_row["source"], other_row["authors"]) == ("云岭日报", "林一鸣")
    assert len(other_row["body"].splitlines()) == 4


def test_addresses_are_asked_for(desk: Desk, served: str, tmp_path: Path) -> None:
    """A canonical address counts on its own host only; a page of links is refused."""
    names = ["/a/1.html?from=list", "/a/2.html#top", "/a/3.html", "/a/4.html"]
    urls = tmp_path / "urls.txt"
    lines = ["# three pages", "", *(f"{served}{name}" for name in names)]
    urls.write_text("\n".join(lines), encoding="utf-8")
    ran = desk.scrapy("crawl", "pages", "-a", f"urls={urls}")
    assert ran.code == 1, ran.err
    rows = desk.rows("SELECT title, url, site FROM news ORDER BY url")
    assert [row["url"] for row in rows] == [f"{served}/a/1.html", f"{served}/a/2.html"]
    assert rows[1]["title"] == "澜江科技-云岭股份合作"
    refused = desk.row("SELECT reason, url, site FROM rejection")
    assert refused["reason"] == "no_article"
    assert refused["site"] == site_of_host(served)
    assert f"{served}/a/4.html: there is no such page (404)" in ran.err


def test_a_saved_page_has_a_limit_and_its_pictures_have_none(
    desk: Desk, tmp_path: Path
) -> None:
    """What no answer may be, no file may be: it would take the whole memory."""
    told = simple(_INFO, title="云岭股份签约大单")
    picture = f"<img src='data:image/png;base64,{'A' * 50_000}'>"
    (tmp_path / "pictures.html").write_text(told.replace("</body>", f"{picture}</body>"))
    (tmp_path / "text.html").write_text(told.replace("</body>", f"{STORY * 200}</body>"))
    outcome = desk.scrapy(
        "crawl", "pages", "-a", f"urls={tmp_path}", DOWNLOAD_MAXSIZE=20_000
    )

    assert outcome.code == 1
    assert desk.row("SELECT title FROM news")["title"] == "云岭股份签约大单"
    assert desk.row("SELECT reason, url FROM rejection") == {
        "reason": "too_large",
        "url": str(tmp_path / "text.html"),
    }


def test_a_saved_block_page_is_refused(desk: Desk, tmp_path: Path) -> None:
    """It is not asked again, and is no article."""
    saved = tmp_path / "block.html"
    saved.write_text(page("安全验证", "<p>您的访问过于频繁。</p>", after=""), "utf-8")
    ran = desk.scrapy("crawl", "pages", "-a", f"urls={saved}")
    assert ran.code == 1
    assert desk.row("SELECT reason FROM rejection")["reason"] == "blocked"
    assert desk.rows("SELECT 1 FROM news") == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "-a urls=FILE"),
        (("urls=no-such-file.txt",), "cannot be read"),
        (("urls=list.txt",), "line 2: nowhere.html is no page"),
        (("urls=empty.txt",), "names no page"),
        (("url=list.txt",), "there are urls, base_url"),
    ],
    ids=["none", "no file", "bad line", "empty", "unknown"],
)
def test_wrong_arguments_end_with_a_sentence(
    desk: Desk, tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    """Exit code 2, before any request."""
    (tmp_path / "list.txt").write_text("https://yunling.example/1\nnowhere.html\n", "utf-8")
    (tmp_path / "empty.txt").write_text("# nothing\n", "utf-8")
    words = [word for argument in arguments for word in ("-a", argument)]
    ran = desk.scrapy("crawl", "pages", *words)
    assert ran.code == 2
    assert says in ran.err
