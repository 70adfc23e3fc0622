"""The general reader on real pages of many sites, that nobody here wrote."""

import html
import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any

import pytest

from crawler.anypage import Found, read_any
from crawler.dates import BEIJING, Precision, read_time
from crawler.decoding import decode_page
from tests.harness import ROOT

ARTICLES = ROOT.parent / "shared" / "corpora" / "articles"

pytestmark = pytest.mark.skipif(
    not ARTICLES.is_dir(), reason="the shared corpora are not here"
)


@cache
def pages() -> list[tuple[str, dict[str, Any], Found]]:
    """Every page: its name, what is expected of it, what was read."""
    found = []
    for folder in sorted(path for path in ARTICLES.iterdir() if path.is_dir()):
        expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        text = decode_page((folder / "page.html").read_bytes())
        found.append((folder.name, expected, read_any(text, folder.name, dated=False)))
    return found


def graded(field: str) -> Iterator[tuple[str, str, Found]]:
    """Pages whose field a person checked or a library's own test asserts."""
    for name, expected, found in pages():
        grade = str(expected["grades"].get(field))
        if expected.get(field) and grade.startswith(("checked", "gold")):
            yield name, expected[field], found


def plain(text: str | None) -> str:
    """Without white space and width."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text or ""))


def told(found: Found) -> str:
    """The words of a body."""
    return plain(html.unescape(re.sub(r"<[^>]*>", "", found.html)))


def share(hits: list[bool]) -> float:
    """Which part of them is true."""
    return sum(hits) / len(hits)


def test_every_page_is_read() -> None:
    """None of the 42 is refused."""
    assert len(pages()) == 42


def test_titles_are_whole_and_without_the_site() -> None:
    """Where a library asserts the whole `<title>`, the site's name is no part of ours."""
    hits = []
    for _, expected, found in graded("title"):
        rest = plain(expected).removeprefix(plain(found.title))
        hits.append(rest == "" or rest.startswith("--"))
    assert share(hits) >= 0.98


def test_times_are_exact_to_what_is_printed() -> None:
    """To the second, the minute or the day; none is wrong."""
    wrong = []
    for name, expected, found in graded("publish_time"):
        readings = [read_time(raw, None) for raw, _ in found.times]
        reading = next((one for one in readings if one.instant is not None), None)
        meant = datetime.fromisoformat(expected).replace(tzinfo=BEIJING)
        if reading is None or reading.instant is None:
            wrong.append(name)
        elif reading.precision is Precision.DAY:
            same_day = reading.instant.astimezone(BEIJING).date() == meant.date()
            wrong += [] if same_day and len(expected) == 10 else [name]
        elif reading.instant.replace(second=0) != meant.replace(second=0):
            wrong.append(name)
    assert wrong == []


def test_sources_are_the_printed_ones() -> None:
    """With labels and without."""
    hits = [plain(found.source_raw) == plain(meant) for _, meant, found in graded("source")]
    assert share(hits) >= 0.96


def test_no_source_is_made_up() -> None:
    """Three pages were checked and print none."""
    silent = [
        found
        for name, expected, found in pages()
        if expected["grades"].get("source") == "checked" and not expected.get("source")
    ]
    assert [found.source_raw for found in silent] == [None] * 3


def test_bodies_are_whole() -> None:
    """Sentences that belong to the texts are in them."""
    hits = [
        plain(anchor) in told(found)
        for _, expected, found in pages()
        for anchor in expected.get("anchors_in") or ()
    ]
    assert share(hits) >= 0.97


def test_nothing_of_the_page_around_leaks() -> None:
    """Menus, notices, recommendations, credits: none of it is in a body."""
    leaked = [
        (name, anchor)
        for name, expected, found in pages()
        for anchor in expected.get("anchors_out") or ()
        if plain(anchor) in told(found)
    ]
    assert leaked == []
