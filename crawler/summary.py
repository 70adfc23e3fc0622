"""The closing summary of a crawl, for a tired person."""

from collections.abc import Iterator, Mapping

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from crawler.report import ADVICE, COUNTED, Report


def summary(
    spider: str,
    report: Report,
    names: Mapping[str, str],
    requests: int,
    seconds: float,
    unit: str = "requests",
) -> Iterator[RenderableType]:
    """
    What was done per channel, what went wrong, and what to do next.

    Args:
        spider: its name.
        report: the run's diary.
        names: channel id to Chinese name.
        requests: how many were sent.
        seconds: how long it took.
        unit: what was counted in their place, if nothing was sent.
    """
    if report.channels:
        yield _table(report, names)
    rate = requests / max(seconds, 0.001)
    yield Text(f"{spider}: {requests} {unit} in {_duration(seconds)} ({rate:.1f}/s)")
    for finding in report.findings:
        yield Text(finding)
    if report.outcome == "ok":
        yield Text("Done and healthy.", style="green")
        return
    often = "once" if report.errors == 1 else f"{report.errors} times"
    word = "Stopped early" if report.interrupted else f"Something is wrong ({often})"
    yield Text(f"{word}: {report.reason}.", style="bold red")
    for problem in report.problems[:5]:
        yield Text(f"  {problem.reason}: {problem.sentence}")
    if len(report.problems) > 5:
        yield Text(f"  ... and {len(report.problems) - 5} more.")
    if report.left:
        yield Text(f"  {_left(report.left)}")
    reasons = dict.fromkeys([report.reason, *(p.reason for p in report.problems)])
    for reason in reasons:
        if reason in ADVICE:
            yield Text(f"  -> {ADVICE[reason]}", style="yellow")


def _left(number: int) -> str:
    what = "One article is" if number == 1 else f"{number} articles are"
    return f"{what} still to be read; start it again: it goes on where it was."


def _table(report: Report, names: Mapping[str, str]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("channel")
    for column in COUNTED:
        table.add_column(column, justify="right")
    for channel, counts in report.channels.items():
        name = f"{channel} {names.get(channel, '')}".strip()
        table.add_row(Text(name), *(str(counts[column]) for column in COUNTED))
    if len(report.channels) > 1:
        totals = (
            sum(counts[column] for counts in report.channels.values()) for column in COUNTED
        )
        table.add_row("all", *(str(total) for total in totals), style="bold")
    return table


def _duration(seconds: float) -> str:
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"
