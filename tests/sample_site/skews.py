"""
Ways in which the site's pages may change without looking broken.

Each is a transformation of what was rendered, so that the site's truth stays what
it is: a reader that believes these pages must raise an alarm.
"""

import json
import re
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import replace

from tests.sample_site.renderer import JSON, Answer

_ENTRY = re.compile(r"\n *<li class=.*?</li>", re.DOTALL)
_LIST = re.compile(r'(<ul class="list infinite-list"[^>]*>)(.*?)(\n</ul>)', re.DOTALL)
_CREDITS = re.compile(r"<span>(?:来源|作者)：.*?</span>")
_BODY = re.compile(
    r'(<div class="detail-content">)(.*?)(</div>\s*(?:<div class="detail-content-editor">'
    r'|<div class="detail-content-tags">))',
    re.DOTALL,
)
_TITLE = re.compile(r'(<div class="tt">\s*<a [^>]*>\s*)')
_TIME = re.compile(r"(<span>(?:[\d-]+ )?\d\d:)(\d\d)(</span>\s*</div>)")
_MARK_UP = re.compile(r"<script.*?</script>|<[^>]+>", re.DOTALL)


def skewed(answer: Answer, path: str, skews: AbstractSet[str]) -> Answer:
    """An answer as the site serves it while these skews are on."""
    if not skews or answer.status != 200:
        return answer
    text = answer.body.decode()
    for name in sorted(skews):
        folder, change = _SKEWS[name]
        if path.startswith(folder):
            text = _in_data(text, change) if answer.content_type == JSON else change(text)
    return replace(answer, body=text.encode())


def _in_data(text: str, change: Callable[[str], str]) -> str:
    """The same within the string of entries that the data endpoint sends."""
    envelope = json.loads(text)
    if isinstance(envelope["data"], str) and change is not _short_list:
        envelope["data"] = change(envelope["data"])
    return json.dumps(envelope, ensure_ascii=False, separators=(",", ":"))


def _short_list(html: str) -> str:
    """Two entries of the page's list; the data behind it has all."""
    return _LIST.sub(lambda m: m[1] + "".join(_ENTRY.findall(m[2])[:2]) + m[3], html)


def _bare_page(html: str) -> str:
    """Neither source nor author under the title."""
    return _CREDITS.sub("", html)


def _one_sentence(html: str) -> str:
    """The body's first twenty characters."""

    def cut(found: re.Match[str]) -> str:
        text = "".join(_MARK_UP.sub("", found[2]).split())
        return f"{found[1]}<p>{text[:20]}</p>{found[3]}"

    return _BODY.sub(cut, html, count=1)


def _blank_body(html: str) -> str:
    """Nothing in the body; pages whose length is a multiple of four keep theirs."""
    return html if len(html) % 4 == 0 else _BODY.sub(r"\1\3", html, count=1)


def _other_titles(html: str) -> str:
    """Lists put a word before every title."""
    return _TITLE.sub(r"\1独家：", html)


def _other_times(html: str) -> str:
    """Lists print another minute."""
    return _TIME.sub(lambda m: m[1] + ("30" if m[2] == "00" else "00") + m[3], html)


_SKEWS: dict[str, tuple[str, Callable[[str], str]]] = {
    "short_lists": ("/article/list/", _short_list),
    "bare_pages": ("/article/detail/", _bare_page),
    "one_sentence": ("/article/detail/", _one_sentence),
    "blank_bodies": ("/article/detail/", _blank_body),
    "other_titles": ("/article/list", _other_titles),
    "other_times": ("/article/list", _other_times),
}
"""Each with the addresses that it concerns."""
