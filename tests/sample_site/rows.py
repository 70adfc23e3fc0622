"""The data endpoint's rows and envelope (site notes, sections c.1 and c.2)."""

import json
from typing import Any

from tests.sample_site.items import Item
from tests.sample_site.stories import Topic

_H5 = "https://h5.stcn.com/pages/detail/detail"


def dump(value: Any) -> str:
    """JSON as the site's framework writes it: no escapes that are not needed."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def envelope(data: str, page: int | None, last: int | None) -> str:
    """An answer; `data` is JSON already."""
    cursors = f'"page_time":{dump(page)},"last_time":{dump(last)}'
    return f'{{"state":1,"msg":"操作成功","data":{data},{cursors}}}'


def titled(item: Item) -> str:
    """A title as lists print it, perhaps in bold."""
    return f"<b>{item.story.title_raw}</b>" if item.story.bold else item.story.title_raw


def share_url(item: Item) -> str:
    """The address for telephones, which tells a flash from an article (section d)."""
    kind = "fast_info" if item.kind == "flash" else "reported_info"
    return f"{_H5}?id={item.native_id}&jump_type={kind}"


def row(item: Item, *, pinned: bool) -> dict[str, Any]:
    """One row."""
    story = item.story
    content = story.content if item.kind == "flash" else story.abstract or ""
    return {
        "id": item.native_id.removeprefix("video-"),
        "url": item.path,
        "web_url": item.path,
        "share_url": share_url(item),
        "title": titled(item),
        "content": content,
        "source": story.source or "",
        "time": item.stamp * 1000,
        "show_time": str(item.stamp),
        "pageTime": item.native_id.removeprefix("video-"),
        "isRed": int(story.red),
        "red": story.red,
        "isTop": int(pinned),
        "isAdd": 0,
        "tags": [[_topic(topic) for topic in story.topics], _stocks(item)],
        "images": [{"src": address} for address in story.images],
        "share": {
            "title": story.title,
            "image": story.cover or "",
            "description": story.title,
        },
    }


def advertisement(native_id: str, stamp: int, epoch: int) -> dict[str, Any]:
    """A slot that was sold: its id is no article's, its time in nobody's order."""
    path = f"/article/detail/{native_id}.html"
    return {
        "id": native_id,
        "url": path,
        "web_url": path,
        "share_url": "",
        "title": f"广告位快讯{epoch or ''}",
        "content": "",
        "source": "",
        "time": stamp * 1000,
        "show_time": str(stamp),
        "pageTime": native_id,
        "isRed": 0,
        "red": False,
        "isTop": 0,
        "isAdd": 1,
        "tags": [[], []],
        "images": [],
        "share": {"title": "", "image": "", "description": ""},
    }


def _topic(topic: Topic) -> dict[str, Any]:
    """A topic's display name is cut short; the full one may be left out if no longer."""
    long = len(topic.name) > 6
    mark: dict[str, Any] = {"name": topic.name[:6] + "..." if long else topic.name}
    if long or topic.tag_id % 3:
        mark["title"] = topic.name
    mark["tag_id"] = topic.tag_id
    if long or topic.tag_id % 5:
        mark["url"] = f"/article/kx-tag-detail.html?tag={topic.code}"
    return mark


def _stocks(item: Item) -> list[dict[str, str]]:
    return [
        {
            "name": company.name,
            "stock_code": company.quote_id,
            "code": company.exchange,
            "url": f"/quotes/index/{company.quote_id}.html",
        }
        for company in item.story.stocks
    ]


def rank_row(item: Item, place: int) -> dict[str, Any]:
    """One row of the most read (section c.3)."""
    return {
        "title": item.story.title,
        "url": item.path,
        "red": item.story.red,
        "tag": "",
        "hot": place % 4 == 1,
    }
