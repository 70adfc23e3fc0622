"""Judging a run by the runs before it."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.health import (
    EMPTIED,
    ENOUGH_PAST,
    ENOUGH_READ,
    ENOUGH_REJECTED,
    ENOUGH_RUNS,
    REMEMBERED,
    judge,
)
from crawler.profile import Agreement, FieldShares, ListYield, Profile

COUNT = st.integers(0, 50)
PROFILES = st.builds(
    Profile,
    lists=st.dictionaries(
        st.sampled_from(["yw", "kx"]), st.builds(ListYield, COUNT, st.booleans())
    ),
    kinds=st.dictionaries(
        st.sampled_from(["article", "flash"]),
        st.builds(FieldShares, COUNT, COUNT, COUNT, COUNT, COUNT),
    ),
    rejected=st.builds(Counter, st.dictionaries(st.text(max_size=5), COUNT)),
    agreement=st.builds(Agreement, COUNT, COUNT, COUNT),
    channels=st.lists(st.sampled_from(["yw", "kx"]), max_size=2).map(tuple),
)


def usual(read: int = 20) -> Profile:
    """What a healthy run of yw sees: every source, four authors of five."""
    return Profile(
        lists={"yw": ListYield(10, has_more=True)},
        kinds={"article": FieldShares(read, read * 4 // 5, read, read, read * 300)},
        agreement=Agreement(read, 0, 0),
        channels=("yw",),
    )


def reasons(present: Profile, past: list[Profile], floor: int = 5) -> list[str]:
    """The reasons of the problems that are found."""
    return [problem.reason for problem in judge(present, past, {"yw": floor})]


def listing(entries: int, *, has_more: bool = True) -> Profile:
    """A run that saw a list of this length, and read nothing."""
    return Profile(lists={"yw": ListYield(entries, has_more)}, channels=("yw",))


def filled(name: str, count: int, read: int = 12) -> Profile:
    """A usual run in which one field has this count."""
    present = usual(read)
    setattr(present.kinds["article"], name, count)
    return present


def test_a_usual_run_is_healthy() -> None:
    """With a past and without one."""
    assert reasons(usual(), [usual()] * 20) == []
    assert reasons(usual(), []) == []


def test_nothing_new_is_healthy() -> None:
    """The list is as long as ever, and no article was read."""
    assert reasons(listing(10), [usual()] * 20) == []


@pytest.mark.parametrize(
    ("entries", "has_more", "runs", "found"),
    [
        (4, True, 0, ["low_yield"]),
        (5, True, 0, []),
        (2, False, 0, []),
        (2, False, ENOUGH_RUNS - 1, []),
        (4, False, ENOUGH_RUNS, ["low_yield"]),
        (5, False, ENOUGH_RUNS, []),
    ],
)
def test_a_list_is_short_by_its_floor_or_by_its_past(
    entries: int, *, has_more: bool, runs: int, found: list[str]
) -> None:
    """The floor binds where more follows, the past after five runs, at half of ten."""
    assert reasons(listing(entries, has_more=has_more), [usual()] * runs) == found


def test_a_list_without_a_floor_is_not_watched() -> None:
    """Floor 0: its length means nothing."""
    assert reasons(listing(0), [usual()] * 20, floor=0) == []


def test_only_the_last_runs_of_the_channel_count() -> None:
    """A list that has become short for good is no alarm for ever."""
    past = [listing(3, has_more=False)] * REMEMBERED + [listing(30)] * 400
    assert reasons(listing(3, has_more=False), past) == []


def test_a_short_list_is_told_in_numbers() -> None:
    """The sentence names the channel, what it shows and what it showed."""
    (problem,) = judge(listing(2), [usual()] * 7, {"yw": 5}, {"yw": "yw 要闻"})
    assert problem.sentence == (
        "yw 要闻: the list's first page shows 2 entries; "
        "in the 7 healthy runs before it were 10."
    )


@pytest.mark.parametrize("name", ["with_author", "with_source", "with_time", "body_chars"])
def test_a_field_that_is_suddenly_empty_is_an_alarm(name: str) -> None:
    """None has it now; most had it before."""
    (problem,) = judge(filled(name, 0), [usual()] * 5, {})
    word = name.removeprefix("with_").removesuffix("_chars")
    assert problem.reason == "field_empty"
    assert f"the field {word}" in problem.sentence
    assert "article" in problem.sentence


def test_too_few_articles_prove_no_empty_field() -> None:
    """Neither of today nor of the past."""
    assert reasons(filled("with_source", 0, ENOUGH_READ - 1), [usual()] * 5) == []
    assert reasons(filled("with_source", 0), [usual(ENOUGH_PAST - 1)]) == []
    assert reasons(filled("with_source", 0), [usual(ENOUGH_PAST)]) == ["field_empty"]


def test_a_field_that_was_often_empty_may_be() -> None:
    """Seven of ten had an author: ten without one are a coincidence."""
    past = filled("with_author", 28, read=40)
    assert reasons(filled("with_author", 0), [past]) == []


def test_the_other_kind_is_another_matter() -> None:
    """Flashes never have an author, whatever articles have."""
    flashes = replace(usual(), kinds={"flash": FieldShares(30, 0, 30, 30, 1800)})
    assert reasons(flashes, [usual()] * 5) == []


def test_another_choice_of_channels_is_no_past() -> None:
    """Each channel has a habit of its own."""
    elsewhere = replace(usual(), channels=("yw", "zl"))
    assert reasons(filled("with_source", 0), [elsewhere] * 5) == []


@pytest.mark.parametrize(
    ("refused", "read", "past", "found"),
    [
        (ENOUGH_REJECTED - 1, 0, 0, []),
        (5, 4, 0, ["rejections_rise"]),
        (5, 5, 0, []),
        (5, 16, 5, ["rejections_rise"]),
        (5, 20, 5, []),
    ],
)
def test_a_rise_in_rejections_is_an_alarm(
    refused: int, read: int, past: int, found: list[str]
) -> None:
    """Without a past above a half, with one above a fifth."""
    present = replace(usual(read), rejected=Counter(empty_body=refused))
    assert reasons(present, [usual()] * past) == found


def test_a_site_that_always_had_many_rejections_may_go_on() -> None:
    """Three times the past share is what counts."""
    past = replace(usual(), rejected=Counter(empty_body=5))
    present = replace(usual(), rejected=Counter(empty_body=12))
    assert reasons(present, [past] * 5) == []


@pytest.mark.parametrize("field", ["title_differs", "minute_differs"])
def test_lists_that_disagree_with_their_pages_are_an_alarm(field: str) -> None:
    """Most of five; not when it was always so, and not of four."""

    def run(compared: int, differ: int) -> Profile:
        return Profile(agreement=Agreement(**{"compared": compared, field: differ}))

    assert reasons(run(5, 3), []) == ["lists_disagree"]
    assert reasons(run(6, 3), []) == []
    assert reasons(run(4, 4), []) == []
    assert reasons(run(5, 5), [run(10, 5)]) == []


def test_what_was_refused_before_is_counted_once() -> None:
    """Asking an empty page again tells nothing of today's pages."""
    profile = Profile(refused_before={"7"})
    profile.refuse("7", "empty_body")
    profile.refuse("8", "empty_body")
    profile.refuse("9", "outside_window")
    assert profile.rejected == {"empty_body": 1}


