"""
Strings per second that `crawler.dates.read_time` reads, per printed form.

Every string of a form is another time, and nothing is cached. Beside each
form stands dateutil's `parser.parse` on the same strings where it can read
them (whether its answer is right is not asked). Run with
`.venv/bin/python benchmarks/bench_dates.py`.
"""

import sys
import time
import warnings
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dateutil.parser import ParserError, parse

sys.path.insert(0, str(Path(__file__).parents[1]))

from crawler.dates import BEIJING, read_time

REFERENCE = datetime(2026, 9, 28, 2, 0, tzinfo=UTC)
COUNT = 20_000
ROUNDS = 7
"""The best of so many rounds counts, in processor time: the machine has other work."""

SITE = "what stcn.com prints"
OTHER = "the rest"
FORMS: dict[str, dict[str, Callable[[datetime, int], str]]] = {
    SITE: {
        "18:26:05": lambda at, _: at.strftime("%H:%M:%S"),
        "09-27 18:26": lambda at, _: at.strftime("%m-%d %H:%M"),
        "2026-09-27 18:26": lambda at, _: at.strftime("%Y-%m-%d %H:%M"),
        "1790554148": lambda at, _: f"{at.timestamp():.0f}",
        "1790554148000": lambda at, _: f"{at.timestamp():.0f}000",
    },
    OTHER: {
        "2026-09-27T18:26:05+08:00": lambda at, _: at.isoformat(),
        "Sun, 27 Sep 2026 18:26:05 GMT": lambda at, _: at.strftime(
            "%a, %d %b %Y %H:%M:%S GMT"
        ),
        "20260927182605": lambda at, _: at.strftime("%Y%m%d%H%M%S"),
        "2026年9月27日 18:26": lambda at, _: at.strftime("%Y年%m月%d日 %H:%M"),
        "9月27日 18:26": lambda at, _: at.strftime("%m月%d日 %H:%M"),
        "昨天 18:26:05": lambda at, _: at.strftime("昨天 %H:%M:%S"),
        "5分钟前": lambda _, n: f"{n % 9999}分钟前",
        "二〇二六年九月廿七日": lambda at, _: chinese(at),
        "发布时间：… 来源：…": lambda at, n: (
            f"发布时间：{at:%Y-%m-%d %H:%M} 来源：虚构网 阅读 {n}"
        ),
        "无时间": lambda _, n: f"第{n}号公告没有时间",
    },
}


def chinese(at: datetime) -> str:
    """Write a day in Chinese numerals, digit by digit where that is a year."""
    digits = "〇一二三四五六七八九"
    tens = ("", "十", "廿", "三十")
    month, day = (
        tens[n // 10] + digits[n % 10].replace("〇", "") for n in (at.month, at.day)
    )
    return "".join(digits[int(d)] for d in str(at.year)) + f"年{month}月{day}日"


def strings(form: Callable[[datetime, int], str]) -> list[str]:
    """Print `COUNT` times of the last months, 4 minutes and 19 seconds apart."""
    first = REFERENCE.astimezone(BEIJING)
    return [form(first - timedelta(seconds=259 * n), n) for n in range(COUNT)]


def rate(read: Callable[[str], object], raws: list[str]) -> float:
    """Measure strings per second, the best round of `ROUNDS`."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        for raw in raws:
            read(raw)
        best = min(best, time.process_time() - start)
    return len(raws) / best


def dateutil_rate(raws: list[str]) -> float | None:
    """Measure dateutil, or None where it cannot read a string of this form."""
    try:
        parse(raws[0])
    except (ParserError, OverflowError):
        return None
    return rate(parse, raws[: COUNT // 4])


def main() -> None:
    """Print one line per form and one per group, the mean over its forms."""
    warnings.simplefilter("ignore")
    for group, forms in FORMS.items():
        seconds = 0.0
        print(f"{group:<34}{'strings/s':>12}{'dateutil':>12}{'ratio':>8}")
        for name, form in forms.items():
            raws = strings(form)
            ours = rate(lambda raw: read_time(raw, REFERENCE), raws)
            theirs = dateutil_rate(raws)
            seconds += 1 / ours
            other = (
                f"{theirs:>12,.0f}{ours / theirs:>7.1f}x" if theirs else f"{'cannot':>12}"
            )
            # A Chinese character takes two columns.
            pad = 32 - sum(1 + (ord(c) > 0x2E80) for c in name)
            print(f"  {name}{' ' * pad}{ours:>12,.0f}{other}")
        print(f"  {'all of them':<32}{len(forms) / seconds:>12,.0f}\n")


if __name__ == "__main__":
    main()
