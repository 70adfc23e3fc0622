"""
Judging a run by the runs before it: does the site still yield what it always did?

Pure. How many articles are new depends on the hour and proves nothing. What a
site shows at every hour does: how long its lists are, which fields its pages
fill, how few of them are refused, and that lists and pages say the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from crawler.profile import FieldShares, ListYield, Profile
from crawler.report import Problem

REMEMBERED = 20
"""Healthy runs that count, the newest first: a site may change for good."""
ENOUGH_RUNS = 5
"""Fewer past runs do not tell how long a list always is."""
LOW = 0.5
"""Below half of what a list always showed; a headline more or less is no sign."""
DEFAULT_FLOOR = 1
"""Entries that the first page of any list shows, if more follow."""

ENOUGH_READ = 10
"""Fewer articles than this may all lack a field by chance."""
ENOUGH_PAST = 30
"""Fewer articles in the past do not tell how often a field is filled."""
USUAL = 0.8
"""A field that fewer of the past articles had may honestly be missing."""
EMPTIED = 1 / 3
"""Below a third of the past share: quiet hours halve a share, seldom more."""

ENOUGH_REJECTED = 5
"""A few empty pages a day are the site's habit."""
MANY_REJECTED = 0.2
RISE = 3
"""More than one page in five, and more than three times the past share."""
MOST_REJECTED = 0.5
"""What a run without a past may lose; every other page is no accident."""

ENOUGH_COMPARED = 5
DISAGREE = 0.5
"""An edit between two requests makes one pair differ, not most of them."""
DISAGREE_RISE = 2
"""A site whose lists always print another time than its pages is no alarm."""

_FIELDS = {"author": "with_author", "source": "with_source", "time": "with_time"}


def judge(
    present: Profile,
    past: Sequence[Profile],
    floors: Mapping[str, int],
    names: Mapping[str, str] | None = None,
) -> list[Problem]:
    """
    What is wrong with a run, as far as its numbers tell; empty if nothing is.

    Args:
        present: what this run saw.
        past: what earlier healthy runs saw, the newest first.
        floors: channel to the entries that its first page shows at least, if more
            follow; 0 for a list whose length means nothing.
        names: channel to the name that sentences call it by.
    """
    problems = [
        low_yield(
            (names or {}).get(channel, channel),
            channel,
            shown,
            past,
            floors.get(channel, DEFAULT_FLOOR),
        )
        for channel, shown in present.lists.items()
    ]
    # Like with like: each channel has a habit of its own.
    same = [one for one in past if one.channels == present.channels]
    before = _sum(same[:REMEMBERED])
    problems += _emptied(present, before)
    problems += [_rejections(present, before), _disagreement(present, before)]
    return [problem for problem in problems if problem is not None]


def low_yield(
    name: str, channel: str, shown: ListYield, past: Sequence[Profile], floor: int
) -> Problem | None:
    """
    Whether the first response of a list shows far too few entries.

    A list that ends may be short: the floor binds only where more follows.
    """
    if floor == 0:
        return None
    known = [one.lists[channel].entries for one in past if channel in one.lists]
    known = known[:REMEMBERED]
    if len(known) >= ENOUGH_RUNS and shown.entries < LOW * median(known):
        return Problem(
            "low_yield",
            f"{name}: the list's first page shows {shown.entries} entries; "
            f"in the {len(known)} healthy runs before it were {median(known):g}.",
        )
    if shown.has_more and shown.entries < floor:
        return Problem(
            "low_yield",
            f"{name}: the list's first page shows {shown.entries} entries although "
            f"more follow; at least {floor} are healthy.",
        )
    return None


def _emptied(present: Profile, before: Profile) -> Iterator[Problem]:
    """Fields that the pages always filled and now leave empty."""
    for kind, now in present.kinds.items():
        then = before.kinds.get(kind, FieldShares())
        if now.read < ENOUGH_READ or then.read < ENOUGH_PAST:
            continue
        for word, name in _FIELDS.items():
            filled, was = getattr(now, name), getattr(then, name) / then.read
            if was >= USUAL and filled / now.read < EMPTIED * was:
                yield Problem(
                    "field_empty",
                    f"{kind}: {filled} of {now.read} pages have the field {word}; "
                    f"before, {was:.0%} of {then.read} had it.",
                )
        length, usual = now.body_chars / now.read, then.body_chars / then.read
        if length < EMPTIED * usual:
            yield Problem(
                "field_empty",
                f"{kind}: the field body has {length:.0f} characters on average over "
                f"{now.read} pages; before, it had {usual:.0f} over {then.read}.",
            )


def _rejections(present: Profile, before: Profile) -> Problem | None:
    """Whether far more pages are refused by rule than ever."""
    count, pages = present.rejected.total(), _settled(present)
    if count < ENOUGH_REJECTED:
        return None
    known = _settled(before)
    was = before.rejected.total() / known if known >= ENOUGH_PAST else None
    limit = MOST_REJECTED if was is None else max(MANY_REJECTED, RISE * was)
    if count / pages <= limit:
        return None
    rule, most = present.rejected.most_common(1)[0]
    told = "at most half of them is healthy"
    if was is not None:
        told = f"before, {was:.0%} of {known} were"
    return Problem(
        "rejections_rise",
        f"{count} of {pages} pages were refused by a rule, {most} of them as {rule}; "
        f"{told}.",
    )


def _disagreement(present: Profile, before: Profile) -> Problem | None:
    """Whether lists and pages tell different titles or times."""
    now, then = present.agreement, before.agreement
    if now.compared < ENOUGH_COMPARED:
        return None
    for word, name in (("title", "title_differs"), ("time", "minute_differs")):
        differ = getattr(now, name)
        was = getattr(then, name) / then.compared if then.compared else 0.0
        if differ / now.compared > max(DISAGREE, DISAGREE_RISE * was):
            told = f"; before, for {was:.0%} of {then.compared}" if then.compared else ""
            return Problem(
                "lists_disagree",
                f"For {differ} of {now.compared} articles the list prints another {word} "
                f"than the page{told}.",
            )
    return None


def _settled(profile: Profile) -> int:
    return profile.read + profile.rejected.total()


def _sum(past: Sequence[Profile]) -> Profile:
    """Several runs as if they had been one; lists cannot be added and are left out."""
    total = Profile()
    for one in past:
        for kind, shares in one.kinds.items():
            _add(total.kinds.setdefault(kind, FieldShares()), shares)
        total.rejected += one.rejected
        _add(total.agreement, one.agreement)
    return total


def _add(total: object, more: object) -> None:
    for name in total.__slots__:  # type: ignore[attr-defined]  # both are slotted counts
        setattr(total, name, getattr(total, name) + getattr(more, name))
