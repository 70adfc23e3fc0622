"""
Cleans the body of an article: safe HTML and plain lines from any mark-up.

What a site adds to every story is taken out of both by the written rules of
`pipelines.boilerplate`; nothing else is lost but what no reader sees.
"""

from dataclasses import dataclass
from html import escape

from pipelines.blocks import BodyReader
from pipelines.boilerplate import Trimming
from pipelines.lines import Line
from pipelines.rendering import render
from pipelines.sanitizing import keep, parse
from pipelines.text import normalize_line


@dataclass(frozen=True, slots=True)
class CleanBody:
    """A body, cleaned. Cleaning `html` once more changes nothing."""

    html: str
    """Allow-listed elements, absolute http(s) links, no attribute that acts."""
    text: str
    """
    One line per block or `<br>`; a table row is one line, its cells parted by
    TAB, and a line that begins with TAB has an empty first cell. No mark-up, no
    blank line; every line or cell is as `normalize_line` leaves it.
    """
    editor: str | None
    """责任编辑 as a removed line prints it, without label and staff code."""
    removed: tuple[str, ...]
    """Names of the rules of `pipelines.boilerplate` that fired, each once."""


def clean_body(html: str, base_url: str) -> CleanBody:
    """
    Clean a body's mark-up, which may be malformed, hostile or empty.

    Args:
        html: mark-up of the body; plain text has to go through `escape_text`.
        base_url: address of its page, for relative links and images.
    """
    reader = BodyReader(base_url)
    trimming = Trimming(reader.read(parse(html)))
    trimming.fired.update(reader.dropped)
    trimming.apply()
    lines = _without_empty_ends(trimming.lines)
    text = "\n".join(line.text for line in lines if line.text)
    return CleanBody(keep(render(lines)), text, trimming.editor, tuple(trimming.fired))


def escape_text(text: str) -> str:
    """
    Plain text as minimal mark-up, one paragraph per line.

    For flashes that an interface sends as plain text, so that they are cleaned
    like any other body.
    """
    lines = filter(None, map(normalize_line, text.splitlines()))
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in lines)


def _without_empty_ends(lines: list[Line]) -> list[Line]:
    """Lines without tables of which no word is left, and without a last `<hr>`."""
    said = {place for line in lines if line.text or line.has_image for place in line.path}
    lines = [line for line in lines if line.tag != "tr" or line.path[-2] in said]
    while lines and lines[-1].tag == "hr":
        lines.pop()
    return lines