@given(PROFILES)
def test_a_profile_survives_its_json(profile: Profile) -> None:
    """What is written is read again."""
    again = Profile.from_json(profile.as_json())
    assert (again.lists, again.kinds) == (profile.lists, profile.kinds)
    assert again.rejected == profile.rejected
    assert (again.agreement, again.channels) == (profile.agreement, profile.channels)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        '{"lists": 3, "kinds": {"article": null}, "rejected": {"x": "y"}}',
        '{"lists": {"yw": {"more": 1}}, "agreement": {"compared": -1, "new": 2}}',
    ],
)
def test_other_json_is_an_empty_profile(text: str) -> None:
    """Another version may write other keys; what is not understood is left out."""
    profile = Profile.from_json(text)
    assert (profile.lists, profile.read, profile.rejected) == ({}, 0, {})
    assert profile.agreement == Agreement()


@given(PROFILES, st.lists(PROFILES, max_size=25))
def test_any_run_can_be_judged(present: Profile, past: list[Profile]) -> None:
    """No numbers break the judge, and each sentence is one sentence, told once."""
    problems = judge(present, past, {"yw": 5})
    assert len(set(problems)) == len(problems)
    assert all(problem.sentence.endswith(".") for problem in problems)


@given(st.integers(ENOUGH_READ, 50), st.lists(st.integers(3, 40), max_size=25))
def test_a_run_like_its_past_is_healthy(read: int, past: list[int]) -> None:
    """However much was read now and then."""
    assert reasons(usual(read), [usual(count) for count in past]) == []


def test_the_limit_of_an_empty_field_is_a_third() -> None:
    """At a third it is still healthy."""
    assert reasons(filled("with_source", round(30 * EMPTIED), 30), [usual()] * 5) == []
    assert reasons(filled("with_source", 9, 30), [usual()] * 5) == ["field_empty"]
