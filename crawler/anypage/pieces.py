"""The texts that a page shows, in reading order, and where each of them stands."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from crawler.selecting import Element

UNSEEN: Final = frozenset(
    [
        "head",
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "svg",
        "select",
        "option",
        "textarea",
        "button",
        "input",
        "title",
        "audio",
        "video",
        "map",
    ]
)
"""Elements whose text no reader reads."""
BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
"""Elements that begin a new line."""
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """One run of text without mark-up in it."""

    text: str
    """White space folded; never empty."""
    element: Element
    """Whose text it is."""
    block: Element
    """The line or paragraph that it belongs to."""
    link: Element | None
    """The link that it is part of."""


def is_comment(element: object) -> bool:
    """Whether it is no element at all: lxml keeps comments among them."""
    return not isinstance(getattr(element, "tag", None), str)


def is_hidden(element: Element) -> bool:
    """Whether the mark-up itself says that an element is not shown."""
    if is_comment(element) or element.tag in UNSEEN or element.get("hidden") is not None:
        return True
    return bool(_HIDDEN.search(element.get("style") or ""))


def pieces_of(root: Element) -> list[Piece]:
    """Every text that a page shows, in reading order."""
    return list(_walk(root))


def _walk(root: Element) -> Iterator[Piece]:
    """Depth first without recursion: pages nest a tag per character."""
    stack: list[tuple[Element, Element, Element | None, bool]] = [(root, root, None, True)]
    while stack:
        element, block, link, entering = stack.pop()
        if not entering:  # the text behind an element belongs to its parent
            yield from _piece(element.tail, element.getparent(), block, link)
            continue
        inside = block
        inner_link = link
        if not is_hidden(element):
            inside = element if element.tag in BLOCKS else block
            inner_link = element if element.tag == "a" else link
            yield from _piece(element.text, element, inside, inner_link)
            for child in reversed(element):
                stack.append((child, inside, inner_link, False))
                stack.append((child, inside, inner_link, True))


def _piece(
    text: str | None, element: Element | None, block: Element, link: Element | None
) -> Iterator[Piece]:
    folded = " ".join(text.split()) if text else ""
    if folded and element is not None:
        yield Piece(folded, element, block, link)


def names_of(element: Element) -> str:
    """Class and id of an element, in lower case, for word lists to look into."""
    return f"{element.get('class') or ''} {element.get('id') or ''}".lower()


def ancestors(element: Element) -> Iterator[Element]:
    """The element itself, its parent, and on to the root."""
    current: Element | None = element
    while current is not None:
        yield current
        current = current.getparent()


_NOT_WORDS: Final = re.compile(r"[\W_]+")


def likeness(text: str) -> str:
    """What two printings of one title have in common: no spaces, no punctuation."""
    return _NOT_WORDS.sub("", unicodedata.normalize("NFKC", text)).lower()
