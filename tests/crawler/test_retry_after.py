"""`Retry-After`: seconds or a date, and whatever else servers write there."""

from datetime import UTC, datetime

import pytest

from crawler.retry_after import asked_wait

NOW = datetime(2026, 9, 28, 7, 30, tzinfo=UTC)
DATE = "Mon, 28 Sep 2026 09:00:00 GMT"
"""The server's clock is an hour and a half ahead of ours."""


@pytest.mark.parametrize(
    ("value", "date", "seconds"),
    [
        ("120", DATE, 120),
        (" 0 ", DATE, 0),
        ("Mon, 28 Sep 2026 09:00:30 GMT", DATE, 30),
        ("Mon, 28 Sep 2026 09:00:30 -0000", DATE, 30),
        ("Mon, 28 Sep 2026 08:59:00 GMT", DATE, 0),
        ("Mon, 28 Sep 2026 07:31:00 GMT", None, 60),
        ("Mon, 28 Sep 2026 07:31:00 GMT", "yesterday", 60),
    ],
)
def test_a_wait_is_counted_by_the_clock_that_named_it(
    value: str, date: str | None, seconds: float
) -> None:
    """An instant is one on the server's clock; ours stands in where it tells none."""
    assert asked_wait(value, date, NOW) == seconds


@pytest.mark.parametrize("value", [None, "", "soon", "-5", "1.5", "١٢", "28 Sep"])
def test_what_says_nothing_asks_for_nothing(value: str | None) -> None:
    """Then our own pauses hold."""
    assert asked_wait(value, DATE, NOW) is None


def test_a_number_without_end_is_only_a_very_long_wait() -> None:
    """It is compared with a limit, not waited for."""
    wait = asked_wait("9" * 5000, DATE, NOW)

    assert wait is not None
    assert wait > 1e9
