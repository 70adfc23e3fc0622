"""How the archive's files are called. Pure but for the random part."""

import re
import secrets
from datetime import date
from pathlib import Path

from crawler.archive.errors import ArchiveError

LOCK = ".lock"
"""
Ending of the file that marks a WARC file as being written. It stands in the archive's
own folder, whatever the day. The operating system holds the lock; a lock file that
nobody holds is the mark of a process that died.
"""

DAYS = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"
"""What the folders of days match, as `glob` has it."""

_PREFIX = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def check_prefix(prefix: str) -> None:
    """
    Refuse a prefix that makes no good file name.

    Raises:
        ArchiveError: it has other characters than letters, digits and `.-_`.
    """
    if not _PREFIX.fullmatch(prefix):
        raise ArchiveError(f"{prefix!r} cannot begin the name of an archive file.")


def file_name(prefix: str, day: date, serial: int) -> str:
    """
    `<prefix>-<YYYYMMDD>-<serial>-<random>.warc.gz`, final from the first byte on.

    The random part keeps processes apart that write on the same day.
    """
    return f"{prefix}-{day:%Y%m%d}-{serial:05}-{secrets.token_hex(4)}.warc.gz"


def day_folder(name: str) -> str:
    """
    The folder of a file's day, `YYYY-MM-DD`, within the archive's.

    A watch begins a file with every poll that has an answer, a thousand a day.
    """
    day = name.rsplit("-", 3)[1]
    return f"{day[:4]}-{day[4:6]}-{day[6:]}"


def archive_of(file: Path) -> Path:
    """The folder that references to a file are relative to: not that of its day."""
    return file.parent.parent if file.parent.match(DAYS) else file.parent


def pattern(prefix: str) -> re.Pattern[str]:
    """What the names of one prefix match; `stcn` is not `stcn-test`."""
    return re.compile(rf"{re.escape(prefix)}-\d{{8}}-\d{{5,}}-[0-9a-f]{{8}}\.warc\.gz")
