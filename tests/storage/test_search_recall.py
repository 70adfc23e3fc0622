"""Search against `LIKE`: words drawn from real posts, as they stand and full width."""

import random
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storage.queries import Reader, open_reader
from storage.queries.searching import hits
from storage.records import ArticleRecord
from storage.search_text import fold, parse_query
from storage.store import Store
from tests import databases
from tests.newsstand import story

pytestmark = pytest.mark.both

POSTS = Path(__file__).parents[2].parent / "shared" / "corpora" / "posts"
needs_posts = pytest.mark.skipif(not POSTS.is_dir(), reason="../shared/corpora is absent")
WORDS = 500
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory, dialect: str) -> Path:
    """The real posts as articles; front matter and markup do no harm here."""
    del dialect  # once for each
    path = tmp_path_factory.mktemp("posts") / "news.db"
    texts = [post.read_text("utf-8") for post in sorted(POSTS.glob("*.md"))]
    with Store(databases.url_of(path), repeat_window=None) as store:
        run_id = store.begin_run("posts", {}, story_of(0, "x").seen_at)
        store.apply(run_id, [story_of(*numbered) for numbered in enumerate(texts)])
    return path


@pytest.fixture(scope="module")
def reader(shelf: Path) -> Iterator[Reader]:
    """The shelf, open for reading."""
    with open_reader(databases.url_of(shelf)) as opened:
        yield opened


@pytest.fixture(scope="module")
def table(shelf: Path) -> Iterator[sqlite3.Connection]:
    """The base table's texts, case and width folded, for `LIKE` to read."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE base (article_id, title, body)")
        rows = databases.rows(shelf, "SELECT article_id, title, body FROM article_version")
        connection.executemany(
            "INSERT INTO base VALUES (?, ?, ?)",
            ((row["article_id"], fold(row["title"]), fold(row["body"])) for row in rows),
        )
        yield connection


def story_of(number: int, text: str) -> ArticleRecord:
    """A post as an article: what stands first is its title."""
    *_, body = text.split("---", 2)
    title = re.search(r"title: (.*)", text)
    return story(
        f"stcn:{number}",
        "18 09:00",
        title[1] if title else "无题",
        body.strip() or "空",
        channels=["yw"],
    )


def drawn(table: sqlite3.Connection, seed: int) -> list[str]:
    """Substrings of two to eight characters, with whatever stands in them."""
    pick = random.Random(seed)
    texts = [text for row in table.execute("SELECT title, body FROM base") for text in row]
    words: list[str] = []
    while len(words) < WORDS:
        text = pick.choices(texts, weights=[len(text) + 50 for text in texts])[0]
        start = pick.randrange(max(len(text) - 1, 1))
        word = text[start : start + pick.randint(2, 8)].strip()
        if len(word) >= 2:
            words.append(word)
    return words


def liked(table: sqlite3.Connection, word: str) -> set[str]:
    """What `LIKE` finds."""
    literal = re.sub(r"([\\%_])", r"\\\1", fold(word))
    query = r"""
        SELECT article_id FROM base
        WHERE title LIKE '%' || :word || '%' ESCAPE '\'
           OR body LIKE '%' || :word || '%' ESCAPE '\'
    """
    return {name for (name,) in table.execute(query, {"word": literal})}


@needs_posts
@pytest.mark.parametrize("width", ["half", "full"])
def test_every_word_is_found_and_nothing_else(
    reader: Reader, table: sqlite3.Connection, width: str
) -> None:
    """Recall and precision are 1 for 500 words."""
    lost, invented = [], []
    for word in drawn(table, seed=20260918):
        asked = word.translate(WIDE) if width == "full" else word
        found = {hit.row.article_id for hit in hits(reader, parse_query([asked]))}
        truth = liked(table, word)
        assert truth, word
        lost += [(asked, name) for name in truth - found]
        invented += [(asked, name) for name in found - truth]
    assert (lost, invented) == ([], [])


@needs_posts
def test_every_character_is_found(reader: Reader, table: sqlite3.Connection) -> None:
    """Queries of one character too."""
    pick = random.Random(5)
    text = "".join(row[0] for row in table.execute("SELECT body FROM base"))
    for character in pick.sample(sorted({c for c in text if not c.isspace()}), 60):
        found = {hit.row.article_id for hit in hits(reader, parse_query([character]))}
        assert found == liked(table, character), character
