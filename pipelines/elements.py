"""HTML's elements, as far as a body's cleaning tells them apart."""

from typing import Final

HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
MARKS: Final = frozenset(
    {"strong", "b", "em", "i", "u", "s", "del", "ins", "sub", "sup", "code"}
)
"""Inline elements that mean something; all others are unwrapped."""
CONTAINERS: Final = frozenset({"ul", "ol", "li", "blockquote", "figure", "figcaption"})
"""Elements around blocks that are kept as they nest."""
TABLE_PARTS: Final = frozenset(
    {"table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"}
)
_SECTIONS: Final = frozenset(
    {"div", "section", "article", "header", "footer", "aside", "main", "nav", "address"}
    | {"center", "hgroup", "form", "fieldset", "legend", "details", "summary"}
    | {"dl", "dt", "dd", "body", "html"}
)
BLOCKS: Final = (
    frozenset({"p", "pre", "hr"}) | HEADINGS | CONTAINERS | TABLE_PARTS | _SECTIONS
)
"""Elements that begin and end on lines of their own."""

_SCRIPTS: Final = {"script", "style", "template", "noscript", "title"}
_FRAMES: Final = {"iframe", "frame", "frameset", "noframes", "noembed"}
_MEDIA: Final = {
    "svg",
    "math",
    "audio",
    "video",
    "canvas",
    "map",
    "object",
    "embed",
    "applet",
}
_CONTROLS: Final = {"textarea", "select", "option", "button", "datalist"}
DROPPED: Final = _SCRIPTS | _FRAMES | _MEDIA | _CONTROLS
"""Elements whose content no reader sees, or that are there to be operated."""

FLAT: Final = frozenset(
    {"p", "br", "img", "hr", "li", "dt", "dd", "option", "script", "style"}
    | {"textarea", "title", "iframe", "noembed", "noframes", "xmp"}
)
"""Elements that cannot nest in one another without end."""
