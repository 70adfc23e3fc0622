"""
The site's other doors: its app's gateway and e公司 (site notes, sections c.7 and c.8).

Both are other hosts of the live site; here all stand on one.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING, Any

from tests.sample_site import rows
from tests.sample_site.items import BEIJING, Item
from tests.sample_site.renderer import HTML, JSON, Answer, not_found

if TYPE_CHECKING:
    from tests.sample_site.site import SampleSite

GATEWAY_PAGE = 20
"""Rows of an answer of the gateway (section c.7)."""
_ELEMENTS = ("type", "page", "max_id", "first_id", "post_times")


def gateway(site: "SampleSite", query: Mapping[str, str], at: datetime) -> Answer:
    """`/api/transform`: the flashes, by cursors in seconds."""
    if query.get("path") != "news-fast_info_list":
        return _json({"status": 0, "msg": "PATH NOT FOUND", "data": None})
    asked = json.loads(query.get("other_param") or "{}")
    for name in _ELEMENTS:
        if name not in asked:
            return _json({"status": 0, "msg": f"LOSE '{name}' ELEMENT", "data": None})
    is_first = asked["page"] == 1
    before = None if is_first else asked["max_id"]
    shown = site.boards["kx"].window(int(at.timestamp()), GATEWAY_PAGE, before)
    data: Any = [_flash(item) for item in shown]
    if not shown:
        data = None if site.end_data == "" else []
    oldest = shown[-1].stamp if shown else asked["max_id"]
    newest = shown[0].stamp if shown and is_first else asked["first_id"]
    said = {"status": 1, "msg": "操作成功", "data": data}
    return _json({**said, "page": asked["page"], "max_id": oldest, "first_id": newest})


def _flash(item: Item) -> dict[str, Any]:
    story = item.story
    kind = "fast_info" if item.kind == "flash" else "reported_info"
    content = story.content if item.kind == "flash" else story.abstract or ""
    return {
        "item_id": int(item.native_id),
        "wap_title": story.title_raw,
        "wap_content": content,
        "content": f"【{story.title_raw}】{content}",
        "time": item.stamp,
        "is_red": int(story.red),
        "style_type": kind,
        "jump_type": kind,
        "jump_index": item.native_id,
        "tags": [{"tag_name": topic.name} for topic in story.topics],
        "stocks": [{"stock_name": company.name} for company in story.stocks],
        "share": {"share_url": rows.share_url(item)},
    }


def egs_articles(site: "SampleSite", at: datetime) -> list[tuple[str, Item]]:
    """
    What e公司 has published, newest first: its own number, and what it says.

    Its numbers are those of other articles on www.stcn.com: two systems count.
    """
    sound = [
        item
        for item in site.boards["yw"].window(int(at.timestamp()), 400)
        if item.status == "live" and item.kind == "article" and "\t" not in item.truth.body
    ]
    numbers = [item.native_id for item in sound]
    turned = zip([*numbers[1:], *numbers[:1]], sound, strict=True)
    return list(turned)[::2]


def is_cut(number: str) -> bool:
    """Whether the list leaves the text of an article to its page."""
    return int(number) % 5 == 0


def egs_list(site: "SampleSite", query: Mapping[str, str], at: datetime) -> Answer:
    """`/news/intelligence.html`: JSON where it is asked for, else a page."""
    if query.get("_format") != "json":
        return Answer("<html><body>早知道</body></html>".encode(), HTML)
    page, size = int(query.get("page", "1")), int(query.get("perPage", "20"))
    found = egs_articles(site, at)[(page - 1) * size : page * size]
    data = [_intelligence(number, item) for number, item in found]
    return _json({"state": 1, "msg": "操作成功", "data": data})


def _intelligence(number: str, item: Item) -> dict[str, str]:
    local = item.moment.astimezone(BEIJING)
    return {
        "id": number,
        "title": item.story.title,
        "time": f"{local:%m-%d %H:%M}",
        "content": item.truth.body.split("\n")[0][:60],
        "content_full": "" if is_cut(number) else item.truth.body,
        "url": f"/news/detail/{number}.html",
    }


def egs_page(site: "SampleSite", path: str, at: datetime) -> Answer:
    """An article's page. Its mark-up is nobody's: none of this host was ever saved."""
    number = path.removeprefix("/news/detail/").removesuffix(".html")
    item = dict(egs_articles(site, at)).get(number)
    if item is None:
        return not_found(404, "页面不存在")
    title = escape(item.story.title)
    local = item.moment.astimezone(BEIJING)
    text = "\n".join(f"<p>{escape(line)}</p>" for line in item.truth.body.split("\n"))
    page = (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">'
        f"<title>{title}-e公司</title></head><body>\n"
        '<div class="nav"><a href="/">首页</a> <a href="/news/">资讯</a></div>\n'
        f'<div class="news"><h1>{title}</h1>\n'
        f'<div class="info"><span>{local:%Y-%m-%d %H:%M}</span></div>\n'
        f'<div class="text">{text}</div></div>\n'
        '<div class="foot"><a href="/about.html">关于我们</a></div></body></html>'
    )
    return Answer(page.encode())


def _json(document: dict[str, Any]) -> Answer:
    return Answer(rows.dump(document).encode(), JSON)
