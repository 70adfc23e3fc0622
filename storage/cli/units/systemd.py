"""Units of systemd; each passes `systemd-analyze verify`."""

from collections.abc import Mapping
from importlib.resources import files
from string import Template

from storage.cli.units.installation import ENVIRONMENT_FILE, Installation
from storage.cli.units.rates import on_calendar, spread_seconds


def watch_units(here: Installation) -> dict[str, str]:
    """One service that watches the sites, by file name."""
    words = [here.python, "-m", "scrapy", "watch", *here.sites]
    return {"shibao-watch.service": _filled("shibao-watch.service", here, words)}


def timer_units(here: Installation, every: int) -> dict[str, str]:
    """A service and a timer for each site, by file name."""
    units = {}
    for site in here.sites:
        words = here.crawl_of(site)
        name = f"shibao-crawl-{site}"
        own = {
            "site": site,
            "calendar": on_calendar(every),
            "spread": str(spread_seconds(every)),
        }
        units[f"{name}.service"] = _filled("shibao-crawl.service", here, words, own)
        units[f"{name}.timer"] = _filled("shibao-crawl.timer", here, words, own)
    return units


def _filled(
    template: str,
    here: Installation,
    words: list[str],
    own: Mapping[str, str] | None = None,
) -> str:
    folder = files("storage.cli.units")
    hardening = folder.joinpath("hardening.tmpl").read_text("utf-8")
    text = folder.joinpath(f"{template}.tmpl").read_text("utf-8")
    values = {
        "command": " ".join(quoted(word.replace("$", "$$")) for word in words),
        "folder": str(here.folder).replace("%", "%%"),
        "user": here.user,
        "group": here.group,
        "environment": "\n".join(
            f"Environment={quoted(f'{name}={value}')}"
            for name, value in here.environment.items()
        ),
        "environment_file": f"{here.folder}/{ENVIRONMENT_FILE}".replace("%", "%%"),
        "written": " ".join(quoted(f"-{path}") for path in here.written),
        **(own or {}),
    }
    return Template(text.replace("$hardening", hardening.rstrip())).substitute(values)


def quoted(word: str) -> str:
    """A word of a unit file, as it is meant, whatever is in it."""
    plain = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{plain}"'
