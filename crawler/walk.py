"""
Walking down one channel's list: which entries are wanted, and when to stop.

Pure: pages of teasers go in, a verdict comes out. The rules of incremental
crawling stand here and nowhere else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from crawler.items import Validator
from crawler.memory import Ground, Known
from crawler.page import Teaser

FIRST_DAYS = timedelta(days=7)
"""How far the first run of a channel looks back (the contract's section 2)."""

_TAIL = 3
"""So many entries at a page's end must be too old before the walk ends: one
alone may be a pinned or misplaced row."""

_REPEATS = 1
"""So many pages in a row may repeat what was shown: the data behind a list
begins with the entries of its page."""


class Reached(StrEnum):
    """Why a walk ended."""

    LIST_END = "list_end"
    KNOWN_GROUND = "known_ground"
    SINCE = "since"
    MAX_PAGES = "max_pages"
    NOTHING_NEW = "nothing_new"


@dataclass(frozen=True, slots=True)
class Window:
    """What the user asked for: `since` <= published < `until`, aware."""

    since: datetime | None = None
    until: datetime | None = None
    max_pages: int | None = None


@dataclass(slots=True)
class Walk:
    """One channel's walk, from its newest page down."""

    channel: str
    window: Window
    ground: Ground | None
    reference: datetime
    """When the first page was made (`Date` less `Age`), aware."""
    pages: int = 0
    """How many brought something new."""
    stale: int = 0
    """How many in a row brought nothing new."""
    seen: set[str] = field(default_factory=set)
    paths: set[str] = field(default_factory=set)
    newest: datetime | None = None
    oldest: datetime | None = None
    validator: Validator | None = None
    """Of the list's first page."""
    is_shallow: bool = False
    """The list shows only its newest entries: where it ends, the news does not begin."""

    @property
    def floor(self) -> datetime:
        """Nothing older than this is wanted."""
        if self.window.since is not None:
            return self.window.since
        if self.ground is not None:
            return self.ground.complete_from
        return self.reference - FIRST_DAYS

    def is_wanted(self, teaser: Teaser) -> bool:
        """Whether an entry lies in the window; one without a time may."""
        instant = _instant(teaser)
        if instant is None:
            return True
        until = self.window.until
        return self.floor <= instant and (until is None or instant < until)

    def take(
        self, teasers: Sequence[Teaser], known: Mapping[str, Known], *, last: bool
    ) -> Reached | None:
        """
        Count one page of entries in; say why the walk ends there, if it does.

        Args:
            teasers: the page, top to bottom.
            known: what the past knows of its entries.
            last: whether the list says that nothing follows.
        """
        fresh = {teaser.native_id for teaser in teasers} - self.seen
        self.seen |= fresh
        self.pages += bool(fresh)
        self.stale = 0 if fresh else self.stale + 1
        times = [i for t in teasers if not t.pinned and (i := _instant(t)) is not None]
        self.newest = max([*times, *filter(None, [self.newest])], default=None)
        self.oldest = min([*times, *filter(None, [self.oldest])], default=None)
        if self._is_below_floor(times):
            return Reached.SINCE
        if self._is_known_ground(teasers, times, known):
            return Reached.KNOWN_GROUND
        if last:
            return Reached.LIST_END
        if self.stale > _REPEATS:
            return Reached.NOTHING_NEW
        if self.window.max_pages is not None and self.pages >= self.window.max_pages:
            return Reached.MAX_PAGES
        return None

    def stretch(self, reached: Reached) -> tuple[datetime, datetime] | None:
        """
        The ground that this walk has read without a hole: (newest, oldest).

        None when it was cut short, or saw nothing that could bound it. A list
        that ends above known ground, where it once went deeper, may hide a hole:
        then the stretch ends where the list did, and touches nothing.
        """
        if reached is Reached.MAX_PAGES or self.newest is None or self.oldest is None:
            return None
        newest = min(self.newest, self.reference)  # their clock may run ahead
        if self.window.until is not None:
            newest = min(newest, self.window.until)
        oldest = self.floor
        is_cut = self.is_shallow and reached is Reached.LIST_END and self.ground is None
        if reached is Reached.NOTHING_NEW or is_cut:
            # It may be going in circles, or go on where nobody can follow.
            oldest = max(self.oldest, self.floor)
        elif self.ground is not None and reached is not Reached.SINCE:
            above = self.oldest > self.ground.complete_to
            oldest = self.oldest if above else self.ground.complete_to
        oldest = max(oldest, self.floor)  # what lay below was not wanted
        return (newest, oldest) if oldest <= newest else None

    def _is_below_floor(self, times: Sequence[datetime]) -> bool:
        tail = times[-_TAIL:]
        return bool(tail) and all(instant < self.floor for instant in tail)

    def _is_known_ground(
        self,
        teasers: Sequence[Teaser],
        times: Sequence[datetime],
        known: Mapping[str, Known],
    ) -> bool:
        """
        Whether a whole page is old and settled.

        One known article proves nothing: it may be pinned, or have come from
        another channel. The ground must lie under the mark of a complete run.
        """
        if self.window.since is not None or self.ground is None:
            return False
        mark = self.ground.complete_to
        return (
            bool(times)
            and all(instant <= mark for instant in times)
            and all(t.native_id in known for t in teasers if self.is_wanted(t))
        )


def _instant(teaser: Teaser) -> datetime | None:
    return teaser.published.instant if teaser.published else None
