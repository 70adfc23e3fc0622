"""The raw archive of a crawl: every row can be traced to the bytes that it came from."""

import pytest

from crawler.archive import RawRef, read_at, walk
from crawler.dates import read_time
from tests.harness import Desk
from tests.sample_site import SampleSite

WHERE = """
SELECT v.article_id, n.title, r.url, r.status, r.file, r.offset, r.length, r.digest,
       r.record_id, r.fetched_at
FROM article_version v
JOIN news n ON n.article_id = v.article_id
JOIN raw_response r ON r.raw_id = v.raw_id
"""


def ref(row: dict[str, object]) -> RawRef:
    """A row of `raw_response` as the archive's reader wants it."""
    seen = read_time(str(row["fetched_at"]), None).instant
    assert seen is not None
    return RawRef(
        file=str(row["file"]),
        offset=int(str(row["offset"])),
        length=int(str(row["length"])),
        digest=str(row["digest"]),
        record_id=str(row["record_id"]),
        fetched_at=seen,
    )


def test_every_article_names_the_response_that_it_was_read_from(desk: Desk) -> None:
    """Its bytes stand in the archive, and hold the article's title."""
    desk.crawl("channels=yw,kx")
    rows = desk.rows(WHERE)

    assert len(rows) == len(desk.rows("SELECT * FROM article"))
    for row in rows[:20]:
        exchange = read_at(desk.folder / "archive", ref(row))
        assert (exchange.url, exchange.status) == (row["url"], row["status"])
        text = exchange.body.decode()
        assert row["article_id"].removeprefix("stcn:") in text


def test_lists_are_kept_and_every_response_once(desk: Desk, site: SampleSite) -> None:
    """What the crawl asked for is what the archive holds, robots.txt included."""
    desk.crawl("channels=yw,kx")
    kept = [exchange.url for _, exchange in walk(desk.folder / "archive")]

    assert sorted(kept) == sorted(f"{desk.base_url}{path}" for _, path, _ in site.requests)
    lists = desk.rows("SELECT url FROM raw_response WHERE url LIKE '%/article/list%'")
    assert len(lists) >= 2


def test_unchanged_pages_are_revisits(desk: Desk) -> None:
    """Reading young articles again costs a line each, not a page each."""
    desk.crawl("channels=comment")
    (first,) = (desk.folder / "archive").glob("*/*.warc.gz")
    before = first.stat().st_size
    desk.crawl("channels=comment", "recheck_hours=1000")
    later = [f for f in (desk.folder / "archive").glob("*/*.warc.gz") if f != first]

    assert sum(file.stat().st_size for file in later) <= before / 3
    pages = [x for _, x in walk(later[0]) if "/detail/" in x.url]
    assert pages
    assert all(b"detail-content" in page.body for page in pages)


def test_a_refused_page_can_be_read_again(desk: Desk, site: SampleSite) -> None:
    """What a changed layout made of a page is kept with its rejection."""
    site.faults.renamed_layout()
    desk.crawl("channels=comment", "max_pages=1")
    row = desk.rows(
        "SELECT r.* FROM rejection x JOIN raw_response r ON r.raw_id = x.raw_id "
        "WHERE x.reason = 'layout_changed'"
    )[0]

    assert b"article-v4-title" in read_at(desk.folder / "archive", ref(row)).body


def test_an_empty_setting_turns_it_off(desk: Desk) -> None:
    """No folder, no rows, and the crawl is as healthy."""
    outcome = desk.crawl("channels=comment", ARCHIVE_DIR="")

    assert outcome.code == 0, outcome.err
    assert not (desk.folder / "archive").exists()
    assert desk.rows("SELECT * FROM raw_response") == []
    assert desk.rows("SELECT * FROM news") != []


def test_a_folder_that_cannot_be_is_wrong_use(desk: Desk) -> None:
    """A file stands where the archive should: exit code 2 and a sentence."""
    (desk.folder / "archive").write_text("a file\n")
    outcome = desk.crawl("channels=comment")

    assert outcome.code == 2
    assert "Traceback" not in outcome.err
    assert "archive" in outcome.sentence


@pytest.mark.parametrize("cut", [1, 40])
def test_a_torn_end_is_mended_by_the_next_run(desk: Desk, cut: int) -> None:
    """What a power cut left of the last record goes; all before it stays."""
    desk.crawl("channels=comment")
    (file,) = (desk.folder / "archive").glob("*/*.warc.gz")
    whole = sum(1 for _ in walk(file))
    file.write_bytes(file.read_bytes()[:-cut])
    outcome = desk.crawl("channels=comment")

    assert outcome.code == 0, outcome.err
    assert sum(1 for _ in walk(file)) == whole - 1
