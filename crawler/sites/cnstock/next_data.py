"""
What the Next.js pages of www.cnstock.com carry as JSON, read strictly. Pure.

Nobody here has seen such a page: the names are read off others' crawlers. So
whatever is not of the shape that they tell is an error that names its field.
"""

import json
from collections.abc import Mapping
from typing import Any

from crawler.errors import BlockedError, ExtractionError, MissingPageError
from crawler.selecting import Element, every, maybe

Object = Mapping[str, Any]
_NO_LOGIN = 10304
"""`{"code": 10304, "desc": "未登录"}`: the firewall does not know us."""
_MISSING = "/404"
"""The page that Next.js names when it has none; a habit of the framework."""


def parse_json(text: str, url: str, field: str) -> Any:
    """
    A JSON text.

    Raises:
        ExtractionError: it is none.
    """
    try:
        return json.loads(text)
    except ValueError:
        raise ExtractionError(url, field, "it is not JSON") from None


def refuse_login(document: object) -> None:
    """
    Raise if an answer is the interface's refusal.

    Raises:
        BlockedError: it wants a login, which means that its firewall turned us away.
    """
    if isinstance(document, dict) and str(document.get("code")) == str(_NO_LOGIN):
        raise BlockedError(f"the interface answers {document.get('desc') or _NO_LOGIN}")


def has_page_props(root: Element) -> bool:
    """Whether a page is one of the new machine."""
    return bool(every(root, "script#__NEXT_DATA__"))


def page_props(root: Element, url: str) -> Object:
    """
    `props.pageProps` of a page that has them.

    Raises:
        MissingPageError: the framework says that there is no such page.
        BlockedError: the interface behind the page wants a login.
        ExtractionError: the data is not as it should be.
    """
    script = maybe(root, "script#__NEXT_DATA__", url=url, field="__NEXT_DATA__")
    text = (script.text or "") if script is not None else ""
    document = an_object(parse_json(text, url, "__NEXT_DATA__"), url, "__NEXT_DATA__")
    if document.get("page") == _MISSING:
        raise MissingPageError("the page names itself 404")
    props = an_object(document.get("props"), url, "props")
    told = an_object(props.get("pageProps"), url, "pageProps")
    for answer in (told, *told.values()):
        refuse_login(answer)
    return told


def an_object(value: object, url: str, field: str) -> Object:
    """The value, if it is an object; else the error that names its field."""
    if not isinstance(value, dict):
        raise ExtractionError(url, field, f"it is {type(value).__name__}, not an object")
    return value


def a_list(value: object, url: str, field: str) -> list[Any]:
    """The value, if it is a list; else the error that names its field."""
    if not isinstance(value, list):
        raise ExtractionError(url, field, f"it is {type(value).__name__}, not a list")
    return value


def a_number(value: object, url: str, field: str) -> int:
    """A whole number, or one in digits (`9` and `"09"` both occur)."""
    digits = str(value)
    if isinstance(value, bool) or not (digits.isascii() and digits.isdecimal()):
        raise ExtractionError(url, field, f"it is {digits[:40]!r}, not a number")
    return int(digits)


def said(row: Object, name: str, url: str) -> str:
    """A text that may be missing or null, on one line."""
    value = row.get(name)
    if value is None:
        return ""
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise ExtractionError(url, name, f"it is {type(value).__name__}, not a text")
    return " ".join(str(value).split())
