"""How often, in the words of calendars. Pure."""

from typing import Final

EVERY: Final = (
    *(1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30),
    *(60, 120, 180, 240, 360, 480, 720, 1440),
)
"""Minutes that a day and an hour can be cut into without a rest."""


def on_calendar(every: int) -> str:
    """As `OnCalendar` of systemd has it."""
    if every < 60:
        return f"*:0/{every}:00"
    return "*-*-* 06:00:00" if every == 1440 else f"*-*-* 0/{every // 60}:00:00"


def cron_times(every: int) -> str:
    """The first five fields of a crontab's line."""
    if every == 1:
        return "* * * * *"
    if every < 60:
        return f"*/{every} * * * *"
    if every == 60:
        return "0 * * * *"
    return "0 6 * * *" if every == 1440 else f"0 */{every // 60} * * *"


def spread_seconds(every: int) -> int:
    """By how much a timer may be late, so that no site is asked to the second."""
    return min(every * 60 // 5, 300)
