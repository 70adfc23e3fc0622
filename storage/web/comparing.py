"""Any two texts side by side in one: versions of an article, or an article and a copy."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from storage.clock import beijing, known_part
from storage.queries import Detail, Reader, Version, detail
from storage.web.difference import difference
from storage.web.rendering import Answer, page, problem
from storage.web.words import medium


class Text(NamedTuple):
    """One of the two: `stcn:1001@2` is the second version of `stcn:1001`."""

    article_id: str
    version: int
    label: str
    title: str
    body: str


def compare(reader: Reader, parameters: Mapping[str, Sequence[str]]) -> Answer:
    """The page that `one` and `other` ask for."""
    texts = []
    for side in ("one", "other"):
        name = parameters.get(side, [""])[-1]
        text = _text(reader, name)
        if text is None:
            return problem(
                f"没有 {name or side} 可比；请写 stcn:757276 或 stcn:757276@2。", 404
            )
        texts.append(text)
    one, other = texts
    return page(
        "compare.html",
        one=one,
        other=other,
        title=difference(one.title, other.title),
        body=difference(one.body, other.body),
    )


def _text(reader: Reader, name: str) -> Text | None:
    article_id, _, number = name.partition("@")
    try:
        found = detail(reader, article_id)
        version = int(number) if number else found.row.version
        chosen = next(v for v in found.versions if v.version == version)
    except (KeyError, ValueError, StopIteration):
        return None
    label = _label(found, chosen)
    return Text(article_id, chosen.version, label, chosen.title, chosen.body)


def _label(found: Detail, version: Version) -> str:
    who = medium(version.source, found.row.site)
    local = beijing(version.published_at)
    when = known_part(local, version.published_precision)
    parts = [who, when] + ([f"第 {version.version} 版"] if len(found.versions) > 1 else [])
    return " · ".join(filter(None, parts))
