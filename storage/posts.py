"""
Articles in the seed's format: front matter, then HTML in a `<div>`. Pure.

What is written is read back by `crawler.posts` as the same article: same id,
title, publisher, channel, instant and body. Every choice here has its undoing
there; the two packages know the format and not each other.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from typing import Final

_BEIJING: Final = timezone(timedelta(hours=8))

PUBLISHERS: Final[dict[str, str]] = {
    "stcn": "证券时报网",
    "cs": "中证网",
    "cls": "财联社",
    "sina": "新浪财经",
    "xueqiu": "雪球",
    "cnstock": "上海证券报",
    "zqrb": "证券日报",
    "nbd": "每日经济新闻",
    "yicai": "第一财经",
    "eastmoney": "东方财富",
    "10jqka": "同花顺",
    "jin10": "金十数据",
    "wallstreetcn": "华尔街见闻",
}
"""Site id to the name that its posts carry; an unknown id is its own name."""

MISLABELLED: Final = frozenset({"证券时报网", "中证网"})
"""Publishers whose posts print Beijing time and label it GMT, as the seed does."""

CHANNEL_NAMES: Final[dict[str, dict[str, str]]] = {
    "stcn": {
        "kx": "快讯",
        "yw": "要闻",
        "gd": "滚动",
        "gs": "股市",
        "gsyl": "股市一览",
        "djjd": "独家解读",
        "company": "公司",
        "gsxw": "公司新闻",
        "gsdt": "公司动态",
        "data": "数据",
        "djsj": "独家数据",
        "kd": "看点数据",
        "zj": "资金流向",
        "sj_kcb": "科创板数据",
        "hq": "行情总貌",
        "fund": "基金",
        "finance": "金融",
        "comment": "评论",
        "zl": "专栏",
        "author": "作者",
        "cj": "产经",
        "cjhy": "行业",
        "cjqc": "汽车",
        "ct": "创投",
        "kcb": "科创板",
        "xsb": "新三板",
        "zk": "ESG",
        "tj": "投教",
        "tjkt": "投教课堂",
        "zczs": "政策知识",
        "tjdt": "投教动态",
        "zthd": "专题活动",
    },
}
"""Site id to channel id to the name that stands in a post's categories."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRow:
    """What a post says of an article. Times are aware."""

    article_id: str
    title: str
    publisher: str
    """As `PUBLISHERS` has it for the site."""
    channel: str
    """Name or id; the last of the categories."""
    body_html: str
    published_at: datetime | None
    precision: str = "second"
    """`second`, `minute`, `day` or `unknown`."""
    url: str | None = None
    headimg: str | None = None
    tags: tuple[str, ...] = ()
    kind: str | None = None
    """`article`, `flash` or `notice`; where it is not said, the channel tells."""
    root: str = "金融"
    """The first of the categories."""


def channel_name(site: str, channel: str) -> str:
    """The name of a channel in a post's categories; an unknown id is its own."""
    return CHANNEL_NAMES.get(site, {}).get(channel, channel)


def publisher_of(site: str) -> str:
    """The publisher's name for a site id."""
    return PUBLISHERS.get(site, site)


def render_post(row: PostRow) -> str:
    """
    The text of an article's post, its keys in the seed's order and ours behind.

    `link` and `article_id` are ours: with them an import of the export is the
    same article. Line ends in the body become line feeds, as HTML has them.
    """
    lines = [
        f"title: {_quoted(row.title)}",
        "categories: ",
        *_block((row.root, row.publisher, row.channel)),
        f"headimg: {_quoted(row.headimg or '')}",
        f"author: {_plain(row.publisher)}",
        "comments: false",
        f"date: {date_text(row)}",
        f"thumbnail: {_quoted(row.headimg or '')}",
        *_ours(row),
    ]
    front = "".join(f"{line}\n" for line in lines)
    body = _BRACE.sub(_escaped, _escaped_entities(row.body_html.strip(_HTML_SPACE)))
    body = body.replace("\r\n", "\n").replace("\r", "\n")
    return f"\n---\n{front}---\n\n<div>   \n{body}\n                  \n</div>\n"


def _ours(row: PostRow) -> Iterator[str]:
    """The keys that the seed does not have."""
    if row.tags:
        yield "tags: "
        yield from _block(row.tags)
    if row.url:
        yield f"link: {_quoted(row.url)}"
    yield f"article_id: {_quoted(row.article_id)}"
    if row.kind:
        yield f"kind: {row.kind}"
    exact = _exact(row)
    if exact:
        yield f"published: {_quoted(exact)}"


