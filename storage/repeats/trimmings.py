"""
What a medium adds to a story, as written rules: each says where it was seen. Pure.

All patterns are for text as `plain` of `reduced` leaves it: NFKC, lower case, half
width punctuation. None may eat a figure or a name of the story itself: a dateline
is cut for its 讯 or 电 behind a medium's name, never for its place alone.
"""

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern to take off and the place that taught it."""

    pattern: re.Pattern[str]
    teacher: str


def _rule(pattern: str, teacher: str) -> Rule:
    return Rule(re.compile(pattern), teacher)


_BRACKETED: Final = r"(?:\([^()\n]{0,48}\)\s*)*"
_MEDIUM: Final = (
    r"[\w·・•./-]{0,12}?(?:证券时报网?|e公司|中证网|财联社|新华社|中新社|[网社报台刊汇]|财经(?:app)?|财讯|新闻"
    r"|网站|客户端|数据宝?|传媒|在线|每经(?:ai|app)?|界面|澎湃|新浪\w{2}|腾讯\w{2}|网易\w{2}|搜狐\w{2}|之家|经济报道|app)"
)
_DAY: Final = (
    r"(?:(?:20\d\d[年/-])?(?P<month>\d{1,2})[月/-])?(?:(?P<day>\d{1,2})[日号]?\s*)?"
)

HEADS: Final = (
    _rule(
        rf"《?(?P<medium>{_MEDIUM}》?\s*(?:{_MEDIUM})?)\s*{_BRACKETED}[\u4e00-\u9fff]{{0,6}}?\s*"
        rf"{_DAY}{_BRACKETED}(?:综合|专|快)?(?:讯|电(?=[\s,:(]|$)|消息(?=[\s,:])|报道(?=[\s,:])"
        rf"|获悉(?=[\s,:])|丨|\|)\s*{_BRACKETED}[\s,:]*",
        "人民财讯9月28日电， 财联社（上海，编辑 …）讯，"
        " 证券时报网（www.stcn.com）05月29日讯…"
        " 新华社北京9月6日电（记者…）: stcn, cls,"
        " sina as a feed kept it; 每经AI快讯， 智通财经APP获悉，"
        " 格隆汇9月6日丨 stand in aggregators",
    ),
    _rule(
        rf"(?:{_MEDIUM}|《\w{{2,8}}》)\s?记者\s*[\u4e00-\u9fff]{{2,4}}(?:\s[\u4e00-\u9fff]{{2,3}}){{0,3}}"
        r"(?:\s[\u4e00-\u9fff]{2,6}报道|(?=\s{2,}|\n))[\s,:]*",
        "21世纪经济报道 记者… 北京报道: zte",
    ),
    _rule(
        r"(?:北京时间)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?:[早晚午]间|[上下]午|凌晨)?"
        r"(?:讯|消息)[\s,:]+",
        "1月13日消息， 5月9日讯 …: the finna wires and flashes of qq.com",
    ),
    _rule(
        rf"(?:(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})日[\s,]*)?(?P<medium>{_MEDIUM})记者"
        r"(?:独家)?(?:获悉|了解到)[\s,:]+",
        "9月6日，证券时报记者获悉，: openings of stcn's own reports",
    ),
    _rule(
        r"据[^,。;\n]{2,24}?(?:消息|报道)[,:]\s*",
        "据“…”微信公众号2月9日消息，: the finna wires",
    ),
    _rule(
        r"(?P<medium>证券时报网?|证券时报[·・•]?数据宝|上证报)(?:\s{2,}|\n)",
        "证券时报网　　e公司讯，: a flash of the 2019 site",
    ),
    _rule(
        r"[\u4e00-\u9fff]{0,4}记者[\s:丨|/]*(?:[\u4e00-\u9fff]\s?){2,4}(?:\s[\u4e00-\u9fff]{2,3})*"
        r"(?:\s*[\u4e00-\u9fff]{0,3}(?:编辑|见习|实习)[\s:丨|/]*(?:[\u4e00-\u9fff]\s?){2,4})*"
        r"(?:\s{2,}|\n)",
        "每经记者 曾 剑 每经编辑 张海妮　　…: 每日经济新闻",
    ),
    _rule(
        r"[(\[]?(?:本报记者|本报讯|原创|来源|作者|文)[:丨|/ ][^,。\n]{0,24}[)\]]?"
        r"(?:\s{2,}|\n)",
        "来源：… and 作者：… lines above reprints at sohu and 163",
    ),
)
"""At the head of a body, again and again until none fits."""

LINES: Final = (
    _rule(
        r"(?:责任编辑|责编|编辑|编审|主编|校对|审核|审读|监制|值班编委|作者|来源|记者|出品|运营|文)"
        r"\s*[:丨|/].{0,60}",
        "责编：… 校对：… of stcn, 责任编辑：… SF014 of sina",
    ),
    _rule(r"原标题\s*:(?:(?!\s{2})[^。]){0,80}", "原标题：… above sina's reprints"),
    _rule(rf"{_MEDIUM}", "每日经济新闻 as a line of its own, above or below"),
    _rule(r"(?:本文|文章)(?:源自|来源|转自|来自)\s*[::].{0,40}", "本文源自：金融界"),
    _rule(
        r"(?:关注|扫码|下载).{2,40}(?:获取|了解|更多|机会).{0,30}",
        "关注…，获取更多机会: 10jqka",
    ),
    _rule(
        r"\(?(?:来源|编辑|责任编辑|责编|记者|文章来源|题图)\s*[::].{0,60}\)?", "163, sohu"
    ),
    _rule(r"[^,。]{0,20}返回搜狐.{0,10}", "返回搜狐，查看更多"),
    _rule(r"海量资讯.{0,10}精准解读.{0,20}", "海量资讯、精准解读，尽在新浪财经APP"),
    _rule(r"\((?:[^()。]{1,24})\)", "（央视新闻） and （吴家明） as a last line"),
    _rule(r"<<<.{0,60}|>>>.{0,60}|(?:相关|延伸)(?:阅读|报道|新闻)\s*[::].{0,80}", "ifeng"),
    _rule(r"(?:图片来源|图源|资料图)\s*[::]?.{0,40}", "captions left in bodies"),
    _rule(
        r"(?:注|特别声明|免责声明|声明|风险提示|版权声明|投资提示|温馨提示)\s*[::].{0,400}",
        "注：本文系新闻报道，不构成投资建议…: 证券时报网 数据",
    ),
)
"""Whole lines, matched in full."""

TAILS: Final = (
    _rule(
        r"\s*\((?P<credit>[^()\d。,;]{1,24})\)\s*[。.]?\s*$",
        "…。（证券时报・e公司） （沈楠）",
    ),
    _rule(
        r"\s*[(\[]?(?:责任编辑|责编|编辑|校对|文章来源|来源|作者)\s*[::丨|/]\s*[^。;!?\n]{1,30}[)\]]?\s*$",
        "…。责任编辑：… in one line with the text: saved pages of news sites",
    ),
    _rule(
        r"\s*(?:免责声明|特别声明|风险提示|版权声明|声明)\s*:[^\n]{0,400}$",
        "disclaimers that follow the last sentence at aggregators",
    ),
    _rule(
        r"\s*(?:更多[^。\n]{0,30}|敬请|欢迎|请)(?:关注|下载|扫描|扫码|点击)[^。\n]{0,60}[。!]?\s*$",
        "更多内容请下载…客户端",
    ),
    _rule(
        r"\s*(?:\.{3,}|…+|点击展开全文|阅读全文|展开全文|\[详细\]|全文完|完)\s*$", "cuts"
    ),
)
"""At the end of a body, again and again until none fits."""

NOTICES: Final = re.compile(
    r"页面不存在|访问的(?:页面|网页|内容)|已(?:被)?删除|已下线|浏览器版本|javascript|加载中|请稍候|404"
    r"|登录后|请登录|开通会员|付费(?:阅读|内容)|扫码|扫一扫|二维码|客户端|下载.{0,6}app|版权(?:所有|声明|归)"
    r"|转载|侵权|免责|不代表.{0,10}(?:观点|立场)|不构成.{0,6}(?:建议|依据)|风险自[担负]|入市需谨慎"
    r"|投资需谨慎|仅供参考|联系我们|请与.{0,8}联系|举报|客服(?:电话|热线)|举报电话|邮箱|备案|许可证|icp|公网安备"
    r"|点击(?:查看|进入|播放)|返回首页|上一篇|下一篇|相关阅读|热门推荐|关注.{0,8}(?:公众号|微信|微博)"
    r"|用户协议|隐私政策|第三方(?:媒体|机构)|网友(?:评论|发言)|本站"
    r"|本网站?(?:注明|转载|所有|声明|系|力求|不)"
    r"|注明(?:来源|出处)|违法和不良信息|all rights? reserved|copyright|请输入|验证码"
    r"|订阅|友情链接"
)
"""Words of clauses that a site says of itself: `boilerplate_body` in zte, soft 404s."""
