"""Who is credited, as printed: 来源, 作者, 责任编辑; the stages read the names."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from crawler.anypage.pieces import Piece, names_of
from crawler.anypage.printed_time import AFTER, FULL, is_body_like
from crawler.anypage.pruning import TAIL

_LONGEST: Final = 40
_COLON: Final = r"\s*[:：]\s*"
_SOURCE: Final = re.compile(
    rf"(?:本文|文章|信息|新闻|稿件|内容)?(?:来源|來源|稿源|出处)(?:于|自)?(?:{_COLON}|$)"
)
_AUTHOR: Final = re.compile(
    rf"(?:作者|撰文|撰稿|记者|記者)(?:{_COLON}|$)|^文\s*[:：/|｜丨]\s*"
)
_EDITOR: Final = re.compile(
    rf"(?:责任编辑|責任編輯|责编|本文编辑|网络编辑|值班编辑|编辑)(?:{_COLON}|$)"
)
_ANY: Final = re.compile(
    r"\s*[(（\[【|｜]?\s*(?:来源|來源|稿源|作者|记者|責任編輯|责任编辑|责编|编辑|校对|审核|字号|字体|阅读|浏览"
    r"|点击|评论|分享|时间|发布|发表|更新|关键词|标签|打印|收藏|举报)\s*[:：]?"
)
_CLOSING: Final = " \t|｜·)）]】,，;；/／[【(（>"
_CHROME: Final = re.compile(
    r"字号|字體|字体|分享|收藏|评论|阅读|浏览|打印|举报|放大|缩小|参与|点击|微信|微博|登录|注册|扫码|二维码"
    r"|关注|原创|订阅|跟贴|我有话说|APP|客户端$|首页|正文|当前位置|上一|下一|播放|大$|^小|标准|QQ|关闭"
    r"|更多|人气|点赞|频道|编辑|作者|记者|来源|时间|^发布|发布[于时日]"
    r"|facebook|twitter|google|linkedin|博客|空间|邮件|链接|复制|^x$",
    re.IGNORECASE,
)
_NAME_LIKE: Final = re.compile(r"[\u4e00-\u9fffA-Za-z][\w\u4e00-\u9fff·—\- ]{1,19}")
_PARTS: Final = re.compile(r"[|｜\s]+")
_MEDIUM: Final = re.compile(r"(?:报|報|网|網|社|台|臺|刊|新闻|新聞|财经|在线|客户端)$")
_PERSON_LIKE: Final = re.compile(r"[\u4e00-\u9fff]{2,3}")
"""Who stands by the time without a label may be a person as well."""
_PLATFORM: Final = re.compile(r"(?:澎湃|百家|头条|搜狐|网易|企鹅|大鱼|一点|北京|人民)号")
_SLASHED: Final = re.compile(
    r"([\u4e00-\u9fff·、 ]{2,20})\s*[/／]\s*([\w\u4e00-\u9fff]{2,15})"
)
_EDITOR_LIKE: Final = re.compile(r"[\w·、 :：\-/]{2,24}")
_SPACED: Final = re.compile(
    r"([\u4e00-\u9fff]{2,4}(?:[、 ][\u4e00-\u9fff]{2,4}){0,2})\s+"
    r"([\w\u4e00-\u9fff·]{2,14}(?:报|网|社|台|刊|新闻|财经))"
)
_SOURCE_NAMED: Final = re.compile(r"(?:^|[\s_-])(?:\w*source|laiyuan|media|medianame)\b")


@dataclass(frozen=True, slots=True)
class Credits:
    """The strings that the page prints; None where it prints none."""

    source: str | None = None
    author: str | None = None
    editor: str | None = None


def find_credits(pieces: Sequence[Piece], title: int, time: int | None) -> Credits:
    """
    The credits: first in the line under the title, then wherever a label stands.

    Args:
        pieces: all texts of the page.
        title: which of them begins the title.
        time: which of them holds the time, if one was found by the title.
    """
    near = _head(pieces, title, time)
    source = _labelled(pieces, near, _SOURCE) or _unlabelled_source(
        pieces, near, title, time
    )
    source = _account(pieces, near, source)
    author = _labelled(pieces, near, _AUTHOR)
    if source and not author:
        parted = _SLASHED.fullmatch(source) or _SPACED.fullmatch(source)
        author, source = (parted[1], parted[2]) if parted else (None, source)
    tail = range(near.stop, len(pieces))
    return Credits(
        source=source or _labelled(pieces, tail, _SOURCE, starts=True),
        author=author,
        editor=_editor(pieces, near, tail),
    )


def _editor(pieces: Sequence[Piece], near: range, tail: range) -> str | None:
    """An editor's name; what stands behind the label may be anything."""
    found = _labelled(pieces, near, _EDITOR)
    found = found or _labelled(pieces, tail, _EDITOR, starts=True)
    if found is None or TAIL.match(found) or not _EDITOR_LIKE.fullmatch(found):
        return None
    return found


