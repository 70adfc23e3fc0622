"""The closing summary, as a person reads it."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from rich.console import Console

from crawler.report import ADVICE, Report
from crawler.summary import summary

NAMES = {"yw": "要闻", "kx": "快讯"}


@pytest.fixture
def report() -> Report:
    """Two channels, read without trouble."""
    report = Report(datetime(2026, 9, 28, 4, 0, tzinfo=UTC))
    for outcome, number in (("listed", 60), ("new", 58), ("rejected", 2)):
        report.count("kx", outcome, number)
    for outcome, number in (("listed", 10), ("new", 3), ("unchanged", 6), ("gone", 1)):
        report.count("yw", outcome, number)
    return report


def shown(report: Report, requests: int = 72, seconds: float = 36.0) -> str:
    """What stands on the screen, without colour."""
    console = Console(file=StringIO(), width=100, no_color=True, highlight=False)
    for part in summary("stcn", report, NAMES, requests, seconds):
        console.print(part, soft_wrap=True)
    assert isinstance(console.file, StringIO)
    return "\n".join(line.rstrip() for line in console.file.getvalue().splitlines())


def test_a_healthy_run(report: Report) -> None:
    """A table, its totals, the pace, and three words of relief."""
    assert shown(report) == (
        "channel  listed  new  changed  unchanged  rejected  gone\n"
        "kx 快讯      60   58        0          0         2     0\n"
        "yw 要闻      10    3        0          6         0     1\n"
        "all          70   61        0          6         2     1\n"
        "stcn: 72 requests in 36.0 s (2.0/s)\n"
        "Done and healthy."
    )


def test_one_channel_needs_no_totals() -> None:
    """A line that repeats the one above says nothing."""
    report = Report(datetime(2026, 9, 28, 4, 0, tzinfo=UTC))
    report.count("yw", "listed", 10)

    assert shown(report).splitlines()[1:3] == [
        "yw 要闻      10    0        0          0         0     0",
        "stcn: 72 requests in 36.0 s (2.0/s)",
    ]


def test_a_run_that_came_to_nothing_has_no_table() -> None:
    """The trouble is told at once, with what to do next."""
    report = Report(datetime(2026, 9, 28, 4, 0, tzinfo=UTC))
    report.trouble("list_unreachable", "yw 要闻: OSError: no answer.")

    assert shown(report, requests=3, seconds=0) == (
        "stcn: 3 requests in 0.0 s (3000.0/s)\n"
        "Something is wrong (once): list_unreachable.\n"
        "  list_unreachable: yw 要闻: OSError: no answer.\n"
        f"  -> {ADVICE['list_unreachable']}"
    )


def test_each_reason_is_advised_on_once(report: Report) -> None:
    """Seven problems of two kinds: five are shown, both kinds are advised on."""
    for number in range(6):
        report.trouble("layout_changed", f"Page {number} was strange.")
    report.trouble("blocked", "The site said no.")
    lines = shown(report).splitlines()

    assert lines[5] == "Something is wrong (7 times): layout_changed."
    assert lines[6:11] == [f"  layout_changed: Page {n} was strange." for n in range(5)]
    assert lines[11:] == [
        "  ... and 2 more.",
        f"  -> {ADVICE['layout_changed']}",
        f"  -> {ADVICE['blocked']}",
    ]


def test_an_interrupted_run(report: Report) -> None:
    """It is told apart from one that broke."""
    report.interrupted = True

    assert shown(report).endswith(
        f"Stopped early: interrupted.\n  -> {ADVICE['interrupted']}"
    )


def test_what_pages_say_is_shown_as_they_say_it() -> None:
    """Square brackets are no mark-up, neither in a sentence nor in a channel's name."""
    report = Report(datetime(2026, 9, 28, 4, 0, tzinfo=UTC))
    report.count("[/b]公司[red]", "listed")
    report.trouble("error", "Could not read '[bold]海棠电气[/bold]'.")

    assert "[/b]公司[red]" in shown(report)
    assert "  error: Could not read '[bold]海棠电气[/bold]'." in shown(report)


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0.04, "0.0 s"),
        (59.9, "59.9 s"),
        (59.97, "1 min 0 s"),
        (60, "1 min 0 s"),
        (754.6, "12 min 35 s"),
        (3600, "1 h 0 min"),
        (9000, "2 h 30 min"),
    ],
)
def test_a_duration_is_told_as_one_would_say_it(
    report: Report, seconds: float, told: str
) -> None:
    """Seconds for minutes, minutes for hours, and never sixty of anything."""
    assert f"in {told} (" in shown(report, seconds=seconds)
