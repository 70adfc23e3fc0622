"""Rows of JSON as interfaces send them: values as text, flags, mark-up. Pure."""

import html
import re
from collections.abc import Mapping
from typing import Any

from crawler.listed import CUT_MARKS
from crawler.selecting import html_escape

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def said(row: Mapping[str, Any], name: str) -> str:
    """A value as text; half an emoji, which a cut leaves behind, is no character."""
    return str(row.get(name) or "").encode("utf-8", "ignore").decode().strip()


def flag(row: Mapping[str, Any], name: str) -> bool:
    """0 or 1, as a number or as text."""
    return row.get(name) not in (None, False, 0, "", "0")


def plain(text: str) -> str:
    """A title without the `<b>` that interfaces put around some."""
    return " ".join(html.unescape(_TAG.sub("", text)).split())


def is_uncut(text: str) -> bool:
    """Whether there is a text, and all of it: one that ends in dots was shortened."""
    return bool(text) and not text.endswith(CUT_MARKS)


def paragraphs(content: str) -> str:
    """Plain text as mark-up: one paragraph a line."""
    lines = (line.strip() for line in content.splitlines())
    return "".join(f"<p>{html_escape(line)}</p>" for line in lines if line)


def full_names(names: list[str]) -> tuple[str, ...]:
    """Names of topics, each once; one that is cut with "..." for display is none."""
    return tuple(dict.fromkeys(filter(is_uncut, names)))
