"""`python -m tests.sample_site`: serves the sample site until it is stopped."""

import argparse
import asyncio
import sys
from datetime import datetime
from threading import Event

from tests.sample_site.items import BEIJING
from tests.sample_site.papers import papers, serve_paper
from tests.sample_site.server import start
from tests.sample_site.site import NOW, SampleSite


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.sample_site", description=__doc__
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000, help="0 takes a free one")
    parser.add_argument(
        "--paper", choices=sorted(papers()), help="a sister paper's replica instead"
    )
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--days", type=float, default=6)
    parser.add_argument("--upcoming", type=int, default=0)
    parser.add_argument(
        "--now",
        type=datetime.fromisoformat,
        default=NOW,
        help="Beijing time, 2026-09-28T15:30",
    )
    return parser.parse_args()


def _now(given: argparse.Namespace) -> datetime:
    now: datetime = given.now
    return now if now.tzinfo else now.replace(tzinfo=BEIJING)


def _serve_paper(given: argparse.Namespace) -> None:
    paper = papers()[given.paper](
        seed=given.seed, articles=given.articles, now=_now(given), days=given.days
    )
    with serve_paper(paper, given.port) as address:
        sys.stdout.write(f"{address}\n")
        sys.stdout.flush()
        Event().wait()


async def _run(given: argparse.Namespace) -> None:
    now = _now(given)
    site = SampleSite(given.seed, given.articles, now, given.days, given.upcoming)
    runner, address = await start(site, given.host, given.port)
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()
    try:
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()


def main() -> int:
    """Serve until interrupted."""
    given = _arguments()
    try:
        if given.paper:
            _serve_paper(given)
        else:
            asyncio.run(_run(given))
    except KeyboardInterrupt:
        return 0
    except OSError as problem:
        sys.stderr.write(f"cannot serve: {problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
