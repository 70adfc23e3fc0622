"""
What an article weighs in each table and index, and what a look costs the more is stored.

    python benchmarks/bench_scale.py                        # small, SQLite
    python benchmarks/bench_scale.py --articles 20000       # the figures of docs/scale.md
    python benchmarks/bench_scale.py --articles 20000 --texts real
    python benchmarks/bench_scale.py --server               # PostgreSQL, as tests start it

Articles of the sample site's newsroom, or invented ones as long as real posts, go through
the store as a crawl's do: listed, then read, a hundred records a transaction, each with a
response that the archive keeps. `docs/scale.md` says what follows.
"""

import argparse
import gzip
import json
import re
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import invented
from crawler.archive import ArchiveWriter, Exchange
from storage.records import (
    ArticleRecord,
    RawRecord,
    Record,
    SightingRecord,
    SymbolRecord,
    WalkRecord,
)
from storage.store import RunResult, Store
from tests.sample_site import SampleSite, serve

Done = TypeVar("Done")
CORPORA = Path(__file__).parents[2] / "shared" / "corpora"
BATCH = 100
A_DAY = 330
"""Articles a day that the newsroom is told to write: too many a day would make more
repeats than there are."""
SHOWN = 20
"""Articles that a list shows."""
LOOKS = 15
MARKS = 50_000
"""Marks of 10,000 sites with five channels each."""
KINDS = (
    ("texts", ("article_version",)),
    ("article and satellites", ("article", "article_author", "article_symbol")),
    ("listing", ("article_channel", "discovery", "article_tag")),
    ("search", ("article_search",)),
    ("repeats: bands and anchors", ("fingerprint_key",)),
    ("repeats: fingerprints", ("fingerprint",)),
    ("repeats: verdicts", ("repeat_link", "duplicate")),
    ("archive's references", ("raw_response",)),
)


def site_articles(count: int, seed: int = 7) -> Iterator[ArticleRecord]:
    """The sample site's truths as records."""
    site = SampleSite(seed=seed, articles=count, days=max(1, count / A_DAY))
    truths = (truth for truth in site.truth() if truth.status == "live")
    for truth in islice(truths, count):
        yield ArticleRecord(
            article_id=f"stcn:{truth.native_id}",
            site="stcn",
            native_id=truth.native_id,
            kind=truth.kind,
            url=truth.url,
            channels=truth.channels,
            title=truth.title,
            summary=None,
            body=truth.body,
            body_html="".join(f"<p>{line}</p>\n" for line in truth.body.split("\n")),
            source=truth.source,
            print_issue=truth.print_issue,
            authors=truth.authors,
            editor=truth.editor,
            published_at=truth.published,
            published_precision=truth.precision,
            published_raw=f"{truth.published:%Y-%m-%d %H:%M}",
            published_from="detail",
            published_zone="assumed",
            symbols=tuple(
                SymbolRecord(symbol=one, name="公司股份", rule="code_in_text")
                for one in truth.symbols
            ),
            tags=truth.tags,
            important=False,
            seen_at=truth.published + timedelta(minutes=1),
        )


def raw_of(number: int, url: str, at: datetime) -> RawRecord:
    """A reference as the archive would give it."""
    return RawRecord(
        record_id=f"<urn:uuid:{UUID(int=number * 2**64 + 1)}>",
        file=f"stcn-{at:%Y%m%d}-00001-01234567.warc.gz",
        offset=number * 6_000,
        length=5_400,
        digest=f"sha1:{number:032}",
        url=url,
        status=200,
        fetched_at=at,
    )


def records_of(article: ArticleRecord, number: int) -> Iterator[Record]:
    """What a crawl stores of an article: that it was listed, then what it says."""
    for channel in article.channels:
        yield sighting(article, channel, article.seen_at)
    raw = raw_of(number, article.url or "", article.seen_at)
    yield replace(article, raw=raw, parser_version="1.0123456789ab")


def sighting(article: ArticleRecord, channel: str, at: datetime) -> SightingRecord:
    """An entry of a list."""
    return SightingRecord(
        article_id=article.article_id,
        site=article.site,
        native_id=article.native_id or "",
        url=article.url or "",
        channel=channel,
        title=article.title,
        published_at=article.published_at,
        listed_at=at,
    )


