"""Walking down a list: what is wanted, when to stop, what may be called complete."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.dates import Precision, Reading, Zone, read_time
from crawler.memory import Ground, Known
from crawler.page import Teaser
from crawler.walk import FIRST_DAYS, Reached, Walk, Window

NOON = datetime(2026, 9, 28, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def entry(native_id: int, published: datetime | None, *, pinned: bool = False) -> Teaser:
    """One entry of a list."""
    reading = None
    if published is not None:
        reading = Reading(str(published), published, Precision.MINUTE, Zone.ASSUMED)
    return Teaser(
        native_id=str(native_id),
        url=f"https://www.stcn.com/article/detail/{native_id}.html",
        title=f"第{native_id}条",
        published=reading,
        pinned=pinned,
    )


def hourly(first: int, last: int) -> list[Teaser]:
    """Entries of so many hours before noon, one an hour; their ids count down."""
    return [entry(1000 - hours, NOON - hours * HOUR) for hours in range(first, last + 1)]


def paged(entries: Sequence[Teaser], size: int = 10) -> list[list[Teaser]]:
    """A list's pages."""
    return [list(entries[at : at + size]) for at in range(0, len(entries), size)]


@dataclass
class Outcome:
    """How a walk went."""

    reached: Reached | None
    """None: the pages that the test gave were used up."""
    pages: int
    wanted: set[str]
    walk: Walk

    @property
    def stretch(self) -> tuple[datetime, datetime] | None:
        """What the walk may call complete."""
        return self.walk.stretch(self.reached) if self.reached else None


def go(
    pages: Iterable[Sequence[Teaser]],
    *,
    window: Window | None = None,
    ground: Ground | None = None,
    known: Iterable[Teaser] = (),
    ends: bool = True,
) -> Outcome:
    """Walk as the spider does: page by page, until the walk says where it is."""
    walk = Walk("yw", window or Window(), ground, NOON)
    memory = {teaser.native_id: Known("stored", teaser.title) for teaser in known}
    pages = list(pages)
    wanted: set[str] = set()
    for number, page in enumerate(pages, start=1):
        wanted |= {teaser.native_id for teaser in page if walk.is_wanted(teaser)}
        reached = walk.take(page, memory, last=ends and number == len(pages))
        if reached is not None:
            return Outcome(reached, number, wanted, walk)
    return Outcome(None, len(pages), wanted, walk)


# --- how far back ------------------------------------------------------------------


def test_the_first_run_looks_back_seven_days() -> None:
    """What is older is neither wanted nor walked to."""
    outcome = go(paged(hourly(0, 400)))

    assert outcome.reached is Reached.SINCE
    assert outcome.wanted == {str(1000 - hours) for hours in range(7 * 24 + 1)}
    assert outcome.pages == 18
    assert outcome.stretch == (NOON, NOON - FIRST_DAYS)


def test_since_goes_further_than_the_first_run() -> None:
    """Who asks for ten days gets ten days, from the very minute on."""
    since = NOON - 10 * DAY
    outcome = go(paged(hourly(0, 400)), window=Window(since=since))

    assert outcome.reached is Reached.SINCE
    assert len(outcome.wanted) == 241
    assert outcome.stretch == (NOON, since)


def test_since_walks_through_known_ground() -> None:
    """An explicit `since` is an order: what is known does not end the walk."""
    old = hourly(0, 100)
    ground = Ground(NOON - 60 * HOUR, NOON)
    outcome = go(
        paged(old), window=Window(since=NOON - 80 * HOUR), ground=ground, known=old
    )

    assert outcome.reached is Reached.SINCE
    assert len(outcome.wanted) == 81


def test_until_is_half_open() -> None:
    """Since <= published < until; newer entries are passed over, not read."""
    window = Window(since=NOON - 20 * HOUR, until=NOON - 10 * HOUR)
    outcome = go(paged(hourly(0, 60)), window=window)

    assert outcome.wanted == {str(1000 - hours) for hours in range(11, 21)}
    assert outcome.stretch == (NOON - 10 * HOUR, NOON - 20 * HOUR)


