"""
A replica of epaper.stcn.com as it has been since about 2022 (site notes, c.9).

Its addresses, `#webtree` and founder-content are the notes'; `dl`, `dt`, `dd`, the bare
window and the system's comments are read off public crawlers (crawler/sites/zqsb).
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from html import escape
from itertools import groupby
from typing import ClassVar

from tests.sample_site.items import BEIJING, Item
from tests.sample_site.papers._paper import Paper, Piece
from tests.sample_site.renderer import Answer

_FIRST_ID = 2_980_000
_PER_PAGE = 4
_SUNDAY = 6
_NEIGHBOURS = "".join(
    f'<li class="mod{number}"><a href="javascript:void(0)" onclick="zoom()">放大</a>'
    f"<i>第{number}屏</i></li>"
    for number in range(40)
)
_HEAD = (
    '<!DOCTYPE html>\r\n<html>\r\n<head>\r\n<meta charset="UTF-8">\r\n<title>证券时报电子报'
    "实时通过手机APP、网站免费阅读重大财经新闻资讯及上市公司公告</title>\r\n"
    '<script type="text/javascript">var paper = "zqsb"; // to("/col/index.html")\r\n'
    "</script>\r\n</head>\r\n"
)


class Replica(Paper):
    """Four papers in five days: none is printed on a Sunday."""

    LIVE = "https://epaper.stcn.com"
    CHANNELS: ClassVar[Mapping[str, str]] = {"paper": "报纸版面", "disclosure": "信息披露"}

    def __init__(
        self, seed: int = 7, articles: int = 40, **given: datetime | float
    ) -> None:
        """Make up each day's pages of what there is to print."""
        super().__init__(seed, articles, **given)
        self.pages: dict[str, dict[str, list[Piece]]] = {}
        self.place: dict[str, str] = {}
        for day, pieces in groupby(self.pieces, lambda piece: piece.moment.date()):
            self.pages[f"{day:%Y%m/%d}"] = self._made_up(list(pieces))

    def piece(self, item: Item, number: int, channels: tuple[str, ...]) -> Piece:
        """Dated by the paper's day; a notice is its company's and has no author."""
        day = item.moment.date()
        day += timedelta(days=day.weekday() == _SUNDAY)
        native_id = str(_FIRST_ID + number)
        truth, is_notice = item.truth, channels == ("disclosure",)
        lines = tuple(truth.body.split("\n"))
        return Piece(
            native_id=native_id,
            url=f"{self.LIVE}/con/{day:%Y%m/%d}/content_{native_id}.html",
            channels=channels,
            moment=datetime.combine(day, time(), BEIJING),
            title=truth.title,
            lines=("（上接A001版）", *lines) if number == 5 else lines,
            source="证券时报",
            authors=() if is_notice and item.story.authors else truth.authors,
            kind="notice" if is_notice else "article",
        )

    def _made_up(self, pieces: list[Piece]) -> dict[str, list[Piece]]:
        """Number and column of each page of a day, to what stands on it."""
        news = [piece for piece in pieces if piece.kind == "article"]
        notices = [piece for piece in pieces if piece.kind == "notice"]
        pages = {"A001版<i>头版(今日8版)</i>": news[:2], "A002版<i>图片</i>": []}
        for count, start in enumerate(range(2, len(news), _PER_PAGE), 3):
            pages[f"A{count:03}版<i>公司</i>"] = news[start : start + _PER_PAGE]
        pages["A012版<i>广告</i>"] = []
        for count, start in enumerate(range(0, len(notices), _PER_PAGE), 1):
            pages[f"B{count:03}版<i>信息披露</i>"] = notices[start : start + _PER_PAGE]
        for name, stand in pages.items():
            self.place |= {piece.native_id: name[:5] for piece in stand}
        return pages

    def answer(
        self, path: str, query: Mapping[str, str], headers: Mapping[str, str]
    ) -> Answer:
        """The newest issue, a page of a day's issue, or an article."""
        del query, headers
        folder, _, name = path.rpartition("/")
        day = folder.removeprefix("/col/")
        if path == "/col/index.html":
            day = next(iter(self.pages))
        if day in self.pages and name.startswith(("node_", "index")):
            return Answer(self._issue(day).encode())
        piece = self.find(name.removeprefix("content_").removesuffix(".html"))
        if piece is None or not piece.url.endswith(path):
            return self.missing()
        return Answer(self._window(piece).encode())

    def _issue(self, day: str) -> str:
        """The contents of a day's paper, which each of its pages carries."""
        tree = "".join(
            f'<dl><dt id="{name[:4]}">{name}</dt><div class="pdf"><a href="/att/{day}/'
            f'{name[:4]}.pdf"><img src="/images/pdf.gif"/></a></div>\r\n<dd><ul class="'
            f'news_list">{"".join(map(_entry, stand))}</ul></dd></dl>\r\n'
            for name, stand in self.pages[day].items()
        )
        first = next(stand for stand in self.pages[day].values() if stand)
        areas = "".join(
            f'<area shape="poly" coords="1,1,9,9" href="{_path(piece)}">' for piece in first
        )
        return (
            f'{_HEAD}<body class="bg">\r\n<div class="nav"><a href="http://www.stcn.com">'
            f'首页</a><ul>{_NEIGHBOURS}</ul></div>\r\n<img usemap="#PagePicMap" src="/pic/'
            f'{day}/A001.jpg"/><map name="PagePicMap">{areas}</map>\r\n'
            '<div id="webtree">\r\n'
            f"{tree}</div>\r\n</body>\r\n</html>\r\n"
        )

    def _window(self, piece: Piece) -> str:
        """An article's window; every other one leaves its page to the contents."""
        printed = self.place[piece.native_id] if int(piece.native_id) % 2 else ""
        author = "　作者：" + " ".join(piece.authors) if piece.authors else ""
        body = "".join(f"<P>　　{escape(line)}</P>" for line in piece.lines)
        return (
            f'{_HEAD}<body>\r\n<div class="tc_tit"><p>{escape(piece.title)}</p>\r\n'
            f'<div class="from">来源：证券时报 {piece.moment:%Y-%m-%d} {printed}{author}'
            "</div></div>\r\n"
            '<div class="tc_con" id="mainCon"><div><founder-content><!--enpcontent-->'
            f"{body}<!--/enpcontent--></founder-content><!--enpproperty <articleid>"
            f"{piece.native_id}</articleid><date>{piece.moment:%Y-%m-%d} 00:00:00.0</date>"
            f"<author></author><title>{escape(piece.title)}</title><subtitle></subtitle>"
            "<introtitle></introtitle><nodename></nodename>/enpproperty--></div></div>\r\n"
            f"<div class='tools'><ul>{_NEIGHBOURS}</ul></div>\r\n</body>\r\n</html>\r\n"
        )


def _path(piece: Piece) -> str:
    return piece.url.removeprefix(Replica.LIVE)


def _entry(piece: Piece) -> str:
    link = f'<a href="{_path(piece)}" target="_blank">'
    return f"<li>{link}{escape(piece.title)}</a></li>"
