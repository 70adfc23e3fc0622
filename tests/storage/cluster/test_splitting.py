"""Work is cut so that every day, channel and slice is in exactly one job."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from storage.cluster.jobs import Queue
from storage.cluster.splitting import crawl_jobs, sliced, spans

DAYS = st.dates(date(2010, 1, 1), date(2026, 12, 31))


@given(DAYS, st.integers(0, 400), st.integers(1, 60))
def test_every_day_is_in_one_span(since: date, length: int, days: int) -> None:
    """Side by side, the newest first, none longer than asked."""
    until = since + timedelta(days=length)
    found = list(spans(since, until, days))
    covered = [
        start + timedelta(days=n) for start, end in found for n in range((end - start).days)
    ]

    assert sorted(covered) == [since + timedelta(days=n) for n in range(length)]
    assert found == sorted(found, reverse=True)
    assert all((end - start).days <= days for start, end in found)


def test_a_backlog_is_a_job_for_each_channel_and_span() -> None:
    """All of one site: its pace is one."""
    window = date(2026, 9, 1), date(2026, 9, 15)
    jobs = crawl_jobs("autumn", "stcn", ["kx", "yw"], window, days=7)

    assert [job.words[3:] for job in jobs[:2]] == [
        ("-a", "channels=kx", "-a", "since=2026-09-08", "-a", "until=2026-09-15"),
        ("-a", "channels=yw", "-a", "since=2026-09-08", "-a", "until=2026-09-15"),
    ]
    assert len(jobs) == 4
    assert {(job.site, job.queue) for job in jobs} == {("stcn", Queue.BACKLOG)}


def test_what_is_new_goes_before_any_backlog() -> None:
    """Without a window: one job, for the site's main channels."""
    (job,) = crawl_jobs("now", "stcn", [], None)

    assert job.words == ("scrapy", "crawl", "stcn")
    assert job.queue.priority < Queue.BACKLOG.priority


def test_slices_are_told_by_the_last_word() -> None:
    """As one would type them; they ask no site."""
    jobs = sliced("again", ("scrapy", "replay", "--site", "stcn", "--slice"), 3)

    assert [job.words[-1] for job in jobs] == ["1/3", "2/3", "3/3"]
    assert {job.site for job in jobs} == {""}