class Meter:
    """Processor seconds of this process and of the server's, if there is one."""

    def __init__(self, url: str) -> None:
        """Of this database."""
        self.url = url

    def seconds(self) -> tuple[float, float]:
        """Ours and the server's, so far; the latter in hundredths."""
        return time.process_time(), sum(map(_ticks, self._backends())) / 100

    def _backends(self) -> list[int]:
        if self.url.startswith("sqlite"):
            return []
        import psycopg  # noqa: PLC0415 - of an extra

        query = """SELECT pid FROM pg_stat_activity
        WHERE pid <> pg_backend_pid() AND datname = current_database()"""
        with psycopg.connect(self.url) as server:
            return [pid for (pid,) in server.execute(query)]


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def load(store: Store, url: str, articles: Iterable[ArticleRecord], stop: set[int]) -> None:
    """Store them, with what a look costs whenever so many are stored."""
    run, stored, seconds, meter = _begin(store), 0, 0.0, Meter(url)
    ours, theirs = 0.0, 0.0
    kept: list[ArticleRecord] = []
    begun = meter.seconds()
    for batch in portions(articles, BATCH // 2):
        numbered = enumerate(batch, stored)
        records = [record for number, one in numbered for record in records_of(one, number)]
        wall, cpu = time.perf_counter(), time.process_time()
        store.apply(run, records)
        seconds += time.perf_counter() - wall
        ours += time.process_time() - cpu
        before, stored = stored, stored + len(batch)
        kept = (kept + batch)[-SHOWN:]
        if any(before < some <= stored for some in stop):
            theirs += meter.seconds()[1] - begun[1]
            _end(store, run)
            cost = (ours + theirs) / stored * 1000
            print(
                f"{stored:>9,} stored, {stored / seconds:,.0f} a second by the clock; "
                f"{cost:.2f} ms of processors each, {theirs / stored * 1000:.2f} the "
                "server's",
                flush=True,
            )
            say_looks(store, meter, kept)
            run = _begin(store)
            begun = meter.seconds()
    _end(store, run)


def portions(articles: Iterable[ArticleRecord], size: int) -> Iterator[list[ArticleRecord]]:
    """So many at a time."""
    left = iter(articles)
    while some := list(islice(left, size)):
        yield some


def say_looks(store: Store, meter: Meter, shown: list[ArticleRecord]) -> None:
    """What it costs the store when a run looks at one list and finds nothing new."""
    costs: dict[str, list[float]] = {"begin": [], "apply": [], "end": []}
    _look(store, shown, costs)  # the first one writes coverage of what was loaded
    costs = {name: [] for name in costs}
    before, wall = meter.seconds(), time.perf_counter()
    for _ in range(LOOKS):
        _look(store, shown, costs)
    ours, theirs = (
        (now - then) / LOOKS * 1000
        for now, then in zip(meter.seconds(), before, strict=True)
    )
    clock = (time.perf_counter() - wall) / LOOKS * 1000
    told = ", ".join(f"{n} {statistics.median(s) * 1000:.1f}" for n, s in costs.items())
    print(
        f"{'':10}a look in vain: {ours + theirs:.1f} ms of processors, {theirs:.1f} the "
        f"server's; {clock:.0f} by the clock; ours: {told}",
        flush=True,
    )


def _look(store: Store, shown: list[ArticleRecord], costs: dict[str, list[float]]) -> None:
    at = datetime.now(UTC)
    seen: list[Record] = [sighting(one, one.channels[0], at) for one in shown[1:]]
    raw = raw_of(10**8 + time.monotonic_ns(), "https://www.stcn.com/", at)
    seen += [replace(sighting(shown[0], shown[0].channels[0], at), raw=raw)]
    hour = timedelta(hours=1)
    seen += [WalkRecord(site="stcn", channel="kx", newest=at, oldest=at - hour)]
    run = _clocked(costs["begin"], lambda: _begin(store))
    _clocked(costs["apply"], lambda: store.apply(run, seen))
    _clocked(costs["end"], lambda: _end(store, run))


def _clocked(into: list[float], work: Callable[[], Done]) -> Done:
    begun = time.process_time()
    done = work()
    into.append(time.process_time() - begun)
    return done


def _begin(store: Store) -> int:
    return store.begin_run("stcn", {}, datetime.now(UTC))


def _end(store: Store, run: int) -> None:
    result = RunResult(
        outcome="ok", reason=None, finished_at=datetime.now(UTC), requests=1, errors=0
    )
    store.finish_run(run, result)


def add_marks(url: str) -> None:
    """The marks of 10,000 other sites."""
    at = "2026-09-28T00:00:00Z"
    rows = [(f"site{n // 5:05}", f"c{n % 5}", at, at, 1, None) for n in range(MARKS)]
    insert = "INSERT INTO channel_mark VALUES (?, ?, ?, ?, ?, ?)"
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database:
            database.executemany(insert, rows)
            database.commit()
    else:
        import psycopg  # noqa: PLC0415 - of an extra

        with psycopg.connect(url) as server, server.cursor() as cursor:
            cursor.executemany(insert.replace("?", "%s"), rows)


def sizes(url: str) -> dict[str, tuple[str, int]]:
    """By table or index: the table that it belongs to, and its bytes."""
    if url.startswith("sqlite"):
        query = """
        SELECT d.name, CASE WHEN d.name LIKE 'article_search%' THEN 'article_search'
          ELSE coalesce(m.tbl_name, d.name) END, sum(d.pgsize)
        FROM dbstat d LEFT JOIN sqlite_master m ON m.name = d.name GROUP BY d.name
        """
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database:
            return {name: (of, size) for name, of, size in database.execute(query)}
    import psycopg  # noqa: PLC0415 - of an extra

    query = """
    SELECT c.relname, coalesce(i.indrelid, c.oid)::regclass::text,
      pg_table_size(c.oid)
    FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'i')
    """
    with psycopg.connect(url) as server:
        return {name: (of, size) for name, of, size in server.execute(query).fetchall()}


def say_sizes(url: str, count: Callable[[str], int]) -> None:
    """Bytes an article, by table and index, and by what they are for."""
    found = sizes(url)
    stored = count("article")
    total = sum(size for _, size in found.values())
    print(f"{'':38}{'rows/article':>13}{'table':>9}{'indexes':>9}  bytes an article")
    left = total
    for kind, tables in KINDS:
        rows = sum(count(table) for table in tables)
        table = sum(s for n, (of, s) in found.items() if of in tables and n in tables)
        index = sum(s for n, (of, s) in found.items() if of in tables and n not in tables)
        left -= table + index
        print(f"{kind:38}{rows / stored:13.2f}{table / stored:9.0f}{index / stored:9.0f}")
    print(f"{'all else':38}{'':13}{left / stored:9.0f}")
    print(f"{'all':38}{'':13}{total / stored:9.0f}  {total / 1e6:,.0f} MB in all")
    most = sorted(found.items(), key=lambda one: -one[1][1])[:14]
    print("largest: " + ", ".join(f"{n} {s / stored:.0f}" for n, (_, s) in most))


def say_crowds(url: str) -> None:
    """How many articles share a key: crowded ones are read for nothing."""
    if url.startswith("sqlite"):
        query = """SELECT count(*), max(n), sum(n > 400), sum(n * (n > 400)) FROM
        (SELECT count(*) AS n FROM fingerprint_key GROUP BY key)"""
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database:
            keys, most, crowded, rows = database.execute(query).fetchone()
        print(
            f"{keys:,} keys; the one that most articles share has "
            f"{most:,}; {crowded} have more than 400, {rows:,} rows"
        )


def counter(url: str) -> Callable[[str], int]:
    """Counts the rows of a table."""

    def count(table: str) -> int:
        query = f"SELECT count(*) FROM {table}"
        if url.startswith("sqlite"):
            with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database:
                return int(database.execute(query).fetchone()[0])
        import psycopg  # noqa: PLC0415 - of an extra

        with psycopg.connect(url) as server:
            row = server.execute(query.encode()).fetchone()
            assert row is not None
            return int(row[0])

    return count


def measure(url: str, count: int, texts: str) -> None:
    """One database: filled, looked at, weighed."""
    articles = site_articles(count) if texts == "site" else invented.articles(count)
    kept: list[ArticleRecord] = []

    def watched() -> Iterator[ArticleRecord]:
        for article in articles:
            kept[:] = [*kept, article][-SHOWN:]
            yield article

    with Store(url) as store:
        load(store, url, watched(), {count // 10, count // 3, count * 9 // 10})
        say_sizes(url, counter(url))
        say_crowds(url)
        add_marks(url)
        print(f"with {MARKS:,} marks of other sites:")
        say_looks(store, Meter(url), kept)


def write_alone(url: str, seed: int, count: int) -> tuple[float, float]:
    """Store so many articles of a site of its own; when that began and ended."""
    records = [
        replace(one, article_id=f"w{seed}:{one.native_id}", site=f"w{seed}")
        for one in site_articles(count, seed)
    ]
    with Store(url) as store:
        run = store.begin_run(f"w{seed}", {}, datetime.now(UTC))
        begun = time.time()
        for batch in portions(records, BATCH):
            store.apply(run, batch)
        return begun, time.time()


def say_writers(url: str, count: int) -> None:
    """Whether two writers store more than one: whoever writes holds one lock."""
    for writers in (1, 2):
        with ProcessPoolExecutor(writers, mp_context=get_context("spawn")) as pool:
            seeds = range(10 * writers, 11 * writers)
            spans = list(pool.map(write_alone, [url] * writers, seeds, [count] * writers))
        span = max(end for _, end in spans) - min(begun for begun, _ in spans)
        print(f"{writers} writer(s): {writers * count / span:,.0f} articles a second")


def say_archive(pages: int) -> None:
    """Bytes of a record: of the sample site's pages and lists, of real pages."""
    site = SampleSite(seed=7, articles=max(pages, 100), days=2)
    truths = [truth for truth in site.truth() if truth.status == "live"][:pages]
    paths = [truth.url.removeprefix("https://www.stcn.com") for truth in truths]
    with serve(site) as base:
        bodies = {path: urllib.request.urlopen(base + path).read() for path in paths}
        lists = {path: urllib.request.urlopen(base + path).read() for path in LISTS}
    say_records("pages of the sample site", bodies, again=True)
    say_records("lists of the sample site", lists, again=False)
    real = {str(p): p.read_bytes() for p in sorted(CORPORA.glob("articles/*/page.html"))}
    if real:
        say_records("real pages", real, again=True)


LISTS = ("/article/list/yw.html", "/article/list/gs.html", "/article/list/company.html")


def say_records(name: str, bodies: dict[str, bytes], *, again: bool) -> None:
    """What so many bodies become in the archive, and what they become when unchanged."""
    sent = (("User-Agent", "shibao/1.0 (financial news archive; set SHIBAO_CONTACT)"),)
    heard = (("Date", "Mon, 28 Sep 2026 07:30:00 GMT"), ("Content-Type", "text/html"))
    exchanges = [
        Exchange(
            url=f"https://www.stcn.com{path}",
            status=200,
            headers=heard,
            body=body,
            fetched_at=datetime.now(UTC),
            request_headers=sent,
        )
        for path, body in bodies.items()
    ]
    with tempfile.TemporaryDirectory() as folder:
        stored = []
        with ArchiveWriter(Path(folder), prefix="bench") as writer:
            for _ in range(1 + again):
                for exchange in exchanges:
                    writer.put(exchange)
                writer.flush()
                stored.append(sum(path.stat().st_size for path in Path(folder).iterdir()))
    plain = [len(body) for body in bodies.values()]
    told = (
        f"{statistics.fmean(plain):,.0f} bytes, {stored[0] / len(plain):,.0f} as a record"
    )
    if again:
        told += f", {(stored[1] - stored[0]) / len(plain):,.0f} as a revisit"
    zipped = statistics.fmean(len(gzip.compress(body)) for body in bodies.values())
    print(f"{len(plain)} {name}: {told} ({zipped:,.0f} as gzip alone)")


def say_lengths() -> None:
    """How long bodies are: the sample's, and those of real collections."""
    truths = [t for t in SampleSite(seed=7, articles=3000, days=9).truth() if t.body]
    found = {"sample site": [len(truth.body) for truth in truths]}
    if CORPORA.is_dir():
        found["posts"] = [len(text) for text in _posts() if text]
        found["pages"] = [len(text) for text in _pages() if text]
        for file in sorted(CORPORA.glob("neardup/*_docs.jsonl")):
            docs = map(json.loads, file.read_text("utf-8").splitlines())
            found[file.stem] = [len(doc["body"]) for doc in docs if doc["body"]]
    else:
        print("../shared/corpora is absent: no real lengths")
    ours = statistics.fmean(found["sample site"])
    for name, lengths in found.items():
        mean = statistics.fmean(lengths)
        print(
            f"{name:12}{len(lengths):6} bodies, mean {mean:6.0f} characters, median "
            f"{statistics.median(lengths):6.0f}: {mean / ours:.1f} times the sample's"
        )


def _posts() -> Iterator[str]:
    for file in CORPORA.glob("posts/*.md"):
        _, _, body = file.read_text("utf-8").partition("\n---\n")
        yield re.sub(r"<[^>]*>|\s", "", body)


def _pages() -> Iterator[str]:
    for file in CORPORA.glob("articles/*/expected.json"):
        told = json.loads(file.read_text("utf-8"))
        yield re.sub(r"\s", "", told.get("content_trafilatura") or "")


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--texts", choices=("site", "real"), default="site")
    parser.add_argument("--server", action="store_true", help="PostgreSQL of the tests")
    parser.add_argument("--writers", type=int, metavar="ARTICLES", help="with --server")
    given = parser.parse_args()
    if given.server:
        from tests.postgres import server  # noqa: PLC0415 - starts one

        postgres = server()
        with postgres.connect() as connection:
            connection.execute("CREATE DATABASE scale")
            connection.execute("CREATE DATABASE writers")
        measure(postgres.url("scale"), given.articles, given.texts)
        if given.writers:
            Store(postgres.url("writers")).close()
            say_writers(postgres.url("writers"), given.writers)
    else:
        say_lengths()
        say_archive(min(300, given.articles))
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/news.db"
            measure(url, given.articles, given.texts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB")


if __name__ == "__main__":
    main()