def test_a_window_above_the_list_calls_nothing_complete() -> None:
    """A list that is all older than the window has shown nothing of it."""
    window = Window(since=NOON - HOUR, until=NOON)
    outcome = go(paged(hourly(5, 30)), window=window)

    assert outcome.wanted == set()
    assert outcome.stretch is None


def test_an_entry_without_a_time_may_be_wanted() -> None:
    """A headline box prints none; only the page can tell."""
    walk = Walk("company", Window(since=NOON - HOUR), None, NOON)

    assert walk.is_wanted(entry(1, None))


def test_an_unreadable_time_is_no_time() -> None:
    """It neither rules an entry out nor ends a walk."""
    reading = read_time("今年晚些时候", NOON)
    odd = Teaser(native_id="1", url="", title="", published=reading)
    walk = Walk("yw", Window(), None, NOON)

    assert reading.instant is None
    assert walk.is_wanted(odd)
    assert walk.take([odd], {}, last=False) is None


# --- known ground ------------------------------------------------------------------


def test_known_ground_ends_the_walk_when_a_whole_page_is_old_and_known() -> None:
    """Two new articles on the first page, and the second page is settled."""
    entries = hourly(0, 60)
    old = entries[2:]
    ground = Ground(NOON - FIRST_DAYS, NOON - 2 * HOUR)
    outcome = go(paged(entries), ground=ground, known=old)

    assert outcome.reached is Reached.KNOWN_GROUND
    assert outcome.pages == 2
    assert outcome.stretch == (NOON, ground.complete_to)


def test_nothing_new_needs_one_page() -> None:
    """The usual run: one page, and it is settled."""
    entries = hourly(0, 60)
    ground = Ground(NOON - FIRST_DAYS, NOON)
    outcome = go(paged(entries), ground=ground, known=entries)

    assert outcome.reached is Reached.KNOWN_GROUND
    assert outcome.pages == 1
    assert outcome.stretch == (NOON, NOON)


def test_one_known_article_does_not_end_the_walk() -> None:
    """It may be pinned, or have come from another channel."""
    entries = hourly(0, 60)
    known = [entries[3], entries[17], *entries[40:]]
    ground = Ground(NOON - FIRST_DAYS, NOON - 40 * HOUR)
    outcome = go(paged(entries), ground=ground, known=known)

    assert outcome.reached is Reached.KNOWN_GROUND
    assert outcome.pages == 5
    assert {teaser.native_id for teaser in entries[:40]} <= outcome.wanted


def test_a_page_known_from_another_channel_does_not_end_the_walk() -> None:
    """Ten articles that 滚动 listed an hour ago prove nothing of 要闻's list."""
    entries = hourly(0, 60)
    ground = Ground(NOON - FIRST_DAYS, NOON - 30 * HOUR)
    outcome = go(paged(entries), ground=ground, known=[*entries[:10], *entries[30:]])

    assert outcome.pages == 4
    assert {teaser.native_id for teaser in entries[10:30]} <= outcome.wanted


def test_without_a_complete_run_nothing_is_known_ground() -> None:
    """A first run that broke off has left articles, and holes between them."""
    entries = hourly(0, 60)
    outcome = go(paged(entries), known=entries[:20])

    assert outcome.reached is Reached.LIST_END
    assert outcome.pages == 7


def test_a_pinned_old_row_at_the_top_does_not_end_the_walk() -> None:
    """Nor does it count as the newest or the oldest of anything."""
    entries = [entry(1, NOON - 90 * DAY, pinned=True), *hourly(0, 60)]
    ground = Ground(NOON - FIRST_DAYS, NOON - 40 * HOUR)
    outcome = go(paged(entries), ground=ground, known=entries[41:])

    assert outcome.reached is Reached.KNOWN_GROUND
    assert outcome.pages == 6
    assert "1" not in outcome.wanted
    assert outcome.stretch == (NOON, ground.complete_to)


