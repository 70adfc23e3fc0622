"""The store keeps one row per article, every version, and forgets nothing."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from storage.queries import open_reader
from storage.records import (
    ArticleRecord,
    GoneRecord,
    MissedRecord,
    Record,
    RejectionRecord,
    SightingRecord,
    SymbolRecord,
    WalkRecord,
)
from storage.search_text import parse_query
from storage.store import RunResult, Store
from tests import databases

pytestmark = pytest.mark.both

NOON = datetime(2026, 9, 24, 4, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)

STORY = ArticleRecord(
    article_id="stcn:4197315",
    site="stcn",
    native_id="4197315",
    kind="article",
    url="https://www.stcn.com/article/detail/4197315.html",
    channels=("yw",),
    title="海棠电气拟1.2亿元回购股份",
    summary=None,
    body="海棠电气（002999）公告，拟回购股份。\n回购金额为1.2亿元。",
    body_html="<p>海棠电气（002999）公告，拟回购股份。</p><p>回购金额为1.2亿元。</p>",
    source="证券时报",
    print_issue="2026-09-24 A004版",
    authors=("林晓舟", "周明"),
    editor="何予",
    published_at=datetime(2026, 9, 23, 22, 41, tzinfo=UTC),
    published_precision="minute",
    published_raw="2026-09-24 06:41",
    published_from="detail",
    published_zone="assumed",
    symbols=(SymbolRecord(symbol="002999.SZ", name="海棠电气", rule="code_in_text"),),
    tags=("回购", "电气"),
    important=False,
    seen_at=NOON,
)


def seen(**changes: Any) -> ArticleRecord:
    """The story, read again an hour later, with what has changed since."""
    return replace(STORY, seen_at=NOON + HOUR, **changes)


def listed(
    native_id: str = "4197315", channel: str = "yw", **changes: Any
) -> SightingRecord:
    """A channel shows an article."""
    return replace(
        SightingRecord(
            article_id=f"stcn:{native_id}",
            site="stcn",
            native_id=native_id,
            url=f"https://www.stcn.com/article/detail/{native_id}.html",
            channel=channel,
            title=STORY.title,
            published_at=STORY.published_at,
            listed_at=NOON,
        ),
        **changes,
    )


class Desk:
    """A store with one run open, and a way to look at what it holds."""

    def __init__(self, path: Path) -> None:
        """Make the database and begin a run."""
        self.path = path
        self.store = Store(databases.url_of(path))
        self.run = self.store.begin_run("stcn", {"channels": "yw"}, NOON)

    def put(self, *records: Record) -> list[str]:
        """Store one batch."""
        return self.store.apply(self.run, records)

    def rows(self, query: str) -> list[dict[str, Any]]:
        """What a query finds."""
        return databases.rows(self.path, query)

    def found(self, word: str) -> int:
        """How many articles the search index knows to hold a word of one token."""
        with open_reader(databases.url_of(self.path)) as reader:
            match = reader.matching(parse_query(word))
            assert match is not None
            assert not match.needs_check
            return len(list(reader.rows(match.rows, match.values)))

    def row(self, query: str) -> dict[str, Any]:
        """The one row that a query finds."""
        (row,) = self.rows(query)
        return row


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An empty store."""
    desk = Desk(tmp_path / "news.db")
    yield desk
    desk.store.close()


def test_a_new_article_is_one_row_of_news(desk: Desk) -> None:
    """What a record says is what an analyst reads, in Beijing time."""
    assert desk.put(STORY) == ["new"]

    row = desk.row("SELECT * FROM news")
    assert row["article_id"] == "stcn:4197315"
    assert row["published"] == "2026-09-24 06:41:00"
    assert row["published_at"] == "2026-09-23T22:41:00Z"
    assert row["authors"] == "林晓舟、周明"
    assert row["symbols"] == "002999.SZ"
    assert row["tags"] == "回购,电气"
    assert row["channels"] == "yw"
    assert (row["version"], row["status"], row["copies"]) == (1, "live", 0)
    assert row["original_id"] == "stcn:4197315"
    assert (row["trade_date"], row["session"]) == ("2026-09-24", "pre_open")
    assert desk.row("SELECT print_issue FROM article")["print_issue"] == "2026-09-24 A004版"


