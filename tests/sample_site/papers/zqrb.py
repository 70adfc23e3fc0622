"""
A replica of www.zqrb.cn, put together from what others' crawlers select in its pages.

No page of the site was saved: its elements, classes, comments and spaces are theirs,
the rest is invented in the manner of such sites.
"""

# ruff: noqa: E501 - the site's lines are as long as they are

import re
from collections.abc import Mapping
from datetime import timedelta
from html import escape
from typing import ClassVar

from crawler.sites.zqrb import FOLDERS
from tests.sample_site.items import Item
from tests.sample_site.papers._paper import Paper, Piece
from tests.sample_site.renderer import Answer

_SHOWN = 3
"""Entries of a page; the site has more, but not a replica of forty articles."""
_OWN = "证券日报网"
_DETAIL = re.compile(r"(?:/\w+)+/\d{4}-\d\d-\d\d/(A\d{13})\.html")
_INDEX = re.compile(r"/(?P<folder>[\w/]+)/index(?:_p(?P<page>\d+))?\.html")

_HEAD = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>@title@-证券日报网</title>
<link href="/css/main.css" rel="stylesheet" type="text/css" />
<script type="text/javascript">var _hmt = _hmt || [];</script>
</head>
<body>
<!--top-->
<div class="dhw"><ul>
<li><a href="http://www.zqrb.cn/finance/hongguanjingji/index.html" title="宏观经济">宏观经济</a></li>
<li><a href="http://www.zqrb.cn/video/index.html" title="视频">视频</a></li>
</ul></div>
<!--end-->
"""
_FOOT = """
<div class="rightbox">
<div class="tit">热门文章</div>
<ul>
<li><a href="http://www.zqrb.cn/stock/redian/2019-10-14/A1559655439503.html" title="一条昨天的旧闻">一条昨天的旧闻</a></li>
</ul>
</div>
<div class="footer">
<p>证券日报网所载文章、数据仅供参考，使用前务请仔细阅读法律申明，风险自负。</p>
<p>版权所有 证券日报网 未经书面授权禁止转载</p>
</div>
</body>
</html>
"""
_NEW_LIST = """<div class="nr"><div class="left">
<div class="dqwz"><a href="http://www.zqrb.cn">首页</a> &gt; @name@</div>
<div class="news_content">
<ul>
@entries@
</ul>
<div class="fenye">@pager@</div>
</div>
</div>"""
_OLD_LIST = """<div class="listMain">
<ul>
@entries@
</ul>
<div class="page">@pager@</div>
</div>"""
_NEW_ENTRY = '<li><a class="lista" target="_blank" title="@title@" href="@href@">@shown@</a><span class="date">@time@</span></li>'
_OLD_ENTRY = (
    '<li><span class="date">@time@</span>·<a title="@title@" href="@href@">@shown@</a></li>'
)
_ARTICLE = """<div class="nr"><div class="left">
<div class="dqwz"><a href="http://www.zqrb.cn">首页</a> &gt; @name@</div>
<div class="news_content">
<h1>@title@</h1>
<div class="info_news">
@info@
</div>
<div class="content-lcq">
@body@
</div>
<div class="xgyd"><ul>
<li><a href="http://www.zqrb.cn/stock/redian/2019-10-14/A1559655439503.html" title="相关的一条旧闻">相关的一条旧闻</a></li>
</ul></div>
</div>
</div>"""
_MARKED = """<!--con-->
@paragraphs@
<!--end-->
<p class="tip">扫一扫，关注证券日报</p>
<div class="share">分享到：微信 微博</div>"""


class Replica(Paper):
    """证券日报网: lists of several pages in two layouts, bodies with and without marks."""

    LIVE: ClassVar[str] = "http://www.zqrb.cn"
    CHANNELS: ClassVar[Mapping[str, str]] = {
        key: name for key, (_, name) in FOLDERS.items()
    }

    def piece(self, item: Item, number: int, channels: tuple[str, ...]) -> Piece:
        """Begun some hours before it came out: the id tells the former."""
        begun = item.moment - timedelta(hours=number % 9, milliseconds=number)
        native_id = f"A{int(begun.timestamp() * 1000)}"
        folder = FOLDERS[channels[0]][0]
        shown = {channels[0], "gupiaoyaowen"} if number % 3 else {channels[0]}
        truth = item.truth
        # A line without author and source is printed, too: then the text may tell.
        bare = truth.source if truth.source is None else _OWN
        return Piece(
            native_id=native_id,
            url=f"{self.LIVE}/{folder}/{item.moment:%Y-%m-%d}/{native_id}.html",
            channels=tuple(sorted(shown)),
            moment=item.moment,
            title=truth.title,
            lines=tuple(truth.body.split("\n")),
            source=truth.source if number % 5 == 4 else bare,
            authors=truth.authors,
            editor=truth.editor,
        )

    def answer(
        self, path: str, query: Mapping[str, str], headers: Mapping[str, str]
    ) -> Answer:
        """A page of a list, or an article."""
        del query, headers
        if found := _INDEX.fullmatch(path):
            for channel, (folder, _) in FOLDERS.items():
                if found["folder"] == folder:
                    return self._list(channel, int(found["page"] or 1))
        if found := _DETAIL.fullmatch(path):
            piece = self.find(found[1])
            if piece is not None and piece.url == self.LIVE + path:
                return _page(_article(piece), piece.title)
        return self.missing()

    def _list(self, channel: str, number: int) -> Answer:
        pieces = self.listed(channel)
        last = max(1, -(-len(pieces) // _SHOWN))
        if number > last:
            return self.missing()
        shown = pieces[(number - 1) * _SHOWN : number * _SHOWN]
        old = FOLDERS[channel][0].startswith("jrjg/")
        entries = [_entry(piece, old=old) for piece in shown]
        page = _filled(
            _OLD_LIST if old else _NEW_LIST,
            name=self.CHANNELS[channel],
            entries="\n".join(entries),
            pager=_pager(number, last),
        )
        return _page(page, self.CHANNELS[channel])


def _filled(text: str, **values: str) -> str:
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return text


def _page(body: str, title: str) -> Answer:
    return Answer((_filled(_HEAD, title=escape(title)) + body + _FOOT).encode())


def _pager(number: int, last: int) -> str:
    """Links by their titles; on the last page the next one is that page itself."""

    def link(title: str, page: int) -> str:
        name = "index.html" if page == 1 else f"index_p{page}.html"
        return f'<a href="{name}" title="{title}">{title}</a>'

    before, after = max(1, number - 1), min(last, number + 1)
    return " ".join(
        [link("首页", 1), link("上一页", before), link("下一页", after), link("尾页", last)]
    )


def _entry(piece: Piece, *, old: bool) -> str:
    """Some links lead to the page for telephones, or by https."""
    number = int(piece.native_id[1:])
    href = piece.url
    if number % 4 == 1:
        href = href.replace("//www.", "//m.")
    elif number % 4 == 2:
        href = href.replace("http:", "https:")
    shown = piece.title if len(piece.title) < 18 else piece.title[:16] + "..."
    return _filled(
        _OLD_ENTRY if old else _NEW_ENTRY,
        href=href,
        time=f"{piece.moment:%Y-%m-%d %H:%M}",
        title=escape(piece.title),
        shown=escape(shown),
    )


def _article(piece: Piece) -> str:
    """Its body between the comments, for every fourth without them."""
    number = int(piece.native_id[1:])
    lines = [f"<p>　　{escape(line, quote=False)}</p>" for line in piece.lines]
    if piece.editor:
        lines.append(f"<p>　　（编辑 {piece.editor}）</p>")
    body = "\n".join(lines)
    if number % 4 != 3:
        opened = '<div class="pic">' if number % 5 == 0 else ""  # nobody closes it
        body = _filled(_MARKED, paragraphs=opened + body)
    fields = [
        f"{piece.moment:%Y-%m-%d %H:%M}",
        f"来源：{piece.source or ''}",
        " ".join(piece.authors),
    ]
    return _filled(
        _ARTICLE,
        name=piece.channels[0],
        title=escape(piece.title),
        info="&ensp;&ensp;".join(fields),
        body=body,
    )
