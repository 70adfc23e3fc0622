"""Campaigns for people: how far each is, what runs, what was given up."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby

from rich.console import Group
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from storage.cli.people.terminal import console, printable
from storage.cluster.board import Standing, State

_SHOWN = 8
"""Jobs of a campaign that are shown one by one, at most."""
_STYLES = {State.RUNNING: "cyan", State.DEAD: "bold red"}


def show_jobs(standings: Sequence[Standing]) -> None:
    """Print all campaigns."""
    page = console()
    page.print(_picture(standings) if standings else "No campaigns.")


@contextmanager
def following(*, quiet: bool) -> Iterator[Callable[[Sequence[Standing]], None]]:
    """On a terminal one picture that changes; elsewhere a line when something does."""
    page, last = console(), ""
    if quiet:
        yield lambda _: None
    elif page.is_terminal:
        with Live(console=page, auto_refresh=False) as live:
            yield lambda standings: live.update(_picture(standings), refresh=True)
    else:

        def tell(standings: Sequence[Standing]) -> None:
            nonlocal last
            for name, group in groupby(standings, lambda one: one.job.campaign):
                line = f"{name}: {_counts(list(group))}"
                if line != last:
                    page.print(line, highlight=False)
                last = line

        yield tell


def _picture(standings: Sequence[Standing]) -> Group:
    return Group(
        *(
            _campaign(name, list(group))
            for name, group in groupby(standings, lambda one: one.job.campaign)
        )
    )


def _campaign(name: str, jobs: list[Standing]) -> Group:
    counts = Counter(one.state for one in jobs)
    head = Table.grid(padding=(0, 1))
    settled = counts[State.DONE] + counts[State.DEAD]
    bar = ProgressBar(total=len(jobs), completed=settled, width=30)
    head.add_row(Text(printable(name), "bold"), bar, _counts(jobs), _left(jobs))
    urgent = [one for one in jobs if one.state in _STYLES]
    lines = [_line(one) for one in urgent[:_SHOWN]]
    if len(urgent) > _SHOWN:
        lines.append(Text(f"  and {len(urgent) - _SHOWN} more", "dim"))
    return Group(head, *lines)


def _counts(jobs: list[Standing]) -> str:
    counts = Counter(one.state for one in jobs)
    told = [f"{counts[state]:,} {state}" for state in State if counts[state]]
    return f"{counts[State.DONE]:,} of {len(jobs):,} jobs done ({', '.join(told)})"


def _left(jobs: list[Standing]) -> str:
    """How long the rest takes, if it goes on as it went."""
    done = [one for one in jobs if one.state is State.DONE]
    left = sum(one.state not in {State.DONE, State.DEAD} for one in jobs)
    at_a_time = max(1, sum(one.state is State.RUNNING for one in jobs))
    if not done or not left:
        return ""
    seconds = sum(one.seconds for one in done) / len(done) * left / at_a_time
    return f"about {seconds / 60:,.0f} min left" if seconds > 90 else "nearly done"


def _line(one: Standing) -> Text:
    ago = max(0, time.time() - one.since)
    text = Text(f"  {one.job.id} ").append(f"{one.state:7}", _STYLES[one.state])
    if one.state is State.RUNNING:
        text.append(f" on {printable(one.worker)}, a sign of life {ago:.0f} s ago")
    else:
        text.append(f" after {one.tries} tries: {printable(one.said)}")
    return text.append(f"  {printable(one.job.sentence)}", "dim")
