"""
A replica of www.yicai.com: the interface of its list, and pages for a general reader.

The rows are those of the one that was saved in December 2020. The pages are made up:
nobody has shown one whole; only the classes `m-txt`, `multiText` and the like are
named by others' crawlers.
"""

import json
from collections.abc import Mapping
from datetime import timedelta
from html import escape
from typing import Any

from tests.sample_site.items import Item
from tests.sample_site.papers._paper import Paper, Piece
from tests.sample_site.renderer import Answer

_API = "/api/ajax/getlatest"
_RELATED = "".join(
    f'<li><a href="/news/10087{number}.html">相关报道之{number}：市场各方都在等待</a>'
    "<span>12-11 08:00</span></li>"
    for number in range(110, 150)
)


class Replica(Paper):
    """第一财经 of invented news."""

    LIVE = "https://www.yicai.com"
    CHANNELS = {"latest": "最新"}  # noqa: RUF012 - the base class says ClassVar

    def piece(self, item: Item, number: int, channels: tuple[str, ...]) -> Piece:
        """Every third is credited to somebody."""
        native_id = str(103_300_000 + 11 * number)
        lines = tuple(item.truth.body.split("\n"))
        return Piece(
            native_id=native_id,
            url=f"{self.LIVE}/news/{native_id}.html",
            channels=channels,
            moment=item.moment,
            title=item.truth.title,
            lines=lines,
            source="第一财经",
            authors=("林一鸣",) if number % 3 else (),
        )

    def answer(
        self, path: str, query: Mapping[str, str], headers: Mapping[str, str]
    ) -> Answer:
        """The list, and articles."""
        del headers
        if path == _API:
            page, size = int(query.get("page", "1")), int(query.get("pagesize", "25"))
            shown = self.listed("latest")[(page - 1) * size : page * size]
            rows = [self._row(piece) for piece in shown]
            if page == 1:
                video = self._row(shown[0])
                rows.insert(2, video | {"NewsType": 12, "url": "/video/103399999.html"})
            return Answer(json.dumps(rows, ensure_ascii=False).encode(), "application/json")
        piece = self.find(path.removeprefix("/news/").removesuffix(".html"))
        return self.missing() if piece is None else Answer(_page(piece).encode())

    def _row(self, piece: Piece) -> dict[str, Any]:
        minutes = int((self.now - piece.moment).total_seconds() // 60)
        ago = f"{minutes}分钟前" if minutes < 60 else f"{piece.moment:%m-%d %H:%M}"
        return {
            "ChainType": False,
            "ChannelID": 54,
            "ChannelName": "A股",
            "CreateDate": f"{piece.moment:%Y-%m-%dT%H:%M:%S}",
            "CreaterName": "何若溪",
            "EntityNews": 0,
            "IsEntity": True,
            "LastDate": f"{piece.moment - timedelta(seconds=50):%Y-%m-%dT%H:%M:%S}",
            "LiveDate": None,
            "NewsAuthor": "一财资讯",
            "NewsHot": 0,
            "NewsID": int(piece.native_id),
            "NewsNotes": piece.lines[0][:60],
            "NewsSource": piece.source,
            "NewsTitle": piece.title,
            "NewsType": 10,
            "NewsUrl": "",
            "OuterUrl": "",
            "Tags": "",
            "pubDate": ago,
            "showDate": ago,
            "NewsAuthor1": ["一财资讯"],
            "url": f"/news/{piece.native_id}.html",
        }


def _page(piece: Piece) -> str:
    text = "\n".join(f"<p>{escape(line)}</p>" for line in piece.lines)
    author = f"<em>作者：{' '.join(piece.authors)}</em>" if piece.authors else ""
    title = escape(piece.title)
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">'
        f"<title>{title}</title></head><body>\n"
        '<div class="header"><a href="/">首页</a><a href="/news/">新闻</a>'
        '<a href="/live/">直播</a><a href="/video/">视频</a></div>\n'
        f'<div class="title"><h1>{title}</h1>\n'
        f"<p>第一财经 {piece.moment:%Y-%m-%d %H:%M} {author}</p></div>\n"
        f'<div class="m-txt"><div id="multi-text">{text}</div></div>\n'
        f'<div class="m-list"><h2>相关阅读</h2><ul>{_RELATED}</ul></div>\n'
        '<div class="footer"><a href="/about">关于我们</a> 沪ICP备00000000号</div>'
        "</body></html>"
    )
