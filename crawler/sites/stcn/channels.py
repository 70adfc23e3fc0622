"""
The site's channels: the list of `id` is at `/article/list/<id>.html`.

Ids and names as the site has had them since September 2022; the order is that
of its own menus. Not every channel is still filled.
"""

from typing import Final

CHANNELS: Final[dict[str, str]] = {
    "kx": "快讯",
    "yw": "要闻",
    "gd": "滚动",
    "gs": "股市",
    "gsyl": "股市一览",
    "djjd": "独家解读",
    "company": "公司",
    "gsxw": "公司新闻",
    "gsdt": "公司动态",
    "data": "数据",
    "djsj": "独家数据",
    "kd": "看点数据",
    "zj": "资金流向",
    "sj_kcb": "科创板数据",
    "hq": "行情总貌",
    "fund": "基金",
    "finance": "金融",
    "comment": "评论",
    "zl": "专栏",
    "author": "作者",
    "cj": "产经",
    "cjhy": "行业",
    "cjqc": "汽车",
    "ct": "创投",
    "kcb": "科创板",
    "xsb": "新三板",
    "zk": "ESG",
    "tj": "投教",
    "tjkt": "投教课堂",
    "zczs": "政策知识",
    "tjdt": "投教动态",
    "zthd": "专题活动",
}
"""Id to name."""

MAIN: Final[tuple[str, ...]] = (
    *("kx", "yw", "gd", "gs", "company", "data", "fund"),
    *("finance", "comment", "cj", "kcb", "xsb", "zk", "ct"),
)
"""What is crawled where nothing else is asked for: every filled main channel."""

ALIASES: Final[dict[str, str]] = {
    "人民财讯": "kx",
    "7×24": "kx",
    "7*24": "kx",
    "智能资讯": "data",
    "数据资讯": "djsj",
    "科创板(数据)": "sj_kcb",
}
"""Other names that pages have printed for a channel."""
