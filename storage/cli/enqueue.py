"""`shibao enqueue`: cut work into jobs for many workers."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from storage.cli.options import listed, time_option, wrong
from storage.clock import BEIJING

if TYPE_CHECKING:
    from storage.cluster import Job

app = typer.Typer(
    help="Cut work into jobs, for `shibao worker` on any machine.", no_args_is_help=True
)
CampaignOption = Annotated[
    str | None,
    typer.Option(
        "--campaign",
        metavar="NAME",
        help="Whose jobs they are; the same call with the same name goes on with it.",
        show_default=False,
    ),
]
SlicesOption = Annotated[
    int, typer.Option("--slices", min=1, max=9999, help="Into so many jobs.")
]


@app.command("crawl")
def crawl_command(
    site: Annotated[str, typer.Argument(help="The spider: stcn.")],
    channel: Annotated[
        str | None, typer.Option("--channel", help="Ids: kx,yw; a job for each.")
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="DAY", help="Beijing.")] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DAY", help="Before this day; else today's end.")
    ] = None,
    days: Annotated[
        int, typer.Option(min=1, max=36_500, help="A job for so many days.")
    ] = 7,
    base_url: Annotated[str | None, typer.Option(help="A mirror of the site.")] = None,
    campaign: CampaignOption = None,
) -> None:
    """Crawl a site: what is new, or since a day, a job for each channel and span."""
    from storage.cluster.splitting import crawl_jobs  # noqa: PLC0415 - with the cluster alone

    window = _window(since, until)
    extra = [f"base_url={base_url}"] if base_url else []
    name = _name(campaign, f"crawl-{site}")
    _enqueue(name, crawl_jobs(name, site, listed(channel), window, days, extra))


@app.command("replay")
def replay_command(
    site: Annotated[str, typer.Argument(help="Whose archive.")],
    slices: SlicesOption = 8,
    campaign: CampaignOption = None,
) -> None:
    """Read a site's archive again with today's reader, a slice of its articles a job."""
    from storage.cluster.splitting import sliced  # noqa: PLC0415 - with the cluster alone

    name = _name(campaign, f"replay-{site}")
    words = ("scrapy", "replay", "--site", site, "--slice")
    _enqueue(name, sliced(name, words, slices))


@app.command("posts")
def posts_command(
    path: Annotated[str, typer.Argument(help="A folder that all workers see.")],
    slices: SlicesOption = 8,
    campaign: CampaignOption = None,
) -> None:
    """Import posts, a slice of the files a job."""
    from storage.cluster.splitting import sliced  # noqa: PLC0415 - with the cluster alone

    name = _name(campaign, "posts")
    words = ("scrapy", "crawl", "posts", "-a", f"path={path}", "-a")
    _enqueue(name, sliced(name, words, slices, "slice="))


@app.command("repeats")
def repeats_command(slices: SlicesOption = 8, campaign: CampaignOption = None) -> None:
    """Work out all repeats anew, a slice of the articles a job."""
    from storage.cluster.splitting import sliced  # noqa: PLC0415 - with the cluster alone

    name = _name(campaign, "repeats")
    words = ("shibao", "db", "rebuild-repeats", "--slice")
    _enqueue(name, sliced(name, words, slices))


def _enqueue(campaign: str, jobs: "list[Job]") -> None:
    from storage.cluster.board import Board  # noqa: PLC0415 - with the cluster alone
    from storage.cluster.connecting import connect, redis_url  # noqa: PLC0415 - with the cluster alone
    from storage.cluster.queueing import Enqueuer, make_broker  # noqa: PLC0415 - with the cluster alone

    url = redis_url()
    board = Board(connect(url))
    number = Enqueuer(make_broker(url), board).enqueue(jobs)
    there = len(jobs) - number
    more = f" ({there} were there already)" if there else ""
    typer.echo(
        f"{campaign}: {number} jobs queued{more}; `shibao jobs {campaign} --watch` shows "
        "how it goes."
    )


def _name(campaign: str | None, kind: str) -> str:
    """What was named; else the kind and the minute, as two campaigns are two."""
    name = campaign or f"{kind}-{datetime.now(BEIJING):%Y%m%d-%H%M}"
    if not re.fullmatch(r"[\w.-]{1,80}", name):
        wrong("--campaign", f"{name!r} is no name; use letters, digits, dots and dashes")
    return name


def _window(since: str | None, until: str | None) -> tuple[date, date] | None:
    if since is None and until is None:
        return None
    first, end = time_option("--since", since), time_option("--until", until)
    if first is None:
        wrong("--until", "a window needs a --since")
    tomorrow = datetime.now(UTC).astimezone(BEIJING).date() + timedelta(days=1)
    last = end.astimezone(BEIJING).date() if end else tomorrow
    start = first.astimezone(BEIJING).date()
    if start >= last:
        wrong("--until", f"{until or 'today'} is not after --since {since}")
    return start, last
