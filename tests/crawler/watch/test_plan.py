"""When a site is asked and when it is left alone: instants in, instants out."""

from datetime import UTC, datetime, timedelta

import pytest

from crawler.watch.plan import Plan
from crawler.watch.scheduling import Watch
from crawler.watch.timetable import Seen
from crawler.watch.told import DONE, LOCKED, UNWELL, Told
from tests.fast_clock import Silent

NOW = datetime(2026, 9, 28, 2, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


class Fixed:
    """A timetable whose pauses are given."""

    def __init__(self, **seconds: float) -> None:
        """Seconds by channel."""
        self.seconds = seconds
        self.before: dict[str, datetime] = {}

    def learn(self, now: datetime) -> None:
        """Nothing changes."""

    def looked(self, channel: str) -> datetime | None:
        """As a test says."""
        return self.before.get(channel)

    def next_look(self, channel: str, looked: datetime, spread: float) -> datetime:
        """The pause, spread."""
        return looked + timedelta(seconds=self.seconds[channel] * (1 + spread))

    def seen(self, channel: str) -> Seen:  # noqa: ARG002 - promise
        """Nobody asks."""
        return Seen()


def plan(draw: float = 0.5, pace: float = 1.0, **seconds: float) -> Plan:
    """A plan of channels with these pauses; 0.5 spreads nothing."""
    return Plan(seconds, Fixed(**seconds), NOW, lambda: draw, pace)


def well(*channels: str, at: datetime = NOW) -> Told:
    """Of a run that has read these lists."""
    return Told(outcome="ok", looked=dict.fromkeys(channels, at), pace=1.0)


def test_at_first_everything_is_due() -> None:
    """Nobody has looked yet."""
    assert set(plan(kx=60, yw=300).due(NOW)) == {"kx", "yw"}


def test_a_watch_that_is_started_again_goes_on() -> None:
    """It asks for nothing that an earlier one has just read."""
    timetable = Fixed(kx=60, yw=300)
    timetable.before = {"kx": NOW - 61 * SECOND, "yw": NOW - 100 * SECOND}
    one = Plan(timetable.seconds, timetable, NOW, lambda: 0.5)

    assert one.due(NOW) == ("kx",)
    assert one.looks["yw"].due == NOW + 200 * SECOND


def test_a_channel_is_due_a_pause_after_its_look() -> None:
    """Counted from the moment when its list was read, not from the run's end."""
    one = plan(kx=60, yw=300)
    one.ended(("kx", "yw"), DONE, well("kx", "yw"), NOW + 20 * SECOND)

    assert one.next_due() == NOW + 60 * SECOND
    assert one.due(NOW + 59 * SECOND) == ()
    assert one.due(NOW + 60 * SECOND) == ("kx",)


def test_what_is_nearly_due_comes_along() -> None:
    """One process for both: 70 % of its pause is enough, if another is due."""
    one = plan(kx=60, yw=100)
    one.ended(("kx", "yw"), DONE, well("kx", "yw"), NOW)

    assert one.due(NOW + 69 * SECOND) == ("kx",)
    assert one.due(NOW + 71 * SECOND) == ("kx", "yw")


def test_the_most_urgent_come_first_and_the_rest_wait() -> None:
    """Lists may take half the shortest pause: five of them here, at a second each."""
    slow = {f"c{number}": 100.0 for number in range(8)}
    one = plan(kx=10, **slow)
    one.ended(("kx", *slow), DONE, well("kx", *slow), NOW)
    first = one.due(NOW + 100 * SECOND)

    assert first[0] == "kx"
    assert len(first) == 5


def test_the_pace_of_the_host_holds_between_runs() -> None:
    """Also one that robots.txt has asked for."""
    one = plan(kx=1)
    told = well("kx")
    told.pace = 5.0
    one.ended(("kx",), DONE, told, NOW + 3 * SECOND)

    assert one.next_due() == NOW + 8 * SECOND
    assert one.due(NOW + 7 * SECOND) == ()


def test_a_pause_is_spread_by_a_tenth() -> None:
    """To both sides, as the dice fall."""
    for draw, seconds in ((0.0, 90), (1.0, 110)):
        one = plan(draw, kx=100)
        one.ended(("kx",), DONE, well("kx"), NOW)
        assert one.looks["kx"].due == NOW + seconds * SECOND


def test_retry_after_is_honoured_to_the_second() -> None:
    """Neither earlier, nor later because it was not the first time."""
    one = plan(kx=20)
    for _ in range(3):
        told = Told(outcome="alarm", reason="blocked", wait_until=NOW + 77 * SECOND)
        one.ended(("kx",), UNWELL, told, NOW)

    assert one.due(NOW + 76 * SECOND) == ()
    assert one.due(NOW + 77 * SECOND) == ("kx",)
    assert one.held == "it asks to be left alone"


def test_a_wait_for_ever_is_a_day() -> None:
    """A slip of theirs does not end the watch."""
    one = plan(kx=20)
    told = Told(outcome="alarm", reason="blocked", wait_until=NOW + 999 * 24 * 60 * MINUTE)
    one.ended(("kx",), UNWELL, told, NOW)

    assert one.next_due() == NOW + timedelta(days=1)


def test_a_wait_that_is_over_holds_nothing() -> None:
    """The run itself has kept it."""
    one = plan(kx=20)
    told = well("kx")
    told.wait_until = NOW - SECOND
    one.ended(("kx",), DONE, told, NOW)

    assert (one.next_due(), one.held) == (NOW + 20 * SECOND, "")


@pytest.mark.parametrize(
    ("reason", "minutes"),
    [
        ("blocked", [5, 10, 20, 40, 80, 120, 120]),
        ("layout_changed", [0.5, 1, 2, 4, 8, 10, 10]),
    ],
)
def test_a_site_that_is_not_well_is_asked_less_and_less(
    reason: str, minutes: list[float]
) -> None:
    """Within bounds; one run that is well ends it."""
    one, waits = plan(kx=20), []
    for _ in minutes:
        told = Told(outcome="alarm", reason=reason, looked={"kx": NOW})
        one.ended(("kx",), UNWELL, told, NOW)
        waits.append((one.next_due() - NOW) / MINUTE)

    assert waits == minutes
    one.ended(("kx",), DONE, well("kx"), NOW)
    assert one.next_due() == NOW + 20 * SECOND


def test_a_channel_that_cannot_be_read_does_not_hold_the_others() -> None:
    """It is asked less and less, once an hour at least; they keep their pauses."""
    one, pauses = plan(kx=20, yw=300), []
    for _ in range(6):
        one.ended(("kx", "yw"), UNWELL, well("kx"), NOW)
        one.ended(("kx",), DONE, well("kx"), NOW)
        pauses.append((one.looks["yw"].due - NOW) / MINUTE)

    assert pauses == [5, 10, 20, 40, 60, 60]
    assert one.next_due() == NOW + 20 * SECOND
    assert (one.looks["yw"].failures, one.looks["yw"].in_vain) == (6, 6)


@pytest.mark.parametrize("code", [-9, None, 1])
def test_a_crash_is_a_run_that_was_not_well(code: int | None) -> None:
    """It told nothing; the next one comes soon."""
    one = plan(kx=20)
    one.ended(("kx",), code, Told(), NOW)

    assert one.next_due() == NOW + 30 * SECOND
    assert one.looks["kx"].failures == 1


def test_a_lock_that_others_hold_is_no_failure() -> None:
    """It is tried again soon, and nothing is counted."""
    one = plan(kx=60)
    one.ended(("kx",), LOCKED, Told(), NOW)

    assert one.next_due() == NOW + 15 * SECOND
    assert (one.looks["kx"].failures, one.looks["kx"].runs, one.unwell) == (0, 0, 0)


def test_what_a_crawl_tells_survives_its_file() -> None:
    """Instants too; anything else is refused."""
    told = Told(
        outcome="ok",
        looked={"kx": NOW},
        wait_until=NOW + MINUTE,
        pace=2.5,
        requests=3,
        new=1,
    )

    assert Told.read(told.as_json()) == told
    for text in ("", "[]", '{"outcome": "ok"}', '{"looked": 1, "wait_until": null}'):
        with pytest.raises(ValueError, match=r"."):
            Told.read(text)


class Rescheduled:
    """A scheduler that notes when a site is to be looked at."""

    def __init__(self) -> None:
        """Nothing is planned anew yet."""
        self.told: dict[str, datetime] = {}

    def modify_job(self, site: str, next_run_time: datetime) -> None:
        """As APScheduler's."""
        self.told[site] = next_run_time


class Wall:
    """A clock that somebody may set."""

    now = NOW

    def __call__(self) -> datetime:
        """What it shows."""
        return self.now


def test_a_clock_that_is_set_back_puts_nothing_to_sleep() -> None:
    """Three hours back: what was due in a minute is due in a minute."""
    wall, scheduler = Wall(), Rescheduled()
    one = plan(kx=60)
    one.ended(["kx"], DONE, well("kx"), NOW)
    watch = Watch({"stcn": one}, {}, Silent(), wall)
    watch.mind_the_clock(scheduler)
    assert not scheduler.told
    wall.now -= timedelta(hours=3)
    watch.mind_the_clock(scheduler)
    assert scheduler.told == {"stcn": wall.now + MINUTE}
    assert one.due(wall.now + MINUTE) == ("kx",)
    watch.mind_the_clock(scheduler)
    assert one.due(wall.now + MINUTE) == ("kx",)