def test_reading_it_again_changes_nothing(desk: Desk) -> None:
    """A refetch of the same text makes no version and no row."""
    desk.put(STORY)

    assert desk.put(seen()) == ["unchanged"]
    assert len(desk.rows("SELECT * FROM article_version")) == 1
    assert desk.row("SELECT * FROM news")["last_seen_at"] == "2026-09-24T05:00:00Z"


def test_white_space_is_noise(desk: Desk) -> None:
    """Spaces and line breaks that move make no version."""
    desk.put(STORY)

    assert desk.put(seen(title="海棠电气 拟1.2亿元回购股份")) == ["unchanged"]


def test_an_edit_makes_a_version_and_keeps_the_old_one(desk: Desk) -> None:
    """A corrected amount is version 2; version 1 stays word for word."""
    desk.put(STORY)
    body = STORY.body.replace("1.2亿元", "2.1亿元")

    assert desk.put(seen(body=body)) == ["changed"]
    first, second = desk.rows("SELECT * FROM news_versions ORDER BY version")
    assert (first["body"], first["valid_to"]) == (STORY.body, "2026-09-24T05:00:00Z")
    assert (second["body"], second["changed"], second["valid_to"]) == (body, "body", None)
    assert desk.row("SELECT * FROM news")["version"] == 2
    assert desk.row("SELECT * FROM news")["symbols"] == "002999.SZ"


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"title": "海棠电气拟回购股份"}, "title"),
        ({"source": "新华社"}, "source"),
        ({"authors": ("林晓舟",)}, "authors"),
        ({"published_at": datetime(2026, 9, 23, 22, 42, tzinfo=UTC)}, "published"),
    ],
)
def test_every_versioned_field_counts(
    desk: Desk, change: dict[str, Any], named: str
) -> None:
    """Title, source, authors and time make versions as the body does."""
    desk.put(STORY)

    assert desk.put(seen(**change)) == ["changed"]
    assert desk.rows("SELECT changed FROM article_version")[1]["changed"] == named


def test_what_a_response_cannot_carry_is_not_removed(desk: Desk) -> None:
    """A list row without author and editor leaves both as they were."""
    desk.put(STORY)
    row = seen(
        authors=(), editor=None, print_issue=None, tags=(), unprinted=frozenset({"authors"})
    )

    assert desk.put(row) == ["unchanged"]
    news = desk.row("SELECT * FROM news")
    assert (news["authors"], news["editor"], news["tags"]) == (
        "林晓舟、周明",
        "何予",
        "回购,电气",
    )


def test_a_page_completes_what_the_list_row_said(desk: Desk) -> None:
    """The author that only the page prints fills a gap; it is no edit."""
    desk.put(replace(STORY, authors=(), unprinted=frozenset({"authors"})))

    assert desk.put(seen()) == ["unchanged"]
    assert desk.row("SELECT * FROM news")["authors"] == "林晓舟、周明"
    assert desk.put(seen(authors=("周明",))) == ["changed"]


def test_seconds_refine_the_minute(desk: Desk) -> None:
    """The interface's seconds replace the page's minute, and stay."""
    desk.put(STORY)
    exact = datetime(2026, 9, 23, 22, 41, 8, tzinfo=UTC)

    assert desk.put(seen(published_at=exact, published_precision="second")) == ["unchanged"]
    assert desk.row("SELECT * FROM news")["published"] == "2026-09-24 06:41:08"
    desk.put(seen())
    news = desk.row("SELECT * FROM news")
    assert (news["published"], news["published_precision"]) == (
        "2026-09-24 06:41:08",
        "second",
    )


def test_every_channel_is_kept(desk: Desk) -> None:
    """One article, listed in three channels, is one row with three channels."""
    desk.put(listed(channel="yw"), STORY, listed(channel="company"), listed(channel="gd"))

    assert desk.row("SELECT * FROM news")["channels"] == "company,gd,yw"
    assert len(desk.rows("SELECT * FROM article")) == 1


