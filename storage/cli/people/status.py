"""The channels and how fresh they are, for people; times are Beijing's."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from rich.text import Text

from storage.cli.people.tables import compact
from storage.cli.people.terminal import console, printable
from storage.clock import BEIJING
from storage.freshness import Channel, Run, spoken, verdict

_STYLES = {"fresh": "green", "stale": "bold red", "never": "yellow"}
_COLUMNS = (
    *("channel", "state", "newest", "last look", "at most"),
    *("delay", "95 %", "articles", "pending"),
)
_RIGHT = ("last look", "at most", "delay", "95 %", "articles", "pending")


def show_status(
    channels: Sequence[Channel], now: datetime, every: timedelta | None
) -> None:
    """Print a line a channel, then how each site's last run ended, then what is wrong."""
    page = console()
    if not channels:
        page.print("No channel was ever crawled here.")
        return
    table = compact(*_COLUMNS, right=_RIGHT)
    told = [verdict(one, now, every) for one in channels]
    for one, state in zip(channels, told, strict=True):
        table.add_row(
            printable(f"{one.site}:{one.channel}"),
            Text(state.word, _STYLES[state.word]),
            _at(one.newest),
            spoken(now - one.looked) if one.looked else "-",
            _length(one.limit(every)),
            _length(one.median),
            _length(one.late),
            str(len(one.delays)),
            str(one.pending),
        )
    page.print(table)
    for site, run in {one.site: one.run for one in channels}.items():
        page.print(_run(site, run, now), soft_wrap=True)
    for one, state in zip(channels, told, strict=True):
        if state.reason:
            sentence = f"{one.site}:{one.channel} is {_word(state.word)}: {state.reason}."
            page.print(Text(printable(sentence), _STYLES[state.word]), soft_wrap=True)


def _word(word: str) -> str:
    return "unknown" if word == "never" else word


def _run(site: str, run: Run | None, now: datetime) -> Text:
    if run is None:
        return Text(f"{printable(site)}: no run has ended yet.", "yellow")
    how = f"{run.outcome}: {run.reason}" if run.reason else str(run.outcome)
    ago = spoken(now - (run.finished_at or run.started_at))
    text = Text(f"{printable(site)}: the last run ended {ago} ago, ")
    return text.append(printable(how), "green" if run.is_well else "bold red").append(".")


def _at(at: datetime | None) -> str:
    return f"{at.astimezone(BEIJING):%Y-%m-%d %H:%M}" if at else "-"


def _length(length: timedelta | None) -> str:
    return spoken(length) if length is not None else "-"
