"""
A replica of www.cs.com.cn: its mark-up of December 2020, in the bytes that it sent.

Its lists hold all they have in one page, and their links climb from folder to folder.
The pages say gbk; the bytes are gb18030, which has every character of it.
"""

# ruff: noqa: E101, E501 - the site's lines are as long and as indented as they are

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from html import escape
from typing import ClassVar

from crawler.sites.cs import FOLDERS
from tests.sample_site.items import Item
from tests.sample_site.papers._paper import Paper, Piece
from tests.sample_site.renderer import Answer

_OWN = "中国证券报·中证网"
_SHOWN = 45
_DETAIL = re.compile(r".*/t\d{8}_(\d+?)(?:_(\d+))?\.html")

_HEAD = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=gbk" />
<title>@title@</title>
<meta name="renderer" content="webkit"/>
<meta http-equiv="X-UA-Compatible" content="IE=edge,chrome=1"/>
<meta name="Keywords" content="@words@" />
<meta name="Description" content="@words@" />
<meta name="baidu_union_verify" content="97b83a8cefe67878b9a68fc69b42d405">
<link href="/css/2020/2020_channel.css" rel="stylesheet" type="text/css">
<script src="/js/2020/jquery-3.4.1.min.js"></script>
<script>
if(screen.width<480) //获取屏幕的的宽度
{ document.write('<meta name="viewport" content="width=device-width,initial-scale=1,user-scalable=no">');
}
else{}
</script>
</head>

<body>

<!--顶部导航1：会员红-->
<div class="mnone" style="width:100%; min-width:1200px; height:36px;"><iframe scrolling="no" src="http://www.cs.com.cn/cshtml/zzb_jntop2020/index.html" width="100%" min-width="1200" height="36" frameborder="0" ignoreapd="1"></iframe></div>
<!--顶部导航-->
<div class="box100p space_ptb2 topbg">
<div class="box1180">
<div class="logo_cs"><a href="http://www.cs.com.cn/"></a></div>
	<nav class="nv_all4 del_borrad nv_w">
		<ul>
			<li><a href="http://www.cs.com.cn/xwzx/" target="_blank">要闻</a></li>
			<li><a href="http://www.cs.com.cn/ssgs/" target="_blank">公司</a></li>
			<li><a href="http://toujiao.cs.com.cn/" class="nv_link_special" target="_blank">投教基地</a></li>
			<li><a href="http://stockdata.cs.com.cn/qcenter/new/hsmarket.html" target="_blank">行情</a></li>
		</ul>
	</nav>
  </div>
</div>
<!-- 顶部广告 -->
<div class="box1180 ad1180">
<a href="http://www.cs.com.cn/common_files/xmt0517/" target="_blank"><img width="1180" height="80" style="border-left-width: 0px" alt="" oldsrc="W020180705414514225989.jpg" src="../../../cszz/xlad/ggxltop/201807/W020180705414514225989.jpg" /></a>
</div>
"""
_FOOT = """<!--右侧-->
<div class="box_r1">
				<div class="ch_video tab3 space_b3">
					<div class="ch_video_cont bd">
						<ul>

							<li><a href="http://video.cs.com.cn/detail4.html?id=3596&flag=0&type=1" target="_blank"><span class="icon_vod1"></span><img src="../../zzsp/202011/W020201128360275507846.png" alt="视频截图2.png"/><h3>一位新三板投资者的早晨</h3></a></li>

						</ul>
					</div>
				</div>
				<script>jQuery(".tab3").slide();</script>
<div class="indepth_1">
				<h2 class="ch_typer2_tt"><a href="http://www.cs.com.cn/hyzblm/" target="_blank">直播汇<span>Live</span></a></h2>
				<ul>

					<li><a href="http://www.cs.com.cn/roadshow/ipo/300910/index.html" target="_blank"><img src="../../../hyzblm/roadshow/202011/W020201116484036822852.jpg" alt="预告1.jpg"/><h3>海棠新材首次公开发行股票网上路演</h3></a></li>

				</ul>
			</div>
<div class="space_b3">
				<h2 class="ch_typer2_tt"><a href="http://toujiao.cs.com.cn/" target="_blank">投教基地<span></span></a></h2>
				<ul class="ch_typer_list">

					<li><a href="../../../tj/02/01/202011/t20201127_6115482.html" target="_blank" title="数字钱包怎样用才安全">数字钱包怎样用才安全</a></li>

				</ul>
			</div>
</div>
<!--右侧 end-->
    </div>
  </div>
</div>

<!--底部-->
<footer class="ft_site">
    <div class="box1180 ft_cr">
    	<span>中国证券报社版权所有，未经书面授权不得复制或建立镜像　经营许可证编号：京B2-20180749　京公网安备110102000060-1<br />Copyright　2001-2020　China Securities Journal.　All Rights Reserved</span>
    </div>