def _head(pieces: Sequence[Piece], title: int, time: int | None) -> range:
    """The pieces between the title and the text; from the time on if that is above."""
    start = title + 1 if time is None or time > title else max(time - 1, 0)
    end = min(title + 1 + AFTER, len(pieces))
    for index in range(title + 1, end):
        if is_body_like(pieces[index]):
            return range(start, index)
    return range(start, end)


def _labelled(
    pieces: Sequence[Piece],
    where: range,
    label: re.Pattern[str],
    *,
    starts: bool = False,
) -> str | None:
    """
    What stands behind a label, in the same piece or the next.

    With `starts` the label must begin its piece: below the title a text may
    speak of sources.
    """
    for index in where:
        text = pieces[index].text.lstrip(_CLOSING)
        found = label.match(text) if starts else label.search(text)
        if not found or len(text) > 3 * _LONGEST:
            continue
        value = _value(text[found.end() :])
        if not value and not text[found.end() :].strip(_CLOSING):
            following = pieces[index + 1].text if index + 1 < len(pieces) else ""
            value = "" if _ANY.match(following) else _value(following)
        if value:
            return value
    return None


def _value(text: str) -> str:
    """A name or names, up to the next label, the time or a wide gap."""
    text = text.strip().lstrip("：: ")
    if day := FULL.search(text):
        text = text[: day.start()]
    for match in _ANY.finditer(text):
        if match.start() and re.search(r"[:：]\s*$", match[0]):
            text = text[: match.start()]
            break
    text = text.strip().strip(_CLOSING).strip()
    return text if len(text) <= _LONGEST and not re.search(r"[。！？]", text) else ""


def _unlabelled_source(
    pieces: Sequence[Piece], near: range, title: int, time: int | None
) -> str | None:
    """A name beside the time: `2019-09-23 07:48 棱镜`; one marked as a source first."""
    for index in near:
        if _SOURCE_NAMED.search(names_of(pieces[index].element)):
            name = _name(pieces[index].text)
            if name:
                return name
    if time is None or time not in near:
        return None
    for part in _PARTS.split(FULL.sub("|", pieces[time].text)):
        if _MEDIUM.search(part) and (name := _name(part)):
            return name
    for index in _beside(pieces, near, time):
        name = _name(pieces[index].text) if index != title else None
        if name and (_MEDIUM.search(name) or not _PERSON_LIKE.fullmatch(name)):
            return name
    return None


def _beside(pieces: Sequence[Piece], near: range, time: int) -> Iterator[int]:
    """The piece behind the time, past a dot or bar, then the one before it."""
    behind = time + 1
    while behind in near and not re.search(r"\w", pieces[behind].text):
        behind += 1
    for index in (behind, time - 1):
        if index in near and _is_same_line(pieces[index], pieces[time]):
            yield index


def _is_same_line(one: Piece, other: Piece) -> bool:
    """Whether two pieces stand in one block, or in blocks side by side."""
    if one.block is other.block:
        return True
    if "li" in (one.block.tag, other.block.tag):
        return False
    around = {one.block, one.block.getparent()}
    return bool(around & {other.block, other.block.getparent()})


def _name(text: str) -> str | None:
    """The text if it may be the name of a medium, else None."""
    text = text.strip().strip(_CLOSING).strip()
    if _SLASHED.fullmatch(text):
        return text
    if _CHROME.search(text) or not _NAME_LIKE.fullmatch(text):
        return None
    return text


def _account(pieces: Sequence[Piece], near: range, source: str | None) -> str | None:
    """Where the source is a platform for everybody, the account that wrote there."""
    if source is None or not _PLATFORM.search(source):
        return source
    for index in near:
        if re.search(r"(?:^|[\s_-])(?:\w*name|nick)\b", names_of(pieces[index].element)):
            return _name(pieces[index].text) or source
    return source
