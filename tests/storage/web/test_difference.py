"""Two texts in one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.web.difference import difference


def told(before: str, after: str) -> str:
    """The pieces on one line: -removed- and +added+."""
    signs = {"same": "", "del": "-", "ins": "+"}
    return "".join(f"{signs[k]}{text}{signs[k]}" for k, text in difference(before, after))


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("同文", "同文", "同文"),
        ("", "新文", "+新文+"),
        ("旧文", "", "-旧文-"),
        ("回购1.2亿元股份", "回购1.5亿元股份", "回购-1.2-+1.5+亿元股份"),
        ("增长12.5%左右", "增长13.5%左右", "增长-12.5%-+13.5%+左右"),
        ("公司公告。", "公司昨日公告。", "公司+昨日+公告。"),
        ("甲\n乙\n丙", "甲\n丙", "甲\n-乙\n-丙"),
        ("云岭股份 ABC corp", "云岭股份 ABD corp", "云岭股份 -ABC-+ABD+ corp"),
    ],
)
def test_what_changed_is_shown_whole(before: str, after: str, shown: str) -> None:
    """Figures and Latin words as a whole, Chinese by the character."""
    assert told(before, after) == shown


def test_a_long_passage_costs_no_time() -> None:
    """Beyond some thousand characters without a line end it is shown as a whole."""
    before, after = "涨跌" * 20_000, "跌涨停" * 20_000
    assert difference(before, after) == [("del", before), ("ins", after)]


@given(*[st.text(alphabet="云岭1.2% \nab", max_size=40)] * 2)
def test_both_texts_can_be_read_off(before: str, after: str) -> None:
    """Nothing is lost and nothing made up."""
    pieces = difference(before, after)
    assert "".join(text for kind, text in pieces if kind != "ins") == before
    assert "".join(text for kind, text in pieces if kind != "del") == after
