"""Figures, moments, codes and names that a text says."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.repeats.facts import Facts, difference, facts_of
from storage.repeats.figures import Figure, is_slip
from storage.repeats.names import leading_difference, subject_of
from storage.repeats.reduced import plain


def told(text: str) -> Facts:
    """The facts of a text as it stands on a page."""
    return facts_of(plain(text))


def figures(text: str) -> set[tuple[str, Decimal]]:
    """Roles and values."""
    return {tuple(one.figure) for one in told(text).figures}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("净利1.2亿元", "净利12000万元"),
        ("净利1.2亿元", "净利１２，０００万元"),
        ("净利1.2亿元", "净利人民币1.2亿元"),
        ("净利120,000,000元", "净利1.2亿元"),
        ("减持150万股", "减持1,500,000股"),
        ("25亿元至25.05亿元", "25-25.05亿元"),
        ("增长80%至95%", "增长80-95%"),
        ("0.1万亿元", "1000亿元"),
    ],
)
def test_one_amount_has_many_prints(one: str, other: str) -> None:
    """Units, commas, width and ranges are ways to print the same figure."""
    assert figures(one) == figures(other)


def test_roles_keep_figures_apart() -> None:
    """Five percent, five yuan, five shares and five things are not the same."""
    assert len(figures("5%，5元，5股，5家，5美元")) == 5


@pytest.mark.parametrize("name", ["5G", "M2", "SF014", "Model3", "4c电池"])
def test_numbers_in_names_are_no_figures(name: str) -> None:
    """A letter at a number makes it a name."""
    assert figures(f"关于{name}的说明") == set()


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026年9月28日公告", "day 2026-9-28"),
        ("9月28日晚间公告", "day 9-28"),
        ("26日，公司宣布", "day 26"),
        ("2026-09-28", "day 2026-9-28"),
        ("2026年第一季度", "quarter 2026-q1"),
        ("一季度", "quarter q1"),
        ("上半年", "quarter h1"),
        ("1-7月", "month 1-7"),
        ("2026年1月份", "month 2026-1"),
        ("2026年", "year 2026"),
        ("截至14:30", "clock 14:30"),
    ],
)
def test_moments_are_read_as_far_as_told(text: str, moment: str) -> None:
    """A day, a period or a clock time, with the year only where it is printed."""
    assert moment in {str(one) for one in told(text).moments}


def test_durations_are_no_days() -> None:
    """30日均线 and 3日内 name no day of a month."""
    assert told("站上30日均线，3日内复牌").days == frozenset()


@pytest.mark.parametrize(
    "text", ["星海股份(600999)", "星海股份（行情600999,诊股）", "600999.SH", "sh600999"]
)
def test_codes_are_read_in_their_prints(text: str) -> None:
    """A code in brackets or with its market's name."""
    assert told(text).codes == ("600999",)


def test_six_digits_alone_are_no_code() -> None:
    """An amount without a unit is not a share."""
    assert told("合计123456元").codes == ()


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("星海股份：拟收购蓝湾电子", "星海股份"),
        ("星海股份年报拟10转7派4元", "星海股份"),
        ("*ST星海：申请撤销警示", "st星海"),
        ("收评：沪指跌逾1%", None),
        ("星海股份9月28日晚间公告称", "星海股份"),
    ],
)
def test_a_subject_is_known_by_its_place(text: str, subject: str | None) -> None:
    """Before a colon or before the first word of doing; genres are nobody."""
    assert subject_of(plain(text)) == subject


def test_two_titles_of_one_template_give_their_subjects() -> None:
    """What differs at the beginning is whom they are about."""
    tail = "涉嫌信披违规遭立案调查"
    assert leading_difference("星海股份" + tail, "蓝湾电子" + tail) == (
        "星海股份",
        "蓝湾电子",
    )
    assert leading_difference("德国" + tail, "法国" + tail) == ("德国", "法国")
    assert leading_difference("快讯星海股份" + tail, "星海股份" + tail) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("净利1.2亿元", "净利1.3亿元"),
        ("增长5%", "增长6%"),
        ("9月28日公告", "9月29日公告"),
        ("2025年1月14日", "2026年1月14日"),
        ("一季度净利", "二季度净利"),
        ("截至10:30，沪指", "截至14:30，沪指"),
        ("600999.SH", "600998.SH"),
        ("上涨0.13%", "下跌0.13%"),
    ],
)
def test_facts_of_one_role_clash(one: str, other: str) -> None:
    """Another amount, day, period, code or direction is another story."""
    assert difference(told(one), told(other)).clashes()
    assert difference(told(other), told(one)).clashes()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("净利1.2亿元", "净利1.2亿元，同比增长5%"),
        ("约38万平方米", "38.07万平方米"),
        ("1月26日", "当地时间26日"),
        ("9月28日", "2026年9月28日"),
        ("2026年", "2026年9月28日"),
        ("公司公告", "公司9月28日公告"),
    ],
)
def test_saying_more_or_rounder_is_no_clash(one: str, other: str) -> None:
    """A subset, a rounding and a date told in part agree."""
    assert not difference(told(one), told(other)).clashes()


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("1.62", "16.2", True), ("36.5", "35.6", True), ("1.2", "1.3", False)],
)
def test_a_slip_of_the_pen_keeps_the_digits(one: str, other: str, expected: bool) -> None:
    """The same digits at another place are a slip; other digits are other news."""
    made = (Figure("cny", Decimal(value)) for value in (one, other))
    assert is_slip(*made) is expected


@given(st.text(max_size=120))
def test_reading_facts_never_fails(text: str) -> None:
    """Whatever the text, it agrees with itself."""
    assert not difference(told(text), told(text), is_copy=True).clashes()


@given(st.text("0123456789.%月日年季亿万元股-至,", max_size=40))
def test_figures_without_sense_do_no_harm(text: str) -> None:
    """Digits and units in any order are read somehow, and agree with themselves."""
    assert not difference(told(text), told(text), is_copy=True).clashes()
