"""Reading the names out of a field that says it holds names."""

import re
from collections.abc import Iterator
from typing import Final

from pipelines.media import is_medium, trimmed
from pipelines.surnames import is_chinese, is_name, split_names

_SEPARATORS: Final = re.compile(r"[、，,/／;；&＆|丨｜]+|(?<=[\u4e00-\u9fff])\s和\s")
_LABELS: Final = re.compile(
    r"(?:^|(?<=\s))(?:本文)?(?:作者|撰文|撰稿|采写|整理|编译|文字|文|图文)\s?(?:[:：/／丨|]|\s|$)|[/／|丨]\s?(?:文|图文|整理|编译)(?=\s|$)"
    r"|(?:作者|记者|撰文)\s?[:：]"
)
_REPORTER: Final = re.compile(
    r"(?:见习|实习|特约|首席|高级|资深|驻[\u4e00-\u9fff]{1,3})?(?:记者|通讯员|实习生|研究员)"
)
_BRACKETED: Final = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")
_STAFF_CODE: Final = re.compile(r"_[A-Z]*\d+$|^[A-Z]{1,3}\d{2,}$")
_LATIN: Final = re.compile(r"[A-Za-z][A-Za-z.'’\-]*")
_OURS: Final = frozenset({"", "本报", "本刊", "本网", "本社", "本台", "见习", "实习"})
_NOBODY: Final = frozenset(
    {"-", "--", "无", "佚名", "匿名", "未知", "null", "None", "文", "图"}
)


def read_names(text: str) -> tuple[str, ...]:
    """Every name of a field, in order, each once."""
    text = _LABELS.sub(" ", _BRACKETED.sub(" ", text))
    names: dict[str, None] = {}
    desks: dict[str, None] = {}
    for part in _SEPARATORS.split(text):
        for word in _words(part):
            names.update(dict.fromkeys(_names_of(word, desks)))
    return tuple(names or desks)


def _words(part: str) -> Iterator[str]:
    """
    The words of one part, with what spaces tear apart put together again.

    `John Smith` is one person, and `曾 剑` is how two characters are padded to
    the width of three.
    """
    held: list[str] = []
    for word in part.split():
        mates = held and (_pads(held[-1]) and _pads(word) and len(held) == 1)
        latin = held and _LATIN.fullmatch(held[-1]) and _LATIN.fullmatch(word)
        if held and not mates and not latin:
            yield _joined(held)
            held = []
        held.append(word)
    if held:
        yield _joined(held)


def _pads(word: str) -> bool:
    """Whether the word is a single character, one half of a padded name."""
    return len(word) == 1 and is_chinese(word)


def _joined(held: list[str]) -> str:
    """Latin words with spaces, characters without."""
    return ("" if _pads(held[0]) else " ").join(held)


def _names_of(word: str, desks: dict[str, None]) -> Iterator[str]:
    """The names in one word; a desk that names its medium is put aside."""
    before, *after = _REPORTER.split(word)
    if after and not any(after) and is_medium(trimmed(before)) and before not in _OURS:
        desks[word] = None
    if after and is_name(before):
        yield before
    for piece in after or [before]:
        yield from _people(_STAFF_CODE.sub("", trimmed(piece)))


def _people(piece: str) -> Iterator[str]:
    """One name, several without a space, or nothing if it is not a person."""
    if not piece or piece in _NOBODY or piece in _OURS or is_medium(piece):
        return
    if piece.isdigit():
        return
    left, joined, right = piece.partition("和")
    if joined and is_name(left) and is_name(right):
        yield from (left, right)
    elif len(piece) >= 4 and (split := split_names(piece)):
        yield from split
    else:
        yield piece
