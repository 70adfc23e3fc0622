"""Sign-offs that any desk may put below a story, in its own words."""

from typing import Final

from pipelines.rules import Place, Rule, written

_END: Final = r"[。!]?\W{0,4}"
_LEGAL: Final = (
    r"(?:版权|转载|侵权|本网|本站|本平台|自媒体|仅代表(?:作者|本人)|不代表|不构成"
    r"|仅供参考|据此操作)"
)

SIGN_OFFS: Final = (
    Rule(
        name="copyright_line",
        pattern=written(r"(?:Copyright|©|\(c\)).{0,80}(?:版权所有|违者必究|Reserved).*"),
        place=Place.TAIL,
        teacher="nbd.com.cn as the last line, or the only one, of a body.",
    ),
    Rule(
        name="legal_label",
        pattern=written(r"(?:版权|转载|免责)(?:声明|说明|条款):?"),
        place=Place.TAIL,
        teacher="WeChat accounts: the label alone on its line.",
    ),
    Rule(
        name="legal_statement",
        pattern=written(
            r"\W{0,2}(?:版权|转载|免责|特别|郑重|本网|本站|风险提示及免责)?"
            rf"(?:声明|说明|条款):.*{_LEGAL}.*"
        ),
        place=Place.TAIL,
        teacher="Saved pages of 网易 and 中国日报网, IT之家: who answers for nothing.",
    ),
    Rule(
        name="no_reprint",
        pattern=written(
            r"\W{0,2}[^,。称示定]{0,30}未经[^,。]{0,30}(?:许可|授权|允许|同意)[^。]{0,12}"
            r"(?:禁止|不得|严禁|谢绝|请勿)[^。]{0,16}(?:转载|使用|摘编|复制|镜像)"
            rf"[^。]{{0,30}}[。!]?[^。]{{0,40}}{_END}"
        ),
        place=Place.TAIL,
        teacher="nbd.com.cn, 澎湃新闻, 与非网: 未经许可不得转载 in many words.",
    ),
    Rule(
        name="original_work",
        pattern=written(
            r"\W{0,2}(?:本文(?:为|系|由))?[^。,]{0,24}原创(?:文章|内容|作品)?,[^。]{0,30}转载.*"
        ),
        place=Place.TAIL,
        teacher="Saved page of EDN电子技术设计; 与非网.",
    ),
    Rule(
        name="reprint_terms",
        pattern=written(
            r"\W{0,2}(?:如需转载|欢迎转载|转载(?:时)?(?:请|需|须|及合作|与合作))"
            rf"[^。]{{0,60}}{_END}"
        ),
        place=Place.TAIL,
        teacher="nbd.com.cn and WeChat accounts: whom to ask, whom to name.",
    ),
    Rule(
        name="hot_line",
        pattern=written(r"[^。,:]{0,10}(?:热线|报料|举报电话)[^。,:]{0,6}: ?[(\d].{5,160}"),
        place=Place.TAIL,
        teacher="nbd.com.cn 广告热线, 澎湃新闻报料, stcn.com's footer.",
    ),
    Rule(
        name="qr_code",
        pattern=written(
            r"\W{0,4}(?:微信)?(?:扫描|扫一扫|扫码|长按|识别)[^。]{0,24}"
            r"(?:二维码|小程序码|图片|海报|关注|公众号|加入|下载|订阅)"
            rf"[^。]{{0,40}}{_END}"
        ),
        place=Place.TAIL,
        teacher="nbd.com.cn 扫描下方二维码, stcn.com 2019 扫描上方二维码, WeChat 长按识别.",
        takes_image=True,
    ),
    Rule(
        name="follow_us",
        pattern=written(
            r"(?:[^。]{0,30},)?\W{0,4}(?:点击)?(?:更多[^。]{0,24}|请|敬请|欢迎|长按|上方|下方"
            r"|蓝字|搜索|可)?(?:蓝字)?(?:关注|订阅|星标)[^。]{0,30}"
            rf"(?:公众号|微信号|视频号|官方微信|官微|我们)[^。]{{0,30}}{_END}"
        ),
        place=Place.HEAD | Place.TAIL,
        teacher="WeChat accounts: 点击上方蓝字关注我们 above, the account's name below.",
        takes_image=True,
    ),
    Rule(
        name="app_promotion",
        pattern=written(
            r"\W{0,2}(?:更多|点击|请|敬请|欢迎)[^。]{0,30}(?:下载|打开|登录|登陆)"
            rf"[^。]{{0,24}}(?:APP|客户端)[^。]{{0,20}}{_END}"
        ),
        place=Place.TAIL,
        teacher="stcn.com before 2020 and wallstreetcn.com: 更多…请下载…APP.",
    ),
    Rule(
        name="read_more",
        pattern=written(
            r"\W{0,4}(?:点击|戳)?(?:查看|阅读|展开|进入|浏览)(?:全文|原文|更多|专题|详情)"
            r"(?:内容|报道|精彩内容)?\W{0,6}"
            r"|\W{0,4}点击[^。,]{0,8}(?:全文|原文|专题|详情|更多)[^。]{0,12}"
        ),
        place=Place.TAIL,
        teacher="List interfaces and WeChat: 点击查看全文, 阅读原文.",
    ),
    Rule(
        name="see_also",
        pattern=written(
            r"\W{0,2}(?:推荐阅读|相关阅读|延伸阅读|相关链接|相关报道|热门推荐|猜你喜欢"
            r"|你会关注|点击图片即可阅读|百万用户都在看)\W{0,2}"
        ),
        place=Place.TAIL,
        teacher="Heading of a list whose entries are hidden: posts of 新浪财经, 券商中国.",
    ),
    Rule(
        name="risk_warning",
        pattern=written(
            r"\W?(?:风险提示:)?(?:股市|市场|投资|入市|基金|理财)有风险[、,]"
            r"(?:投资|入市|理财|选择|决策)(?:需|须|应|请)?谨慎[。!]?(?:本文不构成.*)?\W?"
        ),
        place=Place.TAIL,
        teacher="Below market comments; wallstreetcn.com adds a second sentence.",
    ),
    Rule(
        name="not_advice",
        pattern=written(
            r"\W?(?:注|提示|备注|风险提示|温馨提示|重要提示|投资提示|本文|以上内容|文中):?"
            r"[^。]{0,60}不(?:构成|作为)[^。]{0,16}(?:建议|依据|邀约|要约).{0,80}"
        ),
        place=Place.TAIL,
        teacher="The note of 证券时报网/数据, as other desks word it.",
    ),
    Rule(
        name="end_mark",
        pattern=written(r"[\W_]*(?:THE END|END|正文完|全文完)[\W_]*|[-—=_*·~]{3,}"),
        place=Place.TAIL,
        teacher="WeChat accounts, IT之家: the word END or a rule of dashes.",
    ),
)
"""In the order in which they are tried."""
