"""What a unit has to know of this installation: absolute paths, user, environment."""

import getpass
import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from storage.postgresql.address import has_secret

ENVIRONMENT_FILE: Final = "shibao.env"
"""In the working directory: what others must not read, as NAME=VALUE lines."""
PASSED_ON: Final = ("ARCHIVE_DIR", "SHIBAO_CONTACT", "REPORT_FILE")
"""Settings of the environment that a scheduled run is to have as well."""
_FILE: Final = "sqlite:///"


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """Where Shibao is, and how it is to be started."""

    python: str
    """The interpreter that has it; absolute."""
    folder: Path
    """The working directory."""
    environment: Mapping[str, str]
    database: Path | None
    """The file; None of a server's database."""
    user: str
    group: str
    archive: Path | None = None
    flock: str | None = None
    """The program, if this system has it."""
    has_secret: bool = False
    """The database's address holds a password, which belongs into `ENVIRONMENT_FILE`."""
    sites: tuple[str, ...] = ("stcn",)

    @property
    def written(self) -> list[Path]:
        """The folders that a run writes to, each once, those inside another left out."""
        wanted = [self.folder]
        wanted += [self.database.parent] if self.database else []
        wanted += [_existing(self.archive)] if self.archive else []
        return [
            one
            for one in dict.fromkeys(wanted)
            if not any(one != other and one.is_relative_to(other) for other in wanted)
        ]

    def crawl_of(self, site: str) -> list[str]:
        """The command of one scheduled crawl; a second one at a time ends with 3."""
        words = [self.python, "-m", "scrapy", "crawl", site]
        lock = [self.flock, "-n", "-E", "3", str(self.lock_of(site))] if self.flock else []
        return [*lock, *words]

    def lock_of(self, site: str) -> Path:
        """
        For flock(1): another crawl need not even start Python.

        Not the lock of the run itself, which a run could not take any more.
        """
        home = self.database or self.folder / "shibao"
        return home.with_name(f"{home.name}.{site}.scheduled.lock")


def installation(database_url: str, sites: tuple[str, ...]) -> Installation:
    """This one, as it is started now and here."""
    folder = Path.cwd()
    database = _database(database_url, folder)
    secret = database is None and has_secret(database_url)
    environment = {"SCRAPY_SETTINGS_MODULE": "crawler.settings"}
    if not secret:
        environment["DATABASE_URL"] = f"{_FILE}{database}" if database else database_url
    for name in PASSED_ON:
        if os.environ.get(name):
            environment[name] = os.environ[name]
    archive = os.environ.get("ARCHIVE_DIR", "archive/")
    return Installation(
        python=sys.executable,
        folder=folder,
        environment=environment,
        database=database,
        user=getpass.getuser(),
        group=_group(),
        archive=folder / archive if archive else None,
        flock=shutil.which("flock"),
        has_secret=secret,
        sites=sites,
    )


def _group() -> str:
    try:
        import grp  # noqa: PLC0415 - Windows has none, nor any of these schedulers
    except ImportError:
        return getpass.getuser()
    return grp.getgrgid(os.getgid()).gr_name


def _database(database_url: str, folder: Path) -> Path | None:
    head, found, path = database_url.partition(":///")
    if not found or not head.startswith("sqlite"):
        return None
    return folder / path.partition("?")[0]


def _existing(path: Path) -> Path:
    """The folder itself, or the nearest above it that is there."""
    return next(one for one in (path, *path.parents) if one.is_dir())
