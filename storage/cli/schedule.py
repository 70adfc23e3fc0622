"""`shibao schedule`: units for systemd, cron and launchd, ready to be installed."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from storage.cli.commands import WRONG_USE
from storage.cli.options import listed, wrong
from storage.cli.units.rates import EVERY

DEFAULT_EVERY = 10
"""Minutes between two crawls by cron, which keeps nothing running."""
_INSTALL = {
    "systemd": "sudo cp {files} /etc/systemd/system/ && sudo systemctl daemon-reload && "
    "sudo systemctl enable --now {started}",
    "cron": "crontab {folder}/crontab && sudo cp {folder}/logrotate.conf "
    "/etc/logrotate.d/shibao",
    "launchd": "cp {plists} ~/Library/LaunchAgents/ && launchctl load -w {loaded}",
}


def schedule_command(
    context: typer.Context,
    systemd: Annotated[bool, typer.Option("--systemd", help="Units of systemd.")] = False,
    cron: Annotated[bool, typer.Option("--cron", help="A crontab.")] = False,
    launchd: Annotated[bool, typer.Option("--launchd", help="A job of launchd.")] = False,
    site: Annotated[
        str, typer.Option("--site", metavar="SITE", help="Site ids: stcn,egs.")
    ] = "stcn",
    every: Annotated[
        int | None,
        typer.Option(
            "--every",
            metavar="MINUTES",
            help="Crawl so often, instead of watching.",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            metavar="FOLDER",
            help="Write the files there instead of showing them.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """
    Print units that keep this installation crawling, from this folder into this database.

    Of systemd and launchd the watch, with --every a timer; of cron always a timer.
    """
    chosen = [name for name, on in _named(systemd, cron, launchd).items() if on]
    if len(chosen) != 1:
        typer.echo("Say which: --systemd, --cron or --launchd.", err=True)
        raise typer.Exit(WRONG_USE)
    if every is not None and every not in EVERY:
        wrong("--every", f"{every} minutes fit no day; write {', '.join(map(str, EVERY))}")
    from storage.cli.units.installation import (  # noqa: PLC0415 - for this command alone
        ENVIRONMENT_FILE,
        installation,
    )

    here = installation(context.obj, _sites(site))
    files = units_of(chosen[0], here, every)
    if output is None:
        sys.stdout.write("\n".join(_titled(name, text) for name, text in files.items()))
    else:
        _write(output, files)
        typer.echo(_next_step(chosen[0], output, files), err=True)
    if here.has_secret:
        typer.echo(
            f"The database's address holds a password: write DATABASE_URL=... into "
            f"{here.folder / ENVIRONMENT_FILE}, mode 600.",
            err=True,
        )


def units_of(kind: str, here: Any, every: int | None) -> dict[str, str]:
    """The files of one scheduler, by name; `here` is an `Installation`."""
    if kind == "cron":
        from storage.cli.units.cron import cron_files  # noqa: PLC0415 - each alone

        return cron_files(here, every or DEFAULT_EVERY)
    if kind == "launchd":
        from storage.cli.units.launchd import launchd_files  # noqa: PLC0415 - likewise

        return launchd_files(here, every)
    from storage.cli.units.systemd import timer_units, watch_units  # noqa: PLC0415 - likewise

    return timer_units(here, every) if every else watch_units(here)


def _named(systemd: bool, cron: bool, launchd: bool) -> dict[str, bool]:
    return {"systemd": systemd, "cron": cron, "launchd": launchd}


def _sites(text: str) -> tuple[str, ...]:
    sites = tuple(dict.fromkeys(listed(text)))
    for one in sites:
        if not one.replace("_", "").replace("-", "").isalnum():
            wrong("--site", f"{one!r} is no name of a site; write one like stcn")
    return sites or ("stcn",)


def _titled(name: str, text: str) -> str:
    """One file with its name above it; a property list may not begin with a comment."""
    if name.endswith(".plist"):
        return text
    return f"# --- {name}\n{text}"


def _write(folder: Path, files: dict[str, str]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, "utf-8")
    except OSError as error:
        wrong("--output", f"{folder} cannot be written: {error.strerror}")
    for name in files:
        sys.stdout.write(f"{folder / name}\n")


def _next_step(kind: str, folder: Path, files: dict[str, str]) -> str:
    plists = [name for name in files if name.endswith(".plist")]
    timers = [name for name in files if name.endswith(".timer")]
    return "Next: " + _INSTALL[kind].format(
        folder=folder,
        files=" ".join(str(folder / name) for name in files),
        started=" ".join(timers or files),
        plists=" ".join(str(folder / name) for name in plists),
        loaded=" ".join(f"~/Library/LaunchAgents/{name}" for name in plists),
    )
