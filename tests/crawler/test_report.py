"""The diary of a run: what was done, what went wrong, how it is judged."""

from datetime import UTC, datetime

import pytest

from crawler.report import ADVICE, Problem, Report


@pytest.fixture
def report() -> Report:
    """A run that has just begun."""
    return Report(datetime(2026, 9, 28, 4, 0, tzinfo=UTC))


def test_a_run_without_trouble_is_healthy(report: Report) -> None:
    """Nothing new is healthy too."""
    assert report.outcome == "ok"
    assert report.reason is None
    assert report.errors == 0
    assert report.exit_code == 0


def test_what_is_counted_is_no_trouble(report: Report) -> None:
    """Rejections by rule and articles that are gone are part of a healthy day."""
    report.count("yw", "listed", 10)
    report.count("yw", "new", 7)
    report.count("yw", "rejected")
    report.count("yw", "rejected")
    report.count("yw", "gone")

    assert report.channels["yw"] == {"listed": 10, "new": 7, "rejected": 2, "gone": 1}
    assert report.outcome == "ok"


def test_the_first_trouble_is_the_runs_reason(report: Report) -> None:
    """What follows is mostly its consequence."""
    report.trouble("blocked", "The site said no.")
    report.trouble("layout_changed", "A page was strange.")

    assert report.outcome == "alarm"
    assert report.reason == "blocked"
    assert report.exit_code == 1
    assert report.errors == 2


def test_the_same_sentence_is_noted_once_and_counted_always(report: Report) -> None:
    """A thousand equal complaints are one, a thousand times."""
    for _ in range(1000):
        report.trouble("blocked", "The site said no.")

    assert report.problems == [Problem("blocked", "The site said no.")]
    assert report.errors == 1000


def test_the_list_of_problems_has_an_end(report: Report) -> None:
    """Fifty are kept, all are counted."""
    for number in range(1000):
        report.trouble("layout_changed", f"Page {number} was strange.")

    assert len(report.problems) == 50
    assert report.errors == 1000


def test_an_interrupted_run_is_that_first_of_all(report: Report) -> None:
    """Whatever else went wrong: starting again is what helps."""
    report.trouble("unreachable", "No answer.")
    report.interrupted = True

    assert report.outcome == "interrupted"
    assert report.reason == "interrupted"
    assert report.exit_code == 1


@pytest.mark.parametrize(("reason", "advice"), ADVICE.items())
def test_advice_says_what_to_do(reason: str, advice: str) -> None:
    """Whole sentences under short codes."""
    assert reason.replace("_", "").islower()
    assert advice.endswith(".")
