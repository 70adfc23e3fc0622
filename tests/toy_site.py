"""
A toy news site with invented stories, for whoever learns to add a site.

`python -m tests.toy_site` serves it at http://127.0.0.1:8011; docs/add-a-site.md
adds it step by step, and a test does what stands there.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

PORT = 8011
NOW = "Mon, 28 Sep 2026 07:30:00 GMT"
PER_PAGE = 2
CHANNELS = {"stocks": "股市", "funds": "基金"}


@dataclass(frozen=True)
class Story:
    """One invented article; `published` is Beijing time, as it is printed."""

    native_id: str
    channel: str
    title: str
    body: tuple[str, ...]
    published: str
    source: str | None = None
    author: str | None = None


STORIES = (
    Story(
        "105",
        "stocks",
        "云岭股份：拟回购不超过2亿元股份",
        ("云岭股份公告，拟以自有资金回购股份。", "回购价格不超过12元/股。"),
        "2026-09-28 15:01",
        source="港湾财经",
        author="林一帆",
    ),
    Story(
        "104",
        "stocks",
        "青禾科技签下三年供货协议",
        ("青禾科技与客户签订供货协议，期限三年。",),
        "2026-09-28 11:20",
        source="港湾财经",
    ),
    Story(
        "102",
        "stocks",
        "两家公司同日披露业绩预告",
        ("两家公司预计前三季度净利润增长。",),
        "2026-09-25 20:45",
        author="周同",
    ),
    Story(
        "103",
        "funds",
        "北原基金新产品今日发售",
        ("北原基金旗下一只债券基金今日发售。",),
        "2026-09-28 09:05",
        source="港湾财经",
        author="林一帆",
    ),
)


class Handler(BaseHTTPRequestHandler):
    """Lists under /list/CHANNEL, articles under /n/ID."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """One page."""
        path, _, query = self.path.partition("?")
        _, folder, *rest = [*path.split("/"), ""]
        page: str | None = None
        if folder == "list" and rest[0] in CHANNELS:
            page = list_page(rest[0], int(query.partition("p=")[2] or 1))
        elif folder == "n":
            page = article_page(rest[0])
        self._send(page)

    def _send(self, page: str | None) -> None:
        body = (page or html("错误", "<p>页面不存在</p>")).encode()
        self.send_response_only(404 if page is None else 200)
        self.send_header("Date", NOW)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


def list_page(channel: str, number: int) -> str:
    """Two entries a page, and a link to the next as long as there is one."""
    stories = [story for story in STORIES if story.channel == channel]
    shown = stories[(number - 1) * PER_PAGE : number * PER_PAGE]
    entries = "".join(
        f'<article><h3><a href="/n/{story.native_id}">{story.title}</a></h3>'
        f"<time>{story.published[5:]}</time></article>"
        for story in shown
    )
    more = f'<a rel="next" href="/list/{channel}?p={number + 1}">下一页</a>'
    last = number * PER_PAGE >= len(stories)
    return html(
        CHANNELS[channel], f'<div class="feed">{entries}</div>{"" if last else more}'
    )


def article_page(native_id: str) -> str | None:
    """The page of a story; None if there is none."""
    story = next((one for one in STORIES if one.native_id == native_id), None)
    if story is None:
        return None
    source = f'<span class="from">来源：{story.source}</span>' if story.source else ""
    author = f'<span class="by">作者：{story.author}</span>' if story.author else ""
    paragraphs = "".join(f"<p>{line}</p>" for line in story.body)
    return html(
        story.title,
        f'<h1 class="headline">{story.title}</h1><p class="meta">{source}{author}'
        f'<time>{story.published}</time></p><div class="story">{paragraphs}</div>',
    )


def html(title: str, content: str) -> str:
    """A page around its content."""
    head = f'<head><meta charset="utf-8"><title>{title} - 玩具财经</title></head>'
    return f"<!DOCTYPE html><html>{head}<body>{content}</body></html>"


@contextmanager
def serve() -> Iterator[str]:
    """The site's address, for as long as the block runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def main() -> None:
    """Serve until Ctrl-C."""
    server = ThreadingHTTPServer(("127.0.0.1", PORT), Handler)
    sys.stdout.write(
        f"The toy site is at http://127.0.0.1:{PORT}/list/stocks; Ctrl-C ends it.\n"
    )
    sys.stdout.flush()
    with server, suppress(KeyboardInterrupt):
        server.serve_forever()


if __name__ == "__main__":
    main()
