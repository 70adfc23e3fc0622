"""Which rows a replay may touch, and which archived files it reads."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from crawler.archive import About, about, in_order
from crawler.archiving import RUN
from crawler.errors import UsageError
from crawler.items import Listing, NewsItem, Walked
from crawler.slices import Slice


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which rows a replay may touch, and whether it may."""

    channels: tuple[str, ...] = ()
    since: datetime | None = None
    """Of responses: fetched then or later, aware."""
    until: datetime | None = None
    run: int | None = None
    """`crawl_run.run_id` of what was read then."""
    slice: Slice | None = None
    """Of articles: several processes share the work."""
    dry: bool = False
    foreign: bool = False
    """The files were not written by this crawler."""

    @property
    def is_partial(self) -> bool:
        """Whether anything is left out."""
        told = (self.since, self.until, self.run, self.slice)
        return bool(self.channels) or told != (None,) * 4

    def shares(self, item: NewsItem) -> NewsItem | None:
        """What of an item is of the slice; None if nothing is."""
        if self.slice is None or isinstance(item, Walked):
            return item
        if isinstance(item, Listing):
            held = [one for one in item.sightings if self.slice.holds(one.native_id)]
            return replace(item, sightings=tuple(held)) if held else None
        return item if self.slice.holds(item.native_id or item.url or "") else None

    def holds(self, moment: datetime) -> bool:
        """Whether a response of that time is to be read."""
        early = self.since is not None and moment < self.since
        return not early and (self.until is None or moment < self.until)


def archived_files(folder: Path, site: str) -> list[About]:
    """
    The files of a site in an archive.

    Raises:
        UsageError: there is none, or one cannot be read.
    """
    try:
        files = in_order(folder, site)
    except OSError as error:
        raise UsageError(f"{folder} cannot be read: {error.strerror}.") from error
    if not files:
        raise UsageError(
            f"There is nothing of {site} in the archive {folder}; "
            "name the folder with -s ARCHIVE_DIR=FOLDER, or a file with --warc FILE."
        )
    return files


def foreign_file(path: Path) -> list[About]:
    """
    A WARC file from elsewhere.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        return [about(path)]
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from error


def run_of(file: About) -> str:
    """Which run wrote a file; one that does not say is a run of its own."""
    return file.fields.get(RUN) or str(file.path)
