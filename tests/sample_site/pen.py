"""
Fills sentence patterns: `{co1#}公告，拟以{amt}至{amt}回购股份` becomes news.

A slot is a word of the vocabulary; with a digit it is remembered, so that the
same company or figure can be named again; `#` after a company prints its code.
"""

import random
import re
from collections.abc import Callable
from datetime import datetime, timedelta

from tests.sample_site import vocabulary as words
from tests.sample_site.vocabulary import Company

_SLOT = re.compile(r"\{([a-z]+)(\d?)(#?)\}")
_GLUED = re.compile(r"(\d{6}\.[A-Z]{2})(?=[0-9A-Za-z])")
_QUARTERS = ("一季度", "上半年", "前三季度", "全年")
_CODE_STYLES = ("{n}（{c}）", "{n}（{c}）", "{n}（{c}.{x}）", "{n}({c}.{x})", "{n}{c}.{x}")


class Pen:
    """Writes one story; remembers whom it named and which codes it printed."""

    def __init__(
        self,
        rng: random.Random,
        day: datetime,
        companies: tuple[list[Company], list[Company]],
    ) -> None:
        """A pen for one story published on `day` (Beijing time)."""
        self.rng = rng
        self.day = day
        self._mainland, self._hong_kong = companies
        self._memory: dict[str, str] = {}
        self._trade: words.Industry | None = None
        self.cast: dict[str, Company] = {}
        self.printed: set[str] = set()

    def fill(self, pattern: str) -> str:
        """The pattern with every slot filled; no code runs into a figure after it."""
        return _GLUED.sub(r"（\1）", _SLOT.sub(self._slot, pattern))

    def pick(self, patterns: tuple[str, ...]) -> str:
        """One of the patterns, filled."""
        return self.fill(self.rng.choice(patterns))

    def company(self, digit: str = "") -> Company:
        """A company of the mainland, the same one for the same digit."""
        key = digit or f"_{len(self.cast)}"
        if key not in self.cast:
            taken = set(self.cast.values())
            free = self.rng.choice(self._mainland)
            while free in taken:
                free = self.rng.choice(self._mainland)
            self.cast[key] = free
        return self.cast[key]

    def _slot(self, match: re.Match[str]) -> str:
        name, digit, code = match.groups()
        if name == "co":
            company = self.company(digit)
            return self._with_code(company) if code else company.name
        if name == "hk":
            return self._with_code(self.rng.choice(self._hong_kong))
        key = name + digit
        if digit and key in self._memory:
            return self._memory[key]
        text = _SLOTS[name](self)
        if digit:
            self._memory[key] = text
        return text

    def _with_code(self, company: Company) -> str:
        self.printed.add(company.symbol)
        styles = _CODE_STYLES if company.exchange != "HK" else _CODE_STYLES[2:4]
        style = self.rng.choice(styles)
        return style.format(n=company.name, c=company.code, x=company.exchange)

    def date(self, back: int, ahead: int = 0) -> str:
        """A day near the story's own as `9月28日`."""
        day = self.day + timedelta(days=self.rng.randint(-back, ahead))
        return f"{day.month}月{day.day}日"

    def trade(self) -> words.Industry:
        """The story's industry: that of the first company named, or any."""
        if self._trade is None:
            first = next(iter(self.cast.values()), None)
            self._trade = first.industry if first else self.rng.choice(words.INDUSTRIES)
        return self._trade


def _amount(pen: Pen) -> str:
    rng = pen.rng
    roll = rng.random()
    if roll < 0.2:
        return f"{rng.randint(120, 9900)}万元"
    if roll < 0.3:
        return f"{rng.uniform(1000, 9999):,.2f}万元"
    if roll < 0.45:
        return f"{rng.randint(1, 60)}亿元"
    return f"{rng.uniform(1.01, 88):.2f}亿元"


