"""After a kill or a power cut: the torn end of our files is cut off, and nothing else."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain
from pathlib import Path

from filelock import FileLock, Timeout

from crawler.archive.errors import ArchiveError, sentence_of
from crawler.archive.names import DAYS, LOCK, check_prefix, day_folder, pattern
from crawler.archive.survey import Survey, ends_whole, survey

_LAST = 100
"""Of the files without a mark, so many that were written last are looked at."""


@dataclass(frozen=True, slots=True)
class Repair:
    """What was done to a file, or why nothing could be done."""

    file: str
    cut: int
    """Bytes that were cut off."""
    done: bool
    """Whether the file is whole now."""
    sentence: str


def repair(folder: Path, prefix: str) -> list[Repair]:
    """
    Cut torn ends off the files of one prefix; a second time finds nothing to do.

    A file whose writer died (its lock file is there, held by nobody) is read
    from its start, some 20 MB a second. Others were on the disk before their mark
    went: of the last ones a look at the end is enough, however many there are.
    Files that a living process holds are left alone, and so is every record that is
    whole, even behind damage.

    Raises:
        ArchiveError: the folder cannot be listed, or the prefix is no name.
    """
    check_prefix(prefix)
    if not folder.is_dir():
        return []
    try:
        doubtful = dict(_doubtful(folder, prefix))
    except OSError as error:
        raise ArchiveError(
            f"The archive in {folder} cannot be listed: {sentence_of(error)}."
        ) from error
    return [
        repaired
        for path in sorted(doubtful, key=lambda path: path.name)
        for repaired in _mend(path, folder / f"{path.name}{LOCK}", marked=doubtful[path])
    ]


def _doubtful(folder: Path, prefix: str) -> Iterator[tuple[Path, bool]]:
    """The files to be looked at, and whether they are marked."""
    ours = pattern(prefix)
    here = list(folder.iterdir())
    marked = {path.name.removesuffix(LOCK) for path in here if path.suffix == LOCK}
    for name in filter(ours.fullmatch, marked):
        path = folder / name
        yield path if path.exists() else folder / day_folder(name) / name, True
    days = sorted(path for path in here if path.match(DAYS))[-2:]
    others = [
        path
        for path in chain(here, *(day.iterdir() for day in days))
        if ours.fullmatch(path.name) and path.name not in marked
    ]
    for path in nlargest(_LAST, others, key=_written_at):
        yield path, False


def _written_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # taken elsewhere meanwhile
        return 0


def _mend(path: Path, lock: Path, *, marked: bool) -> Iterator[Repair]:
    """One file, if it needs it and nobody is writing it."""
    try:
        if not marked and _looks_whole(path):
            return
        with _held(lock):
            yield from _mend_held(path)
    except Timeout:
        return
    except OSError as error:
        yield Repair(
            path.name, 0, done=False, sentence=f"{path.name}: {sentence_of(error)}."
        )


def _mend_held(path: Path) -> Iterator[Repair]:
    if not path.exists():
        return  # killed between lock and file
    with path.open("r+b") as file:
        size = os.fstat(file.fileno()).st_size
        found = survey(file)
        if found.foreign:
            yield _told(
                path,
                0,
                "no record is whole, and it does not look like ours; nothing was changed",
                done=False,
            )
            return
        if found.end < size:
            file.truncate(found.end)
            os.fsync(file.fileno())
    if found.end == 0:
        path.unlink()
    yield from _findings(path, size, found)


def _findings(path: Path, size: int, found: Survey) -> Iterator[Repair]:
    cut = size - found.end
    if found.end == 0:
        yield _told(path, cut, "no record was whole; the file is removed")
    elif cut:
        yield _told(path, cut, f"a torn end of {cut} bytes was cut off at {found.end}")
    for start, stop in found.holes:
        where = f"bytes {start} to {stop} are damaged and cannot be repaired"
        yield _told(path, 0, f"{where}; whole records follow and stay", done=False)


def _told(path: Path, cut: int, what: str, *, done: bool = True) -> Repair:
    return Repair(path.name, cut, done, f"{path.name}: {what}.")


def _looks_whole(path: Path) -> bool:
    with path.open("rb") as file:
        return ends_whole(file)


@contextmanager
def _held(lock: Path) -> Iterator[None]:
    """Hold a file's lock; take its mark away at the end."""
    with FileLock(lock).acquire(timeout=0):
        yield
        with suppress(OSError):
            lock.unlink(missing_ok=True)
