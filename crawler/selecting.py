"""
Strict selectors: exactly one, some, or none, and an error that says which.

A selector that silently answers "the first of whatever" is how a changed
layout becomes garbage in a database. Rule of zavod's `helpers/html.py`.
"""

from collections.abc import Callable, Iterable
from functools import cache
from typing import cast

from cssselect import HTMLTranslator
from lxml import etree

from crawler.errors import ExtractionError

Element = etree._Element  # noqa: SLF001 - lxml's only name for the type of an element


def parse_html(text: str) -> Element:
    """
    The tree of a page; the text is decoded already, so nothing is sniffed.

    A huge tree is allowed: else lxml drops, silently, whatever stands 256 tags
    deep and all that follows it, and one `<font>` per character gets there.
    """
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    body = text.replace("\0", "").strip().encode("utf-8", "replace")
    root = etree.fromstring(body, parser) if body else None
    return etree.Element("html") if root is None else root


@cache
def _compiled(selector: str) -> Callable[[Element], list[Element]]:
    compiled = etree.XPath(HTMLTranslator().css_to_xpath(selector, "descendant::"))
    return cast("Callable[[Element], list[Element]]", compiled)


def every(root: Element, selector: str) -> list[Element]:
    """All elements below that match a CSS selector, in page order; may be none."""
    return _compiled(selector)(root)


def first_of(root: Element, selectors: Iterable[str]) -> list[Element]:
    """What the first selector finds that finds anything."""
    return next(filter(None, (every(root, selector) for selector in selectors)), [])


def maybe(root: Element, selector: str, *, url: str, field: str) -> Element | None:
    """The one element that matches, or None; several are an error."""
    found = every(root, selector)
    if len(found) > 1:
        raise ExtractionError(
            url, field, f"{len(found)} elements match {selector}, not one"
        )
    return found[0] if found else None


def one(root: Element, selector: str, *, url: str, field: str) -> Element:
    """The one element that matches; none or several are an error."""
    found = maybe(root, selector, url=url, field=field)
    if found is None:
        raise ExtractionError(url, field, f"nothing matches {selector}")
    return found


_WITH_CLASS = etree.XPath("//*[@class]")


class Parts:
    """
    The elements of a page by the names of their classes.

    One look over the tree answers all later questions, where a selector for
    each would look over it again: half the cost of reading a page.
    """

    def __init__(self, root: Element, url: str) -> None:
        """Index the tree; `url` is for the errors."""
        self.url = url
        self._by_class: dict[str, list[Element]] = {}
        for element in cast("list[Element]", _WITH_CLASS(root)):
            for name in set(element.get("class", "").split()):
                self._by_class.setdefault(name, []).append(element)

    def every(self, name: str) -> list[Element]:
        """All elements of a class, in page order; may be none."""
        return self._by_class.get(name, [])

    def maybe(self, name: str, field: str) -> Element | None:
        """The one element of a class, or None; several are an error."""
        found = self.every(name)
        if len(found) > 1:
            problem = f"{len(found)} elements have the class {name}, not one"
            raise ExtractionError(self.url, field, problem)
        return found[0] if found else None

    def one(self, name: str, field: str) -> Element:
        """The one element of a class; none or several are an error."""
        found = self.maybe(name, field)
        if found is None:
            raise ExtractionError(self.url, field, f"no element has the class {name}")
        return found


def text_of(element: Element | None) -> str:
    """The text inside, as HTML shows it: every run of white space is one space."""
    if element is None:
        return ""
    return " ".join("".join(map(str, element.itertext())).split())


def text_outside(root: Element, *tags: str, between: str = " ") -> str:
    """The text of a page that stands in none of these elements, piece by piece."""
    inside = " or ".join(f"ancestor::{tag}" for tag in tags)
    found = etree.XPath(f"//text()[not({inside})]")(root)
    return between.join(map(str, cast("list[str]", found)))


def inner_html(element: Element) -> str:
    """The mark-up inside, without the element's own tags."""
    parts = [html_escape(element.text or "")]
    parts += [etree.tostring(child, encoding="unicode", method="html") for child in element]
    return "".join(parts)


def html_escape(text: str) -> str:
    """Plain text as mark-up."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
