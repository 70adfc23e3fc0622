"""
Milliseconds that a search over very many articles takes, and whether it finds all.

The articles are those of `benchmarks/invented.py`. Some 350 queries of all kinds are
asked three times each, in random order; every time counts. The truth is the word as
a plain part of the folded text, looked for in every article. Then the same articles,
or the first 10,000 of them, are indexed three ways: as Shibao does, by SQLite's
trigrams, by words that jieba cuts (`pip install jieba`; absent, the table says so).

Run with `.venv/bin/python benchmarks/bench_search.py [--articles 1000000]`; the
database stays in the temporary folder for the next run and for `bench_export.py`.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from typing import TypeAlias

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.bulk import TEXTS, make_database
from benchmarks.invented import Language
from benchmarks.other_indexes import compare
from storage.queries import Reader, latest, open_reader, search
from storage.queries.news import latest_ids
from storage.search_text import Query, fold, parse_query, to_match

ARTICLES = 100_000
ROUNDS = 3
WORDS = 18
"""Queries per kind."""
COMPARED = 10_000
"""Articles that are indexed three ways."""

Rows: TypeAlias = "array[int]"


def kinds(reader: Reader) -> dict[str, list[str]]:
    """What people look for, by how it is written and how common it is."""
    language, pick = Language(), random.Random(3)
    two, three, four = (
        [word for word in dict.fromkeys(language.words) if len(word) == length]
        for length in (2, 3, 4)
    )
    cut = _cut(reader, pick)
    companies = pick.sample(language.companies, 2 * WORDS)
    return {
        "2 characters, common": two[:WORDS],
        "2 characters, middling": two[100 : 100 + 40 * WORDS : 40],
        "2 characters, rare": two[-WORDS:],
        "3 characters": three[5 : 5 + 30 * WORDS : 30],
        "4 characters, common": four[:WORDS],
        "4 characters, rare": four[-WORDS:],
        "any 2 characters": [next(cut[2]) for _ in range(WORDS)],
        "any 5 characters": [next(cut[5]) for _ in range(WORDS)],
        "any 12 characters": [next(cut[12]) for _ in range(WORDS)],
        "company": [name for name, _ in companies[:WORDS]],
        "code": [symbol[:6] for _, symbol in companies[:WORDS]],
        "part of a code": [symbol[1:5] for _, symbol in companies[WORDS:]],
        "amount": [f"{pick.randrange(1, 10_000) / 10}亿元" for _ in range(WORDS)],
        "long amount": [f"{pick.random() * 100:.6f}亿"[:-3] for _ in range(WORDS)],
        "percentage": [f"{pick.randrange(10_000) / 100}%" for _ in range(WORDS)],
        "date": [
            f"{pick.randrange(2014, 2027)}年{pick.randrange(1, 13)}月" for _ in range(WORDS)
        ],
        "1 character": [word[-1] for word in two[: 110 * WORDS : 110]],
        "1 sign, 1 or 2 digits": ["%", "5", "（", "。", "12", "73", "00", "0", "."],
        "2 words": [f"{a} {b}" for a, b in zip(two[5:], three[90:], strict=False)][:WORDS],
        "word and figure": [
            f"{word} {pick.randrange(100, 9_999) / 100}%" for word in two[3 : 3 + WORDS]
        ],
        "either of 2 words": [
            f"{a} OR {b}" for a, b in zip(two[900:], four[40:], strict=False)
        ][:WORDS],
        "not a 2nd word": [f"{a} -{b}" for a, b in zip(four[60:], two, strict=False)][
            :WORDS
        ],
        "not there": ["鼎鼐", "999.999%", "无此公司股份", "ChatGPT", "１２３４５６７８"],
    }


def _cut(reader: Reader, pick: random.Random) -> Mapping[int, Iterator[str]]:
    """Per length, pieces of that length out of the articles, wherever they fall."""
    ids = list(latest_ids(reader, limit=100_000))

    def pieces(length: int) -> Iterator[str]:
        while True:
            (body,) = reader.row(f"{BODY} WHERE a.id = {pick.choice(ids)}") or ("",)
            start = pick.randrange(max(len(body) - length, 1))
            yield body[start : start + length]

    return {length: pieces(length) for length in (2, 5, 12)}


BODY = "SELECT v.body FROM article a JOIN article_version v USING (article_id)"


Times = dict[Query, list[float]]


def milliseconds(reader: Reader, queries: list[Query]) -> tuple[Times, Times]:
    """By the clock and of the processor; every round in an order of its own."""
    clock: Times = defaultdict(list)
    processor: Times = defaultdict(list)
    pick = random.Random(5)
    for _ in range(ROUNDS):
        for query in pick.sample(queries, len(queries)):
            started, worked = time.perf_counter(), time.process_time()
            search(reader, query)
            processor[query].append((time.process_time() - worked) * 1e3)
            clock[query].append((time.perf_counter() - started) * 1e3)
    return clock, processor


def line(name: str, times: list[float], *rest: object) -> None:
    """One line of the table."""
    p95 = quantiles(times, n=20)[-1]
    print(f"{name:24} {median(times):8.2f} {p95:8.2f} {max(times):8.2f}", *rest, flush=True)


def measure(reader: Reader, check: int) -> bool:
    """Print the table; whether so many searches of a kind found exactly what there is."""
    asked = {
        kind: [parse_query(words) for words in list_]
        for kind, list_ in kinds(reader).items()
    }
    queries = list(dict.fromkeys(q for list_ in asked.values() for q in list_))
    print(f"{'ms':24} {'median':>8} {'p95':>8} {'max':>8}   hits  missed  wrong")
    times, worked = milliseconds(reader, queries)
    checked = [query for list_ in asked.values() for query in list_[:check]]
    there = _there(reader, checked) if check else {}
    order = _order(reader) if check else array("L")
    is_exact = True
    for kind, list_ in asked.items():
        counted = [_counted(reader, q, there[q], order) for q in list_ if q in there]
        hits, missed, wrong = map(sum, zip(*counted, strict=True)) if counted else (0, 0, 0)
        is_exact &= not missed and not wrong
        of_kind = [one for query in list_ for one in times[query]]
        line(kind, of_kind, f"{hits:9} {missed:5} {wrong:5}" if check else "")
    line(f"all {len(queries)}", [one for list_ in times.values() for one in list_])
    line("of the processor", [one for list_ in worked.values() for one in list_])
    print("load average {:.1f} {:.1f} {:.1f}".format(*os.getloadavg()))
    started = time.perf_counter()
    list(latest(reader, limit=20))
    print(f"{'20 newest, for scale':24} {(time.perf_counter() - started) * 1e3:8.2f}")
    return is_exact


def _there(reader: Reader, queries: list[Query]) -> dict[Query, Rows]:
    """The row ids of what every query means, from the texts alone, ascending."""
    words = {w: fold(w) for q in queries for w in (*q.words, *q.none_of)}
    found: dict[Query, Rows] = {query: array("L") for query in queries}
    for row, title, body in reader.rows(f"{TEXTS} ORDER BY a.id"):
        text = f"{fold(title)}\n{fold(body)}"
        has = {word for word, folded in words.items() if folded in text}
        for query, ids in found.items():
            if (
                has.issuperset(query.all_of)
                and all(has.intersection(group) for group in query.any_of)
                and has.isdisjoint(query.none_of)
            ):
                ids.append(row)
    return found


def _order(reader: Reader) -> Rows:
    """For every row id, which place it has among the newest."""
    newest = list(latest_ids(reader))
    order = array("L", bytes(8 * (max(newest) + 1)))
    for place, row in enumerate(newest):
        order[row] = place
    return order


def _counted(
    reader: Reader, query: Query, there: Rows, order: Rows
) -> tuple[int, int, int]:
    """Hits in truth, missed ones, wrong ones: of the index, and of the 20 newest."""
    match = "SELECT rowid FROM article_search WHERE article_search MATCH :match"
    found = {row for (row,) in reader.rows(match, {"match": to_match(query)})}
    truth = set(there)
    newest = sorted(there, key=order.__getitem__)[:20]
    shown = [
        int(hit.row.article_id.partition(":")[2]) + 1 for hit in search(reader, query).hits
    ]
    missed = len(truth - found) + len(set(newest) - set(shown))
    return len(truth), missed, len(found - truth) + (shown != newest)


def main() -> None:
    """Make the database where there is none, then measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--check", type=int, default=WORDS, help="queries of each kind")
    parser.add_argument("--no-others", action="store_true", help="and no other indexes")
    options = parser.parse_args()
    path = Path(tempfile.gettempdir()) / f"shibao-articles-{options.articles}.db"
    if not path.exists():
        make_database(path, options.articles)
    with open_reader(f"sqlite:///{path}") as reader:
        is_exact = measure(reader, options.check)
        if not options.no_others:
            compare(list(islice(reader.rows(f"{TEXTS} ORDER BY a.id"), COMPARED)))
    if not is_exact:
        sys.exit("The index and the plain search disagree.")


if __name__ == "__main__":
    main()
