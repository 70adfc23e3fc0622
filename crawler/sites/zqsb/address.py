"""Where the paper of a day stands, and what its addresses tell. Pure."""

import re
from datetime import date, timedelta
from typing import Final

from crawler.addresses import Address

SITE: Final = "zqsb"
LIVE: Final = "https://epaper.stcn.com"
INDEX: Final = "/col/index.html"
"""The newest issue, whatever its day."""
PAPER: Final = "证券时报"

EITHER_FROM: Final = date(2021, 1, 1)
EITHER_UNTIL: Final = date(2023, 11, 20)
"""The addresses changed "about 2022" (site notes, c.9); the earliest new one that was
seen is of 21 November 2023. A day between is asked for at both, the new one first."""

_DAY = re.compile(
    r"/(?:(?:col|con)/(\d{4})(\d\d)|paper/zqsb/html/(\d{4})-(\d\d))/(\d\d)/", re.ASCII
)
_ARTICLE = re.compile(
    r"(?P<folder>/con/\d{6}/\d\d|/paper/zqsb/html/\d{4}-\d\d/\d\d)"
    r"/content_(?P<number>\d+)\.html?(?![^?#])",
    re.ASCII,
)
_PAGE = re.compile(r"/node_\w+\.html?(?![^?#])", re.ASCII)
_COUNTED = 6
"""Digits. The numbers count on from issue to issue, as far as they were seen; one with
fewer digits might begin anew with each day, so there the day belongs to the id."""


def day_of(url: str) -> date | None:
    """The day whose paper an address belongs to; None for the index and what else."""
    found = _DAY.search(url)
    if found is None:
        return None
    year, month, older_year, older_month, day = found.groups()
    try:
        return date(int(year or older_year), int(month or older_month), int(day))
    except ValueError:
        return None


def is_page(url: str) -> bool:
    """Whether an address is that of a newspaper page."""
    return day_of(url) is not None and bool(_PAGE.search(url))


def article_at(url: str) -> Address | None:
    """The number of an article, with its day where the number alone may not do."""
    found, day = _ARTICLE.search(url), day_of(url)
    if found is None or day is None:
        return None
    number, folder = found["number"], found["folder"]
    is_new = folder.startswith("/con/")
    ending = "html" if is_new else "htm"
    sure = is_new or len(number) >= _COUNTED
    native_id = number if sure else f"{day:%Y%m%d}-content_{number}"
    return Address(native_id, f"{LIVE}{folder}/content_{number}.{ending}")


def issue_path(day: date) -> str:
    """The first page of a day's paper, at the newer of the addresses that it may have."""
    if day < EITHER_FROM:
        return _older(day)
    return f"/col/{day:%Y%m}/{day:%d}/node_A001.html"


def day_before(path: str) -> str:
    """The first page of the day before, where its paper stands as this one does."""
    day = _certain_day(path) - timedelta(days=1)
    return _older(day) if _is_older(path) else issue_path(day)


def instead(path: str) -> str:
    """Where to look when there is no paper at an address: its other one, or a day back."""
    day = _certain_day(path)
    if not _is_older(path) and day <= EITHER_UNTIL:
        return _older(day)
    return issue_path(day - timedelta(days=1))


def _older(day: date) -> str:
    return f"/paper/zqsb/html/{day:%Y-%m}/{day:%d}/node_2.htm"


def _is_older(path: str) -> bool:
    return "/paper/zqsb/" in path


def _certain_day(path: str) -> date:
    day = day_of(path)
    assert day is not None, f"{path} is the address of no day"
    return day
