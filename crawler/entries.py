"""What the entries of a list tell: what to keep, to count and to read again. Pure."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from crawler.crosscheck import visible
from crawler.items import Listing, Sighting
from crawler.memory import Known
from crawler.page import Answered, ListPage, Teaser
from crawler.teasers import teaser_as_json
from crawler.walk import Walk


def listing_of(
    site: str, teasers: Iterable[Teaser], answered: Answered, known: Mapping[str, Known]
) -> Listing:
    """What a response showed, with what is kept of entries that are not read yet."""
    return Listing(
        site=site,
        channel=answered.channel,
        listed_at=answered.received,
        raw=answered.raw,
        sightings=tuple(
            Sighting(
                site=site,
                native_id=teaser.native_id,
                url=teaser.url,
                channel=answered.channel,
                title="" if teaser.title_is_cut else teaser.title,
                published=teaser.published,
                teaser=_kept(teaser, known.get(teaser.native_id)),
            )
            for teaser in teasers
        ),
    )


def _kept(teaser: Teaser, known: Known | None) -> str | None:
    """What is kept of an entry until its article is read."""
    is_settled = teaser.is_whole or (known is not None and known.state == "stored")
    return None if is_settled else teaser_as_json(teaser)


def is_news(teaser: Teaser, walk: Walk, known: Known) -> bool:
    """Whether something that was listed before is to be read again."""
    if known.reason == "outside_window":
        # A dated entry is here because the window holds it; of the others only
        # the page can tell, which is asked once for each window.
        return has_time(teaser) or walk.window.since is not None
    carried = teaser.article
    if known.state == "stored" and carried and carried.tags and not known.has_tags:
        # A row that is cut leads to its page, which prints no topics: another
        # list may have led there first, in a run that never saw this row.
        return True
    if teaser.title_is_cut or not teaser.title or not known.title:
        return False
    if known.state == "pending":
        return False
    return visible(teaser.title) != visible(known.title)


def dated_first(page: ListPage) -> list[Teaser]:
    """
    The entries, without those that the same page shows a second time with a time.

    A headline box prints none: where the list below has the article too, its
    entry decides whether the article lies in the window.
    """
    dated = {teaser.native_id for teaser in page.teasers if has_time(teaser)}
    return [t for t in page.teasers if has_time(t) or t.native_id not in dated]


def entries_of(page: ListPage) -> int:
    """How many articles the list itself shows; a headline box prints no times."""
    dated = {teaser.native_id for teaser in page.teasers if has_time(teaser)}
    return len(dated) or len({teaser.native_id for teaser in page.teasers})


def goes_on(page: ListPage, walk: Walk) -> bool:
    """Whether a page shows more that was out when the list's first page was made."""
    before = walk.reference - timedelta(minutes=1)  # lists print no seconds
    return any(
        teaser.published is not None
        and teaser.published.instant is not None
        and teaser.published.instant < before
        and teaser.native_id not in walk.seen
        for teaser in page.teasers
    )


def has_time(teaser: Teaser) -> bool:
    """Whether a list printed a time that can be read."""
    return teaser.published is not None and teaser.published.instant is not None
