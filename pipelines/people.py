"""
Who made a piece: what the page prints as 来源, 作者 and 责任编辑, read.

Bylines and credits inside the text are read by `bylines` and `credits`; their
functions are offered here too, so that callers need one module.
"""

import re
from dataclasses import dataclass
from typing import Final

from pipelines.bylines import reporters_in_text
from pipelines.credit_lines import credit_at_head, credit_in_text
from pipelines.media import is_medium, trimmed
from pipelines.name_lists import read_names

__all__ = [
    "SourceCredit",
    "credit_at_head",
    "credit_in_text",
    "read_authors",
    "read_editor",
    "read_source",
    "reporters_in_text",
]

_BLANKS: Final = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060\ufeff]+")
_SOURCE_LABEL: Final = re.compile(
    r"^(?:(?:本文|文章|稿件|信息|新闻|内容|消息)?来\s?源(?:于|自)?|稿源|转载自|转自)\s?(?:[:：丨|]|\s)\s?"
)
_NEXT_FIELD: Final = re.compile(
    r"\s?(?:作者|记者|编辑|责任编辑|责编|发布时间|时间|字号)\s?[:：].*$"
)
_SITE: Final = re.compile(
    r"\s?[(（](?:https?://)?[A-Za-z0-9.\-]+\.[a-z]{2,}/?[)）]", re.IGNORECASE
)
_STAMP: Final = re.compile(
    r"\s?\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?\s?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"
)
_ISSUE: Final = re.compile(
    r"\s?(?P<issue>\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?(?:\s?第?\s?[A-Z]{0,2}\d{1,3}\s?版)?"
    r"|第?[A-Z]{1,2}\d{1,3}\s?版)\s?$"
)
_PLACEHOLDERS: Final = frozenset(
    {"", "-", "--", "—", "——", "/", "无", "null", "None", "未知"}
)

_AUTHOR_END: Final = re.compile(
    r"\s?[（(]?(?:责任编辑|责编|编辑|校对|审校|审核|监制|来源|摄影|图片|发布时间|统筹)\s?[:：/丨|].*$"
)
_EDITOR_LABEL: Final = re.compile(
    r"^[（(\[【]?\s?(?:本文|责任|值班|执行|每经|网络)?\s?(?:编\s?辑|责\s?编)\s?[:：/丨|]?\s?"
)
_EDITOR_END: Final = re.compile(
    r"\s?(?:校对|审校|审核|监制|作者|来源|实习生|值班主编|主编)\s?[:：/丨|].*$"
)


@dataclass(frozen=True, slots=True)
class SourceCredit:
    """来源 as two facts: the medium, and the newspaper issue it was printed in."""

    medium: str | None
    issue: str | None


def read_source(raw: str | None) -> SourceCredit:
    """
    `来源：证券时报 2026-09-24 A004版` as medium and issue.

    stcn.com prints the issue of its newspaper behind the medium. A time of day
    behind it is the page's own stamp, glued on, and no issue.
    """
    text = _SOURCE_LABEL.sub("", _flat(raw))
    text = _SITE.sub("", _STAMP.sub("", _NEXT_FIELD.sub("", text)))
    issue = _ISSUE.search(text)
    medium = trimmed(text[: issue.start()] if issue else text)
    return SourceCredit(
        medium=None if medium in _PLACEHOLDERS else medium,
        issue=issue["issue"] if issue else None,
    )


def read_authors(raw: str | None) -> tuple[str, ...]:
    """
    The names in 作者 in printed order, without labels, media and doubles.

    stcn.com joins several with a space, others with 、 or a slash. A byline of
    a whole desk that says which (`e公司记者`) is kept; a bare medium is no author.
    """
    text = _AUTHOR_END.sub("", _flat(raw))
    return () if is_medium(trimmed(text)) else read_names(text)


def read_editor(raw: str | None) -> str | None:
    """
    `责任编辑： 郑灶金` as the name; several are joined by 、.

    The staff codes of sina.com.cn and 163.com (`SF014`, `_NF4425`) are dropped.
    """
    text = _EDITOR_END.sub("", _EDITOR_LABEL.sub("", _flat(raw)).strip("（）()【】[] "))
    names = read_names(text)
    return "、".join(names) or None


def _flat(raw: str | None) -> str:
    """One line without invisible characters."""
    return _BLANKS.sub(" ", raw or "").strip()