</footer>
<!--移动底部-->
<footer class="mfooter">
   <div class="mfooter-l">中国证券报社版权所有，未经书面授权不得复制或建立镜像。 <br />Copyright &copy; 2001-2020　China Securities Journal.All Rights Reserved.</div>
<div class="mfooter-r"><section><img src="/images/2020/cs_qrc1.png" alt="pic" /><span>中国证券报微信</span></section><section><img src="/images/2020/cs_qrc3.png" alt="pic" /><span>中国证券报APP</span></section></div>
   </footer>
@script@
</body>
</html>"""
_LIST = """
<!--主体-->
<div class="box100p">
  <div class="box1180">
    <div class="box_ch space_t2">

  <!--左侧-->
     <div class="box_l1 space_r1">
<div class=" w100p ch_name  border_b">
	<h1 class="qkbys"><a href="../">首页</a></h1>
    <div><a href="./" target="_blank">@name@</a><a href="../syzt/" target="_blank">专题</a></div>
</div>
<h1 class="ctit space_b3  space_t2">@name@</h1>
        <ul class="ch_type3_list some-list">

@entries@

        </ul>

    </div>

"""
_ENTRY = '          <li class="item"><a href="@href@" target="_blank"><div><em>@time@</em></div><h3>@title@</h3><span></span></a></li>'
_MORE = """<script src="/tj/mobile/jquery.simpleLoadMore.js" charset="utf-8"></script>
	<script>
	    $('.some-list').simpleLoadMore({
	      item: 'li.item',
	      count: 15
	    });
	</script>"""
_STYLE = '<style type="text/css">.TRS_Editor P{margin-top:0;}.TRS_Editor DIV{margin-top:0;}</style><style type="text/css">\n\n.TRS_Editor P{margin-top:0;}.TRS_Editor DIV{margin-top:0;}</style>\n'
_ARTICLE = """<!--line_content-->
<div class="box100p">
  <div class="box1180">
    <div class="box_ch space_t2 space_b3">
		<div class="box_l1 space_r1">
        <!--article-->
        <article class="cont_article">
        	<header>
            	<!--artc_route-->
				<div class="artc_route">
                	<div><a href="http://www.cs.com.cn/" target="_blank">首页</a>><a href="../" target="_blank" title="@name@" class="CurrChnlCls">@name@</a></div>
                </div>
				<!--artc_route end-->
        		<h1>@title@</h1>
                <h4>@subtitle@</h4>
        		<div class="artc_info">
                	<div><em>@author@</em><em>@source@</em><time>@time@</time></div>
					<div class="bdsharebuttonbox share"><a href="#" class="bds_weixin" data-cmd="weixin" title="分享到微信"></a><a href="#" class="bds_more" data-cmd="more"></a></div>
                </div>
            </header>
            <section>@body@</section>

            <div class="page"><SCRIPT LANGUAGE="JavaScript">
var currentPage = @page@;//所在页从0开始
var prevPage = currentPage-1//上一页
var nextPage = currentPage+1//下一页
var countPage = @count@//共多少页

//设置上一页代码
if(countPage>1&&currentPage!=0&&currentPage!=1)
	document.write("<a href=\\"@file@"+"_" + prevPage + "."+"html\\" target='_self'>上一页</a>");//加首页<a href=\\"@file@.html\\" target='_self'>首页</a>
else if(countPage>1&&currentPage!=0&&currentPage==1)
	document.write("<a href=\\"@file@.html\\" target='_self'>上一页</a>");
else
	document.write("");

//设置下一页代码
if(countPage>1&&currentPage!=(countPage-1))
	document.write("<a href=\\"@file@"+"_" + nextPage + "."+"html\\" target='_self'>下一页</a>");
else
	document.write("");

</SCRIPT></div>
            <footer>中证网声明：凡本网注明“来源：中国证券报·中证网”的所有作品，版权均属于中国证券报、中证网。中国证券报·中证网与作品作者联合声明，任何组织未经中国证券报、中证网以及作者书面授权不得转载、摘编或利用其它方式使用上述作品。</footer>
            <aside class="related_artlist">
            	<h2>相关阅读</h2>
            	<ul>

                	<li><span><time>2020-08-27 20:40</time></span><a href="../202008/t20200827_6089479.html" target="_blank" title="鹿鸣股份：上半年净利润同比增长">鹿鸣股份：上半年净利润同比增长</a></li>

                	<li><span><time>2019-02-19 18:08</time></span><a href="../../../ssgs/gsxw/201902/t20190219_5924631.html" target="_blank" title="为前董事长担责的一家公司">为前董事长担责的一家公司</a></li>

                </ul>
            </aside>
        </article>
        <!--article end-->
    	</div>
