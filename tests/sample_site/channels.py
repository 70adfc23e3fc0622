"""The boards of the site (site notes, section a) and where each stands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Channel:
    """One board."""

    id: str
    name: str
    headline: bool = False
    """Has a box of headlines above its list (section b)."""
    title: str = ""

    @property
    def page_title(self) -> str:
        """The text of its page's `<title>`."""
        return self.title or f"{self.name}频道,{self.name}新闻,{self.name}资讯-证券时报网"


_KX = "7*24小时快讯，每日股市快讯，股市新闻播报-人民财讯快讯栏目"
_YW = "财经要闻频道,今日要闻，炒股消息，股市重大消息-证券时报要闻栏目"

CHANNELS = {
    channel.id: channel
    for channel in (
        Channel("kx", "快讯", title=_KX),
        Channel("yw", "要闻", title=_YW),
        Channel("gd", "滚动"),
        Channel("gs", "股市"),
        Channel("gsyl", "股市一览"),
        Channel("djjd", "独家解读"),
        Channel("company", "公司", headline=True),
        Channel("gsxw", "公司新闻", headline=True),
        Channel("gsdt", "公司动态", headline=True),
        Channel("data", "智能资讯"),
        Channel("djsj", "数据资讯"),
        Channel("kd", "看点数据"),
        Channel("zj", "资金流向"),
        Channel("sj_kcb", "科创板数据"),
        Channel("hq", "行情总貌"),
        Channel("fund", "基金", headline=True),
        Channel("finance", "金融", headline=True),
        Channel("comment", "评论", headline=True),
        Channel("zl", "专栏"),
        Channel("author", "作者"),
        Channel("cj", "产经", headline=True),
        Channel("cjhy", "行业"),
        Channel("cjqc", "汽车"),
        Channel("ct", "创投"),
        Channel("kcb", "科创板"),
        Channel("xsb", "新三板"),
        Channel("zk", "ESG"),
        Channel("tj", "投教"),
        Channel("tjkt", "投教课堂"),
        Channel("zczs", "政策知识"),
        Channel("tjdt", "投教动态"),
        Channel("zthd", "专题活动"),
    )
}

NAVIGATION = (
    "kx",
    "yw",
    "finance",
    "comment",
    "cj",
    "ct",
    "gd",
    "gs",
    "company",
    "fund",
    "kcb",
)
"""Boards in the top navigation."""

HEADLINE_ONLY = ("company", "finance", "comment")
"""Boards with one article that stands in the headline box and in no list."""
