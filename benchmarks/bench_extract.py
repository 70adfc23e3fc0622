"""
The general reader beside trafilatura, newspaper4k and GNE, on real pages.

Scores titles, times, sources and bodies on the articles of the shared corpora
where a person checked them or a library asserts them, and milliseconds a page.
Rows only for what is installed. Run: `python -m benchmarks.bench_extract [FOLDER]`.
"""

import html
import importlib.util
import json
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from crawler.anypage import read_any
from crawler.dates import BEIJING, read_time
from crawler.decoding import decode_page

_ARTICLES = Path(__file__).parents[2] / "shared" / "corpora" / "articles"


@dataclass(frozen=True, slots=True)
class Read:
    """What a reader makes of a page; `body` may hold mark-up."""

    title: str = ""
    time: str = ""
    """`2026-09-24 18:26:00`, Beijing; as much of it as is known."""
    source: str = ""
    body: str = ""


def ours(text: str) -> Read:
    """This project's general reader."""
    found = read_any(text, "", dated=False)
    readings = [read_time(raw, None) for raw, _ in found.times]
    first = next((one for one in readings if one.instant is not None), None)
    told = ""
    if first is not None and first.instant is not None:
        whole = first.instant.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")
        told = whole[:10] if first.precision == "day" else whole
    return Read(found.title, told, found.source_raw or "", found.html)


def by_trafilatura(text: str) -> Read:
    """What trafilatura makes of it, as it comes."""
    import trafilatura  # noqa: PLC0415 - measured only where installed

    found: Any = trafilatura.bare_extraction(text, with_metadata=True)
    if found is None:
        return Read()
    return Read(found.title or "", found.date or "", found.sitename or "", found.text or "")


def by_newspaper(text: str) -> Read:
    """newspaper4k as it comes; it names no source."""
    import newspaper  # noqa: PLC0415 - measured only where installed

    article = newspaper.Article("https://example.org/", language="zh", fetch_images=False)
    article.download(input_html=text)
    article.parse()
    when = article.publish_date
    return Read(article.title, str(when)[:19] if when else "", "", article.text)


def by_gne(text: str) -> Read:
    """GNE as it comes; its author pattern takes sources."""
    import gne  # noqa: PLC0415 - measured only where installed

    found = gne.GeneralNewsExtractor().extract(text)
    when = re.sub(r"[年月/.]", "-", found["publish_time"]).replace("日", " ")
    return Read(found["title"], " ".join(when.split()), found["author"], found["content"])


READERS: dict[str, tuple[str, Callable[[str], Read]]] = {
    "shibao": ("trafilatura", ours),
    "trafilatura": ("trafilatura", by_trafilatura),
    "newspaper4k": ("newspaper", by_newspaper),
    "GNE": ("gne", by_gne),
}
"""Name to the module that it needs, and the reader."""


def plain(text: str) -> str:
    """Words alone: no mark-up, no white space, no width."""
    bare = html.unescape(re.sub(r"<[^>]*>", "", text))
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", bare))


def same_time(found: str, meant: str) -> bool:
    """As exact as the page prints it."""
    try:
        read = datetime.fromisoformat(found[:19]).replace(tzinfo=None)
        expected = datetime.fromisoformat(meant).replace(tzinfo=None)
    except ValueError:
        return False
    if len(meant) == 10:
        return read.date() == expected.date()
    return len(found) > 10 and read.replace(second=0) == expected.replace(second=0)


def score(hits: Counter[str], expected: dict[str, Any], found: Read) -> None:
    """Count what is asked of a page, and what was right."""

    def count(field: str, right: bool) -> None:
        hits[f"{field} asked"] += 1
        hits[field] += right

    def is_sure(field: str) -> bool:
        grade = str(expected["grades"].get(field))
        return bool(expected.get(field)) and grade.startswith(("checked", "gold"))

    if is_sure("title"):
        rest = plain(expected["title"]).removeprefix(plain(found.title))
        count("title", bool(found.title) and (not rest or rest.startswith("--")))
    if is_sure("publish_time"):
        count("time", same_time(found.time, expected["publish_time"]))
        hits["time wrong"] += bool(found.time) and not same_time(
            found.time[:10], expected["publish_time"][:10]
        )
    if is_sure("source"):
        count("source", plain(found.source) == plain(expected["source"]))
    body = plain(found.body)
    for field in ("anchors_in", "anchors_out"):
        for anchor in expected.get(field) or ():
            count(field, plain(anchor) in body)


def measure(read: Callable[[str], Read], folder: Path) -> tuple[Counter[str], float]:
    """Scores of one reader, and its milliseconds a page."""
    hits: Counter[str] = Counter()
    spent, pages = 0.0, 0
    for page in sorted(folder.glob("*/page.html")):
        text = decode_page(page.read_bytes())
        begun = time.perf_counter()
        try:
            found = read(text)
        except Exception:  # noqa: BLE001 - a reader that breaks has read nothing
            found = Read()
        spent, pages = spent + time.perf_counter() - begun, pages + 1
        expected = json.loads(page.with_name("expected.json").read_text(encoding="utf-8"))
        score(hits, expected, found)
    return hits, spent / max(pages, 1) * 1000


def main() -> None:
    """Print one line for each reader that is installed."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else _ARTICLES
    fields = ("title", "time", "source", "anchors_in", "anchors_out")
    print(f"{'':12}" + "".join(f"{field:>13}" for field in fields), "  wrong day  ms/page")
    for name, (module, read) in READERS.items():
        if importlib.util.find_spec(module) is None:
            continue
        hits, spent = measure(read, folder)
        cells = "".join(f"{hits[f]:>7}/{hits[f'{f} asked']:<5}" for f in fields)
        print(f"{name:12}{cells}{hits['time wrong']:>9}{spent:>11.1f}")


if __name__ == "__main__":
    main()
