"""
The spider that all sites share: from a list to its articles, politely.

It walks and asks; what a page says is the page objects' business, what is
wanted and when to stop is `crawler.walk`'s, what happened before is told by a
`Memory`. A site fills in the five methods at the end.
"""

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from scrapy import Request
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import CloseSpider, IgnoreRequest
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.arguments import read_arguments
from crawler.crosscheck import differences
from crawler.dates import read_time, response_instant
from crawler.decoding import decode_page
from crawler.errors import PASSING, BlockedError, CrawlerError, ExtractionError
from crawler.items import (
    Article,
    Gone,
    Listing,
    Missed,
    NewsItem,
    Refusal,
    Sighting,
    Walked,
)
from crawler.memory import Known, Owed
from crawler.page import Answered, ArticlePage, ListPage, Teaser
from crawler.reporting import ReportingSpider
from crawler.walk import Reached, Walk

BLOCKS_IN_A_ROW = 5
"""Refusals in a row, each after its retries, that end the run."""
STRANGERS_IN_A_ROW = 20
"""Unknown layouts in a row that end the run: asking on would find nothing."""
_BLOCKING_STATUS = {403, 429, 503}
_LIST_PRIORITY = -1
"""Below articles: what a page lists is read before the next page, so that the
queue stays short however long the backlog."""


