"""
The people who worked on a page without writing it: editors, proofreaders.

A line that also names 记者, 作者 or 来源 is none of these: it is a credit.
"""

import re
from typing import Final

from pipelines.rules import Place, Rule

_BRANDS: Final = (
    r"(?:每经|证券时报|财联社|本报|本网|本文|本期|本版|新媒体|值班|执行|实习|见习"
    r"|首席|高级|助理|内容|图文)*"
)
_EDITOR: Final = r"(?:责\s?任\s?编\s?辑|责\s?编|编\s?辑)"
_OTHERS: Final = (
    r"(?:校\s?对|审\s?校|审\s?核|审\s?读|审\s?稿|编\s?审|主\s?编|监\s?制|监\s?审|美\s?编"
    r"|制\s?图|排\s?版|版\s?式|视\s?觉|设\s?计|统\s?筹|终\s?审|复\s?审|初\s?审|签\s?发"
    r"|编\s?务|运\s?营|值班编委)"
)
_ROLE: Final = rf"{_BRANDS}(?:{_EDITOR}|{_OTHERS})"
_HAN: Final = r"[\u3400-\u9fff]"
_NAME: Final = (
    rf"(?:{_HAN}{{2,4}}|{_HAN}\s{_HAN}|{_HAN}+(?:·{_HAN}+)+|[A-Z][A-Za-z.]{{1,15}})"
)
_CODE: Final = r"(?:[_\s(]*[A-Z]{1,4}[A-Z0-9_]{0,2}\d{2,6}\)?|_[A-Z]{1,4})"
"""`SF014` of sina.com.cn, `_NF4425` of 163.com, `DF150` of eastmoney.com."""
_NAMES: Final = rf"(?:{_NAME}(?:[\s、,/&]+{_NAME}){{0,4}})?{_CODE}?"
_MARK: Final = r"\s*[:|/]\s*"
_PART: Final = rf"{_ROLE}(?:{_MARK}{_NAMES}|\s+{_NAME}(?:[\s、]{_NAME}){{0,2}})"
_PARTS: Final = rf"{_PART}(?:[\s,;、|]*{_PART})*"
_OPEN: Final = r"[(\[]?\s*"
_CLOSE: Final = r"\s*[)\]]?\s*[。.]?"
_LABEL: Final = r"(?:责\s?任\s?编\s?辑|责\s?编|校\s?对|审\s?校)"

STAFF_RULES: Final = (
    Rule(
        name="responsible_editor",
        pattern=re.compile(
            rf"{_OPEN}{_BRANDS}{_LABEL}{_MARK}{_NAMES}(?:[\s,;、|]*{_PART})*{_CLOSE}"
        ),
        place=Place.NEAR_END,
        teacher="stcn.com, posts of 证券时报网 and 新浪财经 (with code), sohu.com (empty).",
        names_editor=True,
    ),
    Rule(
        name="staff",
        pattern=re.compile(rf"{_OPEN}{_PARTS}{_CLOSE}"),
        place=Place.TAIL,
        teacher="WeChat accounts, nbd.com.cn 责编, 中国经营报 （编辑：… 校对：…）.",
        names_editor=True,
    ),
    Rule(
        name="editor_at_end",
        pattern=re.compile(
            rf"\s*[(\[]\s*{_PARTS}\s*[)\]]\s*$"
            rf"|(?<=[\s。!?;\")\]])\s*(?:责\s?任\s?编\s?辑|责\s?编){_MARK}{_NAMES}\s*$"
        ),
        place=Place.LINE_END,
        teacher="hexun.com, eastmoney.com, the company flashes: behind the last sentence.",
        names_editor=True,
    ),
)

_ANY_ROLE: Final = re.compile(_ROLE)
_ANY_CODE: Final = re.compile(_CODE)
_LETTERS: Final = re.compile(r"[\u3400-\u9fffA-Za-z]")


def editor_in(line: str) -> str | None:
    """
    The editor whom a folded line of staff names, as printed, without a code.

    责任编辑 and 责编 go before a plain 编辑; a proofreader is no editor, and a
    line with only a code (`DF150`) names nobody.
    """
    roles = list(_ANY_ROLE.finditer(line))
    ends = [role.start() for role in roles[1:]] + [len(line)]
    found: dict[bool, str] = {}
    for role, end in zip(roles, ends, strict=True):
        name = _name(line[role.end() : end])
        label = "".join(role[0].split())
        if name and label.endswith(("责任编辑", "责编", "编辑")):
            found.setdefault("责" in label, name)
    return found.get(True) or found.get(False)


def _name(text: str) -> str | None:
    """What stands behind a role, without its mark, brackets and code."""
    name = _ANY_CODE.sub("", text).strip(" :|/,;、()[]。._")
    return name if _LETTERS.search(name) else None
