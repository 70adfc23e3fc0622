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
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).parents[1]))

from storage.queries import Reader, latest, open_reader, search
from storage.records import ArticleRecord, SymbolRecord
from storage.search_text import fold, parse_query
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
        """Make the words up."""
        self.pick = random.Random(seed)
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
    print(
        f"{count:,} articles stored in {seconds:.0f} s, {path.stat().st_size / 1e6:.0f} MB"
    )


def groups() -> dict[str, list[str]]:
    """What people look for, by how it is written and how common it is."""
    language = Language()
    pick = random.Random(3)
    by_length = {n: [w for w in language.words if len(w) == n] for n in (2, 3, 4)}
    return {
        "2 characters, common": by_length[2][:WORDS],
        "2 characters, middling": by_length[2][100 : 100 + 20 * WORDS : 20],
        "2 characters, rare": by_length[2][-WORDS:],
        "4 characters, common": by_length[4][:WORDS],
        "4 characters, rare": by_length[4][-WORDS:],
        "company": [name for name, _ in pick.sample(language.companies, WORDS)],
        "code": [symbol[:6] for _, symbol in pick.sample(language.companies, WORDS)],
        "amount": [f"{pick.randrange(1, 1000) / 10}亿元" for _ in range(WORDS)],
        "percentage": ["12.5%", *(f"{pick.randrange(9999) / 100}%" for _ in range(WORDS))],
        "1 character": [word[-1] for word in by_length[2][:2000:170]],
        "1 sign or digit": ["%", "5", "（", "。"],
        "2 words": [
            f"{one} {other}"
            for one, other in zip(by_length[2][5:], by_length[3][300:], strict=False)
        ][:WORDS],
        "not there": ["鼎", "鼎鼐", "999.99%", "无此公司股份"],
    }


def truth(path: Path) -> sqlite3.Connection:
    """The folded texts in a table of their own, to be searched the plain way."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE folded (article_id, text)")
    texts = sqlite3.connect(path).execute("SELECT article_id, title, body FROM news")
    connection.executemany(
        "INSERT INTO folded VALUES (?, ?)",
        ((article_id, f"{fold(title)}\n{fold(body)}") for article_id, title, body in texts),
    )
    return connection


def occurrences(texts: sqlite3.Connection, words: str) -> set[str]:
    """The articles that contain every word, by LIKE."""
    sought = [fold(word) for word in words.split()]
    escaped = [
        "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        for word in sought
    ]
    like = " AND ".join(["text LIKE ? ESCAPE '\\'"] * len(escaped))
    found = texts.execute(f"SELECT article_id FROM folded WHERE {like}", escaped)
    return {article_id for (article_id,) in found}


def milliseconds(work: Callable[[], object]) -> list[float]:
    """Wall-clock times of so many rounds."""
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1e3)
    return times


def line(name: str, times: list[float], *rest: object) -> None:
    """One line of the table."""
    p95 = quantiles(times, n=20)[-1]
    print(f"{name:24} {median(times):8.2f} {p95:8.2f} {max(times):8.2f}", *rest)


def measure(reader: Reader, texts: sqlite3.Connection | None) -> bool:
    """Print the table; whether every search found exactly what there is."""
    print(f"{'ms':24} {'median':>8} {'p95':>8} {'max':>8}   hits  missed  wrong")
    line("latest 20", milliseconds(lambda: list(latest(reader, limit=20))))
    everything: list[float] = []
    is_exact = True
    for name, words in groups().items():
        times: list[float] = []
        hits = missed = wrong = 0
        for word in words:
            query = parse_query(word.split())
            times += milliseconds(lambda query=query: search(reader, query))
            if texts is None:
                continue
            found = search(reader, query, limit=sys.maxsize - 1).hits
            ids = {hit.row.article_id for hit in found}
            there = occurrences(texts, word)
            hits += len(there)
            missed += len(there - ids)
            wrong += len(ids - there)
        is_exact &= not missed and not wrong
        everything += times
        counted = f"{hits:7} {missed:6} {wrong:6}" if texts else ""
        line(name, times, counted)
    line("all of them", everything)
    return is_exact


def main() -> None:
    """Make the database where there is none, then measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--no-truth", action="store_true", help="measure times alone")
    options = parser.parse_args()
    path = Path(tempfile.gettempdir()) / f"shibao-search-{options.articles}.db"
    if not path.exists():
        make_database(path, options.articles)
    texts = None if options.no_truth else truth(path)
    with open_reader(f"sqlite:///{path}") as reader:
        if not measure(reader, texts):
            sys.exit("The index and the plain search disagree.")


if __name__ == "__main__":
    main()
