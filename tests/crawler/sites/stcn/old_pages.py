"""Pages of the site as it was until September 2022: its mark-up, invented stories."""

from collections.abc import Sequence

CMSTOP = "http://kuaixun.stcn.com/2019/0912/15388211.shtml"
TRS = "https://news.stcn.com/news/202207/t20220712_4731002.html"
TITLE = "海棠电气中标两亿元变压器项目"
PARTS = (
    "<p>　　证券时报网讯，海棠电气公告，公司中标北塬电网变压器采购项目。</p>",
    "<p>　　中标金额2.03亿元，占上年营收的8.1%。</p>",
    "<p>　　公司称，项目将于明年三月交货。</p>",
)
_AROUND = """
<div class="fenxiang"><a class="fx" href="#">分享：</a></div>
<div class="shenming"><p>声明：证券时报力求信息真实、准确，文章提及内容仅供参考，\
不构成实质性投资建议，据此操作风险自担。</p></div>
<div class="tuijian"><h2>为你推荐</h2><div class="tuijian_con"><dl>
<dt><a href="http://news.stcn.com/2019/0911/15386002.shtml">
<img src="http://upload.stcn.com/2019/0911/thumb_155_100_1568160000000.jpg"></a></dt>
<dd class="tit"><a href="http://news.stcn.com/2019/0911/15386002.shtml">渡口镇的订单又多了</a></dd>
<dd class="exp">两家车间点亮了灯。</dd>
<dd class="sj">2019-09-11<span>07:42</span></dd></dl></div></div>
"""


def cmstop(
    body: str,
    *,
    bar: str = "",
    info: str = "2019-09-12 18:26<span>来源：证券时报网</span><span>作者：林一鸣</span>",
    content_id: str = "15388211",
    head: str = "",
    end: str = "</body></html>",
) -> str:
    """A page of 2018 to 2020; `bar` stands below the text."""
    return f"""<html><head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<meta name="keywords" content="证券时报 海棠电气 中标">{head}
<title>{TITLE}_证券时报网 </title>
<script type="text/javascript">
var contentid = {content_id};
var publishdate = '2019-09-12 18:26:41';
var linkUrl = "http://kuaixun.stcn.com/2019/0912/{content_id}.shtml";
</script></head><body>
<div class="content clearfix"><div class="box_left">
<div class="website">您所在的位置：<a href="http://www.stcn.com/">首页</a> &gt; 快讯</div>
<div class="intal_tit">
    <h2>{TITLE}</h2>
    <div class="info">{info}</div>
</div>
<div class="txt_con" id="ctrlfscont">
{body}
</div>{bar}{_AROUND}</div></div>{end}"""


def linked_bar(here: int, last: int) -> str:
    """Links to the other pages of `CMSTOP`, as its page number `here` has them."""
    stem = CMSTOP.removesuffix(".shtml")

    def link(number: int, label: str) -> str:
        at = CMSTOP if number == 1 else f"{stem}_{number}.shtml"
        return f'<a href="{at}">{label}</a>'

    numbers = [f"<b>{n}</b>" if n == here else link(n, str(n)) for n in range(1, last + 1)]
    before = [link(here - 1, "上一页")] if here > 1 else []
    after = [link(here + 1, "下一页")] if here < last else []
    whole = '<a id="show-all-cont" href="javascript:fulltext();">单页阅读</a>'
    return (
        f'<div class="bor-ccc">{"".join([*before, *numbers, *after])}</div><p>{whole}</p>'
    )


def cmstop_pages(parts: Sequence[str] = PARTS) -> dict[str, str]:
    """An article of several pages, by address."""
    stem = CMSTOP.removesuffix(".shtml")
    return {
        CMSTOP if number == 1 else f"{stem}_{number}.shtml": cmstop(
            part, bar=linked_bar(number, len(parts))
        )
        for number, part in enumerate(parts, start=1)
    }


def trs(
    body: str,
    *,
    count: int = 1,
    current: int = 0,
    name: str = "t20220712_4731002",
    head: str = "",
) -> str:
    """A page of 2020 to 2022 in the second of its layouts."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8">{head}
<title>{TITLE}</title></head><body><div class="content clearfix"><div class="box_left3">
<div class="xiangxi">
<h2>{TITLE}</h2>
<span>2022-07-12 18:26 来源：证券时报·e公司</span><i>作者：林一鸣</i>
<div class="text">{body}</div>
<div class="page">
<script>createPageHTML({count}, {current}, "{name}", "html");</script></div>
</div>{_AROUND}</div></div></body></html>"""
