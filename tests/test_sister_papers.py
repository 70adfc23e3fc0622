"""Each sister paper, crawled end to end over a real socket, against its replica's truth."""

from pathlib import Path
from typing import Any

import pytest

from tests.harness import Desk
from tests.sample_site import BEIJING
from tests.sample_site.papers import Paper, Piece, papers, serve_paper

PAPERS = papers()


def expected(piece: Piece) -> dict[str, Any]:
    """What the database must say of an article."""
    return {
        "kind": piece.kind,
        "title": piece.title,
        "body": "\n".join(piece.lines),
        "published": piece.moment.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M"),
        "source": piece.source,
        "authors": "、".join(piece.authors) or None,
        "editor": piece.editor,
        "channels": ",".join(piece.channels),
        "symbols": ",".join(piece.symbols) or None,
        "tags": ",".join(piece.tags) or None,
        "url": piece.url,
    }


def stored(desk: Desk, site: str) -> dict[str, dict[str, Any]]:
    """What it does say."""
    rows = desk.rows(
        "SELECT article_id, kind, title, body, substr(published, 1, 16) AS published, "
        "source, authors, editor, channels, symbols, tags, url FROM news "
        f"WHERE site = '{site}'"
    )
    return {row.pop("article_id").removeprefix(f"{site}:"): row for row in rows}


def truth(paper: Paper) -> dict[str, dict[str, Any]]:
    """Every article that is out."""
    return {piece.native_id: expected(piece) for piece in paper.truth()}


@pytest.mark.parametrize("site", PAPERS)
def test_a_paper_is_crawled_as_it_is_printed(site: str, tmp_path: Path) -> None:
    """All channels, every field, nothing extra; and a second run finds nothing new."""
    paper = PAPERS[site]()
    with serve_paper(paper) as url:
        desk = Desk(tmp_path, url)
        words = ["crawl", site, "-a", f"base_url={url}", "-a", "channels=all"]
        outcome = desk.scrapy(*words)
        assert outcome.code == 0, outcome.err
        assert stored(desk, site) == truth(paper)
        assert paper.requests[0].path == "/robots.txt"

        asked = len(paper.requests)
        again = desk.scrapy(*words)
    assert again.code == 0, again.err
    assert stored(desk, site) == truth(paper)
    assert desk.row("SELECT new, changed FROM crawl_run WHERE run_id = 2") == {
        "new": 0,
        "changed": 0,
    }
    assert len(paper.requests) - asked <= 2 * len(paper.CHANNELS) + 1


def test_every_paper_is_in_scrapy_list(tmp_path: Path) -> None:
    """Whoever asks Scrapy what there is finds them all."""
    outcome = Desk(tmp_path).scrapy("list")

    assert set(PAPERS) <= set(outcome.out.split())
