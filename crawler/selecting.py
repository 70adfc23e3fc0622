"""
Strict selectors: exactly one, some, or none, and an error that says which.

A selector that silently answers "the first of whatever" is how a changed
layout becomes garbage in a database. Rule of zavod's `helpers/html.py`.
"""

from collections.abc import Callable
from functools import cache

from cssselect import HTMLTranslator
from lxml import etree, html

from crawler.errors import ExtractionError

Element = html.HtmlElement


def parse_html(text: str) -> Element:
    """The tree of a page; the text is decoded already, so nothing is sniffed."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=False)
    root = etree.fromstring(text.encode("utf-8", "replace") or b"<html/>", parser)
    if root is None:
        return html.Element("html")
    assert isinstance(root, Element)
    return root


@cache
def _compiled(selector: str) -> Callable[[Element], list[Element]]:
    xpath = HTMLTranslator().css_to_xpath(selector)
    return etree.XPath(xpath)  # type: ignore[return-value]  # lxml types every XPath result as Any of seven


def every(root: Element, selector: str) -> list[Element]:
    """All elements that match a CSS selector, in page order; may be none."""
    return _compiled(selector)(root)


def maybe(root: Element, selector: str, *, url: str, field: str) -> Element | None:
    """The one element that matches, or None; several are an error."""
    found = every(root, selector)
    if len(found) > 1:
        raise ExtractionError(url, field, f"{len(found)} elements match {selector}, not one")
    return found[0] if found else None


def one(root: Element, selector: str, *, url: str, field: str) -> Element:
    """The one element that matches; none or several are an error."""
    found = maybe(root, selector, url=url, field=field)
    if found is None:
        raise ExtractionError(url, field, f"nothing matches {selector}")
    return found


def text_of(element: Element | None) -> str:
    """The text inside, as HTML shows it: every run of white space is one space."""
    if element is None:
        return ""
    return " ".join("".join(element.itertext()).split())


def inner_html(element: Element) -> str:
    """The mark-up inside, without the element's own tags."""
    parts = [html_escape(element.text or "")]
    parts += [etree.tostring(child, encoding="unicode", method="html") for child in element]
    return "".join(parts)


def html_escape(text: str) -> str:
    """Plain text as mark-up."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
