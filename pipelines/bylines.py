"""
Reporters named in the head of a text.

Only three forms count: a bracket with 记者 in the first characters of a line,
a line that is nothing but a byline, and one that says 作者 or 文. Prose such as
记者从…获悉 never does, because every word after 记者 has to be a name.
"""

import re
from collections.abc import Iterator
from typing import Final

from pipelines.name_lists import read_names
from pipelines.surnames import is_name, split_names

_LINES: Final = 3
_REACH: Final = 100
"""How far into a line a bracket is still part of its dateline."""
_LONGEST: Final = 60
"""A line of bylines is shorter than this."""

_BRACKET: Final = re.compile(r"[（(]([^（()）\n]{0,60})[)）]")
_NOT_OURS: Final = re.compile(r"图|摄|来源|据|供|资料")
_ROLE: Final = re.compile(
    r"(?P<prefix>(?:(?:证券时报|每日经济新闻|每经|本报|本刊|本台|见习|实习|特约|首席|驻[\u4e00-\u9fff]{2,3})\s?)*)"
    r"(?P<role>记者|编辑|责编|责任编辑|通讯员|实习生|摄影|校对|主编|审校)\s?[:：]?"
)
_PLACE: Final = re.compile(
    r"(?:\s+[\u4e00-\u9fff]{2,4}|(?:发自)?(?:北京|上海|深圳|广州|杭州|南京|武汉|成都|重庆|天津|西安|长沙"
    r"|苏州|厦门|青岛|香港|济南|郑州|合肥|福州)+)?\s?(?:综合)?(?:摄影)?(?:报道|电|讯)\s*$"
    r"|\s*发自[\u4e00-\u9fff]{2,6}\s*$"
)
_SLASHED: Final = re.compile(r"[/／]文(?:[\u4e00-\u9fff]{2,3}[/／](?:编辑|摄影?|图))?")
"""`谢丽容周源/文马克/编辑`: who wrote it and who edited it, run together."""
_LABELLED: Final = re.compile(r"^(?:作者|撰文|文)\s?[:：/／|丨｜]\s?(.{2,24})$")
_GAP: Final = re.compile(r"[ \u3000\xa0]{2,}|\u3000|\t")
_SENTENCE: Final = re.compile(r"[，。！？；…“”()（）《》【】]|\d")
_BEFORE: Final = re.compile(r"[A-Za-z0-9\u4e00-\u9fff·《》■□●◎▲ ]{0,14}")


def reporters_in_text(text: str) -> tuple[str, ...]:
    """The reporters that the first lines name, in order, each once."""
    found: dict[str, None] = {}
    lines = [line.strip() for line in text[:1500].split("\n") if line.strip()]
    for line in lines[:_LINES]:
        found.update(dict.fromkeys(_bracketed(line)))
        found.update(dict.fromkeys(_own_line(line)))
    return tuple(found)


def _bracketed(line: str) -> Iterator[str]:
    """`（记者 彭扬）`, `（上海，记者 熊南）`, `（实习记者 李琦）` near a line's start."""
    for bracket in _BRACKET.finditer(line[: _REACH + 60]):
        inside = bracket[1]
        if bracket.start() > _REACH or "记者" not in inside or _NOT_OURS.search(inside):
            continue
        yield from _after_roles(inside)


def _own_line(line: str) -> Iterator[str]:
    """`证券时报记者 吴家明`, `每经记者 王五    每经编辑 赵六`, `文|古泉`."""
    if labelled := _LABELLED.match(line):
        if not _SENTENCE.search(labelled[1]):
            yield from filter(is_name, read_names(labelled[1]))
        return
    byline = _byline_part(line)
    if "记者" in byline and len(byline) <= _LONGEST:
        yield from _after_roles(byline)


def _byline_part(line: str) -> str:
    """The line's pieces up to the first that is a sentence, not a byline."""
    pieces = []
    for piece in _GAP.split(line):
        if _SENTENCE.search(piece.removeprefix("《").replace("》记者", "记者", 1)):
            break
        pieces.append(piece)
    return " ".join(pieces).strip()


def _after_roles(byline: str) -> Iterator[str]:
    """The names after each 记者, up to the next role."""
    byline = _SLASHED.sub(" ", byline)
    roles = list(_ROLE.finditer(byline))
    if not roles or not _BEFORE.fullmatch(
        re.sub("[，,、：:]", " ", byline[: roles[0].start()])
    ):
        return
    ends = [role.start() for role in roles[1:]] + [len(byline)]
    for role, end in zip(roles, ends, strict=True):
        if role["role"] == "记者":
            yield from _strict_names(byline[role.end() : end])


def _strict_names(segment: str) -> tuple[str, ...]:
    """The names of a segment, none at all if any of it is something else."""
    segment = _PLACE.sub("", segment).strip(" /／、，,")
    names: list[str] = []
    for name in read_names(segment):
        split = (name,) if is_name(name) else split_names(name)
        if not split:
            return ()
        names.extend(split)
    return tuple(names)
