"""What the database held at a time can be asked for ever, and nothing later leaks."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.clock import iso_utc
from storage.queries import (
    Filters,
    NewsRow,
    Reader,
    as_of,
    count,
    counts,
    detail,
    find_article,
    latest,
    open_reader,
    search,
)
from storage.queries.articles import why_missing
from storage.queries.repeats import family
from storage.records import (
    ArticleRecord,
    GoneRecord,
    Record,
    ReparsedRecord,
    SightingRecord,
    SymbolRecord,
)
from storage.repeats import mending
from storage.repeats.mending import rebuild_repeats, tell_apart
from storage.search_text import parse_query
from storage.store import Store
from tests import databases
from tests.storage.conftest import BUYBACK, GONE, NOON, REMOVED

pytestmark = pytest.mark.both

HOUR = timedelta(hours=1)
BODY = (
    "海棠电气9月24日公告，公司拟以自有资金回购股份，回购金额不低于1.2亿元，"
    "回购价格不超过18.50元/股，用于股权激励。\n"
    "公司表示，本次回购不会影响正常经营，实施期限为董事会审议通过之日起12个月内。"
)


class Shelf:
    """A database whose clock the test turns."""

    def __init__(self, path: Path, patch: pytest.MonkeyPatch) -> None:
        """Make it, at noon."""
        self.now = NOON
        self.path = path
        self.store = Store(databases.url_of(path))
        self.run = self.store.begin_run("stcn", {}, NOON)
        shelf = self

        class Clock(datetime):
            """Tells the time of the story."""

            @classmethod
            def now(cls, tz: Any = None) -> Self:
                """The hour that the test has come to."""
                return cls.fromtimestamp(shelf.now.timestamp(), tz)

        patch.setattr("storage.store.datetime", Clock)
        patch.setattr(mending, "datetime", Clock)

    def put(self, at: datetime, *records: Record) -> list[str]:
        """Store one batch at a time."""
        self.now = at
        return self.store.apply(self.run, list(map(self.compared, records)))

    def compared(self, record: Record) -> Record:
        """A new reading as one of what is held before the batch."""
        if not isinstance(record, ReparsedRecord):
            return record
        with self.at() as reader:
            query = "SELECT version FROM article WHERE article_id = :id"
            held = reader.row(query, {"id": record.article.article_id})
        return replace(record, over=held[0] if held else 0)

    def at(self, moment: datetime | None = None) -> Reader:
        """The database as it was, or is."""
        return open_reader(str(self.store.engine.url), moment)

    def row(self, moment: datetime | None = None, article_id: str = "stcn:1001") -> NewsRow:
        """One article as it was, or is."""
        with self.at(moment) as reader:
            return next(row for row in latest(reader) if row.article_id == article_id)

    def past(self, table: str = "article_past") -> int:
        """How many rows of history there are."""
        with self.at() as reader:
            return len(list(reader.rows(f"SELECT 1 FROM {table}")))


# --- any history ---------------------------------------------------------------

CHANGES: dict[str, tuple[Any, ...]] = {
    "kind": ("flash",),
    "channels": ((), ("kx", "yw")),
    "title": ("青柏重工中标",),
    "summary": ("摘要", "另一个摘要"),
    "body_html": ("<p>同文<br></p>", "<p>同文</p>"),
    "source": (None, "新华社"),
    "print_issue": (None, "2026-09-25 A001版"),
    "authors": ((), ("林晓舟", "周明")),
    "editor": (None, "周明"),
    "time": (
        (NOON - 5 * HOUR + timedelta(seconds=7), "second"),
        (NOON - 30 * HOUR, "minute"),
        (None, "unknown"),
    ),
    "symbols": (
        (),
        (SymbolRecord(symbol="688777.SH", name=None, rule="api_tag"),),
        (SymbolRecord(symbol="002999.SZ", name=None, rule="stock_tag"),),
    ),
    "tags": ((), ("回购",), ("电气", "回购", "深市")),
    "important": (True,),
    "on_site": (False,),
    "unprinted": (frozenset({"authors"}), frozenset({"source"})),
}
"""What may be otherwise at another reading."""
IDS = ("1", "2", "3")
BODIES = (
    BODY,
    BODY,
    f"{BODY}\n记者另获悉，董事会已经通过该议案。",
    "今日共有3只新股申购。",
)


@st.composite
def readings(draw: st.DrawFn) -> ArticleRecord:
    """An article as some page or list shows it; mostly it is the same as before."""
    names = draw(st.sets(st.sampled_from(sorted(CHANGES)), max_size=2))
    changes = {name: draw(st.sampled_from(CHANGES[name])) for name in sorted(names)}
    at, precision = changes.pop("time", (BUYBACK.published_at, "minute"))
    changes |= {"published_at": at, "published_precision": precision}
    changes |= {"published_raw": at and str(at), "body": draw(st.sampled_from(BODIES))}
    return replace(BUYBACK, article_id=f"stcn:{draw(st.sampled_from(IDS))}", **changes)


def dated(record: Record, at: datetime) -> Record:
    """The same record, of a batch's time."""
    if isinstance(record, GoneRecord):
        return replace(record, seen_at=at)
    if isinstance(record, SightingRecord):
        return replace(record, listed_at=at)
    if isinstance(record, ReparsedRecord):
        return replace(record, at=at, article=replace(record.article, seen_at=NOON))
    assert isinstance(record, ArticleRecord)
    return replace(record, seen_at=at)


