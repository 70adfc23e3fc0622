"""A family of repeats, as a person reads it: times, media, what differs."""

import difflib
from collections.abc import Iterator

from rich.table import Table
from rich.text import Text

from storage.cli.people.terminal import console, printable
from storage.queries.repeats import Member

_CONTEXT = 12
"""Characters shown before and after a difference."""


def show_family(members: list[Member], *, with_differences: bool) -> None:
    """The original, its copies with their delays, and how each differs."""
    page = console()
    page.print(_table(members))
    original = members[0]
    for copy in members[1:]:
        page.print()
        page.print(Text(f"{copy.article_id}: {_why(copy)}", "bold"), soft_wrap=True)
        if with_differences:
            page.print(difference(original, copy), soft_wrap=True)


def _table(members: list[Member]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("article", "published", "after", "medium", "relation", "title"):
        table.add_column(column)
    for member in members:
        table.add_row(
            member.article_id,
            member.published or "no time",
            "" if member.relation is None else _delay(member.delay),
            printable(member.source or member.site),
            member.relation or "original",
            printable(member.title),
        )
    return table


def _delay(seconds: int) -> str:
    minutes, rest = divmod(abs(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = ((days, "d"), (hours, "h"), (minutes, "min"), (rest, "s"))
    told = [f"{number} {unit}" for number, unit in parts if number][:2]
    return " ".join(told) or "0 s"


def _why(copy: Member) -> str:
    """The relation, how sure, and the reasons in words."""
    told = [f"{copy.relation}, score {copy.score:.2f}"]
    for name, value in copy.reasons.items():
        if value not in (None, [], {}, ""):
            shown = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
            told.append(f"{name.replace('_', ' ')} {shown}")
    return printable("; ".join(told))


def difference(original: Member, copy: Member) -> Text:
    """Both texts in one: what only the original has in red, only the copy in green."""
    before = f"{original.title}\n{original.body}"
    after = f"{copy.title}\n{copy.body}"
    text = Text()
    for part, style in _pieces(before, after):
        text.append(printable(part), style)
    return text


def _pieces(before: str, after: str) -> Iterator[tuple[str, str]]:
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag == "equal":
            yield _shortened(before[start:end]), "dim"
            continue
        if end > start:
            yield before[start:end], "red strike"
        if new_end > new_start:
            yield after[new_start:new_end], "green"


def _shortened(same: str) -> str:
    """What both have, without its middle."""
    if len(same) <= 3 * _CONTEXT:
        return same
    return f"{same[:_CONTEXT]}…{same[-_CONTEXT:]}"
