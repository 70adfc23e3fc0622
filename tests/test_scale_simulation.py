"""The simulation behind docs/scale.md obeys the laws that a crawl obeys."""

import random
from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest

from benchmarks.simulate_scale import (
    DAY,
    HOURS,
    MIDNIGHT,
    MOST,
    PACE,
    PATIENCE,
    SEEN_DAYS,
    SLOTS,
    Costs,
    Simulation,
    Told,
    gaps,
    make_sites,
    outputs,
    pauses,
)
from storage.polling import Rhythm, pause

SITES = 12


def day(**given: int | bool | None) -> Told:
    """A small day of the same dozen sites."""
    return Simulation(make_sites(5, SITES), Costs(), **given).run()  # type: ignore[arg-type]  # mypy knows no keywords of mixed kinds


@pytest.mark.parametrize("workers", [1, 3, None])
@pytest.mark.parametrize("stores", [0, 1, 2])
def test_every_article_is_fetched_once(workers: int | None, stores: int) -> None:
    """However few workers and stores there are, what was published is what was read."""
    told = day(workers=workers, stores=stores)
    assert told.published == sum(len(site.published) for site in make_sites(5, SITES))
    assert told.articles.total() == len(told.stale) == told.published
    assert told.requests.total() == told.articles.total() + told.lists.total() + sum(
        told.looks.values()
    )


def test_nothing_is_read_before_it_is_published() -> None:
    """Between publication and the store lie a list, a page and the batch's patience."""
    told = day()
    assert min(told.stale) >= 2 * PACE + PATIENCE - PACE


@pytest.mark.parametrize("workers", [1, 3, None])
def test_no_host_is_asked_faster_than_its_pace(workers: int | None) -> None:
    """Between two requests to a host lies a second, within a run and between runs."""
    told = day(workers=workers, trace=True)
    assert len(told.trace) == told.requests.total()
    assert min(gaps(told)) >= PACE - 1e-6


def test_a_site_is_one_workers_at_a_time_and_workers_are_no_more_than_there_are() -> None:
    """A lease a site: never more workers than sites, never more than were given."""
    assert day().most <= SITES
    assert day(workers=2).most == 2


def test_more_workers_are_never_worse() -> None:
    """
    Nobody waits longer, nor are news older, with more workers.

    Ages are equal to a hundredth or two where hardly anybody waits: each look falls on
    another instant then, and an article just out is met or missed by chance.
    """
    busy = Costs(start=30.0)
    days = [
        Simulation(make_sites(5, SITES), busy, workers=count).run()
        for count in (1, 2, 4, SITES - 1, SITES)
    ]
    means = [sum(told.stale) / len(told.stale) for told in days]
    waits = [told.waited for told in days]
    assert all(more <= 1.02 * fewer for fewer, more in pairwise(means))
    assert waits == sorted(waits, reverse=True)
    assert waits[0] > 60
    assert waits[-1] == 0
    assert means[0] > 1.05 * means[-1]


def test_a_store_that_is_too_slow_makes_all_wait() -> None:
    """Where a look costs the store more than the time between looks, news grow old."""
    slow = Costs(run=60.0)
    told = Simulation(make_sites(5, SITES), slow, stores=1).run()
    assert told.queued > 60
    assert told.articles.total() == told.published
    assert sum(told.stale) > 2 * sum(day(stores=1).stale)
    assert told.store[10] <= 3_600_000 * 1.1


def test_the_pauses_are_the_watchs_own() -> None:
    """Unless they are stretched, the simulation looks when `scrapy watch` would."""
    rng = random.Random(1)
    for daily, lists in ((0.5, 1), (40.0, 3), (MOST, 9)):
        whole = sum(HOURS)
        seen = Counter(
            {
                (True, hour): round(SEEN_DAYS * daily / lists * share / whole)
                for hour, share in enumerate(HOURS)
            }
        )
        rhythm = Rhythm(seen, Counter({(True, hour): SEEN_DAYS for hour in range(24)}))
        ours = pauses(daily, lists)
        for begin, end in zip(SLOTS, [*SLOTS[1:], DAY], strict=True):
            at = MIDNIGHT + timedelta(seconds=rng.uniform(begin, end - 1))
            assert pause(rhythm, at).total_seconds() == pytest.approx(
                ours[SLOTS.index(begin)], abs=1e-5
            )


def test_outputs_have_the_mean_that_was_asked_for_and_a_heavy_tail() -> None:
    """Half of the sites write a tenth of the news or so, none more than the most."""
    daily = sorted(outputs(random.Random(3), 2_000, 100))
    assert sum(daily) / len(daily) == pytest.approx(100, rel=0.01)
    assert daily[-1] <= MOST
    assert sum(daily[:1_000]) < 0.15 * sum(daily)
