"""
每日经济新闻: columns of www.nbd.com.cn and its articles, as others' code tells of them.

The real columns hold fifty entries a page; here it is five, so that they go on.
"""

from collections.abc import Mapping
from datetime import timedelta
from html import escape
from itertools import groupby
from typing import ClassVar

from tests.sample_site.items import Item
from tests.sample_site.papers._paper import Paper, Piece
from tests.sample_site.renderer import Answer

LIVE = "https://www.nbd.com.cn"
_PAGE = 5
_FIRST_NUMBER = 4593000
_HTML = "text/html; charset=utf-8"
_NAVIGATION = "".join(
    f'<li><a href="{LIVE}/columns/{number}/">{name}</a></li>'
    for number, name in (("3", "要闻"), ("332", "原创"), ("298", "房产"))
)


def _frame(title: str, head: str, body: str) -> str:
    """A whole page."""
    return f"""<!DOCTYPE html>
<html>
<head>
  <meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
  <title>{escape(title)} | 每经网</title>
  <meta name="Keywords" content="每日经济新闻,每经网" />
  {head}
  <script>var _hmt = _hmt || []; window.NBD = {{"user": null, "login": "登录"}};</script>
</head>
<body>
<div class="g-head"><ul class="m-nav">{_NAVIGATION}</ul><a href="/login">登录</a></div>
{body}
<div class="g-footer">
  <p>Copyright © 2026 每日经济新闻报社版权所有，未经许可不得转载使用，违者必究</p>
  <p>广告热线  北京: 010-57613265， 上海: 021-61283008， 广州: 020-84201861</p>
</div>
</body>
</html>
"""


