"""
The spider of a news site: from its lists to its articles, politely.

It walks; which entries are wanted and when to stop is `crawler.walk`'s
decision, what happened before is told by a `Memory`, and a site fills in
where its lists stand and how they read.
"""

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import ClassVar

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.arguments import read_arguments
from crawler.crosscheck import visible
from crawler.dates import read_time
from crawler.errors import CrawlerError, EmptyListError
from crawler.health import DEFAULT_FLOOR, judge, low_yield
from crawler.items import Article, Listing, NewsItem, Sighting, Validator, Walked
from crawler.memory import Known, Owed
from crawler.page import Answered, ListPage, Teaser
from crawler.profile import ListYield, Profile
from crawler.reading import ReadingSpider
from crawler.retrying import LeftError
from crawler.teasers import teaser_as_json, teaser_from_json
from crawler.validators import NOT_MODIFIED, conditional, validator_of
from crawler.walk import Reached, Walk, Window

_LIST_PRIORITY = -1
"""Below articles: what a page lists is read before the next page, so that the
queue stays short however long the backlog."""

_TELLING = frozenset({"blocked", "dns", "tls", "off_site", "redirect_loop"})
"""What says more of a list that failed than that it could not be fetched."""


class NewsSpider(ReadingSpider):
    """Crawls the channels of one site into items."""

    CHANNELS: ClassVar[Mapping[str, str]]
    """Id to Chinese name, in the site's order."""
    ALIASES: ClassVar[Mapping[str, str]] = {}
    """Other names that a channel goes by, to its id."""
    MAIN: ClassVar[tuple[str, ...]]
    """Crawled when no channel is asked for."""
    FLOORS: ClassVar[Mapping[str, int]] = {}
    """Entries that a channel's first page shows at least, if more follow; 1 where
    nothing else is said, 0 where the length of a list means nothing."""

    def __init__(self, **given: str) -> None:
        """Read the arguments, or refuse them with a `UsageError`."""
        super().__init__(**given)
        self.arguments = read_arguments(given, self.CHANNELS, self.MAIN, self.ALIASES)
        self.told: set[str] = set()
        """Articles that a list carried whole; a page may add to them later."""
        self.owing: set[str] = set()
        """Articles that earlier runs have listed and not read."""
        self.doubtful: set[str] = set()
        """Channels whose list shows too little to be taken for complete."""
        self.report.profile.channels = tuple(sorted(self.arguments.channels))
        self._rechecked = self.arguments.recheck_hours == 0

    @property
    def expected(self) -> int:
        """What was asked for and what lists carried whole; the rest is known."""
        return len(self.asked) + len(self.told)

    async def start(self) -> AsyncIterator[Request]:
        """What earlier runs still owe, then the top of every list."""
        for owed in self._noted(self.memory.owed(datetime.now(UTC))):
            self.owing.add(owed.native_id)
            for request in self.ask(owed.native_id, self._teaser_of(owed), owed.channels):
                yield request
        known = self._list_validators()
        for channel in self.arguments.channels:
            request = self._list_request(channel, self.first_path(channel), None)
            yield conditional(request, known)

    def _teaser_of(self, owed: Owed) -> Teaser | None:
        """What lists of earlier runs printed of it."""
        if owed.teaser is None:
            return None
        url = self.article_url(owed.native_id)
        return teaser_from_json(owed.teaser, self.name, owed.native_id, url)

    def _list_validators(self) -> Mapping[str, Validator]:
        """
        For the plain run alone: what is new since the last one?

        A window asks for what an unchanged list may hold, and a recheck takes
        what it carries for a second reading.
        """
        if self.arguments.window != Window() or self.arguments.recheck_hours:
            return {}
        paths = map(self.first_path, self.arguments.channels)
        return self.memory.validators(map(self.address, paths))

    def request_for(self, path: str) -> Request | None:
        """How a path is asked for outside of any walk; None if it is not ours."""
        for channel in self.CHANNELS:
            if path == self.first_path(channel):
                return self._list_request(channel, path, None)
        native_id = self.native_id_in(path)
        if native_id is None:
            return None
        self.asked.discard(native_id)
        return next(self.ask(native_id, None, ()))

    def _list_request(self, channel: str, path: str, walk: Walk | None) -> Request:
        return Request(
            self.address(path),
            callback=self.parse_list,
            errback=self.list_failed,
            headers=self.headers_for(path),
            cb_kwargs={"channel": channel, "path": path, "walk": walk},
            dont_filter=True,
            priority=_LIST_PRIORITY,
        )

    def parse_list(
        self, response: Response, channel: str, path: str, walk: Walk | None
    ) -> Iterator[NewsItem | Request]:
        """One response of a list: what it shows, what to read, where it goes on."""
        if response.status == NOT_MODIFIED:
            self.breaker.succeed()
            self.logger.info("%s: unchanged", channel)
            return
        answered = self.answered(response, self.LIVE + path, channel)
        try:
            page = self.read_list(self.text_of(response), answered)
            if walk is None and not page.teasers and page.next_path is None:
                raise EmptyListError(answered.url, "list", "it has no entry")
        except CrawlerError as error:
            yield from self._list_fault(response, error, channel)
            return
        self.breaker.succeed()
        if walk is None:
            ground = self.memory.ground(channel)
            walk = Walk(channel, self.arguments.window, ground, answered.reference)
            walk.validator = validator_of(response, answered.received)
        yield from self._walk_on(walk, page, path, answered)
        yield from self._recheck(answered.reference)

    def _walk_on(
        self, walk: Walk, page: ListPage, path: str, answered: Answered
    ) -> Iterator[NewsItem | Request]:
        self._weigh(walk, page)
        walk.paths.add(path)
        wanted = [teaser for teaser in _dated_first(page) if walk.is_wanted(teaser)]
        fresh = {teaser.native_id for teaser in wanted} - walk.seen
        known = self.memory.recall({teaser.native_id for teaser in page.teasers})
        self.report.count(walk.channel, "listed", len(fresh))
        # What the list itself carries goes first: a run that is killed in between
        # must not have listed it without having it.
        yield from self._carried(wanted)
        yield _listing(self.name, wanted, answered, known)
        for teaser in wanted:
            yield from self._follow(teaser, walk, known.get(teaser.native_id))
        reached = walk.take(page.teasers, known, last=page.next_path is None)
        if reached is not None:
            yield from self._arrive(walk, reached)
        elif page.next_path in walk.paths:
            name = self._name(walk.channel)
            self.report.trouble("cursor_loop", f"{name}: the list repeats itself.")
        else:
            assert page.next_path is not None
            yield self._list_request(walk.channel, page.next_path, walk)

    def _carried(self, teasers: Iterable[Teaser]) -> Iterator[Article]:
        """Articles that the list carries whole: their pages need not be read."""
        for teaser in teasers:
            if teaser.article and teaser.is_whole and teaser.native_id not in self.told:
                self.told.add(teaser.native_id)
                yield teaser.article

    def _follow(
        self, teaser: Teaser, walk: Walk, known: Known | None
    ) -> Iterator[NewsItem | Request]:
        """Read an entry's article, unless it is settled or asked for already."""
        native_id, carried = teaser.native_id, teaser.article
        if native_id in self.told:
            return  # a list has carried it already
        if carried is not None and native_id in self.asked:
            # Another list led to its page, which does not print the topics that
            # this row carries: read it once more, with both in hand.
            self.told.add(native_id)
            self.asked.discard(native_id)
            yield from self.ask(native_id, teaser, (walk.channel,))
        elif self.is_due(teaser, walk, known):
            yield from self.ask(native_id, teaser, (walk.channel,))

    def is_due(self, teaser: Teaser, walk: Walk, known: Known | None) -> bool:
        """Whether the article of an entry is to be read, or read again."""
        return known is None or _is_news(teaser, walk, known)

    def _weigh(self, walk: Walk, page: ListPage) -> None:
        """Note how much a list shows; far less than it always did is an alarm."""
        channel, profile = walk.channel, self.report.profile
        if not walk.paths:
            profile.lists[channel] = ListYield(_entries(page))
        elif _goes_on(page, walk):
            profile.goes_on(channel)
        if channel in self.doubtful:
            return
        name, shown = self._name(channel), profile.lists[channel]
        floor = self.FLOORS.get(channel, DEFAULT_FLOOR)
        problem = low_yield(name, channel, shown, self.past, floor)
        if problem is not None:
            self.doubtful.add(channel)
            self.report.trouble(problem.reason, problem.sentence)

    @cached_property
    def past(self) -> Sequence[Profile]:
        """What earlier healthy runs saw, the newest first."""
        return self.memory.profiles()

    def closed(self, reason: str) -> None:
        """Scrapy's last word; then the run is judged by the runs before it."""
        super().closed(reason)
        if self.report.interrupted or self.crawler.spider is not self:
            return
        names = {channel: self._name(channel) for channel in self.CHANNELS}
        for problem in judge(self.report.profile, self.past, self.FLOORS, names):
            if problem not in self.report.problems:
                self.report.trouble(problem.reason, problem.sentence)

    def _arrive(self, walk: Walk, reached: Reached) -> Iterator[NewsItem]:
        self.logger.info("%s: %s after %d pages", walk.channel, reached, walk.pages)
        if walk.channel in self.doubtful:
            return  # what it did not show would count as read
        stretch = walk.stretch(reached)
        if stretch is not None:
            yield Walked(
                site=self.name,
                channel=walk.channel,
                newest=stretch[0],
                oldest=stretch[1],
                reached=reached.value,
                validator=walk.validator,
            )

    def _list_fault(
        self, response: Response, error: CrawlerError, channel: str
    ) -> Iterator[Request]:
        """Ask again; when that does not help, the channel is an alarm."""
        retry = self.retry(response, error.reason)
        if retry is not None:
            yield retry
            return
        self.report.trouble(error.reason, f"{self._name(channel)}: {error}.")
        self.give_up_on(error.reason)

    def list_failed(self, failure: Failure) -> None:
        """A list that could not be fetched at all."""
        if isinstance(failure.value, LeftError):
            return  # it was not asked for
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy hangs it there
        verdict = self.verdict(failure)
        reason = verdict.reason if verdict.reason in _TELLING else "list_unreachable"
        name = self._name(request.cb_kwargs["channel"])
        self.report.trouble(reason, f"{name}: {verdict.sentence}.")
        self.give_up_on(reason, verdict.patience)

    def _recheck(self, reference: datetime) -> Iterator[Request]:
        """Once a run: read young articles again, to catch edits and removals."""
        if self._rechecked:
            return
        self._rechecked = True
        since = reference - timedelta(hours=self.arguments.recheck_hours)
        young = [
            one
            for one in self._noted(self.memory.young(since, self.arguments.channels))
            if one.native_id not in self.told  # else the list was its second reading
        ]
        known = self.memory.validators(
            self.address(self.article_path(one.native_id)) for one in young if one.is_stored
        )
        for one in young:
            yield from self.ask(one.native_id, None, one.channels, known)

    def _noted(self, owed: Iterable[Owed]) -> Sequence[Owed]:
        """The same; those that were refused before prove nothing if they are again."""
        owed = list(owed)
        known = self.memory.recall([one.native_id for one in owed])
        self.report.profile.refused_before |= {
            native_id for native_id, one in known.items() if one.state == "rejected"
        }
        return owed

    def is_wanted(self, article: Article, teaser: Teaser | None) -> bool:
        """For entries whose list printed no time: is the page in the window?"""
        listed = teaser.published.instant if teaser and teaser.published else None
        if (
            teaser is None
            or teaser.native_id in self.owing
            or listed is not None
            or not article.times
        ):
            return True
        printed, window = article.times[0], self.arguments.window
        instant = read_time(printed.raw, printed.reference).instant
        if instant is None:
            return True
        floor = window.since or datetime.min.replace(tzinfo=UTC)
        return floor <= instant and (window.until is None or instant < window.until)

    def address(self, path: str) -> str:
        """On the live site, or on the mirror that was named instead."""
        return (self.arguments.base_url or self.LIVE) + path

    def _name(self, channel: str) -> str:
        return f"{channel} {self.CHANNELS.get(channel, '')}".strip()

    # --- what a site fills in ------------------------------------------------------

    def first_path(self, channel: str) -> str:
        """Where a channel's list begins."""
        raise NotImplementedError

    def read_list(self, text: str, answered: Answered) -> ListPage:
        """
        Read one response of a list.

        Raises:
            CrawlerError: it is none, or not one that we know.
        """
        raise NotImplementedError

    def headers_for(self, path: str) -> dict[str, str]:  # noqa: ARG002 - sites use it
        """Headers beyond the usual ones that a path needs."""
        return {}


