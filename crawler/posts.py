"""
Posts in the seed's format: front matter, then HTML in a `<div>`. Pure.

The format is that of the generator RSSHUB-PAGE, which loses things on its way:
it labels some publishers' Beijing time GMT, writes `_` for curly quotes and
entities for braces, and names files by title, so that posts overwrite each
other. What can be undone is undone here. YAML is not trusted with a value: it
makes dates of dates, cuts titles at `#` and refuses a title with a colon.
"""

import hashlib
import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import yaml

from crawler.errors import CrawlerError
from crawler.items import Kind
from crawler.sites.stcn.channels import ALIASES, CHANNELS


class PostError(CrawlerError):
    """A text is no post; the message says what it lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post as it was written, with the generator's losses undone."""

    title: str
    categories: tuple[str, ...]
    publisher: str
    """The field `author`: the generator writes the site there; else the second
    category; else empty."""
    channel: str
    """The last category; else empty."""
    author: str | None
    date_raw: str | None
    """Characters as they stand in the file, never a date of YAML's making."""
    link: str | None
    tags: tuple[str, ...]
    headimg: str | None
    body_html: str
    extra: Mapping[str, str] = field(default_factory=dict)
    """Every other key of the front matter; `article_id` marks our own exports."""


SITES: Final[dict[str, str]] = {
    **dict.fromkeys(("证券时报网", "证券时报", "人民财讯", "e公司", "stcn"), "stcn"),
    **dict.fromkeys(("中证网", "中国证券报", "中国证券报·中证网", "cs"), "cs"),
    **dict.fromkeys(("财联社", "cls"), "cls"),
    **dict.fromkeys(("新浪财经", "sina"), "sina"),
    **dict.fromkeys(("雪球", "xueqiu"), "xueqiu"),
    **dict.fromkeys(("上海证券报", "上证报", "中国证券网", "cnstock"), "cnstock"),
    **dict.fromkeys(("证券日报", "证券日报网", "zqrb"), "zqrb"),
    **dict.fromkeys(("每日经济新闻", "每经网", "nbd"), "nbd"),
    **dict.fromkeys(("第一财经", "yicai"), "yicai"),
    **dict.fromkeys(("东方财富", "东方财富网", "eastmoney"), "eastmoney"),
    **dict.fromkeys(("同花顺", "同花顺财经", "10jqka"), "10jqka"),
    **dict.fromkeys(("金十数据", "jin10"), "jin10"),
    **dict.fromkeys(("华尔街见闻", "wallstreetcn"), "wallstreetcn"),
}
"""Publishers' names, and the sites' own ids, to site ids."""

MISLABELLED: Final = frozenset({"证券时报网", "中证网"})
"""
Publishers whose posts print Beijing time and label it GMT.

Three stories that 新浪财经 also carried, whose GMT is true, stand there eight
hours earlier, give or take the minutes that a reprint takes.
"""

_FENCE: Final = "---"
_KEY: Final = re.compile(
    r"""(?P<key>[^\W\d][\w.-]*|"[^"]*"|'[^']*')\s*:(?!//)[ \t]*(?P<value>.*)"""
)
_SINGLE: Final = re.compile(r"'((?:[^']|'')*)'(?:\s+\#.*)?", re.DOTALL)
_DOUBLE: Final = re.compile(r'"((?:[^"\\]|\\.)*)"(?:\s+\#.*)?', re.DOTALL)
_DASH: Final = re.compile(r"^(?:-(?:\s+|$))+")
_ITEM: Final = re.compile(
    r"""\s*('(?:[^']|'')*'(?=\s*[],])|"(?:[^"\\]|\\.)*"(?=\s*[],])|[^],[]+)"""
)
_BLOCK: Final = re.compile(r"[|>][+\-\d]*(?:\s+\#.*)?")
_LISTS: Final = frozenset({"categories", "category", "tags", "tag", "keywords"})


def read_post(text: str) -> Post:
    """
    Read a post, whatever its file is called.

    The title of an export of ours, known by its `article_id`, is exact: nothing
    was lost, so nothing is undone.

    Raises:
        PostError: there is no front matter, it has no end or is no mapping.
    """
    front, body = _parted(text)
    values, lists = _mapping(front)
    article_id = values.get("article_id")
    title = " ".join(values.pop("title", "").split("\n"))
    categories = lists.pop("categories", None) or lists.pop("category", ())
    tags = lists.pop("tags", None) or lists.pop("tag", ())
    author = values.pop("author", "").strip() or None
    link = [values.pop(key, "").strip() for key in ("link", "url", "canonical")]
    return Post(
        title=title if article_id else _with_quotes(_BRACE.sub(_brace, title)),
        categories=categories,
        publisher=author or (categories[1] if len(categories) > 1 else ""),
        channel=categories[-1] if categories else "",
        author=author,
        date_raw=values.pop("date", "").strip() or None,
        link=next(filter(None, link), None),
        tags=tags,
        headimg=values.pop("headimg", "").strip() or None,
        body_html=_body(body),
        extra=values | {key: ",".join(items) for key, items in lists.items()},
    )


