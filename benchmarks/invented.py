"""
Invented news of real length: what several benchmarks measure on.

Words by Zipf's law out of a made up vocabulary, with companies, codes, amounts,
percentages and dates between them. Lengths are distributed as those of the 41 real
posts that were looked at. The same count gives the same articles.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from storage.records import ArticleRecord, SymbolRecord

NOON = datetime(2026, 9, 28, 4, 0, tzinfo=UTC)
DAYS = 1_000
LENGTHS = (21, 33, 40, 84, 160, 210, 430, 900, 1_250, 2_000, 5_600)
"""Characters in a body: the deciles of the real posts. The mean is 790."""
PIECES = 100_000
"""Different runs of ten words; drawing them is faster than drawing the words."""
FLASH = 160
"""What is shorter counts as a flash."""
BOARDS = (("0000", "SZ"), ("0024", "SZ"), ("3007", "SZ"), ("6005", "SH"), ("6881", "SH"))


class Language:
    """A vocabulary, and texts made of it; the same for the same seed."""

    def __init__(self, seed: int = 7) -> None:
        """Make the words up."""
        self.pick = random.Random(seed)
        signs = self.pick.sample([chr(code) for code in range(0x4E00, 0x9FA6)], 2_500)
        weights = list(accumulate(1 / (rank + 40) for rank in range(len(signs))))

        def word(length: int) -> str:
            return "".join(self.pick.choices(signs, cum_weights=weights, k=length))

        lengths = [2] * 6_000 + [3] * 2_500 + [4] * 3_500
        self.pick.shuffle(lengths)
        self.words = [word(length) for length in lengths]
        self.weights = list(accumulate(1 / (rank + 2) for rank in range(len(lengths))))
        self.companies = [
            (f"{word(2)}股份", f"{start[:3]}{number:03d}.{market}")
            for start, market in BOARDS
            for number in self.pick.sample(range(1_000), 600)
        ]
        self.pieces: list[str] = []

    def text(self, length: int) -> tuple[str, set[tuple[str, str]]]:
        """So many characters, roughly, in sentences, and the companies that they name."""
        if not self.pieces:
            drawn = self.pick.choices(self.words, cum_weights=self.weights, k=10 * PIECES)
            self.pieces = ["".join(drawn[at : at + 10]) for at in range(0, len(drawn), 10)]
        parts: list[str] = []
        named: set[tuple[str, str]] = set()
        left = length
        while left > 0:
            part = self.pieces[int(self.pick.random() * PIECES)][:left]
            if left > len(part) + 12:
                part += ("，", "，", "。", "、")[int(self.pick.random() * 4)]
                part += self.figure(named)
            parts.append(part)
            left -= len(part)
        return "".join(parts) + "。", named

    def figure(self, named: set[tuple[str, str]]) -> str:
        """What financial news count; a company is added to those named."""
        chance = self.pick.random
        kind = int(chance() * 6)
        if kind == 0:
            name, symbol = self.companies[int(chance() ** 2 * len(self.companies))]
            named.add((name, symbol))
            return f"{name}（{symbol[:6]}）"
        if kind == 1:
            return f"{int(chance() ** 2 * 10_000) / 100}%"
        if kind == 2:
            return f"{int(chance() ** 2 * 10_000) / 10}亿元"
        if kind == 3:
            return f"{chance() * 100:.6f}亿" if chance() < 0.1 else f"{chance() * 9:.2f}元"
        if kind == 4:
            return f"{2026 - int(chance() ** 2 * 12)}年{int(chance() * 12) + 1}月"
        return f"{int(chance() * 12) + 1}月{int(chance() * 28) + 1}日"


def articles(count: int) -> Iterator[ArticleRecord]:
    """Flashes and articles, their times in random order, which spares no query a seek."""
    language = Language()
    pick = language.pick
    for number in range(count):
        at = NOON - timedelta(seconds=int(pick.random() * DAYS * 86_400))
        decile, rest = divmod(pick.random() * (len(LENGTHS) - 1), 1)
        low, high = LENGTHS[int(decile)], LENGTHS[int(decile) + 1]
        length = int(low + (high - low) * rest)
        body, named = language.text(length)
        is_flash = length < FLASH
        has_time = number % 100 != 99
        yield ArticleRecord(
            article_id=f"stcn:{number}",
            site="stcn",
            native_id=str(number),
            kind="flash" if is_flash else "article",
            url=f"https://www.stcn.com/article/detail/{number}.html",
            channels=("kx",) if is_flash else (pick.choice(("yw", "gs", "company")),),
            title=language.text(24)[0],
            summary=None,
            body=body,
            body_html=f"<p>{body}</p>",
            source="证券时报",
            print_issue=None,
            authors=("林晓舟",),
            editor=None,
            published_at=at if has_time else None,
            published_precision="minute" if has_time else "unknown",
            published_raw=None,
            published_from="detail",
            published_zone="assumed",
            symbols=tuple(
                SymbolRecord(symbol=symbol, name=name, rule="code_in_text")
                for name, symbol in sorted(named)
            ),
            tags=(),
            important=False,
            seen_at=NOON,
        )
