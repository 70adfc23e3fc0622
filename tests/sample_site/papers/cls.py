"""
A replica of www.cls.cn: the telegraph and articles, with their data in a script.

What the page carries is its newest twenty flashes; nothing here lists older ones, for
the interface that does so wants signed requests.
"""

import json
from collections.abc import Mapping
from html import escape
from typing import Any

from tests.sample_site import vocabulary as words
from tests.sample_site.items import Item
from tests.sample_site.papers._paper import Paper, Piece
from tests.sample_site.renderer import Answer

SHOWN = 20
_NAVIGATION = [
    {"id": 1, "name": "首页", "url": "/"},
    {"id": 2, "name": "电报", "url": "/telegraph"},
    {"id": 3, "name": "话题", "url": "/subject"},
]


class Replica(Paper):
    """财联社 of invented news."""

    LIVE = "https://www.cls.cn"
    CHANNELS = {"telegraph": "电报"}  # noqa: RUF012 - the base class says ClassVar

    def piece(self, item: Item, number: int, channels: tuple[str, ...]) -> Piece:
        """Every fourth is a digest: mark-up, with an author on its page."""
        native_id = str(2_480_000 + 7 * number)
        lines = tuple(item.truth.body.split("\n"))
        is_digest = number % 4 == 0
        author = item.truth.authors[:1] or ("冷云",)
        return Piece(
            native_id=native_id,
            url=f"{self.LIVE}/detail/{native_id}",
            channels=channels,
            moment=item.moment,
            title=item.truth.title,
            lines=lines,
            source=None,
            authors=author if is_digest else (),
            kind="article" if is_digest else "flash",
            tags=("A股公告速递", "公司新闻") if number % 3 == 0 else (),
        )

    def truth(self) -> list[Piece]:
        """What one look can tell of: the newest twenty."""
        return super().truth()[:SHOWN]

    def answer(
        self, path: str, query: Mapping[str, str], headers: Mapping[str, str]
    ) -> Answer:
        """The telegraph, and articles."""
        del query, headers
        if path == "/telegraph":
            rows: list[Any] = [
                self._row(piece) for piece in self.listed("telegraph")[:SHOWN]
            ]
            rows.insert(3, self._row(self.listed("telegraph")[0]) | {"id": 9, "is_ad": 1})
            state: dict[str, Any] = {"telegraph": {"telegraphList": rows}}
            return _page("财联社电报", {"initialState": state})
        piece = self.find(path.removeprefix("/detail/"))
        if piece is None:
            return self.missing()
        detail = self._detail(piece)
        # The site has moved it once.
        if int(piece.native_id) % 2:
            return _page(piece.title, {"pageProps": {"articleDetail": detail}})
        state = {"detail": {"articleDetail": detail}, "chooseNav": _NAVIGATION}
        return _page(piece.title, {"initialState": state})

    def _row(self, piece: Piece) -> dict[str, Any]:
        """A digest's text is left to its page."""
        detail = self._detail(piece)
        del detail["author"]
        if piece.kind == "article":
            detail["content"] = ""
        topics = [{"subject_id": 1151, "subject_name": name} for name in piece.tags]
        return detail | {"subjects": topics, "is_ad": 0, "level": "B"}

    def _detail(self, piece: Piece) -> dict[str, Any]:
        if piece.kind == "article":
            content = "".join(f"<p>{escape(line)}</p>" for line in piece.lines)
        else:
            content = f"【{piece.title}】" + "\n".join(piece.lines)
        no_title = piece.kind == "flash" and int(piece.native_id) % 5 == 0
        return {
            "id": int(piece.native_id),
            "title": "" if no_title else piece.title,
            "brief": f"【{piece.title}】{piece.lines[0]}"[:80],
            "content": content,
            "ctime": int(piece.moment.timestamp()),
            "author": {"id": 77, "name": piece.authors[0]} if piece.authors else None,
            "images": [],
            "subject": [{"id": 1151, "name": name} for name in piece.tags],
            "stock_list": [
                {"StockID": code.lower()[7:] + code[:6], "name": "", "RiseRange": 1.2}
                for code in sorted(words.codes_in("\n".join(piece.lines)))
            ],
            "shareurl": f"https://api3.cls.cn/share/article/{piece.native_id}?os=web",
        }


def _page(title: str, props: dict[str, Any]) -> Answer:
    data = json.dumps({"props": {"isServer": True, **props}}, ensure_ascii=False)
    data = data.replace("</", "<\\/")
    page = (
        '<!DOCTYPE html><html><head><meta charSet="utf-8"/>'
        f"<title>{escape(title)}_财联社</title>"
        '<link rel="stylesheet" href="/_next/static/css/main.css"/></head><body>'
        '<div id="__next"><div class="top-navigate"><a href="/telegraph">电报</a></div>'
        '<div class="f-l content-left"><div class="telegraph-content-box">'
        '<span class="f-l telegraph-time-box">15:28:40</span>'
        '<span class="c-34304b">【给浏览器看的】由脚本填入。</span></div></div></div>'
        f'<script id="__NEXT_DATA__" type="application/json">{data}</script>'
        '<script src="/_next/static/runtime/main.js" async=""></script></body></html>'
    )
    return Answer(page.encode())