def reparsed(record: ArticleRecord) -> ReparsedRecord:
    """The same reading, by a reader of a later day."""
    # A channel that only today's reader finds counts as listed when it was archived.
    return ReparsedRecord(
        article=replace(record, channels=()), changed=("body",), at=NOON, over=0
    )


def gone(native_id: str) -> GoneRecord:
    """A page that is not there any more."""
    return replace(GONE, article_id=f"stcn:{native_id}", native_id=native_id)


def listed(native_id: str) -> SightingRecord:
    """A list that shows an article."""
    return SightingRecord(
        article_id=f"stcn:{native_id}",
        site="stcn",
        native_id=native_id,
        url=f"https://www.stcn.com/article/detail/{native_id}.html",
        channel="gs",
        title="",
        published_at=None,
        listed_at=NOON,
    )


RECORDS = st.one_of(
    readings(),
    readings(),
    readings().map(reparsed),
    st.sampled_from(IDS).map(gone),
    st.sampled_from(IDS).map(listed),
)
STEPS = st.one_of(
    st.lists(RECORDS, min_size=1, max_size=2),
    st.lists(RECORDS, min_size=1, max_size=2),
    st.lists(RECORDS, min_size=1, max_size=2),
    st.sampled_from(("rebuild", "tell apart")),
)


def step(shelf: Shelf, what: Sequence[Record] | str, at: datetime) -> None:
    """Let one thing happen."""
    shelf.now = at
    if what == "rebuild":
        rebuild_repeats(shelf.store.engine)
    elif what == "tell apart":
        with shelf.at() as reader:
            ids = [row.article_id for row in latest(reader)]
        if len(ids) > 1:
            tell_apart(shelf.store.engine, *ids[:2])
    else:
        shelf.put(
            at, *(dated(record, at) for record in what if not isinstance(record, str))
        )


def snapshot(reader: Reader, at: datetime) -> dict[str, Any]:
    """Everything that the reading functions say, but for how long something was seen."""
    rows = [row._replace(last_seen_at="") for row in latest(reader)]
    return {
        "rows": rows,
        "count": count(reader),
        "filtered": [
            [row.article_id for row in latest(reader, filters)]
            for filters in (
                Filters(original_only=True),
                Filters(channel=("kx",)),
                Filters(symbol=("688777",)),
            )
        ],
        "details": [
            replace(
                detail(reader, row.article_id),
                row=row,
                listings=[
                    one._replace(last_listed_at="")
                    for one in detail(reader, row.article_id).listings
                ],
            )
            for row in rows
        ],
        "hits": [
            [hit.row.article_id for hit in search(reader, query).hits]
            for query in map(parse_query, ("青柏重工", "议案", "新股 -海棠"))
        ],
        "totals": counts(reader, Filters(until=at)).total,
    }


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory, dialect: str) -> Iterator[Shelf]:
    """A shelf that can be emptied: making one for every history would take too long."""
    del dialect  # once for each
    with pytest.MonkeyPatch.context() as patch:
        shelf = Shelf(tmp_path_factory.mktemp("lasting") / "news.db", patch)
        shelf.store.engine.dispose()
        databases.copy(shelf.path, shelf.path.with_suffix(".empty"))
        yield shelf
        shelf.store.close()


def emptied(shelf: Shelf) -> Shelf:
    """The shelf with nothing on it."""
    shelf.store.engine.dispose()
    databases.put_back(shelf.path.with_suffix(".empty"), shelf.path)
    return shelf


@pytest.fixture
def shelf(lasting: Shelf) -> Shelf:
    """The same, with nothing on it."""
    return emptied(lasting)


@settings(max_examples=40, deadline=None)
@given(history=st.lists(STEPS, min_size=3, max_size=7))
def test_every_time_is_remembered_as_it_was(lasting: Shelf, history: list[Any]) -> None:
    """Whatever happens, and however often: each later question gets the same answer."""
    shelf = emptied(lasting)
    snapshots = {}
    for number, what in enumerate(history, start=1):
        at = NOON + number * HOUR
        step(shelf, what, at)
        with shelf.at() as reader:
            snapshots[at] = snapshot(reader, at)
    for number, (at, then) in enumerate(snapshots.items()):
        # It holds from the instant of the batch to the last one before the next.
        late = HOUR - timedelta(seconds=1) if number % 2 else timedelta(0)
        with shelf.at(at + late) as reader:
            assert snapshot(reader, at) == then


