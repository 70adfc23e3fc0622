"""Which words name a medium: a paper, an agency, a site, a station."""

import re
from typing import Final

from pipelines.wordlist import words

_KNOWN: Final = words(
    """
    央视 央广 央视财经 央视新闻 新华社 中新社 新华 路透 彭博 法新社 美联社 CNBC 财联社
    格隆汇 数据宝 e公司 雪球 棱镜 新浪科技 腾讯科技 网易科技 搜狐科技 凤凰科技 新浪证券
    金融界 金融界网站 和讯 华尔街见闻 虎嗅 36氪 IT之家 钛媒体 亿欧 第一财经 券商中国
    中国基金 财新 界面 澎湃 每经 每经头条 智通财经 中证金牛座 上证报 中证报 财经
    科创板日报 证券市场红周刊 红周刊 CSDN 国际金融报 21财经 第一财经资讯 人民日报 环球时报
    参考消息 半月谈 求是 DoNews C114 经参 健康广东
    """
)
_ENDINGS: Final = (
    *(
        "新闻",
        "新闻网",
        "日报",
        "时报",
        "晚报",
        "早报",
        "晨报",
        "商报",
        "周报",
        "导报",
        "青年报",
    ),
    *(
        "证券报",
        "金融报",
        "基金报",
        "参考报",
        "观察报",
        "文汇报",
        "新京报",
        "红周刊",
        "都市报",
    ),
    *("通讯社", "新华社", "中新社", "电视台", "广播电台", "广播", "卫视", "财经", "客户端"),
    *(
        "周刊",
        "杂志",
        "在线",
        "之声",
        "快讯",
        "财讯",
        "快报",
        "财经报道",
        "经济报道",
        "报社",
        "报业",
    ),
    *(
        "网",
        "社",
        "中证报",
        "上证报",
        "头条",
        "融媒体",
        "全媒体",
        "财经APP",
        "新闻APP",
        "电台",
        "e公司",
    ),
)
_OTHER_THINGS: Final = (
    *(
        "互联网",
        "物联网",
        "电网",
        "管网",
        "官网",
        "车联网",
        "路网",
        "外网",
        "内网",
        "入网",
        "上网",
    ),
    *(
        "旅行社",
        "合作社",
        "信用社",
        "公社",
        "通信网",
        "充电网",
        "天网",
        "全网",
        "本网",
        "本社",
    ),
    *(
        "业绩快报",
        "经营快报",
        "数据在线",
        "出版社",
        "会社",
        "株式会社",
        "工业互联网",
        "骨干网",
        "脱网",
    ),
)
_PUNCTUATION: Final = " \t\u3000\xa0、，,。.；;:：|《》“”\"'[]【】"
_DOTS: Final = str.maketrans({"・": "·", "•": "·", "‧": "·", "∙": "·", "●": "·"})
_PLAIN: Final = re.compile(r"[A-Za-z0-9\u4e00-\u9fff·\-]{2,18}")
_PROSE: Final = re.compile(r"[的了在是将被已与为于称]|^据|记者|编辑|图片|来源")


def trimmed(text: str) -> str:
    """A medium's name without the punctuation around it, with one kind of dot."""
    return text.translate(_DOTS).strip(_PUNCTUATION)


def is_medium(text: str) -> bool:
    """
    Whether a string is a medium by its last word or by the written list.

    Of `证券时报·e公司` or `经济日报-中国经济网` the last half decides for the whole.
    Words that end alike and are none (电网, 业绩快报, 合作社) are refused.
    """
    if not _PLAIN.fullmatch(text) or _PROSE.search(text):
        return False
    return _is_one(re.split("[·-]", text)[-1])


def _is_one(text: str) -> bool:
    """The same for a name without a dot."""
    if text in _KNOWN:
        return True
    known_ending = text.endswith(_ENDINGS) and not text.endswith(_OTHER_THINGS)
    return known_ending and len(text) >= 3
