"""Chinese numerals beside a unit of time, as digits."""

import re

DIGITS = dict(zip("〇零○一二三四五六七八九", "00" + "0123456789", strict=True))


def _table() -> dict[str, str]:
    """Spell 1 to 99 in every way that a date is written: 五, 零五, 十五, 廿五."""
    ones = ["", *"一二三四五六七八九"]
    tens = ["", "十", "二十", "三十", "四十", "五十", "六十", "七十", "八十", "九十"]
    table = {
        ten + one: str(10 * t + o)
        for t, ten in enumerate(tens)
        for o, one in enumerate(ones)
        if ten + one
    }
    for o, one in enumerate(ones):
        table |= {"廿" + one: str(20 + o), "卅" + one: str(30 + o)}
        table |= {zero + one: f"0{o}" for zero in "〇零○" if one}
    return table | {"两": "2", "零": "0", "〇": "0"}


NUMBERS = _table()

# 几, 多, 百 ... belong to the run, so that 十几 and 两千零四 stay what they are:
# vague or rare, in neither case digits.
_RUN = "〇零○一二三四五六七八九十廿卅两百千万几数多余"
NUMERAL = re.compile(
    rf"(?<![{_RUN}])[{_RUN}]+(?=(?P<year>年(?!前))"
    r"| ?个?(?:[年月日号天时点分秒刻周]|小时|星期|礼拜|钟头))"
    rf"|(?<=[点时])[{_RUN}]+"
)
_NUMERAL_IN = re.compile(rf"[{_RUN}]|[周期拜][日天]")
WEEKDAY = re.compile(
    r"(?<![0-9一二两三四五六七八九十几数])(?:周|星期|礼拜)([一二三四五六日天])"
)
_WEEKDAYS = dict(zip("一二三四五六日天", "12345677", strict=True))


def _digits(match: re.Match[str]) -> str:
    """Spell one run in digits; leave it alone where it is not one number."""
    run = match[0]
    # 29五点 is 29 and 5, not 295.
    space = " " if match.string[match.start() - 1 : match.start()].isdecimal() else ""
    # 三五分钟 is "three to five": only a year is spelt digit by digit.
    if match["year"] and len(run) in {2, 4} and all(c in DIGITS for c in run):
        return space + "".join(map(DIGITS.__getitem__, run))
    return space + NUMBERS.get(run, run)


def with_digits(text: str) -> str:
    """Write 二〇二二年十一月廿三日 as 2022年11月23日, and 星期三 as 周3 and a space."""
    if not _NUMERAL_IN.search(text):
        return text
    # Weekdays first: in 周三十点 the 三 is a day, not the tens of an hour.
    text = WEEKDAY.sub(lambda match: f"周{_WEEKDAYS[match[1]]} ", text)
    return NUMERAL.sub(_digits, text)
