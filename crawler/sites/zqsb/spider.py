"""
The spider `zqsb`: issue after issue of 证券时报, from the newest back.

A list of this site is the paper of one day. Nobody says on which days it is printed, so
the walk asks for each, and goes on over those that have none.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from scrapy import Request
from scrapy.http import Response

from crawler.addresses import Address
from crawler.dates.reading import BEIJING
from crawler.failures import GONE_STATUS
from crawler.items import NewsItem
from crawler.page import Answered, ListPage
from crawler.sites.zqsb.address import INDEX, LIVE, SITE, article_at, day_of, issue_path
from crawler.sites.zqsb.articles import ArticlePage
from crawler.sites.zqsb.issues import (
    CHANNELS,
    MOST_DAYS,
    NEWS,
    NOTICES,
    Issue,
    no_issue,
    read_issue,
)
from crawler.spider import NewsSpider
from crawler.walk import Reached, Walk

_FIRST_PAPER = date(2008, 5, 14)
"""The earliest issue that anybody's crawler names: below it, no paper is no alarm."""
_TOLD = 14
"""So many issues are named in the summary; the log names all."""


class ZqsbSpider(NewsSpider):
    """证券时报 as it was printed: every page of every day."""

    name = SITE
    CHANNELS = CHANNELS
    MAIN = (NEWS, NOTICES)
    # An issue of the reporting season is ten times that of a quiet Saturday.
    FLOORS = dict.fromkeys(CHANNELS, 0)
    LIVE = LIVE

    def __init__(self, **given: str) -> None:
        """Nothing is read yet."""
        super().__init__(**given)
        self._printed: dict[str, date] = {}
        """Channel to the day of the last paper that its walk came to."""
        self._named: set[str] = set()

    def first_path(self, channel: str) -> str:
        """
        The newest issue, or that of the last day before `until`.

        The query tells the channels apart for the memory: an index that has not
        changed since one channel was read says nothing of the other.
        """
        until = self.arguments.window.until
        if until is not None:
            last = (until - timedelta(seconds=1)).astimezone(BEIJING)
            return issue_path(last.date())
        return INDEX if channel == NEWS else f"{INDEX}?{channel}"

    def article_at(self, url: str) -> Address | None:
        """A content page of either era."""
        return article_at(url)

    def read_list(self, text: str, answered: Answered) -> Issue:
        """The contents of one day's paper."""
        return read_issue(text, answered)

    def article_page(self, text: str, answered: Answered) -> ArticlePage:
        """Whichever layout it is."""
        return ArticlePage(text, answered)

    # --- days without a paper --------------------------------------------------------

    def _list_request(self, channel: str, path: str, walk: Walk | None) -> Request:
        """For a day, the answer that there is nothing is an answer."""
        request = super()._list_request(channel, path, walk)
        if day_of(path) is not None:
            request.meta["handle_httpstatus_list"] = sorted(GONE_STATUS)
        return request

    def parse_list(
        self, response: Response, channel: str, path: str, walk: Walk | None
    ) -> Iterator[NewsItem | Request]:
        """An issue; or a day that has none, and then the day before it."""
        if response.status not in GONE_STATUS:
            yield from super().parse_list(response, channel, path, walk)
            return
        refusal = self.refusal_in(response)
        if refusal is not None:
            yield from self._list_fault(response, refusal, channel)
            return
        self.breaker.succeed()
        answered = self.answered(response, self.live(path), channel)
        if walk is None:
            window, ground = self.arguments.window, self.memory.ground(channel)
            walk = Walk(channel, window, ground, answered.reference)
        yield from self._walk_on(walk, no_issue(path), path, answered)

    def _walk_on(
        self, walk: Walk, page: ListPage, path: str, answered: Answered
    ) -> Iterator[NewsItem | Request]:
        """A page without entries is not the walk's business: it would soon give up."""
        if isinstance(page, Issue) and page.day:
            self._printed[walk.channel] = date.fromisoformat(page.day)
            self._tell(page)
        if page.teasers or page.next_path is None:
            yield from super()._walk_on(walk, page, path, answered)
        else:
            yield from self._step_over(walk, page.next_path)

    def _step_over(self, walk: Walk, path: str) -> Iterator[NewsItem | Request]:
        """On to the day before, unless that is not wanted or too far away to believe."""
        day, today = day_of(path), walk.reference.astimezone(BEIJING).date()
        assert day is not None
        if day > today:  # `until` lies ahead: there is no use in asking for each day
            yield self._list_request(walk.channel, issue_path(today), walk)
            return
        last = self._printed.setdefault(walk.channel, day)
        if datetime.combine(day, time(), BEIJING) < walk.floor:
            yield from self._arrive(walk, Reached.SINCE)
        elif last - day <= timedelta(days=MOST_DAYS):
            yield self._list_request(walk.channel, path, walk)
        elif day < _FIRST_PAPER:
            yield from self._arrive(walk, Reached.LIST_END)
        else:
            name = self.title_of(walk.channel)
            problem = f"no paper stands on the {MOST_DAYS} days before {last}"
            self.report.trouble("empty_list", f"{name}: {problem}.")

    def _tell(self, issue: Issue) -> None:
        """Say what the paper of a day consists of, once for all channels."""
        numbers = [page.number for page in issue.pages]
        key = f"{issue.day} {numbers[0]} {len(numbers)}"
        if key in self._named:
            return
        self._named.add(key)
        bare = " ".join(f"{p.number} {p.column}" for p in issue.pages if not p.articles)
        sentence = (
            f"{issue.day}: {len(numbers)} pages ({numbers[0]} to {numbers[-1]}), "
            f"{sum(page.articles for page in issue.pages)} articles"
            f"{f'; none on {bare}' if bare else ''}."
        )
        self.logger.info("%s", sentence)
        if len(self._named) <= _TOLD:
            self.report.findings.append(sentence)
