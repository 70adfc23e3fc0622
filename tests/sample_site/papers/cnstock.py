"""
上海证券报: the channels of www.cnstock.com since 2024, as others' code tells of them.

Every page is a shell around `__NEXT_DATA__`. A channel shows its first entries and
no more: what follows comes by POST, which this replica does not answer either.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from html import escape
from itertools import groupby
from typing import Any, ClassVar

from tests.sample_site.items import Item
from tests.sample_site.papers._paper import Paper, Piece
from tests.sample_site.renderer import Answer

LIVE = "https://www.cnstock.com"
_FAST = "10004"
_FIRST_NUMBER = 796100
_HTML = "text/html; charset=utf-8"
_SLOGAN = "权威、专业、价值 尽在上海证券报客户端"
_STYLES = "".join(
    f'<link rel="stylesheet" href="/_next/static/css/{n:04x}.css" data-n-p=""/>'
    for n in range(7, 40, 3)
)


def _page(title: str, route: str, props: dict[str, Any], shown: str) -> str:
    """A page as the framework makes it; `<` is escaped in its data."""
    document = {
        "props": {"pageProps": props, "__N_SSP": True},
        "page": route,
        "query": {},
        "buildId": "kQx3-7bWnV2mT9rLcE5pA",
        "isFallback": False,
        "gssp": True,
        "scriptLoader": [],
    }
    data = json.dumps(document, ensure_ascii=False).replace("<", "\\u003c")
    return (
        f'<!DOCTYPE html><html><head><meta charSet="utf-8"/>'
        f'<meta name="viewport" content="width=device-width"/>'
        f"<title>{escape(title)}_上海证券报·中国证券网</title>{_STYLES}"
        f'<noscript data-n-css=""></noscript></head><body><div id="__next">'
        f'<header><a href="/">首页</a><a href="/fastNews/10004">快讯</a>'
        f'<a href="/login">登录</a></header><main>{shown}</main>'
        f"<footer><p>上海证券报社有限公司版权所有，未经授权不得转载</p></footer></div>"
        f'<script id="__NEXT_DATA__" type="application/json">{data}</script></body></html>'
    )


def _date_info(moment: datetime) -> dict[str, Any]:
    return {
        "year": moment.year,
        "month": f"{moment:%m}",
        "day": f"{moment:%d}",
        "hour": f"{moment:%H}",
        "minute": f"{moment:%M}",
    }


class Replica(Paper):
    """Fast news and five channels; every sixth story stands in two of them."""

    LIVE = LIVE
    CHANNELS: ClassVar[Mapping[str, str]] = {
        "10004": "快讯",
        "10005": "时政",
        "10006": "公司",
        "10007": "产经",
        "10011": "金融",
        "10232": "证券",
    }

    def piece(self, item: Item, number: int, channels: tuple[str, ...]) -> Piece:
        """Some pages name the author beside the source, some in the text, some nowhere."""
        truth, native_id = item.truth, str(_FIRST_NUMBER + 31 * number)
        more = {_FAST} if number % 6 == 2 else {"10232"} if number % 6 == 4 else set()
        channels = tuple(sorted({*channels, *more}))
        authors = truth.authors[:1] if number % 3 == 1 else truth.authors
        first, *others = truth.body.split("\n")
        if authors and number % 3 == 1:
            first = f"上证报中国证券网讯（记者 {authors[0]}）{first}"
        return Piece(
            native_id=native_id,
            url=f"{LIVE}/commonDetail/{native_id}",
            channels=channels,
            moment=item.moment,
            title=truth.title,
            lines=(first, *others),
            source="上海证券报·中国证券网" if number % 4 else "新华社",
            authors=authors,
            kind="flash" if _FAST in channels else "article",
            tags=truth.tags[:1] if number % 2 else (),
        )

    def answer(
        self, path: str, query: Mapping[str, str], headers: Mapping[str, str]
    ) -> Answer:
        """Channels, fast news and articles."""
        del query, headers
        kind, _, name = path.strip("/").partition("/")
        if path == f"/fastNews/{_FAST}":
            return _answer(self._fast_news())
        if kind == "channel" and name in self.CHANNELS and name != _FAST:
            return _answer(self._channel(name))
        piece = self.find(name) if kind == "commonDetail" else None
        return _answer(self._article(piece)) if piece else self.missing()

    def missing(self) -> Answer:
        """The framework's own page for what is not there."""
        page = _page(
            "404", "/404", {}, "<h1>404</h1><h2>This page could not be found.</h2>"
        )
        return Answer(page.encode(), _HTML, 404)

    def _fast_news(self) -> str:
        """Day by day, each flash with a clock and the beginning of its text."""
        shown = self.listed(_FAST)
        days = [
            {
                "year": int(day[:4]),
                "month": int(day[5:7]),
                "day": int(day[8:]),
                "timeList": [self._flash(piece) for piece in pieces],
            }
            for day, pieces in groupby(shown, lambda piece: f"{piece.moment:%Y-%m-%d}")
        ]
        props = {
            "initSsrData": {
                "pageInfo": {"hasNext": True, "pageNum": 1, "list": days},
                "nodeInfo": {"nodeId": _FAST, "name": "快讯"},
            }
        }
        return _page("快讯", "/fastNews/[id]", props, _links(shown))

    def _flash(self, piece: Piece) -> dict[str, Any]:
        return {
            "contId": piece.native_id,
            "title": piece.title,
            "text": piece.lines[0],
            "time": f"{piece.moment:%H:%M}",
            "firstPublishTime": int(piece.moment.timestamp() * 1000),
        }

    def _channel(self, channel: str) -> str:
        """Cards: entries, a topic, a card of two entries, a way to another channel."""
        shown = self.listed(channel)
        cards = [self._entry(piece) for piece in shown]
        topic = self._card("521957", "专题·四点半观市", 9)
        way = {"contId": "1000", "name": "更多频道", "forwardType": 1, "shareInfo": {}}
        pair = {"cardMode": "102", "childList": cards[1:3]}
        info = {
            "hasNext": True,
            "pageNum": 1,
            "list": [cards[0], topic, pair, *cards[3:], way],
        }
        name = self.CHANNELS[channel]
        node = {"nodeId": channel, "name": name}
        props = {"data": {"pageInfo": info, "nodeInfo": node}, "code": 200}
        return _page(name, "/channel/[id]", props, _links(shown))

    def _entry(self, piece: Piece) -> dict[str, Any]:
        """Every other one has its own summary, the rest the house's slogan."""
        entry = self._card(piece.native_id, piece.title, 4)
        entry["author"] = "、".join(piece.authors)
        entry["pubTime"] = f"{(self.now - piece.moment).days}天前"
        share = entry["shareInfo"]
        share["shareUrl"] = f"https://m.cnstock.com/commonDetail/{piece.native_id}"
        share["dateInfo"] = _date_info(piece.moment)
        if int(piece.native_id) % 2:
            share["summary"] = piece.lines[0][:60]
        return entry

    def _card(self, number: str, name: str, forward: int) -> dict[str, Any]:
        return {
            "contId": number,
            "name": name,
            "link": "",
            "pic": f"https://image.cnstock.com/image/{number}.png",
            "forwardType": forward,
            "shareInfo": {"summary": _SLOGAN, "dateInfo": _date_info(self.now)},
            "nodeInfo": {"name": "频道"},
            "tagInfo": None,
        }

    def _article(self, piece: Piece) -> str:
        """An article's data, and the mark-up that the server makes of it."""
        content = "".join(f"<p>　　{escape(line)}</p>" for line in piece.lines)
        content += '<p><img src="https://image.cnstock.com/image/0.png" alt=""/></p>'
        in_text = f"（记者 {'、'.join(piece.authors)}）" in piece.lines[0]
        author = "" if in_text or not piece.authors else f"作者：{' '.join(piece.authors)}"
        data = {
            "contId": piece.native_id,
            "title": piece.title,
            "pubTime": f"{piece.moment:%Y-%m-%d %H:%M}",
            "source": piece.source,
            "author": author,
            "textInfo": {"content": content, "images": []},
            "tagInfo": {"name": piece.tags[0]} if piece.tags else None,
            "nodeInfo": {"name": "上市公司"},
            "shareInfo": {"summary": _SLOGAN},
        }
        others = [other for other in self.truth() if other is not piece][:5]
        about = [self._entry(other) for other in others]
        props = {"data": data, "relateList": about, "code": 200}
        shown = f"<h1>{escape(piece.title)}</h1><div>{content}</div>{_links(others)}"
        return _page(piece.title, "/commonDetail/[id]", props, shown)


def _links(pieces: list[Piece]) -> str:
    """Entries as the server renders them."""
    return "".join(
        f'<a href="/commonDetail/{piece.native_id}">{escape(piece.title)}</a>'
        for piece in pieces
    )


def _answer(page: str) -> Answer:
    return Answer(page.encode(), _HTML)
