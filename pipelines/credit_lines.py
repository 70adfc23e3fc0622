"""The medium that a text itself credits, in its dateline or at its very end."""

import re
from typing import Final

from pipelines.media import is_medium, trimmed

_TAIL: Final = re.compile(r"[（(]([^（()）\n]{1,40})[)）]\s*[。.]?\s*$")
_SKIPPED: Final = re.compile(r"^\s*(?:完|全文完|责任编辑.*|责编.*|编辑.*|校对.*)\s*$")
_LABEL: Final = r"(?:本文|文章|稿件|信息|新闻|内容|消息)?来源|稿源|转载自|转自"
_LABELLED: Final = re.compile(rf"^\s*(?:{_LABEL})\s*[:：]\s*(.+?)\s*$")
_LAST_LINE: Final = re.compile(
    rf"(?:^|\n)\s*(?:{_LABEL})\s*[:：]\s*([^\n：:。]{{2,24}})\s*$"
)
_NO_MEDIUM: Final = re.compile(
    r"记者|编辑|作者|摄影|图片|视频|截图|数据(?!宝)|资料|公告|财报|年报|季报|招股|官网|网络|Wind|iFinD|Choice|\d{4}",
    re.IGNORECASE,
)

_DATE: Final = (
    r"(?:\d{1,4}年)?(?:\d{1,2}月)?\d{1,2}日(?:早间|午间|晚间|凌晨|上午|下午|早|晚)?"
)
_PREAMBLE: Final = re.compile(
    r"\s*(?:原标题[:：][^\n\u3000]*(?:\n|\u3000)\s*)?(?:【[^】\n]{1,80}】\s*)?"
)
_VERB: Final = re.compile(r"(?:快?讯|电|消息)(?P<end>[\s，,：:（(丨|]|$)?")
_DATED: Final = re.compile(rf"\s?{_DATE}$")
_ASIDE: Final = re.compile(r"\s?[（(][^（()）]{1,40}[)）]$")
_PROSE: Final = re.compile(r"[，。：；！？、“”【】\n]|^据")


def credit_in_text(text: str) -> str | None:
    """
    The medium in the last bracket or 来源 line, None if that holds anything else.

    `（央视新闻）` counts by its last word or the written list, `（来源：…）` by its
    label. `（完）` and the editor's bracket may follow and are passed over.
    """
    tail = text[-200:].rstrip()
    while (bracket := _TAIL.search(tail)) and _SKIPPED.match(bracket[1]):
        tail = tail[: bracket.start()].rstrip()
    if bracket is None:
        line = _LAST_LINE.search(tail)
        return _credited(line[1], labelled=True) if line else None
    if labelled := _LABELLED.match(bracket[1]):
        return _credited(labelled[1], labelled=True)
    return _credited(bracket[1], labelled=False)


def _credited(words: str, *, labelled: bool) -> str | None:
    """The media of a credit joined by 、; None unless every one is a medium."""
    if _NO_MEDIUM.search(words):
        return None
    media = [trimmed(word) for word in re.split(r"[、，,/；;\s]+", words) if trimmed(word)]
    sound = media and all(labelled or is_medium(medium) for medium in media)
    return "、".join(media) if sound else None


def credit_at_head(text: str) -> str | None:
    """
    The medium of the dateline: `人民财讯9月28日电，`, `新华社北京9月6日电`, `中证网讯（`.

    A place between the medium and the date is dropped. Without a date, 电 and
    消息 have to end the phrase, or they belong to the next word (电商, 消息面).
    """
    start = _PREAMBLE.match(text)
    line = text[start.end() if start else 0 :][:60]
    for verb in _VERB.finditer(line):
        before = line[: verb.start()]
        plain = _ASIDE.sub("", _DATED.sub("", before))
        if _PROSE.search(_ASIDE.sub("", plain)):
            return None
        dated = _DATED.search(before) is not None
        if not dated and "讯" not in verb[0] and verb["end"] is None:
            continue
        if medium := _medium_of(plain, dated=dated):
            return medium
    return None


def _medium_of(head: str, *, dated: bool) -> str | None:
    """The medium that the words before the date are, less a place if there is one."""
    words = head.split()
    head = trimmed(words[-1]) if words else ""
    if is_medium(head):
        return head
    places = range(2, min(7, len(head) - 1)) if dated else ()
    return next((head[:-size] for size in places if is_medium(head[:-size])), None)
