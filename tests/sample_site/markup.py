"""
Body content, held twice: as mark-up for the page and as lines for the truth.

Both halves are made from the same plain words, neither from the other, so that
the truth does not depend on how anybody reads the mark-up. The forms follow the
site notes, sections (d) and (h); WeChat mark-up and tables are invented, since
no sample of them was found.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

SPACE = "\x01"
"""Stands in a block's mark-up where `noise()` may change the white space."""
QUERY = "\x02"
"""Stands after an image's address where `noise()` may change the query string."""

_INVISIBLE = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]"
)
_PLACEHOLDER = (
    "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
)
_ECHARTS = (
    '<script src="https://static-web.stcn.com/static/scripts/echarts.min.js"></script>'
)


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a body: its mark-up and the lines that a reader must find in it."""

    html: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table."""

    text: str
    rows: int = 1
    columns: int = 1
    head: bool = False


@dataclass(frozen=True, slots=True)
class HotWord:
    """A link that the site's word list lays over a part of a text."""

    word: str
    href: str
    code: str | None = None


def clean(text: str) -> str:
    """One line as the truth has it: nothing invisible, single spaces, no edges."""
    return re.sub(r"\s+", " ", _INVISIBLE.sub("", text)).strip()


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in map(clean, text.split("\n")) if line)


def _marked(text: str, hot: Sequence[HotWord] = (), bold: str | None = None) -> str:
    """Escaped text with line breaks, hot words and at most one bold word in it."""
    html = escape(text, quote=False).replace("\xa0", "&nbsp;").replace("\n", "<br>")
    for word in hot:
        code = f' code="{word.code}"' if word.code else ""
        link = f'<a class="trsHotWords" href="{escape(word.href)}"{code}>{word.word}</a>'
        html = html.replace(word.word, link, 1)
    if bold and not hot:
        html = html.replace(bold, f"<strong>{bold}</strong>", 1)
    return html


_FORMS = {
    "plain": "<p>　　{}</p>",
    "indent": '<p style="text-indent: 2em;">{}</p>',
    "nbsp": "<p>&nbsp; &nbsp; {}&nbsp;</p>",
    "span": '<p><span style="font-size: 16px;">{}</span></p>',
    "wechat": (
        '<section style="margin: 0px; padding: 0px 8px;" data-role="paragraph">'
        + SPACE
        + '<section style="line-height: 1.75em;"><span style="letter-spacing: 1px;">'
        '<span leaf="">{}</span></span></section>' + SPACE + "</section>"
    ),
    "div": "<div>{}</div>",
    "loose": "{}",
    "item": "<ul><li>{}</li></ul>",
    "flash": '<p style="text-indent:0">{}</p>',
    "quote": "<blockquote><p>{}</p></blockquote>",
}


def paragraph(
    text: str, form: str = "plain", hot: Sequence[HotWord] = (), bold: str | None = None
) -> Block:
    """A paragraph; a newline in the text is a `<br>` on the page."""
    html = _FORMS[form].format(_marked(text, hot, bold))
    if form == "loose":
        html = SPACE + html + SPACE
    return Block(html, _lines(text))


def flash_paragraph(text: str, *, script: bool, hot: Sequence[HotWord] = ()) -> Block:
    """A flash: one paragraph whose first child may be a script (section d)."""
    lead = _ECHARTS if script else ""
    html = _FORMS["flash"].format(lead + _marked(text, hot))
    return Block(html, _lines(text))


def heading(text: str, form: str = "plain") -> Block:
    """A subheading: a paragraph in bold type."""
    forms = {
        "plain": "<p><strong>{}</strong></p>",
        "centre": '<p style="text-align: center;"><strong><span>{}</span></strong></p>',
        "wechat": (
            '<section><section><section><strong style="color: rgb(0, 82, 255);">{}</strong>'
            "</section></section></section>"
        ),
    }
    return Block(forms[form].format(_marked(text)), _lines(text))


def picture(path: str, *, lazy: bool = False, caption: str | None = None) -> Block:
    """An image, perhaps a lazy one, with its caption in a paragraph of its own."""
    if lazy:
        image = f'<img class="lazy" src="{_PLACEHOLDER}" data-src="{path}{QUERY}" alt="">'
    else:
        image = f'<img src="{path}{QUERY}" alt="">'
    html = f'<p style="text-align: center;">{image}</p>'
    if caption is None:
        return Block(html)
    return Block(
        f'{html}{SPACE}<p style="text-align: center; color: #888;">{_marked(caption)}</p>',
        _lines(caption),
    )


def _cell(cell: Cell, *, wrapped: bool) -> str:
    tag = "th" if cell.head else "td"
    spans = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    spans += f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    text = _marked(cell.text)
    return f"<{tag}{spans}>{f'<p>{text}</p>' if wrapped else text}</{tag}>"


def table(rows: Sequence[Sequence[Cell]], *, wrapped: bool = False) -> Block:
    """A table: one line per row, its cells joined by tabs, spans told once."""
    body = SPACE.join(
        "<tr>" + "".join(_cell(cell, wrapped=wrapped) for cell in row) + "</tr>"
        for row in rows
    )
    html = f'<table border="1" cellspacing="0"><tbody>{SPACE}{body}{SPACE}</tbody></table>'
    return Block(html, tuple("\t".join(clean(cell.text) for cell in row) for row in rows))


def boilerplate(*texts: str, joined: bool = False) -> Block:
    """Sentences of the house that are part of the body's mark-up and not of its text."""
    if joined:
        return Block("<p>" + "<br>".join(map(escape, texts)) + "</p>")
    return Block(SPACE.join(f"<p>{escape(text, quote=False)}</p>" for text in texts))


EMPTY_BLOCKS = (
    Block("<p>&nbsp;</p>"),
    Block("<p><br></p>"),
    Block("<!-- 正文分隔 -->"),
    Block("<p></p>"),
    Block('<style type="text/css">.TRS_Editor P{margin-top:0;line-height:1.5;}</style>'),
    Block("<section><br></section>"),
)
"""Mark-up with no text in it."""


def render(blocks: Sequence[Block], epoch: int) -> str:
    """A body's mark-up; what may differ between two answers depends on the epoch."""
    gap = "\n" + " " * (16 + epoch % 5)
    query = (
        "" if epoch == 0 else f"?x-oss-process=image/resize,w_{640 + epoch % 7}&t={epoch}"
    )
    html = gap.join(block.html for block in blocks)
    return html.replace(SPACE, gap).replace(QUERY, escape(query))


def body_text(blocks: Sequence[Block]) -> str:
    """A body's text as a right reader must extract it."""
    return "\n".join(line for block in blocks for line in block.lines)
