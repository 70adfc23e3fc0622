"""Writing files that never look finished before they are."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import IO, AnyStr

from storage.errors import CannotOpenError


@contextmanager
def finished_or_absent(target: Path) -> Iterator[Path]:
    """
    A path to write to that takes the target's name when all is written.

    It lies in the target's folder and is hidden; if writing fails, it is removed
    and what the target held before stays. A symbolic link stays one.

    Raises:
        CannotOpenError: the target cannot be written.
    """
    final = Path(os.path.realpath(target))
    # One name for all: the target's own may be as long as names can be.
    unfinished = final.parent / f".shibao-{os.getpid()}.part"
    try:
        if final.is_dir():
            raise CannotOpenError(f"{target} is a folder; name a file in it.")
        if not final.parent.is_dir():
            raise CannotOpenError(f"There is no folder {final.parent} for {final.name}.")
        yield unfinished
        unfinished.replace(final)
    except OSError as error:
        raise CannotOpenError(f"{target} cannot be written: {error.strerror}.") from error
    finally:
        with suppress(OSError):
            unfinished.unlink()


def is_device(path: Path) -> bool:
    """Whether it is a pipe or a device, such as /dev/stdout: written, never replaced."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not (S_ISREG(mode) or S_ISDIR(mode))


def text_file(target: Path) -> AbstractContextManager[IO[str]]:
    """A text in UTF-8 with the line ends it is given, on the disk when it is closed."""
    return _written(target, lambda path: path.open("w", encoding="utf-8", newline=""))


def binary_file(target: Path) -> AbstractContextManager[IO[bytes]]:
    """Bytes, on the disk when it is closed."""
    return _written(target, lambda path: path.open("wb"))


@contextmanager
def _written(target: Path, open_: Callable[[Path], IO[AnyStr]]) -> Iterator[IO[AnyStr]]:
    if is_device(target):
        with open_(target) as stream:
            yield stream
        return
    with finished_or_absent(target) as unfinished, open_(unfinished) as stream:
        yield stream
        stream.flush()
        os.fsync(stream.fileno())


def keep_names(folder: Path) -> None:
    """Put the names in a folder on the disk too, where the system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
