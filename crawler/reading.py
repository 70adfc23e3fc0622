"""
Asking for articles and reading their pages: what all crawling spiders share.

Which articles to ask for is a subclass's business; what a page says is the
page objects'. Here every answer becomes an item: an article, a refusal, a
page that is gone, or one that was missed and stays owed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import ClassVar

from scrapy import Request
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.addresses import Address
from crawler.crosscheck import differences, strays
from crawler.dates import response_instant
from crawler.decoding import decode_page
from crawler.errors import (
    PASSING,
    BlockedError,
    CrawlerError,
    ExtractionError,
    MissingPageError,
)
from crawler.failures import GONE_STATUS, Breaker, Verdict, response_of, verdict_on
from crawler.items import Article, Gone, Missed, NewsItem, RawResponse, Refusal, Validator
from crawler.page import Answered, ArticlePage, Teaser, teaser_of
from crawler.paging import Begun, read_on
from crawler.reporting import ReportingSpider
from crawler.retrying import GIVING_UP, LeftError
from crawler.validators import NOT_MODIFIED, conditional, header, validator_of

RAW = "raw_response"
"""In a request's `meta`: the `RawResponse` of its answer, if there is an archive."""
_GONE = frozenset(f"http_{status}" for status in GONE_STATUS)
_REFUSED = frozenset({"too_large", "off_site"})
"""Failures that the page is to blame for, not the moment: rejections."""
_BY_RULE = {
    "robots_forbidden": "robots.txt does not allow this page",
    "outside_window": "it was published outside of since and until",
}


