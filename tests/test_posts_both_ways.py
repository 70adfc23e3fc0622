"""The seed's format, both ways: into the database, out of it, and in again."""

import json
from pathlib import Path
from typing import Any

import pytest

from crawler.posts import read_post
from tests.harness import ROOT, Desk

SHARED = ROOT.parent / "shared"
POSTS = ROOT / "tests" / "fixtures" / "posts"

needs_corpora = pytest.mark.skipif(
    not (SHARED / "corpora" / "posts").is_dir(), reason="the shared corpora are not here"
)
needs_seed = pytest.mark.skipif(
    not (SHARED / "seed").is_dir(), reason="the shared seed is not here"
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk without a site."""
    return Desk(tmp_path)


def everything(desk: Desk) -> list[dict[str, Any]]:
    """All of news, and how many versions stand under it."""
    return [
        *desk.rows("SELECT * FROM news ORDER BY article_id"),
        *desk.rows("SELECT count(*) AS versions FROM article_version"),
    ]


def test_a_post_is_read_as_its_publisher_meant_it(desk: Desk) -> None:
    """GMT that is Beijing time, a byline, a hot word cut in two, a double space."""
    assert desk.posts(POSTS).code == 0

    row = desk.row("SELECT * FROM news")
    assert row["title"] == "小港湾遇见大市场  临海新港成区域航运引擎"
    assert (row["site"], row["channels"], row["kind"]) == ("stcn", "yw", "article")
    assert (row["published"], row["published_at"]) == (
        "2022-09-06 19:11:00",
        "2022-09-06T11:11:00Z",
    )
    assert desk.row("SELECT published_zone FROM article") == {"published_zone": "corrected"}
    assert (row["authors"], row["source"]) == ("林晓舟", "证券时报网")
    assert row["symbols"] == "002999.SZ"
    assert "海棠电气（002999）" in row["body"]


def test_the_zone_can_be_left_as_printed(desk: Desk) -> None:
    """A switch turns the correction off."""
    desk.posts(POSTS, CORRECT_MISLABELLED_ZONES=0)

    row = desk.row("SELECT published_at FROM news")
    assert row["published_at"] == "2022-09-06T19:11:00Z"


def test_importing_twice_changes_nothing(desk: Desk) -> None:
    """The same post, another random picture and another file name: one article."""
    post = next(POSTS.glob("*.md"))
    copy = desk.folder / "again.txt"
    copy.write_text(post.read_text().replace("random=4711", "random=99"))
    desk.posts(post)
    before = everything(desk)

    assert desk.posts(copy).code == 0
    assert everything(desk) == before


def test_an_export_comes_back_unchanged(tmp_path: Path, base_url: str) -> None:
    """Crawled articles go out as posts; importing them changes not one column."""
    desk = Desk(tmp_path, base_url)
    desk.crawl("channels=yw,kx,company")
    before = everything(desk)
    folder = desk.folder / "blog"
    assert desk.shibao("export", "--to", "posts", str(folder)).code == 0
    files = list(folder.rglob("*.md"))
    assert len(files) == len(before) - 1

    outcome = desk.posts(folder)
    assert outcome.code == 0, outcome.err
    assert everything(desk) == before


def test_the_blog_can_be_rebuilt_from_the_export(tmp_path: Path, base_url: str) -> None:
    """In an empty database the posts become the same articles, ids, texts and times."""
    desk = Desk(tmp_path, base_url)
    desk.crawl("channels=yw,company")
    folder = desk.folder / "blog"
    desk.shibao("export", "--to", "posts", str(folder))
    columns = "article_id, title, body, published, published_precision, kind"
    query = f"SELECT {columns} FROM news ORDER BY article_id"
    before = desk.rows(query)
    other = Desk(tmp_path / "other")
    other.folder.mkdir()

    assert other.posts(folder).code == 0
    assert other.rows(query) == before


@needs_seed
def test_the_seed_has_its_instant(desk: Desk) -> None:
    """2022-09-06 19:11 in Beijing, whatever its file is called."""
    (seed,) = (SHARED / "seed").iterdir()

    assert desk.posts(seed).code == 0
    row = desk.row("SELECT * FROM news")
    assert row["published_at"] == "2022-09-06T11:11:00Z"
    assert row["title"] == "小空间遇见大未来  深港河套成湾区科创新引擎"
    assert row["authors"] == "吴家明"


@needs_corpora
def test_real_posts_import_as_their_index_says(desk: Desk) -> None:
    """Full and stub posts are stored once each, empty ones are rejected."""
    folder = SHARED / "corpora" / "posts"
    lines = (folder / "index.jsonl").read_text().splitlines()
    index = [json.loads(line) for line in lines]
    outcome = desk.posts(folder)

    assert outcome.code == 0, outcome.err
    wanted = {
        (row["publisher"], _title(folder / Path(row["file"]).name))
        for row in index
        if row["kind"] != "empty"
    }
    assert len(desk.rows("SELECT * FROM news")) == len(wanted)
    assert {row["title"] for row in desk.rows("SELECT title FROM news")} == {
        title for _, title in wanted
    }
    assert len(desk.rows("SELECT * FROM rejection WHERE reason = 'empty_body'")) == 2
    for row in desk.rows("SELECT body, body_html FROM news"):
        assert "\ufffd" not in row["body"]
        assert "<" not in row["body"] or "<" in row["body_html"]


def _title(file: Path) -> str:
    return read_post(file.read_text()).title
