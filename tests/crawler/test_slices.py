"""Slices share the work: every key is in exactly one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.errors import UsageError
from crawler.slices import Slice, read_slice


@given(st.text(), st.integers(1, 50))
def test_every_key_is_in_one_slice(key: str, of: int) -> None:
    """Whatever the key, however many slices."""
    assert sum(Slice(number, of).holds(key) for number in range(1, of + 1)) == 1


def test_a_slice_is_the_same_in_every_process() -> None:
    """Not Python's own hash, which is salted anew for each."""
    assert [key for key in map(str, range(757270, 757280)) if Slice(1, 3).holds(key)] == [
        "757270",
        "757274",
        "757275",
        "757276",
        "757277",
    ]


@pytest.mark.parametrize("text", ["", "3", "0/4", "5/4", "1/0", "a/b", "1/2/3", "-1/4"])
def test_what_is_no_slice_is_refused(text: str) -> None:
    """In a sentence that shows what was given and what would be right."""
    with pytest.raises(UsageError, match="is no slice; write 2/8"):
        read_slice(text, f"--slice {text}")


def test_a_slice_reads_back_as_it_is_written() -> None:
    """The second of eight."""
    assert read_slice("2/8", "") == Slice(2, 8)
    assert str(Slice(2, 8)) == "2/8"