def test_an_old_row_that_is_not_marked_as_pinned_does_not_end_the_walk() -> None:
    """One misplaced entry at a page's foot proves nothing: three in a row do."""
    pages = paged(hourly(0, 29))
    pages[0][-1] = entry(1, NOON - 90 * DAY)

    assert go(pages, ends=False).reached is None


def test_a_late_article_with_an_old_time_is_found() -> None:
    """Published late, stamped early: it stands among settled ones and is wanted."""
    entries = hourly(0, 60)
    late = entry(2000, NOON - 5 * HOUR - timedelta(minutes=30))
    ground = Ground(NOON - FIRST_DAYS, NOON)
    outcome = go(paged([*entries[:6], late, *entries[6:]]), ground=ground, known=entries)

    assert "2000" in outcome.wanted
    assert outcome.pages == 2


def test_known_ground_is_not_older_than_the_floor() -> None:
    """Old unknown entries below the first run's floor keep no walk alive."""
    entries = hourly(160, 200)
    ground = Ground(NOON - FIRST_DAYS, NOON - 160 * HOUR)
    outcome = go(paged(entries), ground=ground, known=entries[:9])

    assert outcome.reached is Reached.KNOWN_GROUND
    assert outcome.pages == 1


# --- ends of lists, and lists without end -------------------------------------------


def test_the_lists_end_ends_the_walk() -> None:
    """A short list is complete down to the floor: there is no more of it."""
    outcome = go(paged(hourly(0, 24)))

    assert outcome.reached is Reached.LIST_END
    assert outcome.stretch == (NOON, NOON - FIRST_DAYS)


def test_an_empty_last_page_ends_the_walk() -> None:
    """The data behind a list ends with an answer that holds nothing."""
    outcome = go([*paged(hourly(0, 24)), []])

    assert outcome.reached is Reached.LIST_END


def test_max_pages_is_no_complete_walk() -> None:
    """What lies below was not looked at, so no mark may move."""
    outcome = go(paged(hourly(0, 60)), window=Window(max_pages=2))

    assert outcome.reached is Reached.MAX_PAGES
    assert outcome.pages == 2
    assert outcome.stretch is None


def test_a_list_that_ends_with_max_pages_is_complete() -> None:
    """Two pages were asked for, and two are all there are."""
    outcome = go(paged(hourly(0, 19)), window=Window(max_pages=2))

    assert outcome.reached is Reached.LIST_END


def test_the_datas_first_answer_repeats_the_page_and_the_walk_goes_on() -> None:
    """A page's ten entries come again by the interface, and count once."""
    first, second, *_ = paged(hourly(0, 60))
    walk = Walk("yw", Window(max_pages=2), None, NOON)

    assert walk.take(first, {}, last=False) is None
    assert walk.take(first, {}, last=False) is None
    assert walk.pages == 1
    assert walk.take(second, {}, last=False) is Reached.MAX_PAGES


def test_nothing_new_twice_ends_the_walk() -> None:
    """An interface that ignores its cursors would be asked for ever."""
    first = hourly(0, 9)
    outcome = go([first] * 50, ends=False)

    assert outcome.reached is Reached.NOTHING_NEW
    assert outcome.pages == 3


def test_a_list_that_goes_in_circles_is_complete_as_far_as_it_was_seen() -> None:
    """Ten hours were seen; seven days must not be called complete for that."""
    stretch = go([hourly(0, 9)] * 50, ends=False).stretch

    assert stretch == (NOON, NOON - timedelta(hours=9))


def test_a_clock_that_runs_ahead_moves_no_mark_into_the_future() -> None:
    """An entry stamped later than its page is no proof of the hours between."""
    outcome = go([[entry(1, NOON + HOUR), *hourly(0, 24)]])

    assert outcome.stretch == (NOON, NOON - FIRST_DAYS)


