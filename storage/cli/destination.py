"""Where an export goes and in which format, out of the spellings people use."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from storage.cli.options import wrong


class ExportFormat(StrEnum):
    """What an export can be."""

    CSV = "csv"
    JSONL = "jsonl"
    JSON = "json"
    PARQUET = "parquet"
    ATOM = "atom"
    OPML = "opml"
    POSTS = "posts"


_ENDINGS = set(ExportFormat) - {ExportFormat.POSTS}
"""Formats that a file's ending can say."""


@dataclass(frozen=True, slots=True)
class Destination:
    """A format, and a file or (for posts) a folder; None is standard output."""

    format: ExportFormat
    path: Path | None

    @property
    def folder(self) -> Path | None:
        """Where the names of what is written are kept."""
        is_folder = self.format is ExportFormat.POSTS
        return self.path if is_folder or self.path is None else self.path.parent


def destination(
    to: str | None, path: str | None, format_: ExportFormat | None
) -> Destination:
    """
    Understand `--to csv FILE`, `--to FILE`, `FILE` and `--format csv [--to FILE]`.

    Args:
        to: the value of `--to`: a format, or where to.
        path: what stands by itself.
        format_: the value of `--format`.
    """
    named = ExportFormat(to) if to in set(ExportFormat) else None
    if named and format_ and named != format_:
        wrong("--format", f"{format_} contradicts --to {named}")
    if to and path and not named:
        wrong("PATH", f"it is {to} or {path}, not both")
    target = path if named else to or path
    if target == "-":
        target = None
    chosen = format_ or named or _by_ending(target)
    if chosen is ExportFormat.POSTS and target is None:
        wrong("--to", "posts need a folder: --to posts DIR")
    return Destination(chosen, Path(target) if target else None)


def _by_ending(target: str | None) -> ExportFormat:
    names = ", ".join(ExportFormat)
    if target is None:
        wrong("--format", f"say which of {names}, or --to FILE")
    ending = Path(target).suffix.lower().removeprefix(".")
    if ending not in _ENDINGS:
        wrong("--format", f"the name {target!r} does not say which of {names}")
    return ExportFormat(ending)
