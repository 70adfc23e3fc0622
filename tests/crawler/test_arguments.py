"""What `-a` may say, and the sentence that answers what it may not."""

import re
from datetime import UTC, datetime

import pytest

from crawler.arguments import Arguments, read_arguments
from crawler.errors import UsageError
from crawler.sites.stcn.channels import ALIASES, CHANNELS, MAIN


def read(**given: str) -> Arguments:
    """Read the arguments as the spider `stcn` does."""
    return read_arguments(given, CHANNELS, MAIN)


def refused(**given: str) -> str:
    """Read what must be refused; the sentence that a person gets."""
    with pytest.raises(UsageError) as caught:
        read(**given)
    assert caught.value.exit_code == 2
    return str(caught.value)


# --- channels -----------------------------------------------------------------------


def test_without_arguments_the_main_channels_are_crawled() -> None:
    """From the newest down to what earlier runs have read, and no recheck."""
    arguments = read()

    assert arguments.channels == MAIN
    assert arguments.window.since is None
    assert arguments.window.until is None
    assert arguments.window.max_pages is None
    assert arguments.recheck_hours == 0
    assert arguments.base_url is None


@pytest.mark.parametrize(
    ("asked", "understood"),
    [
        ("yw", ("yw",)),
        ("yw,gs", ("yw", "gs")),
        ("gs,yw", ("gs", "yw")),
        ("要闻", ("yw",)),
        ("要闻,kx", ("yw", "kx")),
        ("要闻，快讯", ("yw", "kx")),
        (" yw , 快讯 ,", ("yw", "kx")),
        ("yw,要闻,yw", ("yw",)),
        ("ESG", ("zk",)),
        ("", MAIN),
    ],
)
def test_channels_by_id_or_chinese_name(asked: str, understood: tuple[str, ...]) -> None:
    """Full-width commas and spaces are forgiven, repeats are dropped."""
    assert read(channels=asked).channels == understood


@pytest.mark.parametrize("asked", ["all", " all ", "all,yw", "yw，all"])
def test_all_channels(asked: str) -> None:
    """`all` is all, whatever stands beside it."""
    assert read(channels=asked).channels == tuple(CHANNELS)


def test_an_unknown_channel_is_answered_with_the_valid_ones() -> None:
    """Ids and names, every one of them."""
    told = refused(channels="yw,xx")

    assert told.startswith("There is no channel 'xx'; there are all, kx 快讯, yw 要闻, ")
    assert all(f"{key} {name}" in told for key, name in CHANNELS.items())


def test_commas_alone_name_no_channel() -> None:
    """Nothing is crawled by accident, neither nothing nor everything."""
    assert "names none" in refused(channels=" ,，")


# --- since and until ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "instant"),
    [
        ("2026-09-24", datetime(2026, 9, 23, 16, 0, tzinfo=UTC)),
        ("2026-9-24", datetime(2026, 9, 23, 16, 0, tzinfo=UTC)),
        ("2026年9月24日", datetime(2026, 9, 23, 16, 0, tzinfo=UTC)),
        ("2026-09-24 15:00", datetime(2026, 9, 24, 7, 0, tzinfo=UTC)),
        ("2026-09-24 15:00:30", datetime(2026, 9, 24, 7, 0, 30, tzinfo=UTC)),
        ("2026-09-24T15:00:00+08:00", datetime(2026, 9, 24, 7, 0, tzinfo=UTC)),
        ("2026-09-24T07:00:00Z", datetime(2026, 9, 24, 7, 0, tzinfo=UTC)),
    ],
)
def test_dates_are_beijing_time(asked: str, instant: datetime) -> None:
    """A day begins at midnight in Beijing; a stated zone is believed."""
    assert read(since=asked).window.since == instant
    assert read(until=asked).window.until == instant


@pytest.mark.parametrize("name", ["since", "until"])
@pytest.mark.parametrize(
    "asked", ["yesterdayish", "昨天", "09-24", "2026", "2026-02-30", "2026-13-01", "15:00"]
)
def test_what_is_no_whole_date_is_refused(name: str, asked: str) -> None:
    """Short dates have no page to be read beside; the sentence shows how to write one."""
    told = refused(**{name: asked})

    assert told == (
        f"{name}={asked} is not a date; write Beijing time as 2026-09-24 "
        "or '2026-09-24 15:00'."
    )