def _shares(pen: Pen) -> str:
    if pen.rng.random() < 0.7:
        return f"{pen.rng.uniform(30, 4800):.2f}万股"
    return f"{pen.rng.randint(200, 3800)}万股"


def _percent_range(pen: Pen) -> str:
    low = pen.rng.randint(5, 120)
    return f"{low}%至{low + pen.rng.randint(8, 60)}%"


def _price_of_goods(pen: Pen) -> str:
    name, unit = pen.rng.choice(words.COMMODITIES)
    return f"{name}现货均价报{pen.rng.randint(8, 99999)}{unit}"


def _quarter(pen: Pen) -> str:
    return f"{pen.day.year}年{_QUARTERS[(pen.day.month - 1) // 3]}"


def _one_of(options: list[str] | tuple[str, ...]) -> Callable[[Pen], str]:
    return lambda pen: pen.rng.choice(options)


def _number(form: str, low: float, high: float) -> Callable[[Pen], str]:
    return lambda pen: form.format(pen.rng.uniform(low, high))


def _whole(form: str, low: int, high: int) -> Callable[[Pen], str]:
    return lambda pen: form.format(pen.rng.randint(low, high))


_SLOTS: dict[str, Callable[[Pen], str]] = {
    "amt": _amount,
    "big": _number("{:.2f}万亿元", 0.4, 48),
    "pct": _number("{:.2f}%", 0.1, 48),
    "rise": _number("{:.2f}%", 0.05, 4.9),
    "times": _number("{:.1f}倍", 1.2, 9.9),
    "pctr": _percent_range,
    "price": _number("{:.2f}元/股", 3, 180),
    "point": _number("{:.2f}点", 2800, 13900),
    "usd": _number("{:.2f}美元", 40, 120),
    "yuan": _number("{:.2f}元", 2, 380),
    "shares": _shares,
    "num": _whole("{}", 3, 960),
    "few": _whole("{}", 2, 9),
    "tons": _number("{:.1f}万吨", 0.6, 480),
    "units": _number("{:.2f}万辆", 0.9, 62),
    "bp": _whole("{}个基点", 2, 45),
    "year": lambda pen: str(pen.day.year),
    "last": lambda pen: str(pen.day.year - 1),
    "next": lambda pen: str(pen.day.year + pen.rng.randint(1, 3)),
    "month": lambda pen: f"{(pen.day.month - 2) % 12 + 1}月",
    "today": lambda pen: f"{pen.day.month}月{pen.day.day}日",
    "date": lambda pen: pen.date(20),
    "soon": lambda pen: pen.date(0, 25),
    "clock": lambda pen: f"{pen.rng.randint(9, 21)}时{pen.rng.randint(1, 59)}分",
    "quarter": _quarter,
    "person": lambda pen: words.person(pen.rng),
    "office": _one_of(words.TITLES_OF_OFFICE),
    "broker": _one_of(words.BROKERS),
    "house": _one_of(words.FUND_HOUSES),
    "bank": _one_of(words.BANKS),
    "insurer": _one_of(words.INSURERS),
    "car": _one_of(words.CARMAKERS),
    "univ": _one_of(words.UNIVERSITIES),
    "forum": _one_of(words.FORUMS),
    "agency": _one_of(words.AGENCIES),
    "bourse": _one_of(words.EXCHANGES),
    "idx": _one_of(words.INDICES),
    "sector": _one_of(words.SECTORS),
    "city": _one_of(words.CITIES),
    "prov": _one_of(words.PROVINCES),
    "country": _one_of(words.COUNTRIES),
    "goods": _price_of_goods,
    "mat": lambda pen: pen.rng.choice(words.COMMODITIES)[0],
    "ind": lambda pen: pen.trade().name,
    "prod": lambda pen: pen.rng.choice(pen.trade().products),
    "input": lambda pen: pen.rng.choice(pen.trade().inputs),
    "topic": lambda pen: pen.rng.choice(pen.trade().topics),
}
