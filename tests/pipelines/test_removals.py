"""Pages that are gone: believed one by one, doubted in masses."""

from datetime import UTC, datetime

from crawler.items import Gone, Missed
from pipelines.removals import AT_LEAST, Removals


def holding(number: int) -> Removals:
    """A run that found so many pages gone, and none that was not."""
    removals = Removals()
    for native_id in map(str, range(number)):
        gone = Gone(
            site="stcn",
            native_id=native_id,
            url=f"https://www.stcn.com/article/detail/{native_id}.html",
            seen_at=datetime(2026, 9, 28, tzinfo=UTC),
            evidence="404",
        )
        assert removals.note(gone)
    return removals


def test_a_few_are_believed() -> None:
    """Editors remove a page now and then."""
    items, problem = holding(AT_LEAST - 1).settle()

    assert problem is None
    assert [type(item) for item in items] == [Gone] * (AT_LEAST - 1)


def test_a_mass_is_doubted() -> None:
    """The site has lost its way: they stay owed."""
    items, problem = holding(AT_LEAST).settle()

    assert problem is not None
    assert problem.reason == "pages_missing"
    assert [type(item) for item in items] == [Missed] * AT_LEAST


def test_what_was_gone_before_is_no_news() -> None:
    """A small run that asks for old losses again does not doubt the site."""
    before = {str(number) for number in range(AT_LEAST)}
    items, problem = holding(AT_LEAST + 2).settle(before=before)

    assert problem is None
    assert [type(item) for item in items] == [Gone] * (AT_LEAST + 2)
