"""
The element that holds the text of an article.

Sentences vote for the elements around them; what stands near the title counts
more, so that a flash of one sentence wins over the page around it. trafilatura
has the second vote: where it read a much longer text elsewhere, its text is taken.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from crawler.anypage.pieces import Piece, ancestors, names_of
from crawler.anypage.pruning import TAIL
from crawler.selecting import Element

_PARAGRAPHS: Final = frozenset(
    ["p", "h2", "h3", "h4", "h5", "h6", "li", "pre", "blockquote", "dd", "td", "span"]
)
_PUNCTUATED: Final = re.compile(r"[，。；？！”,;?!]")
_ENDED: Final = re.compile(r"评论|声明|版权|copyright|猜你喜欢|排行", re.IGNORECASE)
"""Lines behind which no text ever follows."""
_JUNK: Final = re.compile(
    r"(?:^|[\s_-])(?:comment|pinglun|tie|recommend|relat|hot|rank|side|foot|nav|crumb"
    r"|copyright|disclaim|share|login|breadcrumb|menu|ad|ads|advert|qrcode|toolbar)"
)
_TEXT_NAMED: Final = re.compile(
    r"article|content|post|body|txt|text|detail|main|story|news|cont|con_|zoom"
)


@dataclass(slots=True)
class _Line:
    """The pieces of one block."""

    block: Element
    at: int
    texts: list[str] = field(default_factory=list)
    linked: int = 0

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self.texts)

    @property
    def is_headline(self) -> bool:
        """Whether it is a link long enough to be the headline of something else."""
        return self.linked >= 10 and self.linked > self.length * 0.7

    @property
    def length(self) -> int:
        return sum(map(len, self.texts))

    @property
    def weight(self) -> float:
        """Characters that read like a sentence."""
        length = self.length
        if length < 10 or self.linked > length / 2:
            return 0
        marks = len(_PUNCTUATED.findall("".join(self.texts)))
        return float(length - self.linked) if marks else (length / 4 if length >= 25 else 0)


def lines_of(pieces: Sequence[Piece], start: int) -> list[_Line]:
    """The blocks of a page that stand behind the title, in reading order."""
    lines: dict[Element, _Line] = {}
    for index, piece in enumerate(pieces[start:], start):
        line = lines.setdefault(piece.block, _Line(piece.block, index))
        line.texts.append(piece.text)
        line.linked += len(piece.text) if piece.link is not None else 0
    return list(lines.values())


def find_body(pieces: Sequence[Piece], start: int) -> Element | None:
    """
    The element that holds the text; None where nothing reads like one.

    Args:
        pieces: all texts of the page.
        start: the first that stands behind the title.
    """
    lines = lines_of(pieces, start)
    scores: dict[Element, float] = {}
    ended, before = 1.0, None
    for line in lines:
        if TAIL.match(line.text):
            share = 0.05 if _ENDED.search(line.text[:12]) else 0.3
            ended = min(ended, share) if scores else ended
            continue
        weight = line.weight * ended / (1 + max(line.at - start - 12, 0) / 60)
        weight *= 0.2 if before is not None and before.is_headline else 1.0
        before = line
        if weight <= 0 or _is_junk(line.block):
            continue
        holder = _holder(line.block)
        for share, element in zip((1.0, 0.5, 0.25), ancestors(holder), strict=False):
            scores[element] = scores.get(element, 0) + weight * share
    if not scores:
        return None
    lists = _lists(lines)
    best = max(scores, key=lambda one: scores[one] * _worth(one, one in lists))
    return None if best in lists or _is_entry(best, lines) else _widened(best, lines)


def _holder(block: Element) -> Element:
    """What a paragraph stands in; other blocks hold their text themselves."""
    while block.tag in _PARAGRAPHS or block.tag in ("tr", "tbody", "table", "ul", "ol"):
        parent = block.getparent()
        if parent is None or parent.tag in ("body", "html"):
            return block
        block = parent
    return block


def _is_junk(block: Element) -> bool:
    for level, element in enumerate(ancestors(block)):
        if element.tag in ("body", "html") or level > 5:
            return False
        if element.tag in ("footer", "nav", "aside") or _JUNK.search(names_of(element)):
            return True
    return False


def _lists(lines: Sequence[_Line]) -> frozenset[Element]:
    """Elements that hold headlines with summaries: four or more, each a link."""
    headlines: dict[Element, int] = {}
    told: dict[Element, int] = {}
    for line, following in pairwise(lines):
        if line.is_headline and following.weight:
            counted = headlines
        elif line.weight:
            counted = told
        else:
            continue
        for element in ancestors(line.block):
            counted[element] = counted.get(element, 0) + 1
    return frozenset(
        one
        for one, many in headlines.items()
        if many >= 4 and many >= told.get(one, 0) * 0.5
    )


def _is_entry(element: Element, lines: Sequence[_Line]) -> bool:
    """Whether an element is a headline with a summary: an entry of a list."""
    within = [line for line in lines if element in ancestors(line.block)]
    told = sum(1 for line in within if line.weight)
    return bool(within) and within[0].is_headline and told <= 2


def _worth(element: Element, is_list: bool) -> float:
    """Names that authors of pages give to texts, and to what is none."""
    names = names_of(element)
    worth = 1.2 if _TEXT_NAMED.search(names) or element.tag == "article" else 1.0
    worth *= 0.1 if is_list else 1.0
    return worth * (0.3 if element.tag in ("body", "html") else 1.0)


def _widened(best: Element, lines: Sequence[_Line]) -> Element:
    """
    A larger element, while most of what it adds reads like sentences.

    Texts come in sections, each in an element of its own.
    """
    weights = _weights(lines)
    for _ in range(3):
        parent = best.getparent()
        if parent is None or parent.tag in ("body", "html", "form"):
            break
        own, total = weights.get(best, (0.0, 0.0)), weights.get(parent, (0.0, 0.0))
        added, added_all = total[0] - own[0], total[1] - own[1]
        if added < max(own[0] * 0.15, 30) or added < added_all * 0.7:
            break
        best = parent
    return best


def _weights(lines: Sequence[_Line]) -> Mapping[Element, tuple[float, float]]:
    """Of every element: characters in sentences, and characters in all."""
    found: dict[Element, tuple[float, float]] = {}
    for line in lines:
        weight = 0.0 if _is_junk(line.block) else line.weight
        for element in ancestors(line.block):
            told, whole = found.get(element, (0.0, 0.0))
            found[element] = (told + weight, whole + line.length)
    return found
