"""
The spider `feed`: RSS, Atom and JSON feeds, those that RSSHub makes above all.

An entry with its whole text is an article of the site that its link leads to.
One without is read where it stands, if a spider of ours knows that site.
"""

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.errors import CrawlerError, EmptyListError, UsageError
from crawler.feed_articles import (
    Place,
    article_of,
    channels_of,
    is_mislabelled,
    lack_of,
    place_elsewhere,
    shared_links,
    teaser_of,
    time_of,
)
from crawler.feeds import Entry, Feed, read_feed, subscriptions
from crawler.items import (
    Listing,
    NewsItem,
    Refusal,
    Sighting,
    Validator,
    Walked,
)
from crawler.page import Answered, Teaser
from crawler.retrying import LeftError
from crawler.teasers import teaser_as_json
from crawler.validators import NOT_MODIFIED, conditional, validator_of
from crawler.visiting import VisitingSpider

_LACKS: Final = {
    "missing_title": "the entry has no title",
    "no_text": "the entry has no text",
    "cut_text": "the entry's text is cut",
}


class FeedSpider(VisitingSpider):
    """Reads feeds: `-a url=ADDRESS-OR-FILE,...` and `-a opml=FILE`."""

    name = "feed"
    NAMES = ("url", "opml", "base_url")

    def __init__(self, **given: str) -> None:
        """Gather the feeds, or refuse the arguments with a `UsageError`."""
        super().__init__(**given)
        named = [*filter(None, map(str.strip, re.split("[,，]", given.get("url", ""))))]
        listed = _subscribed(given["opml"]) if given.get("opml") else ()
        self.feeds = tuple(dict.fromkeys(map(_checked, [*named, *listed])))
        if not self.feeds:
            raise UsageError(
                "Say which feeds: -a url=ADDRESS[,ADDRESS...] or -a opml=FILE."
            )

    async def start(self) -> AsyncIterator[NewsItem | Request]:
        """Every feed, in the order in which they were named."""
        requests = {feed: self._request(feed) for feed in self.feeds if _is_web(feed)}
        known = self.memory.validators(request.url for request in requests.values())
        for feed in self.feeds:
            if feed in requests:
                yield conditional(requests[feed], known)
            else:
                for found in self._read_file(feed):
                    yield found

    def _request(self, feed: str) -> Request:
        return Request(
            feed,
            callback=self.parse_feed,
            errback=self.feed_failed,
            cb_kwargs={"channel": feed},
            dont_filter=True,
        )

    def parse_feed(self, response: Response, channel: str) -> Iterator[NewsItem | Request]:
        """One feed as it was sent; unchanged, it costs nothing."""
        if response.status == NOT_MODIFIED:
            self.logger.info("%s: unchanged", channel)
            return
        answered = self.answered(response, response.url, channel)
        header: Any = response.headers.get("Content-Type") or b""
        validator = validator_of(response, answered.received)
        yield from self._read(
            response.body, header.decode("latin-1") or None, answered, validator
        )

    def feed_failed(self, failure: Failure) -> None:
        """A feed that could not be fetched; the others are asked all the same."""
        if isinstance(failure.value, LeftError):
            return  # it was not asked for
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy hangs it there
        channel, verdict = request.cb_kwargs["channel"], self.verdict(failure)
        self.report.trouble("list_unreachable", f"{channel}: {verdict.sentence}.")

    def _read_file(self, feed: str) -> Iterator[NewsItem | Request]:
        now = datetime.now(UTC)
        try:
            body = _path(feed).read_bytes()
        except OSError as error:
            self.report.trouble("list_unreachable", f"{feed}: {error.strerror}.")
            return
        answered = Answered(url="", reference=now, received=now, channel=feed)
        yield from self._read(body, None, answered, None)

    def _read(
        self,
        body: bytes,
        content_type: str | None,
        answered: Answered,
        validator: Validator | None,
    ) -> Iterator[NewsItem | Request]:
        """A feed's entries; when all are here, that it need not be sent again."""
        channel = answered.channel
        try:
            feed = read_feed(body, content_type, answered.url)
            if not feed.entries:
                raise EmptyListError(channel, "feed", "it has no entry")
        except CrawlerError as error:
            self.report.trouble(error.reason, f"{channel}: {error}.")
            return
        is_whole = True
        for found in self._entries(feed, answered):
            # A page that is asked for may fail: then the feed must lead to it again.
            is_whole = is_whole and not isinstance(found, Request)
            yield found
        if is_whole and validator is not None:
            yield Walked(
                site=self.name,
                channel=channel,
                newest=answered.reference,
                oldest=answered.reference,
                reached="list_end",
                validator=validator,
            )

    def _entries(self, feed: Feed, answered: Answered) -> Iterator[NewsItem | Request]:
        shared, wrong = shared_links(feed), dict[str, bool]()
        for entry in feed.entries:
            place = self.place_of(entry, feed, has_own_link=entry.link not in shared)
            site = place.site
            if site not in wrong:
                wrong[site] = is_mislabelled(feed, site, answered.reference)
            printed = time_of(entry, answered, mislabelled=wrong[site])
            channels, _ = channels_of(entry, feed, place)
            lack = lack_of(entry, can_be_read=place.can_be_read)
            self.report.count(channels[0] if channels else site, "listed")
            if lack is None:
                yield article_of(entry, feed, place, answered, printed)
            elif place.can_be_read:
                assert place.native_id is not None
                assert place.url is not None
                teaser = teaser_of(entry, place.native_id, place.url, printed)
                yield from self._follow(site, teaser, answered, channels)
            else:
                yield _refusal(entry, place, lack, answered, channels)

    def place_of(self, entry: Entry, feed: Feed, *, has_own_link: bool) -> Place:
        """Whose article an entry is: its link tells, if a spider knows its host."""
        elsewhere = place_elsewhere(entry, feed, has_own_link=has_own_link)
        reader = self.reader_of(entry.link) if entry.link else None
        if reader is None or entry.link is None:
            return elsewhere
        address = reader.article_at(entry.link)
        if address is None:
            return replace(elsewhere, channels=reader.CHANNELS)
        return Place(
            site=reader.name,
            native_id=address.native_id,
            url=address.url,
            channels=reader.CHANNELS,
            can_be_read=True,
        )

    def _follow(
        self, site: str, teaser: Teaser, answered: Answered, channels: tuple[str, ...]
    ) -> Iterator[NewsItem | Request]:
        """Ask for the page behind an entry, unless an earlier run has settled it."""
        reader, native_id = self.readers[site], teaser.native_id
        known = reader.memory.recall([native_id]).get(native_id)
        if known is not None and known.state != "pending":
            return
        sighting = Sighting(
            site=site,
            native_id=native_id,
            url=teaser.url,
            channel="",
            title="",  # how it is titled there, the site's own lists say
            published=teaser.published,
            teaser=teaser_as_json(teaser),
        )
        for channel in channels:
            yield Listing(
                site=site,
                channel=channel,
                listed_at=answered.received,
                raw=answered.raw,
                sightings=(replace(sighting, channel=channel),),
            )
        validators = self.memory.validators([reader.address(teaser.url)])
        yield from reader.ask(teaser.address, teaser, channels, validators)


