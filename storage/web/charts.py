"""The charts that people look at first."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Final

from markupsafe import Markup

from storage.clock import instant
from storage.posts import channel_name
from storage.queries import Reader
from storage.web.asking import Asked
from storage.web.covered import calendar, coverage_map
from storage.web.drawing import Bar, Cell, Row, bars, heat_map
from storage.web.front import freshness
from storage.web.panels import LINES, Chart, days_up_to, ticks
from storage.web.questions import (
    ARTICLES_PER_DAY,
    ARTICLES_PER_HOUR,
    REPRINT_DELAY,
    SYMBOLS,
)
from storage.web.rendering import Answer, page
from storage.web.words import age

_DELAYS: Final = (
    (60, "1 分钟内"),
    (600, "10 分钟内"),
    (3_600, "1 小时内"),
    (21_600, "6 小时内"),
    (86_400, "1 天内"),
    (604_800, "1 周内"),
    (None, "更久"),
)


def charts(reader: Reader) -> Answer:
    """The page of charts."""
    with reader.at_one_instant():
        drawn = [draw(reader) for draw in _CHARTS]
    return page("charts.html", charts=drawn)


def _per_hour(reader: Reader) -> Chart:
    rows = [
        ((site, channel), hour, n)
        for site, channel, hour, n in reader.rows(ARTICLES_PER_HOUR)
    ]
    hours = [str(hour) if hour % 3 == 0 else "" for hour in range(24)]
    drawing = _heat("各频道各小时发稿数", hours, rows, lambda hour: f"{hour} 时")
    note = "近 30 天，北京时间；颜色按频道各自的最高值。"
    return Chart("一天之中何时发稿", note, "articles_per_hour", drawing)


def _per_day(reader: Reader) -> Chart:
    found = [
        ((site, channel), day, n) for site, channel, day, n in reader.rows(ARTICLES_PER_DAY)
    ]
    days = days_up_to(day for _, day, _ in found)
    rows = [(of, days.index(day), n) for of, day, n in found if day in days]

    def href(of: tuple[str, str], column: int) -> str:
        return Asked().but(channel=":".join(of), day=days[column])

    drawing = _heat("各频道每日发稿数", ticks(days), rows, days.__getitem__, href)
    note = "近 30 天；颜色按频道各自的最高值，点一格看当天。"
    return Chart("每天发稿多少", note, "articles_per_day", drawing)


def _delays(reader: Reader) -> Chart:
    numbers = dict.fromkeys(_DELAYS, 0)
    for *_, seconds in reader.rows(REPRINT_DELAY):
        bucket = next(b for b in _DELAYS if b[0] is None or seconds < b[0])
        numbers[bucket] += 1
    lines = [Bar(label, n, f"{n:,}") for (_, label), n in numbers.items()]
    drawing = bars("转载时滞", lines) if any(numbers.values()) else None
    return Chart("转载晚多久", "首发之后多久出现转载。", "reprint_delay", drawing)


def _freshness(reader: Reader) -> Chart:
    now = datetime.now(UTC)
    lines = []
    for fresh in freshness(reader)[:20]:
        at = instant(fresh.newest)
        assert at is not None  # the query asks for published ones alone
        hours = max((now - at).total_seconds() / 3_600, 0.0)
        href = Asked().but(channel=fresh.value)
        lines.append(Bar(fresh.name, hours, age(fresh.newest, now), href))
    note = "每个频道最新一篇距现在多久；越短越新。"
    return Chart(
        "新鲜度", note, "freshness", bars("各频道新鲜度", lines) if lines else None
    )


def _symbols(reader: Reader) -> Chart:
    lines = [
        Bar(f"{name or ''} {symbol}".strip(), n, f"{n:,}", Asked().but(symbol=symbol))
        for symbol, name, n in reader.rows(SYMBOLS)
    ]
    drawing = bars("提及最多的证券", lines) if lines else None
    return Chart("提及最多的证券", "近 30 天，按篇数。", "most_named_symbols", drawing)


def _heat(
    title: str,
    columns: list[str],
    found: Iterable[tuple[tuple[str, str], int, int]],
    column_name: Callable[[int], str],
    href: Callable[[tuple[str, str], int], str] | None = None,
) -> Markup | None:
    """A heat map of numbers, each line shaded by its own greatest; fullest first."""
    lines: dict[tuple[str, str], dict[int, int]] = {}
    for of, column, number in found:
        lines.setdefault(of, {})[column] = number
    rows = []
    fullest = sorted(lines.items(), key=lambda item: -sum(item[1].values()))
    for of, numbers in fullest[:LINES]:
        most = max(numbers.values())
        name = channel_name(*of)
        cells = {
            column: Cell(
                number / most,
                f"{name} {column_name(column)}：{number} 篇",
                href(of, column) if href else None,
            )
            for column, number in numbers.items()
        }
        rows.append(Row(name, cells))
    return heat_map(title, columns, rows) if rows else None


_CHARTS: Final = (
    _per_hour,
    _per_day,
    calendar,
    coverage_map,
    _symbols,
    _freshness,
    _delays,
)
