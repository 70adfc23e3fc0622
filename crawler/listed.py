"""Entries of a list as teasers: what all sites share of reading them. Pure."""

from crawler.addresses import Address
from crawler.dates import read_time
from crawler.errors import ExtractionError
from crawler.items import PrintedTime
from crawler.page import Answered, Teaser
from crawler.selecting import Element, maybe, text_of

CUT_MARKS = ("...", "…")
"""How a list ends what it has shortened."""


def entry(
    address: Address,
    title: str,
    printed: PrintedTime | None,
    summary: str | None = None,
) -> Teaser:
    """One entry; a title that ends in dots is shortened, the page has it whole."""
    return Teaser(
        native_id=address.native_id,
        url=address.url,
        title=title,
        title_is_cut=title.endswith(CUT_MARKS),
        printed=printed,
        published=read_time(printed.raw, printed.reference) if printed else None,
        summary=summary or None,
    )


def dated(teasers: tuple[Teaser, ...], answered: Answered) -> tuple[Teaser, ...]:
    """
    The entries, unless not one of them has a time that can be read.

    Such a layout would end no walk before the list's own end, years back.

    Raises:
        ExtractionError: there are entries, and none has one.
    """
    if teasers and all(not t.published or t.published.instant is None for t in teasers):
        raise ExtractionError(answered.url, "published", "no entry has a readable time")
    return teasers


def printed(raw: str, where: str, answered: Answered) -> PrintedTime | None:
    """A time as it is printed (`where`: `detail`, `list`, `api`); None if it is blank."""
    raw = raw.strip()
    return PrintedTime(raw=raw, where=where, reference=answered.reference) if raw else None


def printed_in(
    inside: Element, selector: str, where: str, answered: Answered
) -> PrintedTime | None:
    """The time in the one element that matches a CSS selector, if there is one."""
    raw = text_of(maybe(inside, selector, url=answered.url, field="published"))
    return printed(raw, where, answered)
