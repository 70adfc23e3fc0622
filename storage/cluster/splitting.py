"""Cutting work into jobs. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from storage.cluster.jobs import Job, Queue


def spans(since: date, until: date, days: int) -> Iterator[tuple[date, date]]:
    """
    The days from `since` to before `until`, so many at a time, the newest first.

    What was published last is asked for most: a backlog fills from today back.
    """
    end = until
    while end > since:
        start = max(since, end - timedelta(days=days))
        yield start, end
        end = start


def crawl_jobs(
    campaign: str,
    site: str,
    channels: Sequence[str],
    window: tuple[date, date] | None,
    days: int = 7,
    extra: Sequence[str] = (),
) -> list[Job]:
    """
    A job for each channel and span of days; without a window, for what is new.

    Args:
        campaign: whose jobs they are.
        site: the spider.
        channels: its ids; empty means the site's main ones, in one job.
        window: Beijing days, half open.
        days: how many a job has.
        extra: further `NAME=VALUE` arguments of the spider.
    """
    queue = Queue.FRESH if window is None else Queue.BACKLOG
    spanned = [None] if window is None else list(spans(*window, days))
    return [
        Job(
            campaign=campaign,
            words=("scrapy", "crawl", site, *_arguments(channel, span, extra)),
            site=site,
            queue=queue,
        )
        for span in spanned
        for channel in channels or ("",)
    ]


def _arguments(
    channel: str, span: tuple[date, date] | None, extra: Sequence[str]
) -> Iterator[str]:
    told = list(extra)
    if channel:
        told.append(f"channels={channel}")
    if span is not None:
        told += [f"since={span[0]}", f"until={span[1]}"]
    for one in told:
        yield "-a"
        yield one


def sliced(campaign: str, words: Sequence[str], slices: int, before: str = "") -> list[Job]:
    """One command, cut into slices: its last word is `2/8`, with something before it."""
    return [
        Job(campaign=campaign, words=(*words, f"{before}{number}/{slices}"))
        for number in range(1, slices + 1)
    ]
