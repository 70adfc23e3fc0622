"""
The title: a heading that the page's own `<title>` confirms.

The name of the site is known to be no part of it because the heading lacks it,
not because it stands behind a hyphen: titles have hyphens too.
"""

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Final

from crawler.anypage.pieces import Piece, ancestors, likeness, names_of
from crawler.anypage.printed_time import FULL, is_body_like
from crawler.selecting import Element, text_of

_LONGEST: Final = 160
_SHORTEST: Final = 5
_HEADINGS: Final = {"h1": 30, "h2": 20, "h3": 12, "h4": 12, "h5": 12, "h6": 8}
_NAMED: Final = re.compile(r"(?:^|[\s_-])(?:\w*title|headline|biaoti|tit|bt)(?:$|[\s_-])")
_BESIDE: Final = re.compile(
    r"(?:^|[\s_-])(?:recommend|relate|hot|rank|side|foot|nav|crumb|comment|logo)"
)
_NEAR: Final = 14
"""Pieces behind a title in which its time is looked for."""


@dataclass(frozen=True, slots=True)
class Title:
    """A title, and where the page prints it."""

    text: str
    at: int | None
    """Index of its first piece; None where only the head of the page has it."""
    end: int = -1
    """Index of its last piece."""


@dataclass(frozen=True, slots=True)
class Announced:
    """What the head of the page calls it, none of it shown on the page."""

    document: str
    """`<title>`, with the names of channel and site."""
    declared: tuple[str, ...] = ()
    """og:title, headline of JSON-LD: often whole, often cut at a quote."""
    site_names: tuple[str, ...] = ()


def find_title(pieces: Sequence[Piece], announced: Announced) -> Title | None:
    """The best heading; else what the head of the page says; else None."""
    best, best_score = None, 0
    for element, at, cut in _headings(pieces):
        text = _shown(element) if cut is None else cut.text
        score = _score(pieces, element, text, at, announced)
        if score > best_score:
            best = cut or Title(text, at, _end(pieces, element, at))
            best_score = score
    if best is not None:
        return best
    for text in (*announced.declared, announced.document):
        if bare := without_site(text, announced.site_names):
            return Title(bare, None)
    return None


_MARKS: Final = re.compile(r"\s+(?:原创|转载|独家|置顶)$")


def _shown(element: Element) -> str:
    """The text of a heading: a line break is a space, a mark behind it is off."""
    if next(element.iter("br"), None) is None:
        return _MARKS.sub("", text_of(element))
    copied = deepcopy(element)
    for one in copied.iter("br"):
        one.tail = f" {one.tail or ''}"
    return _MARKS.sub("", text_of(copied))


def _end(pieces: Sequence[Piece], element: Element, at: int) -> int:
    """The last piece that stands in an element."""
    end = at
    while end + 1 < len(pieces) and element in ancestors(pieces[end + 1].element):
        end += 1
    return end


def _left_open(pieces: Sequence[Piece], element: Element, at: int) -> Title | None:
    """
    The title in a heading whose end tag is missing, so that it swallows the page.

    Behind the title comes a block, or a time with its clock. None for every sound
    heading, and for one that holds nothing but blocks.
    """
    if element.tag not in _HEADINGS or pieces[at].block is not element:
        return None
    for index in range(at + 1, len(pieces)):
        piece = pieces[index]
        if element not in ancestors(piece.element):
            return None
        time = FULL.match(piece.text)
        if piece.block is not element or (time and time["clock"]):
            own = "".join(one.text for one in pieces[at:index])
            return Title(_MARKS.sub("", own), at, index - 1)
    return None


def _headings(
    pieces: Sequence[Piece],
) -> Iterator[tuple[Element, int, Title | None]]:
    """
    Short elements that may be a title, with the index of their first piece.

    And the title alone, where it was left open.
    """
    seen: set[Element] = set()
    for index, piece in enumerate(pieces):
        for level, element in enumerate(ancestors(piece.element)):
            if element in seen or level > 3:
                break
            seen.add(element)
            cut = _left_open(pieces, element, index)
            length = len(text_of(element) if cut is None else cut.text)
            if length > _LONGEST:
                break
            if length >= _SHORTEST:
                yield element, index, cut


def _score(
    pieces: Sequence[Piece], element: Element, text: str, at: int, announced: Announced
) -> int:
    """How likely an element is the title; 0 for what is none."""
    key, whole = likeness(text), likeness(announced.document)
    if len(key) < _SHORTEST or FULL.fullmatch(text):
        return 0
    score = _confirmed(key, whole, [likeness(one) for one in announced.declared])
    heading = max((_HEADINGS.get(str(one.tag), 0) for one in _around(element)), default=0)
    named = bool(_NAMED.search(names_of(element)))
    timed = _time_follows(pieces, at)
    if score == 0 and not ((heading and timed) or element.tag == "h1"):
        return 0
    score += heading + (8 if named else 0) + (16 if timed else 0)
    if any(_BESIDE.search(names_of(one)) for one in list(ancestors(element))[:4]):
        score -= 15
    if pieces[at].link is not None:
        score -= 45
    return max(score, 0)


def _confirmed(key: str, whole: str, declared: Sequence[str]) -> int:
    """
    What the head of the page adds: much if it begins with the same words.

    A heading that goes on where the page's name already names the site is
    longer than the title, so it must match to its end.
    """
    score = 0
    if whole.startswith(key):
        score = 60 + min(len(key), 60)
    elif len(key) >= 8 and key in whole:
        score = 40 + min(len(key), 40)
    if key in declared:
        score += 50
    elif len(key) >= 8 and any(one and (one in key or key in one) for one in declared):
        score += 15
    return score


def _around(element: Element) -> Iterator[Element]:
    """The element and its two nearest ancestors: a heading may hold a span."""
    for level, one in enumerate(ancestors(element)):
        if level > 2:
            return
        yield one


def _time_follows(pieces: Sequence[Piece], at: int) -> bool:
    for piece in pieces[at + 1 : at + 1 + _NEAR]:
        if is_body_like(piece):
            return False
        if piece.link is None and len(piece.text) < 80 and FULL.search(piece.text):
            return True
    return False


_SITE_LIKE: Final = re.compile(
    r"(?:网|網|新闻|新聞|频道|财经|在线|客户端|日报|晚报|时报|早报|证券报|周刊|官网|网站|首页|资讯"
    r"|要闻|快讯|滚动|股票|栏目|专题|门户|论坛|社区|APP|News|\.com|\.cn|\.net)$",
    re.IGNORECASE,
)


def without_site(text: str, site_names: Sequence[str] = ()) -> str:
    """
    A `<title>` without the names of site and channel at its end.

    Only what is known to be a name, or ends as names do, is taken off.
    """
    names = {likeness(name) for name in site_names if name}
    while True:
        cut = _last_part(text)
        if cut is None:
            return text.strip()
        head, tail = cut
        is_name = likeness(tail) in names
        if not is_name and (len(tail) > 14 or not _SITE_LIKE.search(tail)):
            return text.strip()
        text = head


def _last_part(text: str) -> tuple[str, str] | None:
    """What stands before and behind the last separator."""
    found = list(re.finditer(r"\s*(?:_+|[|｜丨]|-{2,}|[-–—－])\s*", text))
    for match in reversed(found):
        head, tail = text[: match.start()].strip(), text[match.end() :].strip()
        if head and tail:
            return head, tail
    return None