def _parted(text: str) -> tuple[list[str], str]:
    """The lines of the front matter, and what follows it."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.lstrip(" \t\n\ufeff").split("\n")
    if lines[0].rstrip() != _FENCE:
        raise PostError("there is no front matter: the first line is not `---`")
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == _FENCE:
            return lines[1:number], "\n".join(lines[number + 1 :])
    raise PostError("the front matter has no end: no second line is `---`")


def _mapping(lines: list[str]) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """
    The values of the front matter that are text, and those that are lists.

    Every key is read by itself with the lines that follow it, so that a value
    which YAML would refuse spoils nothing but itself.
    """
    chunks: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in lines:
        found = _KEY.fullmatch(line)
        if found:
            current = chunks[found["key"].strip("\"'")] = [found["value"].strip(" \t")]
        elif line.strip() and not line.startswith("#"):
            if current is None:
                raise PostError(f"the front matter is not a mapping: {line.strip()[:60]!r}")
            current.append(line.strip(" \t"))
    if not chunks:
        raise PostError("the front matter is not a mapping: it is empty")
    values = {key: _value(chunk) for key, chunk in chunks.items() if key not in _LISTS}
    lists = {key: tuple(_items(chunk)) for key, chunk in chunks.items() if key in _LISTS}
    return values, lists


def _value(chunk: list[str]) -> str:
    """One value as text: a line, lines folded into one, or a block of lines."""
    first, *rest = chunk
    if rest and _BLOCK.fullmatch(first):
        return ("\n" if first.startswith("|") else " ").join(rest)
    return _scalar(" ".join(chunk) if rest else first)


def _scalar(written: str) -> str:
    """
    What a value says: quotes off if it is quoted as a whole, else as written.

    `"铁腕"控价` is not quoted as a whole, nor is `'甲'和'乙'`.
    """
    written = written.strip(" \t")
    single = _SINGLE.fullmatch(written)
    if single:
        return single[1].replace("''", "'")
    double = _DOUBLE.fullmatch(written)
    return _unescaped(double[1]) if double else written


def _unescaped(quoted: str) -> str:
    """
    YAML's escapes in double quotes; those that are none stay as written.

    JSON's pairs of escapes for one emoji, which YAML leaves as halves, are put
    together; a half alone is no character.
    """
    if "\\" not in quoted:
        return quoted
    try:
        text = str(yaml.load(f'"{quoted}"', yaml.BaseLoader))  # noqa: S506 - text only
    except (yaml.YAMLError, ValueError, OverflowError):
        return re.sub(r'\\(["\\/])', r"\1", quoted)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _items(chunk: list[str]) -> Iterator[str]:
    """The items of a list: a block, in brackets, or a single word."""
    for written in _joined_brackets(chunk):
        item = _DASH.sub("", written, count=1)
        if item.startswith("[") and item.endswith("]"):
            items = map(_scalar, _ITEM.findall(item))
        else:
            items = map(_scalar, (item,))
        yield from filter(None, map(str.strip, items))


def _joined_brackets(chunk: list[str]) -> list[str]:
    """A list in brackets may run over several lines."""
    opened = chunk[0].startswith("[") and not chunk[0].endswith("]")
    return [" ".join(chunk)] if opened else chunk


_BRACE: Final = re.compile(r"&((?:amp;)*)#12([35]);")
"""The generator's entities for braces, escaped any number of times more."""
_CJK: Final = re.compile(r"[\u3400-\u9fff]")


def _brace(entity: re.Match[str]) -> str:
    return "{" if entity[2] == "3" else "}"


def _one_layer_off(entity: re.Match[str]) -> str:
    """
    `&#123;` to the brace, `&amp;#123;` to `&#123;`.

    The latter is left to the readers of HTML, for whom it is the brace too; so
    `storage.posts` can write any body and have it read back as it was.
    """
    return f"&{entity[1][4:]}#12{entity[2]};" if entity[1] else _brace(entity)


def _with_quotes(title: str) -> str:
    """
    `海边_候鸟式消费_升温` to `海边“候鸟式消费”升温`.

    The generator writes `_` for a curly quote. It is undone where the number of
    underscores is even and every pair stands around a text with an ideograph in
    it and no space at its ends. `snake_case_name` and all else is as written.
    """
    parts = title.split("_")
    inside = parts[1::2]
    if len(parts) % 2 == 0 or not inside:
        return title
    if not all(_CJK.search(part) and part == part.strip() for part in inside):
        return title
    quoted = [f"“{part}”" if number % 2 else part for number, part in enumerate(parts)]
    return "".join(quoted)


