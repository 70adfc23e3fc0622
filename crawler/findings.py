"""What a look at a live site found, as a table for a person."""

from collections.abc import Iterator, Mapping, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from crawler.examining import (
    FIELDS,
    PARTS,
    ArticleLook,
    ChannelLook,
    before_of,
    usual_entries,
)
from crawler.profile import FieldShares, Profile


def table(looks: Mapping[str, ChannelLook], past: Sequence[Profile]) -> RenderableType:
    """A line a channel: of how many articles each field was found."""
    shown = Table(box=None, pad_edge=False, header_style="bold")
    shown.add_column("channel", no_wrap=True)
    for name in ("list", "timed", "read", *FIELDS):
        shown.add_column(name, justify="right", no_wrap=True)
    for channel, look in looks.items():
        usual = usual_entries(channel, past)
        entries = "-" if look.entries is None else str(look.entries)
        shown.add_row(
            Text(look.name),
            f"{entries} ({usual:g})" if usual is not None else entries,
            str(look.with_time),
            f"{len(look.articles)}/{look.asked}",
            *(_found(look.articles, name) for name in FIELDS),
        )
    for kind in dict.fromkeys(kind for one in past for kind in one.kinds):
        shown.add_row(*_before_row(kind, before_of(past, kind)), style="dim")
    return shown


def _found(articles: Sequence[ArticleLook], name: str) -> str:
    """How many have a field; of the body, its average length."""
    if not articles:
        return "-"
    if name == "body":
        return f"{sum(one.body_chars for one in articles) / len(articles):.0f}"
    return str(sum(article.has(name) for article in articles))


def _before_row(kind: str, before: FieldShares) -> Iterator[str]:
    yield from (f"before, {kind}", "", "", str(before.read))
    for name in FIELDS:
        if name in PARTS and before.read:
            yield f"{getattr(before, PARTS[name]) / before.read:.0%}"
        elif name == "body" and before.read:
            yield f"{before.body_chars / before.read:.0f}"
        else:
            yield ""
