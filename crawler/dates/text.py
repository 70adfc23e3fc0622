"""One spelling for all: what pages wrap around a time, taken off."""

import html
import re

from crawler.dates.numerals import with_digits
from crawler.dates.reading import UnreadableError

LONGEST = 400
"""Characters; a longer string is a text, and no regular expression sees it."""

_TRADITIONAL = (
    "時點號週個鐘後間發佈來禮兩剛晝幾數農曆陰舊於這東標準臺裡裏紐約當國"
    "編輯責記評論瀏覽閱讀轉載"
)
_SIMPLIFIED = (
    "时点号周个钟后间发布来礼两刚昼几数农历阴旧于这东标准台里里纽约当国"
    "编辑责记评论浏览阅读转载"
)
_INVISIBLE = "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff" + "".join(
    map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
)
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
SPELLING = (
    {0xFEE0 + code: chr(code) for code in range(0x21, 0x7F)}  # full width
    | str.maketrans(_TRADITIONAL, _SIMPLIFIED)
    | str.maketrans(_DASHES + "∶︰【】〔〕、。•⽇⽉", "-------::[][],.·日月")
    | dict.fromkeys(map(ord, _INVISIBLE))
)

TAG = re.compile(r"<[^<>]*>")
BEIJING_TIME = re.compile(r" ?[(\[]?(?:北京|中国标准|台北|香港)时间[)\]]?:?")

_CREDIT = (
    "来源|稿源|出处|作者|记者|编辑|责任编辑|责编|文章|阅读|浏览|点击|评论|人气|热度|参与"
    "|分享|字号|字体|转载|打印|收藏|关注|举报|所属|标签|分类|栏目|频道|人参与|未经"
)
_ACT = (
    "首次|最后|最近|本文|文章|发布|发表|发送|发稿|发帖|发|刊发|刊登|刊"
    "|更新|修改|编辑|上传|创建"
)
LABEL = rf"(?:(?:{_ACT})*(?:时间|日期)|(?:{_ACT})+[于在]?|date|time|updated?|published)"
HEAD = re.compile(
    rf"[\[(|·*/ -]*(?:(?:{_CREDIT})[: ]+\S+[ |]+)*"
    rf"(?:(?:\S{{1,20}} )?{LABEL}[\])]?[: ]+|{LABEL})?[\[( ]*",
    re.IGNORECASE,
)
TAIL = re.compile(rf"[\])|·,./ -]*(?:(?:{_CREDIT}|{_ACT})(?:[: |0-9(].*|[^0-9]*))?$")
LABEL_BEFORE = re.compile(rf"{LABEL}[\])]?[: ]*$", re.IGNORECASE)
CREDIT_AFTER = re.compile(rf"[ ,]*(?:[0-9]* ?(?:{_CREDIT})|(?:{_ACT})+(?![\u4e00-\u9fff]))")


def tidy(raw: str) -> str:
    """
    Spell `raw` in simplified characters, half width, digits and single spaces.

    Tags become spaces, as the site cuts one time into two elements
    (`2020-02-25<span>20:32</span>`).
    """
    if len(raw) > LONGEST:
        raise UnreadableError("too long to be a time")
    text = TAG.sub(" ", html.unescape(raw)) if "<" in raw or "&" in raw else raw
    if not text.isascii():
        text = with_digits(text.translate(SPELLING))
    return " ".join(text.split())


def without_labels(text: str) -> str:
    """Take a leading label or credit and a trailing one off: 发布于 今天 09:30 来源：…."""
    head = HEAD.match(text)
    return TAIL.sub("", text[head.end() :] if head else text, count=1)