@pytest.mark.parametrize("until", ["2026-09-23", "2026-09-24"])
def test_since_must_be_earlier_than_until(until: str) -> None:
    """An empty window is a slip of the pen, not a wish."""
    told = refused(since="2026-09-24", until=until)

    assert told == "`since` must be earlier than `until`; the window would be empty."


# --- numbers ------------------------------------------------------------------------


def test_max_pages_is_a_number_of_pages() -> None:
    """One is the least that one can ask for."""
    assert read(max_pages="1").window.max_pages == 1
    assert read(max_pages="25").window.max_pages == 25


@pytest.mark.parametrize("asked", ["0", "-1", "abc", "1.5", "１", "²", "1 page"])
def test_what_is_no_number_of_pages_is_refused(asked: str) -> None:
    """The sentence repeats what was written and says what would be right."""
    assert refused(max_pages=asked) == (
        f"max_pages={asked} is not a number of pages; write 1 or more."
    )


@pytest.mark.parametrize(("asked", "hours"), [("0", 0), ("48", 48), ("0.5", 0.5), ("", 0)])
def test_recheck_hours_is_a_number_of_hours(asked: str, hours: float) -> None:
    """Half an hour is one; nothing is none."""
    assert read(recheck_hours=asked).recheck_hours == hours


@pytest.mark.parametrize("asked", ["soon", "-1", "nan", "inf", "1h", "1e9"])
def test_what_is_no_number_of_hours_is_refused(asked: str) -> None:
    """Neither infinity nor the age of the press is a number of hours."""
    assert refused(recheck_hours=asked) == (
        f"recheck_hours={asked} is not a number of hours; write 0 or more."
    )


# --- the mirror ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "understood"),
    [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000"),
        ("https://mirror.example/stcn/", "https://mirror.example/stcn"),
        ("HTTP://mirror.example", "http://mirror.example"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        (" http://mirror.example ", "http://mirror.example"),
    ],
)
def test_base_url_is_an_address(asked: str, understood: str) -> None:
    """Scheme, host and perhaps a folder, without the last slash."""
    assert read(base_url=asked).base_url == understood


@pytest.mark.parametrize(
    "asked",
    [
        "stcn",
        "127.0.0.1:8000",
        "localhost:8000",
        "//mirror.example",
        "ftp://mirror.example",
        "http://",
        "http://:8000",
        "http://[::1",
        "http://mirror.example:port",
        "http://mirror.example:99999",
        "http://mirror example",
    ],
)
def test_what_is_no_address_is_refused(asked: str) -> None:
    """A missing scheme, host or bracket is told before the first request."""
    assert refused(base_url=asked) == (
        f"base_url={asked} is no address; write one like http://127.0.0.1:8000."
    )


# --- names --------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["chanels", "SINCE", "page", "limit"])
def test_an_unknown_argument_is_answered_with_the_valid_ones(name: str) -> None:
    """A typing error must not silently crawl something else."""
    assert refused(**{name: "1"}) == (
        f"There is no argument {name!r}; there are channels, since, until, max_pages, "
        "recheck_hours, base_url."
    )


def test_every_refusal_is_one_sentence() -> None:
    """It goes to standard error as it is, so it ends with a full stop."""
    for given in ({"x": "1"}, {"channels": "x"}, {"since": "x"}, {"base_url": "x"}):
        assert re.fullmatch(r"[^\n]+\.", refused(**given))


@pytest.mark.parametrize(
    ("asked", "understood"),
    [("数据资讯", "djsj"), ("科创板（数据）", "sj_kcb"), ("KX", "kx"), ("esg", "zk")],
)
def test_channels_go_by_the_names_that_the_site_prints(asked: str, understood: str) -> None:
    """Other names, letter case and the width of brackets are no reason to refuse."""
    found = read_arguments({"channels": asked}, CHANNELS, MAIN, ALIASES)

    assert found.channels == (understood,)


def test_channels_may_be_parted_as_one_writes_in_chinese() -> None:
    """`、` does as well as a comma."""
    found = read_arguments({"channels": "要闻、公司"}, CHANNELS, MAIN, ALIASES)

    assert found.channels == ("yw", "company")
