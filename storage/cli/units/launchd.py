"""A job for launchd, and its log's rotation."""

import plistlib
from typing import Any

from storage.cli.units.installation import Installation

LOG = "shibao.log"


def launchd_files(here: Installation, every: int | None) -> dict[str, str]:
    """A property list for the watch, or one a site for a timer; and newsyslog's line."""
    jobs: dict[str, list[str]] = {}
    if every is None:
        jobs["watch"] = ["watch", *here.sites]
    else:
        jobs = {f"crawl.{site}": ["crawl", site] for site in here.sites}
    written = {
        f"shibao.{name}.plist": plistlib.dumps(_job(here, name, words, every)).decode()
        for name, words in jobs.items()
    }
    # Owner, mode, how many are kept, kilobytes, when; J compresses, N signals nobody.
    log = str(here.folder / LOG).replace(" ", "\\ ")
    rotation = f"{log} {here.user}:{here.group} 640 8 10240 * JN\n"
    return written | {"newsyslog.conf": rotation}


def _job(
    here: Installation, name: str, words: list[str], every: int | None
) -> dict[str, Any]:
    job: dict[str, Any] = {
        "Label": f"shibao.{name}",
        "ProgramArguments": [here.python, "-m", "scrapy", *words],
        "WorkingDirectory": str(here.folder),
        "EnvironmentVariables": dict(here.environment),
        "StandardOutPath": str(here.folder / LOG),
        "StandardErrorPath": str(here.folder / LOG),
        "ProcessType": "Background",
        "ExitTimeOut": 60,
    }
    if every is None:
        # As systemd's Restart=on-failure: an end in order is meant.
        job |= {"RunAtLoad": True, "KeepAlive": {"SuccessfulExit": False}}
        job["ThrottleInterval"] = 60
    else:
        job["StartInterval"] = every * 60
    return job
