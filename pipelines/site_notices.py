"""Notices that one known site puts around every story, word for word."""

from typing import Final

from pipelines.rules import Place, Rule, written

SITE_NOTICES: Final = (
    Rule(
        name="stcn_statement",
        pattern=written(r"(?:\w{0,4}声明:)?证券时报力求信息真实[、,]?准确.*"),
        place=Place.ANYWHERE,
        teacher="stcn.com below every story, 2019 to 2026 (site notes, h).",
    ),
    Rule(
        name="stcn_app",
        pattern=written(r'下载"?证券时报"?官方APP,.{0,4}关注官方微信.*'),
        place=Place.ANYWHERE,
        teacher="stcn.com below every story; curly quotes, straight ones in a text dump.",
    ),
    Rule(
        name="stcn_comments",
        pattern=written(r"网友评论仅供其表达个人看法.*"),
        place=Place.ANYWHERE,
        teacher="stcn.com above the comments, December 2022 (notes, h).",
    ),
    Rule(
        name="stcn_comment_box",
        pattern=written(r"网友评论|登录后可以发言|暂无评论|发表评论|为你推荐"),
        place=Place.TAIL,
        teacher="stcn.com, labels of the comment box (notes, d and h).",
    ),
    Rule(
        name="databao_advice",
        pattern=written(r"注:本文系新闻报道,不构成投资建议.*"),
        place=Place.ANYWHERE,
        teacher="Posts of 证券时报网/数据, class txt_zhu.",
    ),
    Rule(
        name="keyword_list",
        pattern=written(r"(?:关键词|关键字|标签):.{1,80}"),
        place=Place.TAIL,
        teacher="Posts of 证券时报网/数据: a series and its keywords, known by class only.",
        classes=("fenlei1", "fenlei2"),
    ),
    Rule(
        name="sina_app",
        pattern=written(r"海量资讯[、,]精准解读,尽在新浪财经APP\W?"),
        place=Place.ANYWHERE,
        teacher="Posts of 新浪财经: a QR code and this line before the editor.",
        classes=("appendQr_wrap",),
        takes_image=True,
    ),
    Rule(
        name="sina_analysts",
        pattern=written(r"炒股就看[^。]{2,60}"),
        place=Place.ANYWHERE,
        teacher="finance.sina.com.cn above stories: an advertisement for its research.",
    ),
    Rule(
        name="original_title",
        pattern=written(r"\(?原标题:[^。]{1,90}\)?"),
        place=Place.HEAD | Place.TAIL,
        teacher="Posts of 新浪财经, class ori_titlesource; sohu.com; 163.com in brackets.",
    ),
    Rule(
        name="sina_accounts",
        pattern=written(r"免责声明:自媒体综合提供的内容均源自自媒体.*"),
        place=Place.ANYWHERE,
        teacher="Saved pages of sina.com.cn.",
    ),
    Rule(
        name="sohu_back",
        pattern=written(r"返回搜狐,查看更多"),
        place=Place.ANYWHERE,
        teacher="sohu.com, as a line.",
    ),
    Rule(
        name="sohu_back_at_end",
        pattern=written(r"\s*返回搜狐,查看更多$"),
        place=Place.LINE_END,
        teacher="sohu.com, a link behind the last sentence.",
    ),
    Rule(
        name="sohu_accounts",
        pattern=written(r"声明:该文观点仅代表作者本人,搜狐号系信息发布平台.*"),
        place=Place.ANYWHERE,
        teacher="sohu.com below every story of an account.",
    ),
    Rule(
        name="netease_accounts",
        pattern=written(
            r"特别声明:以上内容.*自媒体平台.?网易号.*"
            r"|Notice: The content above .*NetEase Hao.*"
        ),
        place=Place.ANYWHERE,
        teacher="163.com below every story of an account, in two languages.",
    ),
    Rule(
        name="cs_statement",
        pattern=written(r"中证网声明:.*|凡本网注明\W{0,2}来源.*(?:版权|转载).*"),
        place=Place.ANYWHERE,
        teacher="cs.com.cn, footer of every story, 2020 (notes, h).",
    ),
    Rule(
        name="cls_statement",
        pattern=written(r"财联社声明:文章内容仅供参考,不构成投资建议.*"),
        place=Place.ANYWHERE,
        teacher="cls.cn below its stories; from memory, not in the stored material.",
    ),
    Rule(
        name="nbd_statement",
        pattern=written(r"每经(?:网|新闻)?声明:.*|特别提醒:如果我们使用了您的图片.*"),
        place=Place.ANYWHERE,
        teacher="nbd.com.cn below its stories; from memory, not in the stored material.",
    ),
)
"""In the order in which they are tried."""
