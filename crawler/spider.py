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

from crawler.addresses import Address, domain_of, is_within, path_of
from crawler.arguments import read_arguments
from crawler.dates import read_time
from crawler.entries import dated_first, is_news, listing_of
from crawler.errors import CrawlerError, EmptyListError
from crawler.items import Article, NewsItem, Validator, Walked
from crawler.memory import Known, Owed
from crawler.page import Answered, ListPage, Teaser
from crawler.retrying import LeftError
from crawler.selecting import parse_html
from crawler.shells import refuse_shell
from crawler.teasers import teaser_from_json
from crawler.validators import NOT_MODIFIED, conditional, validator_of
from crawler.walk import Reached, Walk, Window
from crawler.watching import WatchfulSpider

_LIST_PRIORITY = -1
"""Below articles: what a page lists is read before the next page, so that the
queue stays short however long the backlog."""

_TELLING = frozenset({"blocked", "dns", "tls", "off_site", "redirect_loop"})
"""What says more of a list that failed than that it could not be fetched."""


class NewsSpider(WatchfulSpider):
    """Crawls the channels of one site into items."""

    ALIASES: ClassVar[Mapping[str, str]] = {}
    """Other names that a channel goes by, to its id."""
    MAIN: ClassVar[tuple[str, ...]]
    """Crawled when no channel is asked for."""
    SHALLOW: ClassVar[frozenset[str]] = frozenset()
    """Channels whose list shows only its newest entries, and nowhere goes on."""

    def __init__(self, **given: str) -> None:
        """Read the arguments, or refuse them with a `UsageError`."""
        super().__init__(**given)
        self.arguments = read_arguments(given, self.CHANNELS, self.MAIN, self.ALIASES)
        self.told: set[str] = set()
        """Articles that a list carried whole; a page may add to them later."""
        self.owing: set[str] = set()
        """Articles that earlier runs have listed and not read."""
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
            address = Address(owed.native_id, owed.url)
            for request in self.ask(address, self._teaser_of(owed), owed.channels):
                yield request
        known = self._list_validators()
        for channel in self.arguments.channels:
            request = self._list_request(channel, self.first_path(channel), None)
            yield conditional(request, known)

    def _teaser_of(self, owed: Owed) -> Teaser | None:
        """What lists of earlier runs printed of it."""
        if owed.teaser is None:
            return None
        return teaser_from_json(owed.teaser, self.name, owed.native_id, owed.url)

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

    def request_for(self, url: str) -> Request | None:
        """How an address is asked for outside of any walk; None if it is not ours."""
        channel = self.tops.get(url)
        if channel is not None:
            return self._list_request(channel, self.first_path(channel), None)
        address = self.article_at(url)
        if address is None:
            return None
        self.asked.discard(address.native_id)
        return next(self.ask(address, None, ()))

    @cached_property
    def tops(self) -> dict[str, str]:
        """Where lists begin, to their channels: a replay asks it of every response."""
        return {self.live(self.first_path(one)): one for one in reversed([*self.CHANNELS])}

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
        answered = self.answered(response, self.live(path), channel)
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
            walk.is_shallow = channel in self.SHALLOW
        yield from self._walk_on(walk, page, path, answered)
        yield from self._recheck(answered.reference)

    def _walk_on(
        self, walk: Walk, page: ListPage, path: str, answered: Answered
    ) -> Iterator[NewsItem | Request]:
        self.weigh(walk, page)
        walk.paths.add(path)
        wanted = [teaser for teaser in dated_first(page) if walk.is_wanted(teaser)]
        fresh = {teaser.native_id for teaser in wanted} - walk.seen
        known = self.memory.recall({teaser.native_id for teaser in page.teasers})
        self.report.count(walk.channel, "listed", len(fresh))
        # What the list itself carries goes first: a run that is killed in between
        # must not have listed it without having it.
        yield from self._carried(wanted)
        yield listing_of(self.name, wanted, answered, known)
        for teaser in wanted:
            yield from self.follow(teaser, walk, known.get(teaser.native_id))
        reached = walk.take(page.teasers, known, last=page.next_path is None)
        if reached is not None:
            yield from self._arrive(walk, reached)
        elif page.next_path in walk.paths:
            name = self.title_of(walk.channel)
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

    def follow(
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
            yield from self.ask(teaser.address, teaser, (walk.channel,))
        elif known is None or is_news(teaser, walk, known):
            yield from self.ask(teaser.address, teaser, (walk.channel,))

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
        self.report.trouble(error.reason, f"{self.title_of(channel)}: {error}.")
        self.give_up_on(error.reason)

    def list_failed(self, failure: Failure) -> None:
        """A list that could not be fetched at all."""
        if isinstance(failure.value, LeftError):
            return  # it was not asked for
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy hangs it there
        verdict = self.verdict(failure)
        reason = verdict.reason if verdict.reason in _TELLING else "list_unreachable"
        name = self.title_of(request.cb_kwargs["channel"])
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
            self.address(one.url) for one in young if one.is_stored
        )
        for one in young:
            address = Address(one.native_id, one.url)
            yield from self.ask(address, None, one.channels, known)

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

    def live(self, place: str) -> str:
        """The address on the live site: a path is one of its main host."""
        return self.LIVE + place if place.startswith("/") else place

    def address(self, place: str) -> str:
        """On the live site, or on the mirror that was named instead."""
        url, mirror = self.live(place), self.arguments.base_url
        return mirror + path_of(url) if mirror else url

    @classmethod
    def owns(cls, url: str) -> bool:
        """Whether an address is on one of the site's hosts."""
        return is_within(url, domain_of(cls.LIVE))

    # --- what a site fills in ------------------------------------------------------

    def first_path(self, channel: str) -> str:
        """Where a channel's list begins: a path, or an address on another of its hosts."""
        raise NotImplementedError

    def article_at(self, url: str) -> Address | None:
        """
        The article that stands at an address of the live site, on any of its hosts.

        None if it is the address of something else. A page that is no longer
        there has an address all the same.
        """
        raise NotImplementedError

    def own_address(self, text: str) -> Address | None:  # noqa: ARG002 - sites use it
        """
        Which article of this site a saved page says it is, by other than a canonical link.

        None for every page that is not certainly this site's.
        """
        return None

    def refuse_shell(self, text: str) -> None:
        """Asked only of what lacks its content: an article may speak of such things."""
        refuse_shell(parse_html(text), text)

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