def test_the_search_index_follows_the_text(desk: Desk) -> None:
    """A replaced word is found no more; its replacement is."""
    desk.put(STORY)
    desk.put(seen(title="海棠电气拟增持股份", body="增持。"))

    assert desk.found("回购") == 0
    assert desk.found("增持") == 1


def test_twice_in_one_batch_is_as_good_as_in_two(desk: Desk) -> None:
    """Order inside a batch counts like order between batches."""
    edited = seen(body="改后的正文。")

    assert desk.put(listed(), STORY, edited, replace(edited, seen_at=NOON + 2 * HOUR)) == [
        "listed",
        "new",
        "changed",
        "unchanged",
    ]
    assert [row["version"] for row in desk.rows("SELECT * FROM article_version")] == [1, 2]
    assert desk.found("回购") == 1  # the title still says it


def test_a_stored_article_that_vanishes_keeps_its_text(desk: Desk) -> None:
    """`gone` is a status; the words stay."""
    gone = GoneRecord(
        article_id="stcn:4197315",
        site="stcn",
        native_id="4197315",
        url=STORY.url or "",
        seen_at=NOON + HOUR,
        evidence="404",
    )
    desk.put(listed(), STORY)

    assert desk.put(gone, gone) == ["gone", "unchanged"]
    row = desk.row("SELECT * FROM news")
    assert (row["status"], row["body"]) == ("gone", STORY.body)
    assert desk.row("SELECT * FROM discovery")["state"] == "gone"
    assert desk.put(seen()) == ["unchanged"]
    assert desk.row("SELECT * FROM news")["status"] == "live"


def test_a_page_that_never_stood_is_asked_for_again_while_young(desk: Desk) -> None:
    """It may have been listed a moment too early; after two days it is gone for good."""
    gone = GoneRecord(
        article_id="stcn:4197315",
        site="stcn",
        native_id="4197315",
        url=STORY.url or "",
        seen_at=NOON,
        evidence="404",
    )
    desk.put(listed(), gone)
    row = desk.row("SELECT state, reason, retry_at FROM discovery")
    assert row == {"state": "gone", "reason": "404", "retry_at": "2026-09-24T04:00:00Z"}

    desk.put(replace(gone, seen_at=NOON + 49 * HOUR))
    assert desk.row("SELECT retry_at FROM discovery") == {"retry_at": None}
    assert desk.rows("SELECT * FROM news") == []


TAGGED = SymbolRecord(symbol="601390.SH", name="青柏中铁", rule="api_tag")


def test_every_reading_adds_the_symbols_that_it_proves(desk: Desk) -> None:
    """Whichever came first, the row with the stock's tag or the page with its code."""
    desk.put(STORY)
    assert desk.put(seen(symbols=(TAGGED,))) == ["unchanged"]

    assert desk.row("SELECT symbols FROM news")["symbols"] == "002999.SZ,601390.SH"


def test_a_new_version_keeps_what_only_a_list_can_prove(desk: Desk) -> None:
    """The page that brings the edit does not carry the row's tag."""
    desk.put(replace(STORY, symbols=(TAGGED, *STORY.symbols)))
    desk.put(seen(body="改后的正文，不再提及代码。", symbols=()))

    assert desk.row("SELECT symbols FROM news")["symbols"] == "601390.SH"


def test_a_post_does_not_raise_the_dead(desk: Desk) -> None:
    """A copy from elsewhere is no sight of the article on its site."""
    gone = GoneRecord(
        article_id="stcn:4197315",
        site="stcn",
        native_id="4197315",
        url=STORY.url or "",
        seen_at=NOON,
        evidence="404",
    )
    desk.put(STORY, gone)

    desk.put(seen(on_site=False))
    row = desk.row("SELECT * FROM news")
    assert (row["status"], row["last_seen_at"]) == ("gone", "2026-09-24T04:00:00Z")