class ReadingSpider(ReportingSpider):
    """Asks for each article once, and makes an item of every answer."""

    LIVE: ClassVar[str]
    """Scheme and host of the live site."""

    def __init__(self, **given: str) -> None:
        """Nothing is asked for yet."""
        super().__init__(**given)
        self.asked: set[str] = set()
        self.breaker = Breaker()

    def ask(
        self,
        address: Address,
        teaser: Teaser | None,
        channels: tuple[str, ...],
        known: Mapping[str, Validator] | None = None,
    ) -> Iterator[Request]:
        """
        A request for an article's page, unless this run has asked already.

        With its validator among `known`, an unchanged page is not sent again.
        """
        if address.native_id in self.asked:
            return
        self.asked.add(address.native_id)
        request = Request(
            self.address(address.url),
            callback=self.parse_article,
            errback=self.article_failed,
            cb_kwargs={"address": address, "teaser": teaser, "channels": channels},
            dont_filter=True,
        )
        yield conditional(request, known or {})

    def parse_article(
        self,
        response: Response,
        address: Address,
        teaser: Teaser | None,
        channels: tuple[str, ...],
        begun: Begun | None = None,
    ) -> Iterator[NewsItem | Request]:
        """One detail page: an article, or the news that there is none."""
        if response.status == NOT_MODIFIED:
            self.breaker.succeed()
            self.report.count(channels[0] if channels else self.name, "unchanged")
            return
        answered = self.answered(response, begun.ahead[0] if begun else address.url)
        try:
            page = self.article_page(self.text_of(response), answered)
            article = page.article(teaser or teaser_of(address), channels)
            begun = read_on(begun, article, page.more())
        except CrawlerError as error:
            # Of a later page it says nothing of the article, which has others.
            if isinstance(error, MissingPageError) and begun is None:
                yield self._gone(address, answered, error.reason, channels)
            else:
                yield from self._fault(response, error, address, channels)
            return
        self.breaker.succeed()
        if begun.ahead:
            yield self._further(response, begun)
            return
        article = begun.article
        if teaser is not None:
            self._compare(teaser, article)
        self.compare_days(article)
        if self.is_wanted(article, teaser):
            validator = validator_of(response, answered.received)
            yield replace(article, validator=validator) if validator else article
        else:
            yield self._refusal(address, "outside_window", channels, raw=article.raw)

    def _further(self, response: Response, begun: Begun) -> Request:
        """The next page of an article that has several."""
        assert response.request is not None
        return response.request.replace(
            url=self.address(begun.ahead[0]),
            headers={},
            meta={},
            cb_kwargs=response.request.cb_kwargs | {"begun": begun},
        )

    def article_failed(self, failure: Failure) -> Iterator[NewsItem]:
        """A page that could not be fetched."""
        if isinstance(failure.value, LeftError):
            return  # it was not asked for, and stays owed as it was
        arguments = _request(failure).cb_kwargs
        address, channels = arguments["address"], arguments["channels"]
        begun: Begun | None = arguments.get("begun")
        response, verdict = response_of(failure), self.verdict(failure)
        reason = verdict.reason
        if response is not None and reason in _GONE and begun is None:
            answered = self.answered(response, address.url)
            yield self._gone(address, answered, str(response.status), channels)
            return
        if reason in _BY_RULE:
            yield self._refusal(address, reason, channels)
            return
        url = begun.ahead[0] if begun else address.url
        self.report.trouble(reason, f"{url}: {verdict.sentence}.")
        if reason in _REFUSED:
            yield self._refusal(address, reason, channels, verdict.sentence)
        else:
            yield self._missed(address, reason, channels, _raw(response))
        self.give_up_on(reason, verdict.patience)

    def _fault(
        self,
        response: Response,
        error: CrawlerError,
        address: Address,
        channels: tuple[str, ...],
    ) -> Iterator[NewsItem | Request]:
        """A page that is not what it should be: ask again, or say so."""
        if isinstance(error, PASSING):
            retry = self.retry(response, error.reason)
            if retry is not None:
                yield retry
                return
        self.report.trouble(error.reason, f"{error}.")
        if isinstance(error, ExtractionError):
            detail, raw = str(error), _raw(response)
            yield self._refusal(address, error.reason, channels, detail, raw)
        else:
            yield self._missed(address, error.reason, channels, _raw(response))
        self.give_up_on(error.reason)

    def verdict(self, failure: Failure) -> Verdict:
        """What a failed request means; a page that turns us away is looked at."""
        response = response_of(failure)
        return verdict_on(failure, None if response is None else self.refusal_in(response))

    def refusal_in(self, response: Response) -> BlockedError | None:
        """Whether an error page is a block page, whatever its status says."""
        try:
            self.refuse_shell(self.text_of(response))
        except BlockedError as error:
            return error
        except CrawlerError:
            pass  # an error page, as its status says
        return None

    def give_up_on(self, reason: str, patience: int | None = None) -> None:
        """End a run that meets the same refusal again and again."""
        if self.breaker.fail(reason, patience):
            self.crawler.signals.send_catch_log(GIVING_UP)
            raise CloseSpider(reason)

    def _compare(self, teaser: Teaser, article: Article) -> None:
        found = differences(teaser, article)
        self.report.profile.compare(found)
        for field in found:
            self.crawler.stats.inc_value(f"shibao/crosscheck/{field}_differs")
            self.logger.info("%s: list and page differ in %s", article.url, field)

    def compare_days(self, article: Article) -> None:
        """Say if the day in an address is not that of the time that its page prints."""
        if strays(article):
            self.crawler.stats.inc_value("shibao/crosscheck/url_day_differs")
            self.logger.warning("%s: its address and its page name two days", article.url)

    # --- items ---------------------------------------------------------------------

    def _gone(
        self, address: Address, answered: Answered, evidence: str, channels: tuple[str, ...]
    ) -> Gone:
        site, native_id = self.identity(address)
        return Gone(
            site=site,
            native_id=native_id,
            url=address.url,
            seen_at=answered.received,
            evidence=evidence,
            channels=channels,
        )

    def _missed(
        self,
        address: Address,
        problem: str,
        channels: tuple[str, ...],
        raw: RawResponse | None = None,
    ) -> Missed:
        site, native_id = self.identity(address)
        return Missed(
            site=site,
            native_id=native_id,
            url=address.url,
            seen_at=raw.received if raw else datetime.now(UTC),
            problem=problem,
            channels=channels,
        )

    def _refusal(
        self,
        address: Address,
        reason: str,
        channels: tuple[str, ...],
        detail: str = "",
        raw: RawResponse | None = None,
    ) -> Refusal:
        site, native_id = self.identity(address)
        return Refusal(
            site=site,
            native_id=native_id or None,
            url=address.url,
            reason=reason,
            detail=detail or _BY_RULE[reason],
            stage="spider",
            refused_at=raw.received if raw else datetime.now(UTC),
            by_rule=reason in _BY_RULE,
            channels=channels,
            raw=raw,
        )

    # --- responses -------------------------------------------------------------------

    def answered(self, response: Response, url: str, channel: str = "") -> Answered:
        """How a response came: the only clock that a page may know."""
        raw = _raw(response)
        received = raw.received if raw else datetime.now(UTC)
        return Answered(
            url=url,
            reference=response_instant(
                header(response, "Date"), header(response, "Age"), received
            ),
            received=received,
            channel=channel,
            raw=raw,
        )

    def text_of(self, response: Response) -> str:
        """
        A response's text, whatever encoding it claims.

        Raises:
            UndecodableError: it is no text that we know.
        """
        return decode_page(response.body, header(response, "Content-Type"))

    def retry(self, response: Response, reason: str) -> Request | None:
        """The same request again, or None when it was asked often enough."""
        assert response.request is not None
        return get_retry_request(response.request, spider=self, reason=reason)

    # --- what a subclass fills in ------------------------------------------------------

    def address(self, place: str) -> str:
        """Where to ask for what has this address on the live site."""
        return place

    def is_wanted(self, article: Article, teaser: Teaser | None) -> bool:  # noqa: ARG002 - subclasses use them
        """Whether an article that was read is to be kept."""
        return True

    def refuse_shell(self, text: str) -> None:
        """
        Recognise what the site serves in a page's stead; by default nothing.

        Raises:
            BlockedError: the site does not want to be asked now.
            CrawlerError: some other page without content.
        """

    def identity(self, address: Address) -> tuple[str, str]:
        """The site of an article, and its id there; empty where the address is its id."""
        return self.name, address.native_id

    def article_page(self, text: str, answered: Answered) -> ArticlePage:
        """
        Recognise a detail page.

        Raises:
            MissingPageError: under status 200, there is no such article.
            CrawlerError: it is no article, or not one that we know.
        """
        raise NotImplementedError


def _raw(response: Response | None) -> RawResponse | None:
    """Where the archive keeps a response, if there is an archive."""
    if response is None or response.request is None:
        return None
    kept: RawResponse | None = response.meta.get(RAW)
    return kept


def _request(failure: Failure) -> Request:
    request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy hangs it there
    return request