# --- single stories ------------------------------------------------------------

STORY = replace(BUYBACK, body=BODY, body_html=f"<p>{BODY}</p>")


def at(hours: float) -> datetime:
    """So many hours after noon."""
    return NOON + hours * HOUR


def test_before_it_was_seen_there_was_nothing(shelf: Shelf) -> None:
    """An article begins for a back-test when we first saw it, not when it was printed."""
    shelf.put(at(1), replace(STORY, seen_at=at(1)))
    with shelf.at(at(1) - timedelta(seconds=1)) as reader:
        assert count(reader) == 0
        assert find_article(reader, "1001") == []
        assert why_missing(reader, "stcn:1001") is None
    assert shelf.row(at(1)).first_seen_at == iso_utc(at(1))


def test_an_edit_is_known_from_when_it_was_read(shelf: Shelf) -> None:
    """Text, credits and time of each version, and its version number."""
    edited = replace(
        STORY,
        title="海棠电气拟1.5亿元回购股份",
        authors=("周明",),
        published_at=NOON - 4 * HOUR,
        seen_at=at(2),
    )
    shelf.put(NOON, STORY)
    shelf.put(at(2), edited)

    before, after = shelf.row(at(1)), shelf.row(at(2))
    assert (before.title, before.authors, before.version) == (STORY.title, "林晓舟", 1)
    assert before.published == "2026-09-24 07:00:00"
    assert after == shelf.row()
    assert (after.title, after.authors, after.version) == (edited.title, "周明", 2)
    with shelf.at(at(1)) as reader:
        (version,) = detail(reader, "stcn:1001").versions
    assert (version.valid_to, version.authors) == (None, "林晓舟")


def test_what_was_filled_in_later_was_not_known_before(shelf: Shelf) -> None:
    """A list's row first, its page two hours later: no new version, and yet new."""
    row = replace(
        STORY,
        summary="摘要",
        editor=None,
        authors=(),
        tags=(),
        symbols=(),
        print_issue=None,
    )
    row = replace(row, unprinted=frozenset({"authors"}), body_html="<p>列表</p>")
    shelf.put(NOON, row)
    shelf.put(at(2), replace(STORY, seen_at=at(2), important=True))

    before, after = shelf.row(at(1)), shelf.row(at(2))
    assert after.version == 1
    assert (before.authors, before.editor, before.tags, before.symbols) == (None,) * 4
    assert (after.authors, after.editor, after.tags) == ("林晓舟", "何予", "回购,电气")
    assert (before.symbols, after.symbols) == (None, "002999.SZ")
    assert (before.body_html, after.body_html) == ("<p>列表</p>", STORY.body_html)
    with shelf.at(at(1)) as reader:
        then = detail(reader, "stcn:1001")
        assert count(reader, Filters(symbol=("002999",))) == 0
    assert (then.important, then.print_issue, then.versions[0].authors) == (0, None, None)


def test_reading_the_same_again_writes_no_history(shelf: Shelf) -> None:
    """Most rereadings find nothing new; a crawl stays as cheap as it was."""
    shelf.put(NOON, STORY)
    shelf.put(at(1), replace(STORY, seen_at=at(1)), replace(STORY, seen_at=at(2)))
    shelf.put(at(3), listed("1001"))
    assert shelf.past() == 0
    assert shelf.row(at(1)).last_seen_at == iso_utc(at(1))
    assert shelf.row(at(1)).channels == "gs,yw"


def test_markup_is_remembered_though_it_makes_no_version(shelf: Shelf) -> None:
    """An image's address changes from hour to hour; each hour had its own."""
    for hours in range(4):
        html = f"<p>{BODY}</p><img src='{hours // 2}.png'>"
        shelf.put(at(hours), replace(STORY, body_html=html, seen_at=at(hours)))
    shelf.put(at(4), replace(STORY, title="海棠电气回购", body_html="", seen_at=at(4)))
    found = [shelf.row(at(hours)).body_html[-10:] for hours in range(5)]
    assert found == ["rc='0.png'>"[-10:]] * 2 + ["rc='1.png'>"[-10:]] * 2 + [""]
    assert shelf.past() == 2


def test_an_article_was_live_until_it_was_gone(shelf: Shelf) -> None:
    """And it is live again when it is shown again."""
    shelf.put(NOON, replace(REMOVED, seen_at=NOON))
    shelf.put(at(1), replace(GONE, seen_at=at(1)))
    shelf.put(at(2), replace(REMOVED, seen_at=at(2)))
    found = [shelf.row(at(hours), "stcn:1004").status for hours in (0.5, 1, 1.5, 2)]
    assert found == ["live", "gone", "gone", "live"]


