"""
What the raw archive costs: to the caller of `put`, and in all.

Pages are invented, 20 KB of HTML shaped like a news site's. The first column is
the time that `put` keeps the crawl waiting while the archive's thread has room;
CPU is the whole process's, the archive's thread included, and so the price on
one core. The drag is what a crawl with its own work loses.

Run: `python -m benchmarks.bench_archive [pages]`.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from crawler.archive import ArchiveWriter, Exchange, read_at, repair, walk

_WORDS = ["公司", "预计", "营业", "收入", "同比", "增长", "机构", "调研", "表示", "产能"]
_SIZE = 20_000
_SENT = (("User-Agent", "Shibao"), ("Accept", "text/html"), ("Accept-Language", "zh-CN"))
_HEARD = (
    ("Date", "Mon, 28 Sep 2026 07:30:00 GMT"),
    ("Content-Type", "text/html; charset=utf-8"),
    ("Server", "Tengine"),
    ("Cache-Control", "max-age=60"),
)


def sentence(draw: random.Random, words: int) -> str:
    """Invented text."""
    return "".join(draw.choices(_WORDS, k=words))


def pages(count: int, *, different: int) -> Iterator[Exchange]:
    """So many answers, of so many addresses."""
    for number in range(count):
        draw = random.Random(number % different)
        text = f"{sentence(draw, 8)}{draw.randint(1, 99)}.5%。"
        body = "".join(
            f'<p class="p{draw.randint(1, 9)}">{sentence(draw, 20)}{text}</p>'
            for _ in range(_SIZE // 200)
        )
        yield Exchange(
            url=f"https://www.stcn.com/article/detail/{number % different}.html",
            status=200,
            headers=_HEARD,
            body=f"<!DOCTYPE html><html><body>{body}</body></html>".encode(),
            fetched_at=datetime.now(UTC),
            request_headers=_SENT,
        )


def measure(name: str, exchanges: list[Exchange], pause: float) -> None:
    """One row; `pause` seconds between two puts, as a crawl would leave."""
    with tempfile.TemporaryDirectory() as folder:
        waits: list[float] = []
        start, cpu = time.perf_counter(), time.process_time()
        with ArchiveWriter(Path(folder), prefix="bench") as writer:
            for exchange in exchanges:
                before = time.perf_counter()
                writer.put(exchange)
                waits.append(time.perf_counter() - before)
                if pause:
                    time.sleep(pause)
        seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
        stored = sum(path.stat().st_size for path in Path(folder).iterdir())
    count, size = len(exchanges), sum(len(exchange.body) for exchange in exchanges)
    micro = [wait * 1e6 for wait in waits]
    high = statistics.quantiles(micro, n=100)[98]
    print(
        f"{name:22}{statistics.median(micro):10.1f}{high:10.1f}"
        f"{cpu / count * 1e6:12.0f}{count / seconds:10.0f}{size / seconds / 1e6:8.1f}"
        f"{stored / size:8.2f}"
    )


def measure_drag(exchanges: list[Exchange]) -> None:
    """How much slower a caller gets that is busy for some 7 ms of Python with each page."""
    alone: list[float] = []
    along: list[float] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        ArchiveWriter(Path(folder), prefix="bench") as writer,
    ):
        for some in batched(exchanges, 20):  # by turns: the machine is shared
            alone.append(rate(partial(work_through, some, None), len(some)))
            along.append(rate(partial(work_through, some, writer), len(some)))
            writer.flush()
    before, after = statistics.median(alone), statistics.median(along)
    print(f"a busy caller: {before:.0f} pages/s alone, {after:.0f} with the archive")


def batched(exchanges: list[Exchange], size: int) -> Iterator[list[Exchange]]:
    """In portions."""
    for first in range(0, len(exchanges), size):
        yield exchanges[first : first + size]


def work_through(exchanges: list[Exchange], writer: ArchiveWriter | None) -> None:
    """Be busy with each, and archive it if there is an archive."""
    for exchange in exchanges:
        busy()
        if writer is not None:
            writer.put(exchange)


def busy() -> int:
    """Some 7 ms of work that holds the interpreter."""
    return sum(number % 7 for number in range(110_000))


def measure_reading(exchanges: list[Exchange]) -> None:
    """Walking, reading one by one, and repairing after a kill."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with ArchiveWriter(folder, prefix="bench") as writer:
            refs = [f.result() for f in [writer.put(e) for e in exchanges]]
        print(
            f"walk: {rate(lambda: sum(1 for _ in walk(folder)), len(refs)):.0f} records/s"
        )
        one_by_one = rate(lambda: [read_at(folder, ref) for ref in refs], len(refs))
        print(f"read_at: {one_by_one:.0f} records/s")
        path = next(folder.iterdir())
        with path.open("ab") as file:
            file.write(path.read_bytes()[:100])
        print(f"repair: {rate(lambda: repair(folder, 'bench'), len(refs)):.0f} records/s")


def rate(work: Callable[[], object], count: int) -> float:
    """So many things per second."""
    start = time.perf_counter()
    work()
    return count / (time.perf_counter() - start)


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    print(
        f"{'20 KB pages':22}{'put µs':>10}{'p99 µs':>10}{'CPU µs/page':>12}"
        f"{'pages/s':>10}{'MB/s':>8}{'ratio':>8}"
    )
    new = list(pages(count, different=count))
    measure("new, at full speed", new, pause=0)
    measure("unchanged, full speed", list(pages(count, different=1)), pause=0)
    measure("new, a crawl's pace", new[: count // 4], pause=0.005)
    measure_drag(new[: count // 2])
    measure_reading(new)


if __name__ == "__main__":
    main()
