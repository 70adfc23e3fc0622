"""A crontab and its log's rotation."""

from importlib.resources import files
from shlex import quote
from string import Template

from storage.cli.units.installation import ENVIRONMENT_FILE, Installation
from storage.cli.units.rates import cron_times

LOG = "shibao-cron.log"


def cron_files(here: Installation, every: int) -> dict[str, str]:
    """The crontab and the snippet for logrotate, by file name."""
    lines = [f"{cron_times(every)} {line(here, site)}" for site in here.sites]
    crontab = _template("crontab").substitute(
        lines="\n".join(lines),
        status=f"{cron_times(max(every, 30))} {_status(here, every)}",
        log=here.folder / LOG,
    )
    rotation = _template("logrotate").substitute(
        log=here.folder / LOG, user=here.user, group=here.group
    )
    return {"crontab": crontab, "logrotate.conf": rotation}


def line(here: Installation, site: str) -> str:
    """One command that needs nothing of its environment; `%` as cron wants it."""
    log = quote(str(here.folder / LOG))
    command = _command(here, here.crawl_of(site))
    return _escaped(f"{_prepared(here)} {command} >>{log} 2>&1")


def _status(here: Installation, every: int) -> str:
    """Cron sends mail of what a command says: this one speaks when something is wrong."""
    words = [here.python, "-m", "storage.cli", "status", "--every", str(every)]
    return _escaped(
        f'{_prepared(here)} said=$({_command(here, words)} 2>&1) || echo "$said"'
    )


def _prepared(here: Installation) -> str:
    folder, file = quote(str(here.folder)), quote(f"./{ENVIRONMENT_FILE}")
    return f"cd {folder} && set -a && {{ [ ! -r {file} ] || . {file}; }} &&"


def _command(here: Installation, words: list[str]) -> str:
    given = [f"{name}={quote(value)}" for name, value in here.environment.items()]
    return " ".join([*given, *map(quote, words)])


def _escaped(command: str) -> str:
    return command.replace("%", r"\%")


def _template(name: str) -> Template:
    text = files("storage.cli.units").joinpath(f"{name}.tmpl").read_text("utf-8")
    return Template(text)