def test_a_page_of_videos_ends_nothing() -> None:
    """No entry that is an article, and the list goes on."""
    outcome = go([hourly(0, 9), [], hourly(10, 19)], ends=False)

    assert outcome.reached is None
    assert outcome.walk.pages == 2


def test_the_turn_of_the_year_is_a_day_like_any_other() -> None:
    """12-31 printed in January is yesterday, so the walk does not end there."""
    new_year = datetime(2027, 1, 1, 0, 5, tzinfo=UTC) - 8 * HOUR
    printed = ("00:02", "12-31 23:58", "12-31 09:00", "12-26 10:00", "12-20 10:00")
    page = [
        Teaser(native_id=raw, url="", title="", published=read_time(raw, new_year))
        for raw in printed
    ]
    walk = Walk("yw", Window(), None, new_year)

    assert [walk.is_wanted(teaser) for teaser in page] == [True, True, True, True, False]
    assert walk.take(page, {}, last=False) is None


# --- the promise --------------------------------------------------------------------


@st.composite
def lists(
    draw: st.DrawFn,
) -> tuple[list[list[Teaser]], Window, Ground | None, list[Teaser]]:
    """A list newest first, a window, ground of an earlier run, and what is known."""
    minutes = draw(st.lists(st.integers(0, 15_000), min_size=1, max_size=60))
    entries = [
        entry(number, NOON - timedelta(minutes=ago))
        for number, ago in enumerate(sorted(minutes))
    ]
    ago = st.none() | st.integers(0, 15_000).map(lambda m: NOON - timedelta(minutes=m))
    since, until = draw(ago), draw(ago)
    if since and until and since >= until:
        until = None
    window = Window(since, until, draw(st.none() | st.integers(1, 4)))
    ends = sorted(filter(None, (draw(ago), draw(ago))))
    ground = Ground(*ends) if len(ends) == 2 else None
    known = [teaser for teaser in entries if draw(st.booleans())]
    return paged(entries, draw(st.integers(1, 12))), window, ground, known


@settings(deadline=None)
@given(lists(), st.none() | st.integers(1, 3))
def test_stretch_never_crosses_a_hole(
    given_list: tuple[list[list[Teaser]], Window, Ground | None, list[Teaser]],
    loops_after: int | None,
) -> None:
    """Whatever lies in the stretch that a walk calls complete, it has seen and wanted."""
    pages, window, ground, known = given_list
    shown = pages if loops_after is None else pages[:loops_after] + pages[:1] * 3
    ends = loops_after is None
    outcome = go(shown, window=window, ground=ground, known=known, ends=ends)
    if outcome.stretch is None:
        return
    newest, oldest = outcome.stretch

    assert oldest <= newest <= NOON
    for teaser in (teaser for page in pages for teaser in page):
        assert teaser.published
        assert teaser.published.instant
        if oldest < teaser.published.instant < newest:
            assert teaser.native_id in outcome.wanted


@pytest.mark.parametrize("new", [0, 1, 10, 35])
def test_a_second_run_finds_exactly_what_is_new(new: int) -> None:
    """The mark of the first run is all that the second needs."""
    entries = hourly(0, 60)
    first = go(paged(entries[new:]))
    assert first.stretch
    newest, oldest = first.stretch
    second = go(paged(entries), ground=Ground(oldest, newest), known=entries[new:])

    assert second.reached is Reached.KNOWN_GROUND
    assert {teaser.native_id for teaser in entries[:new]} <= second.wanted
    assert second.stretch == (NOON, newest)
    assert second.pages <= new // 10 + 2


def test_a_shallow_list_claims_no_more_than_it_shows() -> None:
    """Its end is not where the news began; another list's end is."""
    entries = hourly(0, 5)
    for is_shallow, oldest in ((True, NOON - 5 * HOUR), (False, NOON - FIRST_DAYS)):
        walk = Walk("telegraph", Window(), None, NOON, is_shallow=is_shallow)
        reached = walk.take(entries, {}, last=True)

        assert reached is Reached.LIST_END
        assert walk.stretch(reached) == (NOON, oldest)
