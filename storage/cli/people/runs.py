"""The runs, two lines for each."""

import json
from collections.abc import Sequence

from rich.text import Text

from storage.cli.people.terminal import console, printable
from storage.clock import beijing
from storage.queries import RunRow

_COUNTED = (
    "requests",
    "listed",
    "new",
    "changed",
    "unchanged",
    "rejected",
    "gone",
    "errors",
)
_STYLES = {"ok": "green", "alarm": "yellow", "failed": "bold red", "interrupted": "yellow"}


def show_runs(runs: Sequence[RunRow]) -> None:
    """Print them, two lines each, so that they fit any terminal; times are Beijing's."""
    page = console()
    if not runs:
        page.print("No runs.")
        return
    for run in runs:
        page.print(_heading(run), soft_wrap=True)
        page.print(Text(f"     {_counts(run)}", "dim"), soft_wrap=True)


def _heading(run: RunRow) -> Text:
    """Number, spider, when in Beijing, how long, how it ended, and what was asked."""
    took = _took(run.seconds)
    text = Text(f"{run.run_id:>4} {printable(run.spider):6} {beijing(run.started_at)[:16]}")
    text.append(f"  {took:>7}  ").append(_outcome(run))
    return text.append(f"  {printable(_arguments(run))}", "dim")


def _counts(run: RunRow) -> str:
    """What was done, without the noughts."""
    told = ((getattr(run, name), name) for name in _COUNTED)
    return ", ".join(f"{number:,} {name}" for number, name in told if number) or "nothing"


def _arguments(run: RunRow) -> str:
    return " ".join(f"{name}={value}" for name, value in json.loads(run.arguments).items())


def _outcome(run: RunRow) -> Text:
    """How it ended; a run without an end still runs, or was killed."""
    if run.outcome is None:
        return Text("running or died", "yellow")
    text = f"{run.outcome}: {run.reason}" if run.reason else run.outcome
    return Text(printable(text), _STYLES.get(run.outcome, ""))


def _took(seconds: float | None) -> str:
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