class NewsSpider(ReportingSpider):
    """Crawls the channels of one site into items."""

    CHANNELS: ClassVar[Mapping[str, str]]
    """Id to Chinese name, in the site's order."""
    MAIN: ClassVar[tuple[str, ...]]
    """Crawled when no channel is asked for."""
    LIVE: ClassVar[str]
    """Scheme and host of the live site."""

    def __init__(self, **given: str) -> None:
        """Read the arguments, or refuse them with a `UsageError`."""
        super().__init__(**given)
        self.arguments = read_arguments(given, self.CHANNELS, self.MAIN)
        self.asked: set[str] = set()
        self._rechecked = self.arguments.recheck_hours == 0
        self._in_a_row = {"blocked": 0, "layout_changed": 0}

    async def start(self) -> AsyncIterator[Request]:
        """What earlier runs still owe, then the top of every list."""
        for owed in self.memory.owed(datetime.now(UTC)):
            for request in self._ask_owed(owed):
                yield request
        for channel in self.arguments.channels:
            yield self._list_request(channel, self.first_path(channel), None)

    # --- lists ---------------------------------------------------------------

    def _list_request(self, channel: str, path: str, walk: Walk | None) -> Request:
        return Request(
            self._address(path),
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
        answered = self._answered(response, self.LIVE + path, channel)
        try:
            text = decode_page(response.body, _content_type(response))
            page = self.read_list(text, answered)
        except CrawlerError as error:
            yield from self._list_fault(response, error, channel)
            return
        self._in_a_row["blocked"] = 0
        if walk is None:
            walk = Walk(
                channel,
                self.arguments.window,
                self.memory.ground(channel),
                answered.reference,
            )
            if not page.teasers:
                self.report.trouble("empty_list", f"{self._name(channel)}: the list is empty.")
                return
        yield from self._walk_on(walk, page, path, answered)
        yield from self._recheck(answered.reference)

    def _walk_on(
        self, walk: Walk, page: ListPage, path: str, answered: Answered
    ) -> Iterator[NewsItem | Request]:
        walk.paths.add(path)
        wanted = [teaser for teaser in page.teasers if walk.is_wanted(teaser)]
        fresh = {t.native_id for t in wanted} - walk.seen
        known = self.memory.recall({teaser.native_id for teaser in page.teasers})
        yield self._listing(walk.channel, wanted, answered)
        self.report.count(walk.channel, "listed", len(fresh))
        for teaser in wanted:
            yield from self._follow(teaser, walk, known.get(teaser.native_id))
        reached = walk.take(page.teasers, known, last=page.next_path is None)
        if reached is not None:
            yield from self._arrive(walk, reached)
        elif page.next_path in walk.paths:
            self.report.trouble(
                "cursor_loop", f"{self._name(walk.channel)}: the list repeats itself."
            )
        else:
            assert page.next_path is not None
            yield self._list_request(walk.channel, page.next_path, walk)

    def _listing(
        self, channel: str, teasers: Iterable[Teaser], answered: Answered
    ) -> Listing:
        return Listing(
            site=self.name,
            channel=channel,
            listed_at=answered.received,
            sightings=tuple(
                Sighting(
                    site=self.name,
                    native_id=teaser.native_id,
                    url=teaser.url,
                    channel=channel,
                    title="" if teaser.title_is_cut else teaser.title,
                    published=teaser.published,
                )
                for teaser in teasers
            ),
        )

    def _follow(
        self, teaser: Teaser, walk: Walk, known: Known | None
    ) -> Iterator[NewsItem | Request]:
        """Read an entry's article, unless it is settled or asked for already."""
        if teaser.article is not None:
            if teaser.native_id not in self.asked:
                self.asked.add(teaser.native_id)
                yield teaser.article
            return
        if known is not None and not _is_news(teaser, walk, known):
            return
        yield from self._ask(teaser.native_id, teaser, (walk.channel,))

    def _arrive(self, walk: Walk, reached: Reached) -> Iterator[NewsItem]:
        self.logger.info("%s: %s after %d pages", walk.channel, reached, walk.pages)
        stretch = walk.stretch(reached)
        if stretch is not None:
            yield Walked(
                site=self.name,
                channel=walk.channel,
                newest=stretch[0],
                oldest=stretch[1],
                reached=reached.value,
            )

    def _list_fault(
        self, response: Response, error: CrawlerError, channel: str
    ) -> Iterator[Request]:
        """Ask again; when that does not help, the channel is an alarm."""
        retry = self._retry(response.request, error.reason)
        if retry is not None:
            yield retry
            return
        self.report.trouble(error.reason, f"{self._name(channel)}: {error}.")
        self._count_in_a_row(error)

    def list_failed(self, failure: Failure) -> None:
        """A list that could not be fetched at all."""
        channel = failure.request.cb_kwargs["channel"]  # type: ignore[attr-defined]  # set by Scrapy
        status = _status(failure)
        reason = "blocked" if status in _BLOCKING_STATUS else "list_unreachable"
        self.report.trouble(reason, f"{self._name(channel)}: {_sentence(failure)}.")

    # --- articles ------------------------------------------------------------

    def _recheck(self, reference: datetime) -> Iterator[Request]:
        """Once a run: read young articles again, to catch edits and removals."""
        if self._rechecked:
            return
        self._rechecked = True
        since = reference - timedelta(hours=self.arguments.recheck_hours)
        for young in self.memory.young(since, self.arguments.channels):
            yield from self._ask_owed(young)

    def _ask_owed(self, owed: Owed) -> Iterator[Request]:
        yield from self._ask(owed.native_id, None, owed.channels)

    def _ask(
        self, native_id: str, teaser: Teaser | None, channels: tuple[str, ...]
    ) -> Iterator[Request]:
        if native_id in self.asked:
            return
        self.asked.add(native_id)
        yield Request(
            self._address(self.article_path(native_id)),
            callback=self.parse_article,
            errback=self.article_failed,
            cb_kwargs={"native_id": native_id, "teaser": teaser, "channels": channels},
            dont_filter=True,
        )

    def parse_article(
        self,
        response: Response,
        native_id: str,
        teaser: Teaser | None,
        channels: tuple[str, ...],
    ) -> Iterator[NewsItem | Request]:
        """One detail page: an article, or the news that there is none."""
        url = self.article_url(native_id)
        answered = self._answered(response, url)
        try:
            text = decode_page(response.body, _content_type(response))
            if self.is_missing(text):
                yield self._gone(native_id, answered, "soft_404", channels)
                return
            asked = teaser or _bare(native_id, url)
            article = self.article_page(text, answered).article(asked, channels)
        except CrawlerError as error:
            yield from self._article_fault(response, error, native_id, channels)
            return
        self._in_a_row.update(blocked=0, layout_changed=0)
        if teaser is not None:
            self._compare(teaser, article)
        if teaser is None or teaser.published or self._in_window(article):
            yield article
        else:
            yield self._outside(article)

    def _in_window(self, article: Article) -> bool:
        """For entries whose list printed no time: does the page lie in the window?"""
        window, printed = self.arguments.window, next(iter(article.times), None)
        instant = read_time(printed.raw, printed.reference).instant if printed else None
        if instant is None:
            return True
        return (window.since is None or window.since <= instant) and (
            window.until is None or instant < window.until
        )

    def _compare(self, teaser: Teaser, article: Article) -> None:
        for field in differences(teaser, article):
            self.crawler.stats.inc_value(f"shibao/crosscheck/{field}_differs")
            self.logger.info("%s: list and page differ in %s", article.url, field)

    def _article_fault(
        self,
        response: Response,
        error: CrawlerError,
        native_id: str,
        channels: tuple[str, ...],
    ) -> Iterator[NewsItem | Request]:
        retry = None
        if isinstance(error, PASSING):
            retry = self._retry(response.request, error.reason)
        if retry is not None:
            yield retry
            return
        url = self.article_url(native_id)
        self.report.trouble(error.reason, f"{error}.")
        if isinstance(error, ExtractionError):
            yield Refusal(
                site=self.name,
                native_id=native_id,
                url=url,
                reason=error.reason,
                detail=str(error),
                stage="spider",
                refused_at=datetime.now(UTC),
                by_rule=False,
                channels=channels,
            )
        else:
            yield self._missed(native_id, error.reason, channels)
        self._count_in_a_row(error)

    def article_failed(self, failure: Failure) -> Iterator[NewsItem]:
        """A page that could not be fetched at all."""
        arguments = failure.request.cb_kwargs  # type: ignore[attr-defined]  # set by Scrapy
        native_id, channels = arguments["native_id"], arguments["channels"]
        status = _status(failure)
        if status in {404, 410}:
            response = failure.value.response
            answered = self._answered(response, self.article_url(native_id))
            yield self._gone(native_id, answered, str(status), channels)
            return
        if failure.check(IgnoreRequest) and status is None:
            yield self._forbidden(native_id, channels)
            return
        reason = "blocked" if status in _BLOCKING_STATUS else "page_unreachable"
        self.report.trouble(reason, f"{self.article_url(native_id)}: {_sentence(failure)}.")
        yield self._missed(native_id, reason, channels)
        if reason == "blocked":
            self._count_in_a_row(BlockedError(_sentence(failure)))

    # --- small items -----------------------------------------------------------

    def _gone(
        self, native_id: str, answered: Answered, evidence: str, channels: tuple[str, ...]
    ) -> Gone:
        return Gone(
            site=self.name,
            native_id=native_id,
            url=answered.url,
            seen_at=answered.received,
            evidence=evidence,
            channels=channels,
        )

    def _missed(self, native_id: str, problem: str, channels: tuple[str, ...]) -> Missed:
        return Missed(
            site=self.name,
            native_id=native_id,
            url=self.article_url(native_id),
            seen_at=datetime.now(UTC),
            problem=problem,
            channels=channels,
        )

    def _outside(self, article: Article) -> Refusal:
        return Refusal(
            site=self.name,
            native_id=article.native_id,
            url=article.url,
            reason="outside_window",
            detail="the article was published outside of since and until",
            stage="spider",
            refused_at=article.fetched_at,
            channels=article.channels,
        )

    def _forbidden(self, native_id: str, channels: tuple[str, ...]) -> Refusal:
        return Refusal(
            site=self.name,
            native_id=native_id,
            url=self.article_url(native_id),
            reason="robots_forbidden",
            detail="robots.txt does not allow this page",
            stage="spider",
            refused_at=datetime.now(UTC),
            channels=channels,
        )

    # --- how it asks -------------------------------------------------------------

    def _address(self, path: str) -> str:
        return (self.arguments.base_url or self.LIVE) + path

    def _answered(self, response: Response, url: str, channel: str = "") -> Answered:
        received = datetime.now(UTC)
        return Answered(
            url=url,
            reference=response_instant(
                _header(response, "Date"), _header(response, "Age"), received
            ),
            received=received,
            channel=channel,
        )

    def _retry(self, request: Request | None, reason: str) -> Request | None:
        assert request is not None
        return get_retry_request(request, spider=self, reason=reason)

    def _count_in_a_row(self, error: CrawlerError) -> None:
        """End a run that only meets refusals or strangers."""
        if error.reason not in self._in_a_row:
            return
        self._in_a_row[error.reason] += 1
        limit = BLOCKS_IN_A_ROW if error.reason == "blocked" else STRANGERS_IN_A_ROW
        if self._in_a_row[error.reason] >= limit:
            raise CloseSpider(error.reason)

    def _name(self, channel: str) -> str:
        return f"{channel} {self.CHANNELS.get(channel, '')}".strip()

    # --- what a site fills in ----------------------------------------------------

    def first_path(self, channel: str) -> str:
        """Where a channel's list begins."""
        raise NotImplementedError

    def article_path(self, native_id: str) -> str:
        """Where an article stands."""
        raise NotImplementedError

    def read_list(self, text: str, answered: Answered) -> ListPage:
        """Read one response of a list."""
        raise NotImplementedError

    def article_page(self, text: str, answered: Answered) -> ArticlePage:
        """Recognise a detail page."""
        raise NotImplementedError

    def is_missing(self, text: str) -> bool:
        """Whether a page under status 200 says that there is no such article."""
        raise NotImplementedError

    def headers_for(self, path: str) -> dict[str, str]:  # noqa: ARG002 - sites use it
        """Headers beyond the usual ones that a path needs."""
        return {}

    def article_url(self, native_id: str) -> str:
        """The canonical address, on the live site's host."""
        return self.LIVE + self.article_path(native_id)


def _is_news(teaser: Teaser, walk: Walk, known: Known) -> bool:
    """Whether something that was listed before is to be read again."""
    if known.reason == "outside_window":
        return walk.window.since is not None
    if teaser.title_is_cut or not known.title:
        return False
    return known.state != "pending" and teaser.title != known.title


def _bare(native_id: str, url: str) -> Teaser:
    """What is known of an article that no list shows now."""
    return Teaser(native_id=native_id, url=url, title="")


def _header(response: Response, name: str) -> str | None:
    value: Any = response.headers.get(name)
    return value.decode("latin-1") if value else None


def _content_type(response: Response) -> str | None:
    return _header(response, "Content-Type")


def _status(failure: Failure) -> int | None:
    if failure.check(HttpError):
        return int(failure.value.response.status)
    return None


def _sentence(failure: Failure) -> str:
    status = _status(failure)
    if status is not None:
        return f"the site answers with status {status}"
    return f"{type(failure.value).__name__}: {failure.value}".rstrip(". ")
