"""
What a page declares for machines: JSON-LD, microdata, OpenGraph and their kin.

extruct reads the first three. A plain `<meta name=publishdate>` is none of them,
yet it is what most Chinese sites have.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from crawler.selecting import Element, every, parse_html, text_of

_ARTICLES: Final = re.compile(r"(?:Article|Posting|Report|WebPage)$")
_PUBLISHED: Final = (
    "datepublished",
    "article:published_time",
    "og:published_time",
    "og:time",
    "og:release_date",
    "pubdate",
    "publishdate",
    "publish_time",
    "publishtime",
    "publicationdate",
    "firstpublishedtime",
    "apub:time",
    "weibo: article:create_at",
    "dateupdate",
    "datecreated",
    "dc.date",
)
"""Names under which a time of publication is declared, the surest first."""
_SOURCES: Final = ("source", "mediaid", "contentsource")
_ADDRESS: Final = re.compile(r"https?://[^\s/]+\.[^\s/]+/[^\s]+", re.IGNORECASE)
"""With a path: some pages call their site's front page their own address."""
_IS_TIME: Final = re.compile(r"(?:19|20)\d{2}[-/.年]?\d{1,2}[-/.月]?\d{1,2}")


@dataclass(frozen=True, slots=True)
class Declared:
    """Fields that the head declares; empty where it declares none."""

    titles: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    """As written, the surest first."""
    source: str | None = None
    authors: tuple[str, ...] = ()
    site_names: tuple[str, ...] = ()
    publisher: str | None = None
    """Who puts the page out; not where the story is from."""
    canonical: str | None = None
    """`link rel=canonical`, else og:url."""


def read_declared(text: str, root: Element) -> Declared:
    """
    Everything that is declared on a page.

    Args:
        text: its mark-up.
        root: its tree.
    """
    found = list(_things(text))
    metas = _metas(root)
    titles = [_text(thing.get("headline")) for thing in found]
    titles += [metas.get(name, "") for name in ("og:title", "twitter:title")]
    publishers = [_person(thing.get("publisher")) for thing in found]
    times = [_text(thing.get("datePublished")) for thing in found]
    times += [metas.get(name, "") for name in _PUBLISHED]
    return Declared(
        titles=_unique(titles),
        times=tuple(time for time in _unique(times) if _IS_TIME.match(time)),
        source=next((metas[name] for name in _SOURCES if metas.get(name)), None),
        authors=_unique(_person(thing.get("author")) for thing in found),
        site_names=_unique([*publishers, metas.get("og:site_name", "")]),
        publisher=next(filter(None, publishers), None),
        canonical=_canonical(root, metas),
    )


def read_canonical(text: str) -> str | None:
    """The address that a page gives itself; None where it gives none."""
    root = parse_html(text)
    return _canonical(root, _metas(root))


def document_title(root: Element) -> str:
    """The text of `<title>`, the first one: drawings have titles too."""
    return next((text_of(one) for one in every(root, "title") if text_of(one)), "")


def _things(text: str) -> Iterator[Mapping[str, Any]]:
    """The articles that JSON-LD and microdata describe."""
    if "application/ld+json" not in text and "itemscope" not in text:
        return
    import extruct  # type: ignore[import-untyped]  # noqa: PLC0415 - of an extra; ships no types

    syntaxes = ["json-ld", "microdata"]
    found = extruct.extract(text, syntaxes=syntaxes, uniform=True, errors="ignore")
    for syntax in syntaxes:
        for thing in found.get(syntax, ()):
            yield from _articles(thing)


def _articles(thing: Any) -> Iterator[Mapping[str, Any]]:
    if not isinstance(thing, Mapping):
        return
    kinds = thing.get("@type")
    for kind in kinds if isinstance(kinds, list) else [kinds]:
        if isinstance(kind, str) and _ARTICLES.search(kind):
            yield thing
    graph = thing.get("@graph")
    for part in graph if isinstance(graph, list) else []:
        yield from _articles(part)


def _metas(root: Element) -> dict[str, str]:
    """Contents of `<meta>` by name, property or itemprop in lower case; first wins."""
    found: dict[str, str] = {}
    for meta in every(root, "meta[content]"):
        for key in ("property", "name", "itemprop"):
            name = (meta.get(key) or "").strip().lower()
            content = " ".join((meta.get("content") or "").split())
            if name and content:
                found.setdefault(name, content)
    return found


def _canonical(root: Element, metas: Mapping[str, str]) -> str | None:
    links = [link.get("href") or "" for link in every(root, "link[rel=canonical][href]")]
    for url in map(str.strip, (*links, metas.get("og:url", ""))):
        if _ADDRESS.fullmatch(url):
            return url
    return None


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    return " ".join(value.split()) if isinstance(value, str) else ""


def _person(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(filter(None, map(_person, value)))
    return _text(value.get("name")) if isinstance(value, Mapping) else _text(value)


def _unique(values: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, values)))