def _exact(row: PostRow) -> str | None:
    """
    Beijing time as finely as it is known, which `date` cannot say.

    RFC 822 has no minutes without seconds; `2026-09-24 06:41` has.
    """
    form = _EXACT.get(row.precision)
    if row.published_at is None or form is None:
        return None
    return row.published_at.astimezone(_BEIJING).strftime(form)


_EXACT: Final = {
    "second": "%Y-%m-%d %H:%M:%S",
    "minute": "%Y-%m-%d %H:%M",
    "day": "%Y-%m-%d",
}


def date_text(row: PostRow) -> str:
    """
    The date as the publisher's posts print it, never finer than it is known.

    `Tue, 06 Sep 2022 19:11:00 GMT` is Beijing time for `MISLABELLED` publishers
    and true GMT for the others. A day alone is Beijing's, as `2022-09-06`; no
    time at all is `Invalid Date`, which the generator writes for it.
    """
    if row.published_at is None or row.precision == "unknown":
        return "Invalid Date"
    if row.published_at.tzinfo is None:
        raise ValueError(f"a time without zone cannot be printed: {row.published_at!r}")
    beijing = row.published_at.astimezone(_BEIJING)
    if row.precision == "day":
        return beijing.date().isoformat()
    mislabelled = row.publisher in MISLABELLED
    printed = beijing.replace(tzinfo=UTC) if mislabelled else beijing.astimezone(UTC)
    return format_datetime(printed, usegmt=True)


_HTML_SPACE: Final = " \t\n\f\r"
_BRACE: Final = re.compile("[{}]")
_ENTITY: Final = re.compile(r"&((?:amp;)*#12[35];)")
_PLAIN: Final = re.compile(r"[^\W\d_][\w·－-]*(?<!-)")
_YAML_WORDS: Final = frozenset(
    {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}
)


def _escaped(brace: re.Match[str]) -> str:
    """The generator's entity for a brace, which its template language would eat."""
    return "&#123;" if brace[0] == "{" else "&#125;"


def _escaped_entities(text: str) -> str:
    """One layer more on entities for braces, so that reading takes off just one."""
    return _ENTITY.sub(r"&amp;\1", text)


def _quoted(text: str) -> str:
    """A YAML scalar in single quotes, on one line."""
    line = " ".join(re.split(r"\r\n|\r|\n", text))
    return "'" + line.replace("'", "''") + "'"


def _plain(text: str) -> str:
    """A YAML scalar without quotes, as the seed has names, where that is safe."""
    is_safe = _PLAIN.fullmatch(text) and text.lower() not in _YAML_WORDS
    return text if is_safe else _quoted(text)


def _block(items: tuple[str, ...]) -> Iterator[str]:
    return (f" - {_plain(item)}" for item in items if item.strip())


_MAX_CHARACTERS: Final = 80
_MAX_BYTES: Final = 200
_MAX_ID: Final = 30
_PLAIN_ID: Final = re.compile(r"[a-z0-9]+:[a-z0-9_]+")


def file_name(row: PostRow) -> str:
    """
    `<title> <article id>.md`, a name that every file system takes.

    The id keeps apart what one title would overwrite. It has `-` for `:`; where
    that would not keep ids apart, it is followed by a hash of the id. At most
    250 bytes, of which the title has 200.
    """
    title = "".join(map(_safe, row.title)).strip()[:_MAX_CHARACTERS]
    title = title.encode("utf-8", "replace")[:_MAX_BYTES].decode("utf-8", "ignore").strip()
    name = f"{title} {_safe_id(row.article_id)}.md".lstrip()
    return re.sub(r"^[.-]", "_", name)  # neither hidden nor an option


def _safe(character: str) -> str:
    """Nothing that a file system, a shell's listing or Windows takes amiss."""
    if character.isspace():
        return " "
    return character if character.isprintable() and character not in '/\\:*?"<>|' else "_"


def _safe_id(article_id: str) -> str:
    if _PLAIN_ID.fullmatch(article_id) and len(article_id) <= _MAX_ID:
        return article_id.replace(":", "-")
    digest = hashlib.sha256(article_id.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return re.sub(r"[^A-Za-z0-9_]", "-", article_id)[:_MAX_ID] + "-" + digest
