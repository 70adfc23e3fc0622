"""Who was first, by evidence of time."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from storage.repeats.originals import in_order, original_of
from tests.storage.repeats.making import BODY, later, piece


def test_the_earlier_printed_time_wins() -> None:
    """Whatever was seen first, and in whatever order they come."""
    first = piece("z:1", published_at=later(-1), first_seen_at=later(9))
    assert original_of([piece("a:1"), first]) is first


def test_a_printed_minute_proves_more_than_a_printed_day() -> None:
    """Who prints the day only may have come at its end."""
    day = datetime(2026, 9, 27, 16, tzinfo=UTC)
    vague = piece(
        "a:1", published_at=day, published_precision="day", first_seen_at=later(48)
    )
    assert original_of([vague, piece("b:1")]).article_id == "b:1"


def test_seeing_bounds_a_printed_day() -> None:
    """We saw it at eleven, so it was out by eleven."""
    day = datetime(2026, 9, 27, 16, tzinfo=UTC)
    vague = piece(
        "b:1", published_at=day, published_precision="day", first_seen_at=later(-1)
    )
    assert original_of([vague, piece("a:1")]) is vague


def test_without_a_printed_time_it_was_out_when_we_saw_it() -> None:
    """Stubs print none."""
    silent = piece("b:1", published_at=None, first_seen_at=later(-1))
    assert original_of([silent, piece("a:1")]) is silent


def test_ties_go_to_the_first_seen_then_the_longer_then_the_id() -> None:
    """A cut follows its whole; the id decides only where nothing else does."""
    seen = piece("c:1", first_seen_at=later(-2))
    whole, cut, other = piece("b:1"), piece("a:1", BODY[:60]), piece("b:2")
    assert in_order([cut, other, whole, seen]) == [seen, whole, other, cut]


@given(
    st.lists(
        st.tuples(
            st.one_of(st.none(), st.integers(-48, 48)),
            st.sampled_from(["second", "minute", "day"]),
            st.integers(-48, 48),
        ),
        min_size=1,
        max_size=6,
    ),
    st.randoms(),
)
def test_the_original_does_not_hang_on_the_order(
    times: list[tuple[int | None, str, int]], chance: object
) -> None:
    """Any order of any times gives the same original."""
    made = [
        piece(
            f"a:{number}",
            published_at=None if printed is None else later(printed),
            published_precision=precision,
            first_seen_at=later(seen),
        )
        for number, (printed, precision, seen) in enumerate(times)
    ]
    shuffled = list(made)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis' random.Random
    assert original_of(shuffled) is original_of(made)