def _refusal(
    entry: Entry, place: Place, lack: str, answered: Answered, channels: tuple[str, ...]
) -> Refusal:
    return Refusal(
        site=place.site,
        native_id=place.native_id,
        url=place.url or answered.channel,
        reason=lack,
        detail=f"{_LACKS[lack]}, and no spider knows how to read the page behind it",
        stage="spider",
        refused_at=answered.received,
        content={"title": entry.title, "html": entry.html},
        channels=channels,
        raw=answered.raw,
    )


def _subscribed(name: str) -> tuple[str, ...]:
    try:
        found = subscriptions(Path(name).read_bytes())
    except OSError as error:
        raise UsageError(f"opml={name} cannot be read: {error.strerror}.") from error
    except CrawlerError as error:
        raise UsageError(f"opml={name}: {error}.") from error
    if not found:
        raise UsageError(f"opml={name} names no feed: no outline has an xmlUrl.")
    return found


def _checked(feed: str) -> str:
    """A feed that can be asked for: a web address, or a file that is there."""
    try:
        is_web = _is_web(feed) and bool(urlsplit(feed).hostname)
        sound = is_web or _path(feed).is_file()
    except (ValueError, OSError):
        sound = False
    if not sound:
        raise UsageError(
            f"{feed} is no feed: there is no such file, and an address begins with "
            "http:// or https:// (write a comma in it as %2C)."
        )
    return feed


def _is_web(feed: str) -> bool:
    return feed.lower().startswith(("http://", "https://"))


def _path(feed: str) -> Path:
    if feed.lower().startswith("file:"):
        return Path(unquote(urlsplit(feed).path))
    return Path(feed)
