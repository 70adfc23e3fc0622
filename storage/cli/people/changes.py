"""What changed from version to version, line by line."""

from collections.abc import Iterator, Sequence
from difflib import unified_diff

from rich.text import Text

from storage.cli.people.terminal import printable
from storage.clock import beijing
from storage.queries import Version

_STYLES = {"-": "red", "+": "green", "@": "cyan"}


def changes(versions: Sequence[Version]) -> Iterator[Text]:
    """A heading for every version, and below it how it differs from the one before."""
    previous: Version | None = None
    for version in versions:
        yield Text(_heading(version), "bold")
        if previous:
            yield from _difference(previous, version)
        previous = version


def _heading(version: Version) -> str:
    what = version.changed.replace(",", ", ")
    origin = "our reader changed" if version.origin == "reparsed" else "as first read"
    return (
        f"version {version.version}, {beijing(version.valid_from)}: "
        f"{what + ' changed' if what else origin}"
    )


def _difference(old: Version, new: Version) -> Iterator[Text]:
    before, after = _lines(old), _lines(new)
    for line in list(unified_diff(before, after, lineterm="", n=1))[2:]:
        yield Text(printable(line), _STYLES.get(line[0], "dim"))


def _lines(version: Version) -> list[str]:
    """A version as lines: the facts that make versions, then the body."""
    facts = (version.source, version.authors, beijing(version.published_at))
    return [version.title, *(fact or "-" for fact in facts), *version.body.split("\n")]