_HTML_SPACE: Final = " \t\n\f\r"
_TAG_LIKE: Final = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")
_DIV: Final = re.compile(r"<(/?)div\b[^<>]*>", re.IGNORECASE)
_WRAPPER: Final = re.compile(r"<div>[ \t]*\n?")
_GENERATORS: Final = "<div>   \n"
_LOOSE_AMPERSAND: Final = re.compile(r"&(?!#?\w+;)")


def _body(text: str) -> str:
    """The body's HTML, out of its wrapper; plain text becomes paragraphs."""
    body = _BRACE.sub(_one_layer_off, text.strip(_HTML_SPACE))
    inner = _unwrapped(body)
    if inner is not None:
        return inner.strip(_HTML_SPACE)
    if _TAG_LIKE.search(body):
        return body
    return "\n".join(_paragraph(line) for line in body.split("\n") if line.strip())


def _unwrapped(body: str) -> str | None:
    """
    What stands in the `<div>` that the generator puts around a body.

    Its own begins with three spaces and is taken off whatever is in it; another
    one only if it is around the whole body.
    """
    opening = _WRAPPER.match(body)
    if not opening or not body.endswith("</div>"):
        return None
    if not body.startswith(_GENERATORS) and not _is_one_div(body):
        return None
    return body[opening.end() : -len("</div>")]


def _is_one_div(body: str) -> bool:
    depth = 0
    for tag in _DIV.finditer(body):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return tag.end() == len(body)
    return False


def _paragraph(line: str) -> str:
    """A line of plain text as HTML; entities in it are left to their meaning."""
    text = _LOOSE_AMPERSAND.sub("&amp;", line.strip(_HTML_SPACE))
    return f"<p>{text.replace('<', '&lt;').replace('>', '&gt;')}</p>"


def site_of(publisher: str) -> str:
    """
    The site id of a publisher.

    An unknown one gets its own name: in lower case, with `-` for white space and
    for the `,` `:` and `/` that ids must not hold. `unknown` if it has none.
    """
    name = publisher.strip()
    if name in SITES or name.lower() in SITES:
        return SITES.get(name) or SITES[name.lower()]
    return re.sub(r"[\s,:/]+", "-", name.lower()).strip("-") or "unknown"


_STCN_NAMES: Final = {name: id_ for id_, name in CHANNELS.items()} | ALIASES


def channel_of(site: str, category: str) -> str:
    """
    The channel id of a category; for sites without a table the name as it is.

    Only a comma in it becomes a full width one, for `channels` is a comma list.
    """
    name = category.strip().replace(",", "，")
    return _STCN_NAMES.get(name, name) if site == "stcn" else name


_FLASHES: Final = re.compile(r"快讯|快訊|电报|7\s*[×xX✕*]\s*24|24小时", re.IGNORECASE)


def kind_of(site: str, channel: str) -> Kind:
    """Flashes are what a channel of flashes carries: 快讯, 7×24, 电报."""
    is_flash = (site == "stcn" and channel == "kx") or _FLASHES.search(channel)
    return Kind.FLASH if is_flash else Kind.ARTICLE


_UNSEEN: Final = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE
)
_TAG: Final = re.compile(r"<[^<>]*>")
_WHITE_SPACE: Final = re.compile(r"\s+")


def post_text(post: Post) -> str:
    """
    The body without tags and without white space, for comparing.

    By rules of its own and not by a parser, whose next release may differ: the
    identity of a post hangs on it.
    """
    seen = _TAG.sub("", _UNSEEN.sub("", post.body_html))
    return _WHITE_SPACE.sub("", html.unescape(seen))


def native_id(post: Post) -> str:
    """
    What makes a post itself: publisher, title and text, never the file name.

    16 hex digits, the same for refetches that differ in images or white space,
    and for the same text in two channels. An export of ours brings its own id.
    """
    exported = _exported(post)
    if exported:
        return exported[1]
    title = _WHITE_SPACE.sub("", post.title)
    told = "\n".join((post.publisher, title, post_text(post)))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def site_id(post: Post) -> str:
    """The site of a post: by its publisher, or as our own export says."""
    exported = _exported(post)
    return exported[0] if exported else site_of(post.publisher)


def _exported(post: Post) -> tuple[str, str] | None:
    """Site and native id that an export of ours carries."""
    found = re.fullmatch(r"([^\s:,]+):(\S+)", post.extra.get("article_id", ""))
    return (found[1], found[2]) if found else None


_CURLY: Final = str.maketrans("“”‘’", "____")


def post_kind(post: Post) -> str:
    """
    `empty`, `stub` or `full`: whether there is a text to speak of.

    A stub's text is its title and no more: what the generator wrote when the
    page could not be read.
    """
    text = post_text(post)
    if not text:
        return "empty"
    title = _WHITE_SPACE.sub("", post.title)
    return "stub" if text.translate(_CURLY) == title.translate(_CURLY) else "full"
