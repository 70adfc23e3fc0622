"""
What of a page's mark-up is let in to be read, and what is let out to be kept.

Both passes are nh3, whose parser follows the rules that browsers follow
(html5ever): what it took for a script, we never see as text. Its output is
strict enough to be read as XML, so that the tree is the browser's to the letter;
libxml2's own HTML parser would, for one, pull a `<p>` out of a hidden `<s>`.
"""

import re
from typing import Final

import nh3
from lxml import etree

from pipelines.elements import (
    BLOCKS,
    CONTAINERS,
    DROPPED,
    FLAT,
    HEADINGS,
    MARKS,
    TABLE_PARTS,
)
from pipelines.links import LAZY_ATTRIBUTES

_KEPT: Final = (
    frozenset({"p", "br", "pre", "hr", "img", "a"}) | HEADINGS | MARKS | CONTAINERS
)

_READING: Final = nh3.Cleaner(
    tags=BLOCKS | MARKS | {"a", "img", "br", "span", "font"},
    clean_content_tags=DROPPED,
    attributes={
        "*": {"class", "style", "hidden", "id"},
        "a": {"href"},
        "img": {"src", "alt", "width", "height", *LAZY_ATTRIBUTES},
        "td": {"rowspan", "colspan"},
        "th": {"rowspan", "colspan"},
    },
    link_rel=None,
    url_schemes={"http", "https"},
)
_KEEPING: Final = nh3.Cleaner(
    tags=_KEPT | TABLE_PARTS,
    attributes={
        "*": set(),
        "a": {"href"},
        "img": {"src", "alt"},
        "td": {"rowspan", "colspan"},
        "th": {"rowspan", "colspan"},
    },
    link_rel="noopener noreferrer nofollow",
    url_schemes={"http", "https"},
    url_relative="deny",
)

_PARSER: Final = etree.XMLParser(
    encoding="utf-8", huge_tree=True, resolve_entities=False, no_network=True, recover=True
)
"""For nh3's own output only; hence no entity and nothing from outside."""
_UNKNOWN_TO_XML: Final = (
    ("&nbsp;", " "),
    ("\x0b", " "),
    ("\x0c", " "),
    ("\ufffe", ""),
    ("\uffff", ""),
)
_CONTROL: Final = bytes(set(range(0x20)) - set(b"\t\n\r")) + b"\x7f"
_VOID: Final = re.compile("<(br|hr|img)([^<>]*)>")
_ROW: Final = re.compile(r"<(?i:t[rdh])[\s>]")
_TABLE: Final = re.compile(r"<(?i:table)[\s>]")
_TAG: Final = re.compile(r"<(/?)([A-Za-z][^\s/<>]*)[^<>]*>?")
_SELF_CLOSED: Final = re.compile(
    r"<((?i:script|style|textarea|iframe|noscript|title|select|button|video))\b([^<>]*)/>"
)
_MANY_TAGS: Final = 1000
"""Fewer cannot nest deeper than `_DEEPEST` on purpose or by accident."""
_DEEPEST: Final = 300
"""Levels; browsers stop at 512, and parsing time grows with the square."""


def keep(markup: str) -> str:
    """The mark-up with nothing left but what `body_html` may hold."""
    return _KEEPING.clean(markup)


def parse(markup: str) -> etree._Element:
    """
    The tree of a body, repaired as a browser repairs it, without what is unseen.

    A U+FFFD that the parser puts for `&#0;` and its like is taken out again;
    one that the page prints stays, as evidence of wrong decoding.
    """
    sound = _with_ends(_without_surrogates(markup))
    if sound.count("<") > _MANY_TAGS and _depth(sound) > _DEEPEST:
        sound = _TAG.sub(_flattened, sound)
    if _ROW.search(sound) and not _TABLE.search(sound):
        sound = f"<table>{sound}</table>"
    clean = _READING.clean(sound)
    if "\ufffd" not in sound:
        clean = clean.replace("\ufffd", "")
    for printed, known in _UNKNOWN_TO_XML:
        clean = clean.replace(printed, known)
    strict = _VOID.sub(r"<\1\2/>", clean).encode().translate(None, _CONTROL)
    return etree.fromstring(b"<div>" + strict + b"</div>", _PARSER)


def _with_ends(markup: str) -> str:
    """
    An end tag behind `<script … />`, if the page has none at all for it.

    XML writers make it of an empty element, and it would swallow the story:
    the saved fragments of stcn.com, December 2022.
    """
    if "/>" not in markup:
        return markup
    names = {found[1] for found in _SELF_CLOSED.finditer(markup)}
    lower = markup.lower() if names else ""
    lonely = {name for name in names if f"</{name.lower()}" not in lower}
    return _SELF_CLOSED.sub(
        lambda tag: f"<{tag[1]}{tag[2]}></{tag[1]}>" if tag[1] in lonely else tag[0], markup
    )


def _without_surrogates(text: str) -> str:
    """JSON's surrogate pairs joined, lone halves dropped."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
    return text


def _depth(markup: str) -> int:
    """How deep the tags nest if each start tag waits for its end tag."""
    depth = deepest = 0
    for tag in _TAG.finditer(markup):
        if tag[2].lower() not in FLAT:
            depth = max(0, depth - 1) if tag[1] else depth + 1
            deepest = max(deepest, depth)
    return deepest


def _flattened(tag: re.Match[str]) -> str:
    """A tag of mark-up that nests absurdly: a line's end, or nothing."""
    name = tag[2].lower()
    if name in FLAT:
        return tag[0]
    return "<br>" if name in BLOCKS else ""
