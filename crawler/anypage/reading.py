"""
A page of any site, read for what it prints.

Pure: the pieces of the page are found here, the stages behind clean the body,
read the times and credit the people, as they do for every other page.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from crawler.anypage import printed_time
from crawler.anypage.body import find_body
from crawler.anypage.credits import Credits, find_credits
from crawler.anypage.errors import NoArticleError
from crawler.anypage.pieces import Piece, likeness, pieces_of
from crawler.anypage.pruning import prune
from crawler.anypage.second_opinion import bare_text, extracted_html
from crawler.anypage.shells import refuse_any_shell
from crawler.anypage.structured import Declared, document_title, read_declared
from crawler.anypage.title import Announced, Title, find_title
from crawler.dates import read_time
from crawler.selecting import inner_html, parse_html

_ENDS: Final = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
"""Pages are put together of pages: the parser would stop at the first end."""
_SHORTEST: Final = 12
"""Characters without which there is no text to speak of."""
_SOURCE_CODE: Final = re.compile(r"&lt;/?(?:p|div|span|br|h\d|table)\b")
"""Mark-up as text: a field for input was left open, and the page is its content."""
_SURE: Final = 80
"""Characters that make an article even where no time is printed."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a page prints, raw."""

    title: str
    times: tuple[tuple[str, str], ...]
    """What was printed and where (`detail`, `meta`), the most trusted first."""
    source_raw: str | None
    author_raw: str | None
    editor_raw: str | None
    html: str
    """Mark-up of the body."""
    declared: Declared


def read_any(text: str, url: str, *, dated: bool = True) -> Found:
    """
    Read a page of any site.

    Args:
        text: the mark-up.
        url: where it stood, for messages.
        dated: it is known when the page was sent; else a time such as 昨天 or
            `09-27 18:26` means nothing and is left out.

    Raises:
        BlockedError, ShellError, MissingPageError: something came in its stead.
        NoArticleError: there is no title, or no text.
    """
    text = _ENDS.sub("", text)
    root = parse_html(text)
    pieces = pieces_of(root)
    declared = read_declared(text, root)
    document = document_title(root)
    announced = Announced(document, declared.titles, declared.site_names)
    title = find_title(pieces, announced)
    at = title.at if title is not None and title.at is not None else -1
    near = printed_time.near_title(pieces, at) if at >= 0 else None
    printed = near or printed_time.elsewhere(pieces)
    is_timed = printed is not None or bool(declared.times)
    refuse_any_shell(root, text, document, is_timed=is_timed)
    if title is None:
        raise NoArticleError(url, "title", "no heading of it is a title")
    time_at = near.at if near else None
    credited = find_credits(pieces, title.end, time_at)
    html = _body(pieces, title, time_at)
    if not html and is_timed:
        html = _second(text)
    told = len(bare_text(html))
    if told < _SHORTEST or (told < _SURE and not is_timed):
        raise NoArticleError(url, "body", "nothing on it reads like the text of an article")
    return Found(
        title=title.text,
        times=tuple(_times(printed, declared, dated=dated)),
        source_raw=_unless(title.text, credited.source) or declared.source,
        author_raw=_unless(title.text, credited.author) or _author(declared, credited),
        editor_raw=credited.editor,
        html=html,
        declared=declared,
    )


def _second(text: str) -> str:
    """What trafilatura reads, if it is sentences or a table, no menu and no source."""
    html = extracted_html(text)
    if _SOURCE_CODE.search(html):
        return ""
    return html if "。" in html or "<td" in html else ""


def _unless(title: str, credited: str | None) -> str | None:
    """A credit, unless a template has put the title in its place."""
    is_title = credited is not None and likeness(title) == likeness(credited)
    return None if is_title else credited


def _author(declared: Declared, credited: Credits) -> str | None:
    """An author that machines are told, unless it is the medium or an address."""
    media = {credited.source, declared.source, *declared.site_names}
    for name in declared.authors:
        if name not in media and not re.search(r"https?:|[网報报社]$|网络|^admin$", name):
            return name
    return None


def _body(pieces: Sequence[Piece], title: Title, time_at: int | None) -> str:
    """Mark-up of the text, without title and credits; empty where none is found."""
    start = title.end + 1
    while start < len(pieces) and likeness(pieces[start].text) in likeness(title.text):
        start += 1  # the title goes on, or is printed twice
    head = max(start - 1, time_at or 0)
    body = find_body(pieces, head + 1)
    if body is None:
        return ""
    prune(body, pieces, head)
    return inner_html(body)


def _times(
    printed: printed_time.Candidate | None, declared: Declared, *, dated: bool
) -> Iterator[tuple[str, str]]:
    """
    What is printed comes first: it is what a reader can check.

    What is declared comes first only where it says the same more fully: the
    year, or the clock of the same day.
    """
    raws = declared.times
    if printed is None:
        yield from ((raw, "meta") for raw in raws)
        return
    fuller = [raw for raw in raws if _says_more(raw, printed)]
    yield from ((raw, "meta") for raw in fuller[:1])
    if printed.has_year or dated:
        yield printed.raw, "detail"
    yield from ((raw, "meta") for raw in raws if raw not in fuller[:1])


def _says_more(raw: str, printed: printed_time.Candidate) -> bool:
    """Whether a declared time is the printed one, with a year or a clock added."""
    said = read_time(raw, None)
    if said.instant is None:
        return False
    numbers = [int(one) for one in re.findall(r"\d+", printed.raw)]
    local = said.instant.astimezone(printed_time.BEIJING)
    if not printed.has_year:
        clock = [local.month, local.day, local.hour, local.minute]
        return numbers[:4] == clock
    if printed.has_clock or said.precision == "day":
        return False
    clocked = (local.hour, local.minute) not in ((0, 0), (23, 59))
    return clocked and numbers[:3] == [local.year, local.month, local.day]