def test_a_late_reading_does_not_rewrite_what_was_known(shelf: Shelf) -> None:
    """A stale cache shows at four what it saw at one: known since what came before it."""
    shelf.put(NOON, STORY)
    shelf.put(at(3), replace(STORY, editor="周明", seen_at=at(3)))
    shelf.put(at(4), replace(STORY, title="海棠电气回购", editor=None, seen_at=at(1)))
    assert shelf.row(at(2)).editor == "何予"
    assert shelf.row(at(2)).title == STORY.title
    assert shelf.row(at(3)) == shelf.row()
    assert shelf.row().title == "海棠电气回购"


def test_two_readings_of_one_batch_are_two_times(shelf: Shelf) -> None:
    """Each is known from its own instant on, though both were written together."""
    first = replace(STORY, editor=None)
    shelf.put(at(2), first, replace(STORY, seen_at=at(1)), replace(GONE, seen_at=at(1)))
    assert shelf.row(NOON).editor is None
    assert shelf.row(at(1)).editor == "何予"


def test_a_repeat_is_one_since_it_was_found_to_be(shelf: Shelf) -> None:
    """The original that comes late turns the family round, from then on only."""
    copy = replace(STORY, article_id="cs:1", site="cs", published_at=NOON, seen_at=NOON)
    other = replace(copy, article_id="cs:2", published_at=NOON + HOUR)
    shelf.put(NOON, copy, other)
    shelf.put(at(2), replace(STORY, seen_at=at(2)))

    assert [shelf.row(at(1), f"cs:{n}").original_id for n in (1, 2)] == ["cs:1", "cs:1"]
    assert [shelf.row(at(1), f"cs:{n}").copies for n in (1, 2)] == [1, 0]
    assert shelf.row(at(2), "cs:2").original_id == "stcn:1001"
    assert shelf.row(at(2)).copies == 2
    with shelf.at(at(1)) as reader:
        assert [one.article_id for one in family(reader, "cs:2")] == ["cs:1", "cs:2"]


def test_a_rebuild_that_finds_the_same_rewrites_no_history(shelf: Shelf) -> None:
    """Links stand since they were first drawn, however often they are worked out."""
    copies = [
        replace(STORY, article_id=f"cs:{n}", site="cs", published_at=at(n)) for n in (1, 2)
    ]
    shelf.put(NOON, STORY, *copies)
    shelf.now = at(3)
    rebuild_repeats(shelf.store.engine)
    assert shelf.past("duplicate_past") == 0
    assert shelf.row(NOON).copies == 2

    shelf.now = at(4)
    tell_apart(shelf.store.engine, "stcn:1001", "cs:2")
    assert shelf.past("duplicate_past") == 1
    assert [shelf.row(at(hours)).copies for hours in (3, 4)] == [2, 1]


def test_a_search_reads_the_words_of_its_time(shelf: Shelf) -> None:
    """Words that an edit brought are not found before it, those that it took are."""
    shelf.put(NOON, STORY)
    shelf.put(at(2), replace(STORY, title="海棠电气拟增持", body="增持。", seen_at=at(2)))
    for word, before, after in (("回购", 1, 0), ("增持", 0, 1), ("股权激励", 1, 0)):
        for moment, number in ((at(1), before), (at(2), after)):
            with shelf.at(moment) as reader:
                for sort in ("time", "relevance"):
                    found = search(reader, parse_query([word]), sort=sort)
                    assert len(found.hits) == number


def test_nothing_written_meanwhile_comes_in(shelf: Shelf) -> None:
    """A door to the past is not opened again when somebody writes."""
    shelf.put(NOON, STORY)
    with shelf.at() as now, as_of(now, at(1)) as reader:
        shelf.put(at(2), replace(STORY, title="海棠电气拟增持", seen_at=at(2)))
        assert next(latest(reader)).title == STORY.title
        assert next(latest(now)).title == "海棠电气拟增持"


def test_a_database_from_before_the_history_tells_what_its_versions_tell(
    shelf: Shelf,
) -> None:
    """Without `article_past` the versions speak for themselves; no later time leaks."""
    shelf.put(NOON, STORY)
    edited = replace(STORY, source="新华社", published_at=NOON - 30 * HOUR, seen_at=at(2))
    shelf.put(at(2), edited)
    with shelf.store.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM article_past")
    before = shelf.row(at(1))
    assert (before.version, before.source) == (1, "证券时报")
    assert before.published == "2026-09-24 07:00:00"
    assert (before.trade_date, before.published_raw) == (None, None)
