"""What the pages call things, in Chinese. Pure."""

from datetime import datetime
from typing import Final

from storage.clock import instant
from storage.posts import channel_name, publisher_of

KIND_NAMES: Final = {"article": "报道", "flash": "快讯", "notice": "公告"}
RELATION_NAMES: Final = {
    "same_text": "同文",
    "reprint": "转载",
    "excerpt": "摘编",
    "retitled": "改题",
    "update": "更新",
}
COLUMN_NAMES: Final = {
    "title": "标题",
    "summary": "摘要",
    "body": "正文",
    "source": "来源",
    "authors": "作者",
    "published_at": "时间",
}
SESSION_NAMES: Final = {
    "pre_open": "盘前",
    "morning": "早盘",
    "noon": "午间",
    "afternoon": "午盘",
    "after_close": "盘后",
    "closed_day": "休市",
}


def channel_names(site: str, channels: str | None) -> list[tuple[str, str]]:
    """Of every channel of a row the filter's value and the name."""
    ids = filter(None, (channels or "").split(","))
    return [(f"{site}:{channel}", channel_name(site, channel)) for channel in ids]


def medium(source: str | None, site: str) -> str:
    """Who says it: the medium that is printed, else the site's publisher."""
    return source or publisher_of(site)


def duration(seconds: float) -> str:
    """A length of time in its greatest unit: 3 分钟."""
    for size, unit in ((86_400, "天"), (3_600, "小时"), (60, "分钟")):
        if abs(seconds) >= size:
            return f"{int(abs(seconds) // size)} {unit}"
    return f"{int(abs(seconds))} 秒"


def age(at: str | None, now: datetime) -> str:
    """How long ago an instant of the tables is."""
    then = instant(at)
    if then is None:
        return ""
    seconds = (now - then).total_seconds()
    return "刚刚" if seconds < 60 else f"{duration(seconds)}前"


def relation_name(relation: str | None) -> str:
    """A member's part in its family."""
    return RELATION_NAMES.get(relation, relation) if relation else "首发"


def changed_names(changed: str) -> str:
    """The columns that a version differs in."""
    return "、".join(COLUMN_NAMES.get(name, name) for name in changed.split(",") if name)