class Replica(Paper):
    """The paper's columns; every other story also stands in 要闻."""

    LIVE = LIVE
    CHANNELS: ClassVar[Mapping[str, str]] = {
        "3": "要闻",
        "2226": "影响市场重大事件",
        "1161": "每经头条",
        "1072": "每经热评",
        "587": "每经调查",
        "332": "重磅原创",
        "1320": "首发快讯",
        "275": "A股动态",
        "2": "头条",
        "5": "推荐",
    }

    def piece(self, item: Item, number: int, channels: tuple[str, ...]) -> Piece:
        """Its reporters open the text; some pages name an editor, some have tags."""
        truth, native_id = item.truth, str(_FIRST_NUMBER + 7 * number)
        channels = tuple(sorted({*channels, *(("3",) if number % 2 else ())}))
        authors = truth.authors if number % 5 else ()
        editor = truth.editor if number % 3 == 0 else None
        byline = f"每经记者｜{' '.join(authors)} 每经编辑｜姜清和"
        lines = tuple(truth.body.split("\n"))
        # The address has the day on which it was begun, which may be the one before.
        begun = item.moment - timedelta(hours=3)
        return Piece(
            native_id=native_id,
            url=f"{LIVE}/articles/{begun:%Y-%m-%d}/{native_id}.html",
            channels=channels,
            moment=item.moment,
            title=truth.title,
            lines=(byline, *lines) if authors else lines,
            source="每日经济新闻" if number % 4 else "新华社",
            authors=authors,
            editor=editor,
            tags=truth.tags[:2] if number % 2 else (),
        )

    def answer(
        self, path: str, query: Mapping[str, str], headers: Mapping[str, str]
    ) -> Answer:
        """Columns with their further pages, and articles."""
        del query, headers
        kind, _, rest = path.strip("/").partition("/")
        if kind == "columns":
            column, _, page = rest.partition("/page/")
            if column in self.CHANNELS:
                return _answer(self._column(column, int(page or 1)))
        if kind == "articles":
            piece = self.find(rest.rpartition("/")[2].removesuffix(".html"))
            if piece is not None and piece.url == LIVE + path:
                return _answer(self._article(piece))
        return self.missing()

    def _column(self, column: str, page: int) -> str:
        """Day by day; a broadcast stands among the stories, and a picture beside one."""
        shown = self.listed(column)[_PAGE * (page - 1) : _PAGE * page]
        days = groupby(shown, key=lambda piece: f"{piece.moment:%Y-%m-%d}")
        blocks = "".join(
            f"""
  <div class="m-list">
    <p class="u-channeltime">
      {day}
    </p>
    <ul class="u-news-list">{"".join(map(self._entry, pieces))}
    </ul>
  </div>"""
            for day, pieces in days
        )
        hot = "".join(
            f'<li class="u-rank"><a href="{p.url}">{escape(p.title)}</a></li>'
            for p in self.listed("3")[3:8]
        )
        name = self.CHANNELS[column]
        return _frame(
            name,
            "",
            f'<h1 class="u-channelname">{name}</h1>'
            f'<div class="g-list-text">{blocks}</div>'
            f'<div class="g-side"><h3>热门</h3><ul>{hot}</ul></div>',
        )

    def _entry(self, piece: Piece) -> str:
        """One entry; every fourth has its title cut, every seventh a picture."""
        number = (int(piece.native_id) - _FIRST_NUMBER) // 7
        href = piece.url.removeprefix("https:") if number % 6 == 0 else piece.url
        title, marked = piece.title, ""
        if number % 4 == 0 and len(title) > 8:
            title, marked = title[:-4], ' class="news-title-a"'
        picture = f'<a href="{href}"><img src="/images/{number}.jpg"></a>'
        live = (
            '<li class="u-news-title">'
            '<a href="//www.nbd.com.cn/nbd_live/331">直播｜盘前</a>'
            "<span>08:00:00</span></li>"
        )
        return f"""{live if number % 9 == 0 else ""}
      <li class="u-news-title">{picture if number % 7 == 0 else ""}
        <a{marked} href="{href}" target="_blank"
          click-statistic="Article_{piece.native_id}">
          {escape(title)}</a>
        <span>
          {piece.moment:%H:%M:%S}
        </span>
      </li>"""

    def _article(self, piece: Piece) -> str:
        """A page as the paper makes it, with what stands around a story."""
        text = "\r\n".join(f"<p>{escape(line)}</p>" for line in piece.lines)
        tags = "".join(f"<span>{escape(tag)}</span>" for tag in piece.tags)
        editor = f"<span>责编 {piece.editor}</span>" if piece.editor else ""
        others = [other for other in self.truth() if other is not piece][:6]
        related = "".join(
            f'<li><a href="{p.url}">{escape(p.title)}</a></li>' for p in others
        )
        stamp = piece.moment
        head = f"""<script type="application/ld+json">
  {{
    "@context": "https://ziyuan.baidu.com/contexts/cambrian.jsonld",
    "@id": "{piece.url}",
    "pubDate": "{stamp:%Y-%m-%dT%H:%M:%S}"
  }}
  </script>"""
        body = f"""<div class="g-article">
  <div class="g-article-top">
    <h1>
      {escape(piece.title)}
    </h1>
    <p class="u-time">
      <span class="source">
        {piece.source}
      </span>
      <span class="time">
        {stamp:%Y-%m-%d %H:%M:%S}
      </span>
    </p>
  </div>
  <div class="g-article-abstract"><p>{escape(piece.title)}，{stamp:%m月%d日}消息。</p></div>
  <div class="g-articl-text">
    <!-- <img src="http://www.nbd.com.cn/images/nbd_v5/article_test.png"> -->
    <!-- 正文图片 -->
    <img alt="001.thumb_head" class="" src="https://image.nbd.com.cn/{piece.native_id}.jpg">
    <!-- 正文 -->
    {text}
    <!-- 页数 -->
    <div class="u-pages"></div>
  </div>
  <div class="u-editor">{editor}</div>
  <div class="u-aticle-tag">{tags}</div>
  <p class="articleCopyright">如需转载请与《每日经济新闻》报社联系。<br>
    未经《每日经济新闻》报社授权，严禁转载或镜像，违者必究。</p>
  <p>读者热线：4008890008</p>
  <p>特别提醒：如果我们使用了您的图片，请作者与本站联系索取稿酬。</p>
</div>
<div class="g-side"><h3>相关阅读</h3><ul>{related}</ul></div>"""
        return _frame(piece.title, head, body)


def _answer(page: str) -> Answer:
    return Answer(page.encode(), _HTML)