"""


class Replica(Paper):
    """中证网 as it stood at the end of 2020, with today's invented news."""

    LIVE: ClassVar[str] = "https://www.cs.com.cn"
    CHANNELS: ClassVar[Mapping[str, str]] = {
        key: name for key, (_, name) in FOLDERS.items()
    }

    def piece(self, item: Item, number: int, channels: tuple[str, ...]) -> Piece:
        """Every third opens with its reporter; 中证快讯 lists what others have, too."""
        native_id, home = str(6540000 + 7 * number), channels[0]
        day = item.moment
        place = f"{FOLDERS[home][0]}/{day:%Y%m}/t{day:%Y%m%d}_{native_id}.html"
        truth, lines = item.truth, item.truth.body.split("\n")
        if number % 3 == 0 and len(truth.authors) == 1 and "记者" not in truth.body:
            lines[0] = f"中证网讯（记者 {truth.authors[0]}）{lines[0]}"
        return Piece(
            native_id=native_id,
            url=f"{self.LIVE}/{place}",
            channels=tuple(sorted({home, "jsbd"} if number % 2 else {home})),
            moment=day,
            title=truth.title,
            lines=tuple(lines),
            source=truth.source if number % 7 == 6 and truth.source else _OWN,
            authors=truth.authors,
            kind="flash" if home == "jsbd" else "article",
        )

    def answer(
        self, path: str, query: Mapping[str, str], headers: Mapping[str, str]
    ) -> Answer:
        """A channel's folder, or one page of an article."""
        del query, headers
        for channel, (folder, name) in FOLDERS.items():
            if path == f"/{folder}/":
                return _page(self._list(channel, folder), f"{name} - 中证网", name)
        found = _DETAIL.fullmatch(path)
        piece = self.find(found[1]) if found else None
        if found is None or piece is None:
            return self.missing()
        number, pages = int(found[2] or 0), _pages(piece)
        if number >= len(pages):
            return self.missing()
        return _page(_article(piece, number, pages), f"{piece.title}_中证网", piece.title)

    def listed(self, channel: str) -> list[Piece]:
        """What has fallen off the end of a list is nowhere to be found."""
        return super().listed(channel)[:_SHOWN]

    def truth(self) -> list[Piece]:
        """What some list shows, with the channels that show it."""
        told = []
        for piece in super().truth():
            shown = tuple(one for one in piece.channels if piece in self.listed(one))
            told += [replace(piece, channels=shown)] if shown else []
        return told

    def _list(self, channel: str, folder: str) -> str:
        entries = [_entry(piece, folder) for piece in self.listed(channel)]
        name = self.CHANNELS[channel]
        return _filled(_LIST, name=name, entries="\n\n".join(entries)) + _filled(
            _FOOT, script=_MORE
        )


def _filled(text: str, **values: str) -> str:
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return text


def _page(body: str, title: str, words: str) -> Answer:
    """The bytes as the site sends them, without a charset in the header."""
    head = _filled(_HEAD, title=escape(title), words=escape(words))
    return Answer((head + body).encode("gb18030"), "text/html")


def _entry(piece: Piece, folder: str) -> str:
    path = posixpath.relpath(piece.url.removeprefix(Replica.LIVE), f"/{folder}")
    href = path if path.startswith("..") else f"./{path}"
    time = f"{piece.moment:%Y-%m-%d %H:%M}"
    return _filled(_ENTRY, href=href, time=time, title=escape(piece.title))


def _pages(piece: Piece) -> Sequence[Piece]:
    """Its pages: every fifth article of several paragraphs has two or three."""
    lines = piece.lines
    if int(piece.native_id) % 5 or len(lines) < 2:
        return [piece]
    size = max(1, len(lines) // 3 + 1)
    parts = [lines[start : start + size] for start in range(0, len(lines), size)]
    return [replace(piece, lines=part) for part in parts]


def _article(piece: Piece, number: int, pages: Sequence[Piece]) -> str:
    body = "\n".join(
        f"<p>　　{escape(line, quote=False)}</p>" for line in pages[number].lines
    )
    opened = "\n".join(piece.lines).startswith("中证网讯（记者 ")
    names = " ".join(piece.authors) if int(piece.native_id) % 2 or not opened else ""
    subtitle = "" if int(piece.native_id) % 3 else "记者观察"
    return _filled(
        _ARTICLE,
        name=piece.channels[0],
        title=escape(piece.title),
        subtitle=subtitle,
        author=names,
        source=piece.source or "",
        time=f"{piece.moment:%Y-%m-%d %H:%M}",
        page=str(number),
        count=str(len(pages)),
        file=posixpath.basename(piece.url).removesuffix(".html"),
        body=_STYLE + body,
    ) + _filled(_FOOT, script="")