def test_what_was_listed_is_owed_until_it_is_settled(desk: Desk) -> None:
    """Pending, asked in vain, put off for ever longer, stored at last."""
    missed = MissedRecord(
        article_id="stcn:4197315",
        site="stcn",
        native_id="4197315",
        url=STORY.url or "",
        seen_at=NOON,
        problem="http_500",
    )
    desk.put(listed())
    assert desk.row("SELECT * FROM discovery")["state"] == "pending"

    desk.put(missed)
    assert desk.row("SELECT * FROM discovery")["retry_at"] == "2026-09-24T04:00:00Z"
    desk.put(missed, missed)
    row = desk.row("SELECT * FROM discovery")
    assert (row["attempts"], row["retry_at"]) == (3, "2026-09-24T04:05:00Z")

    desk.put(STORY)
    row = desk.row("SELECT * FROM discovery")
    assert (row["state"], row["attempts"], row["retry_at"]) == ("stored", 0, None)


def test_a_rejection_is_one_row_however_often(desk: Desk) -> None:
    """The same refusal again moves `last_at` and adds nothing."""
    empty = RejectionRecord(
        site="stcn",
        article_id="stcn:4197315",
        url=STORY.url or "",
        reason="empty_body",
        detail="the body is blank",
        stage="require_fields",
        refused_at=NOON,
        final=False,
        content={"title": STORY.title},
    )
    desk.put(listed(), empty)
    desk.put(replace(empty, refused_at=NOON + HOUR))

    row = desk.row("SELECT * FROM rejection")
    assert (row["first_at"], row["last_at"]) == (
        "2026-09-24T04:00:00Z",
        "2026-09-24T05:00:00Z",
    )
    state = desk.row("SELECT * FROM discovery")
    assert (state["state"], state["reason"]) == ("rejected", "empty_body")
    assert state["retry_at"] is not None
    desk.put(replace(empty, refused_at=NOON + 49 * HOUR))
    assert desk.row("SELECT * FROM discovery")["retry_at"] is None


def test_the_mark_moves_only_past_unbroken_ground(desk: Desk) -> None:
    """A stretch that does not touch the known one leaves the mark where it is."""

    def walked(newest: int, oldest: int) -> WalkRecord:
        return WalkRecord(
            site="stcn",
            channel="yw",
            newest=NOON + newest * HOUR,
            oldest=NOON + oldest * HOUR,
        )

    def mark() -> tuple[str, str]:
        row = desk.row("SELECT * FROM channel_mark")
        return row["complete_from"], row["complete_to"]

    desk.put(walked(0, -4))
    assert mark() == ("2026-09-24T00:00:00Z", "2026-09-24T04:00:00Z")
    desk.put(walked(3, 1))
    assert mark() == ("2026-09-24T00:00:00Z", "2026-09-24T04:00:00Z")
    desk.put(walked(3, 0))
    assert mark() == ("2026-09-24T00:00:00Z", "2026-09-24T07:00:00Z")


def test_a_batch_that_fails_leaves_nothing_behind(desk: Desk) -> None:
    """Rows and counters come together or not at all."""
    broken = replace(STORY, article_id="stcn:2", kind="nonsense")

    with pytest.raises(Exception, match=r"CHECK|check constraint"):
        desk.put(STORY, broken)
    assert desk.rows("SELECT * FROM article") == []
    assert desk.row("SELECT * FROM crawl_run")["new"] == 0


def test_a_run_counts_and_ends(desk: Desk) -> None:
    """Counters grow with each batch; the end is written once."""
    desk.put(listed(), STORY)
    desk.put(seen(body="另一篇。"))
    desk.store.finish_run(
        desk.run,
        RunResult(
            outcome="ok",
            reason=None,
            finished_at=NOON + HOUR,
            requests=12,
            errors=0,
            channels={"yw": {"listed": 1, "new": 1, "changed": 1}},
        ),
    )

    run = desk.row("SELECT * FROM crawl_run")
    assert (run["listed"], run["new"], run["changed"]) == (1, 1, 1)
    assert (run["outcome"], run["requests"]) == ("ok", 12)