def _listing(
    site: str, teasers: Iterable[Teaser], answered: Answered, known: Mapping[str, Known]
) -> Listing:
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


def _is_news(teaser: Teaser, walk: Walk, known: Known) -> bool:
    """Whether something that was listed before is to be read again."""
    if known.reason == "outside_window":
        # A dated entry is here because the window holds it; of the others only
        # the page can tell, which is asked once for each window.
        return _has_time(teaser) or walk.window.since is not None
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


def _dated_first(page: ListPage) -> list[Teaser]:
    """
    The entries, without those that the same page shows a second time with a time.

    A headline box prints none: where the list below has the article too, its
    entry decides whether the article lies in the window.
    """
    dated = {teaser.native_id for teaser in page.teasers if _has_time(teaser)}
    return [t for t in page.teasers if _has_time(t) or t.native_id not in dated]


def _entries(page: ListPage) -> int:
    """How many articles the list itself shows; a headline box prints no times."""
    dated = {teaser.native_id for teaser in page.teasers if _has_time(teaser)}
    return len(dated) or len({teaser.native_id for teaser in page.teasers})


def _goes_on(page: ListPage, walk: Walk) -> bool:
    """Whether a page shows more that was out when the list's first page was made."""
    before = walk.reference - timedelta(minutes=1)  # lists print no seconds
    return any(
        teaser.published is not None
        and teaser.published.instant is not None
        and teaser.published.instant < before
        and teaser.native_id not in walk.seen
        for teaser in page.teasers
    )


def _has_time(teaser: Teaser) -> bool:
    return teaser.published is not None and teaser.published.instant is not None
