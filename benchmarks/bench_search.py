"""
Milliseconds that a search over 100,000 articles takes, and whether it finds all.

The texts are invented: words by Zipf's law out of a made up vocabulary, with
companies, codes, amounts and percentages between them. Times are in random
order, which spares no query a seek. The truth is the word as a plain part of
the folded text. Run with `.venv/bin/python benchmarks/bench_search.py`; the
database stays in the temporary folder for the next run.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).parents[1]))

from storage.queries import Filters, Reader, latest, open_reader, search
from storage.records import ArticleRecord, SymbolRecord
from storage.search_text import Query, fold, parse_query
from storage.store import Store

ARTICLES = 100_000
BATCH = 500
ROUNDS = 5
"""Each word is sought so many times; every time counts."""
WORDS = 12
"""Words sought per group."""
NOON = datetime(2026, 9, 28, 4, 0, tzinfo=UTC)
DAYS = 1_000


class Language:
    """A vocabulary, and texts made of it; the same for the same seed."""

    def __init__(self, seed: int = 7) -> None:
        self.pick = random.Random(seed)  # noqa: S311 - no secret
        ideographs = self.pick.sample([chr(code) for code in range(0x4E00, 0x9FA6)], 2500)
        lengths = [2] * 4000 + [3] * 1500 + [4] * 1500
        self.pick.shuffle(lengths)
        self.words = ["".join(self.pick.choices(ideographs, k=n)) for n in lengths]
        self.weights = list(accumulate(1 / rank for rank in range(1, len(lengths) + 1)))
        self.companies = [
            (f"{''.join(self.pick.choices(ideographs, k=2))}股份", f"{code:06d}.SZ")
            for code in self.pick.sample(range(2000, 3000), 400)
        ]

    def text(self, words: int) -> str:
        """So many words, in sentences, with figures between them."""
        chosen = self.pick.choices(self.words, cum_weights=self.weights, k=words)
        for place in range(9, words, 10):
            chosen[place] += self.pick.choice("，，。") + self.figure()
        return "".join(chosen) + "。"

    def figure(self) -> str:
        """What financial news count."""
        kind = self.pick.randrange(4)
        if kind == 0:
            name, symbol = self.pick.choice(self.companies)
            return f"{name}（{symbol[:6]}）"
        if kind == 1:
            return f"{self.pick.randrange(10_000) / 100}%"
        if kind == 2:
            return f"{self.pick.randrange(1_000) / 10}亿元"
        return f"{self.pick.randrange(1, 13)}月{self.pick.randrange(1, 29)}日"


def articles(count: int) -> Iterator[ArticleRecord]:
    """Half of them flashes of 100 characters, half articles of 1,000."""
    language = Language()
    pick = language.pick
    for number in range(count):
        is_flash = number % 2 == 0
        at = NOON - timedelta(minutes=pick.randrange(DAYS * 1440))
        body = language.text(40 if is_flash else 400)
        yield ArticleRecord(
            article_id=f"stcn:{number}",
            site="stcn",
            native_id=str(number),
            kind="flash" if is_flash else "article",
            url=f"https://www.stcn.com/article/detail/{number}.html",
            channels=("kx",) if is_flash else (pick.choice(("yw", "gs", "company")),),
            title=language.text(7),
            summary=None,
            body=body,
            body_html=f"<p>{body}</p>",
            source="证券时报",
            print_issue=None,
            authors=("林晓舟",),
            editor=None,
            published_at=None if number % 100 == 99 else at,
            published_precision="unknown" if number % 100 == 99 else "minute",
            published_raw=None,
            published_from="detail",
            published_zone="assumed",
            symbols=tuple(
                SymbolRecord(symbol=symbol, name=name, rule="code_in_text")
                for name, symbol in language.companies
                if symbol[:6] in body
            ),
            tags=(),
            important=False,
            seen_at=NOON,
        )


def make_database(path: Path, count: int) -> None:
    """Fill a database through the store, as a crawl does."""
    started = time.perf_counter()
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    with Store(f"sqlite:///{unfinished}") as store:
        run_id = store.begin_run("stcn", {}, NOON)
        records = articles(count)
        while batch := list(islice(records, BATCH)):
            store.apply(run_id, batch)
    unfinished.rename(path)
    seconds = time.perf_counter() - started
    print(f"{count:,} articles stored in {seconds:.0f} s, {path.stat().st_size / 1e6:.0f} MB")
