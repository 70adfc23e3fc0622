"""The runs as a table, a line for each."""

import json
from collections.abc import Sequence

from rich.text import Text

from storage.cli.people.tables import compact
from storage.cli.people.terminal import console, printable
from storage.queries import RunRow
from storage.queries.clock import beijing

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
    """Print them; times are Beijing's."""
    page = console()
    if not runs:
        page.print("No runs.")
        return
    table = compact("run", "spider", "began", "took", "outcome", *_COUNTED, right=_COUNTED)
    for run in runs:
        numbers = (f"{getattr(run, name):,}" for name in _COUNTED)
        spider = f"{run.spider} {_arguments(run)}".strip()
        began = beijing(run.started_at)[:16]
        row = (str(run.run_id), Text(printable(spider)), began, _took(run.seconds))
        table.add_row(*row, _outcome(run), *numbers)
    page.print(table)


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
