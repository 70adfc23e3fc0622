"""
From a feed's entry to an article: whose it is, what it lacks, what its time means.

The rules are those of posts, which are kept feeds. Pure.
"""

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urlsplit

from w3lib.url import url_query_cleaner

from crawler.dates import Zone, read_time
from crawler.feeds import Entry, Feed, plain, text_in
from crawler.hot_words import hot_words_in
from crawler.items import Article, PrintedTime
from crawler.page import Answered, Teaser
from crawler.posts import MISLABELLED, channel_of, kind_of, site_of
from crawler.posts import SITES as PUBLISHERS

SITES: Final = {
    "stcn.com": "stcn",
    "cs.com.cn": "cs",
    "cls.cn": "cls",
    "sina.com.cn": "sina",
    "sina.cn": "sina",
    "xueqiu.com": "xueqiu",
    "cnstock.com": "cnstock",
    "zqrb.cn": "zqrb",
    "nbd.com.cn": "nbd",
    "yicai.com": "yicai",
    "eastmoney.com": "eastmoney",
    "10jqka.com.cn": "10jqka",
    "jin10.com": "jin10",
    "wallstreetcn.com": "wallstreetcn",
}
"""Domains to site ids, the same ids that posts of these publishers get."""

AUTHOR_IS_SOURCE: Final = frozenset({"stcn"})
"""Sites whose RSSHub routes put 来源 into the author's place."""

_TRACKING: Final = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Whose article an entry is."""

    site: str
    native_id: str | None
    url: str | None
    channels: Collection[str] | None = None
    """The site's channel ids; None where nobody knows them."""
    can_be_read: bool = False
    """A spider of ours knows how to read its page."""


def place_elsewhere(entry: Entry, feed: Feed, *, has_own_link: bool) -> Place:
    """
    Whose article an entry is whose page no spider knows: its link's host's.

    A link that others share says nothing of an entry; its `guid` does, or what it
    tells.
    """
    if entry.link is not None and has_own_link:
        tracked = "utm_" in entry.link
        url = url_query_cleaner(entry.link, _TRACKING, remove=True)
        site = site_of_address(entry.link)
        return Place(site=site, native_id=None, url=url if tracked else entry.link)
    told = entry.id or f"{entry.title}\n{text_in(entry.html)}"
    digest = hashlib.sha256(f"{feed.title}\n{told}".encode("utf-8", "surrogatepass"))
    link = entry.link or feed.link
    site = site_of_address(link) if link else site_of(publisher_of(feed))
    return Place(site=site, native_id=digest.hexdigest()[:16], url=entry.link)


def shared_links(feed: Feed) -> frozenset[str | None]:
    """Links that several entries of a feed have, and the one of its own page."""
    titles: dict[str | None, set[str]] = {feed.link: {"", feed.title}}
    for entry in feed.entries:
        titles.setdefault(entry.link, set()).add(entry.title)
    return frozenset(link for link, of in titles.items() if len(of) > 1) | {feed.link}


_CUT: Final = re.compile(
    r"(?:(?<!…)…|(?<!\.)\.\.\.|\[(?:…|\.\.\.)\]|[(\[（【]?(?:阅读|查看|点击)(?:全文|原文|更多)"
    r"|read more|continue reading)[)\]）】>»→\s]*\Z",
    re.IGNORECASE,
)
"""How a text ends that goes on elsewhere; `……` ends many a sentence that is whole."""


_ENDING: Final = re.compile(r"[。！？!?.…；;”’」』）)】》〉>]\Z")
_SHORT: Final = 200


def lack_of(entry: Entry, *, can_be_read: bool = False) -> str | None:
    """
    Why an entry is not an article by itself; None if it is.

    `missing_title`, `no_text`, or `cut_text`: it ends with an ellipsis or with
    阅读全文, repeats the title and no more, or is shorter than its own summary.
    Where the page can be read, a title that is cut, and a short text without
    mark-up that does not even end its sentence, are reasons to read it, too.
    """
    if not entry.title:
        return "missing_title"
    text = text_in(entry.html)
    if not text and not _SEEN.search(entry.html):
        return "no_text"
    title = "".join(entry.title.split())
    if text in {title, title * 2} or len(text) < len(text_in(entry.summary or "")):
        return "cut_text"
    shown = plain(entry.html)
    bare = "<" not in entry.html and len(text) < _SHORT and not _ENDING.search(shown)
    poor = can_be_read and (bare or _CUT.search(entry.title))
    return "cut_text" if poor or _CUT.search(shown) else None


_SEEN: Final = re.compile(r"<(?:img|video|iframe)\b", re.IGNORECASE)
"""What can be all that an article shows."""
_WRONG: Final = frozenset(PUBLISHERS[name] for name in MISLABELLED)
_RIGHT: Final = "powered by rsshub"
"""
What RSSHub signs with since 2024. Its routes for 证券时报网 convert the time since
2023; when it signed `Made with love by RSSHub` they did not.
"""
_AHEAD: Final = timedelta(minutes=10)
_EIGHT_HOURS: Final = timedelta(hours=8)


def is_mislabelled(feed: Feed, site: str, reference: datetime) -> bool:
    """
    Whether a feed prints Beijing time and calls it GMT.

    It is proven when an entry, if believed, were not out yet as the feed was
    made. Else RSSHub's older routes for some sites are known to do so.
    """
    if site not in _WRONG or not feed.is_rsshub:
        return False
    for entry in feed.entries:
        read = read_time(entry.published_raw or "", None)
        ahead = read.instant - reference if read.instant is not None else timedelta()
        if _AHEAD < ahead < _AHEAD + _EIGHT_HOURS and read.zone is Zone.STATED:
            return True
    return _RIGHT not in f"{feed.generator} {feed.description}".lower()


def article_of(
    entry: Entry,
    feed: Feed,
    place: Place,
    answered: Answered,
    printed: PrintedTime | None,
) -> Article:
    """
    The article that an entry is.

    Args:
        entry: with title and text.
        feed: where it stands.
        place: whose it is.
        answered: how the feed came; its channel is the feed's name, for messages.
        printed: its time, if it prints one.
    """
    channels, tags = channels_of(entry, feed, place)
    swapped = feed.is_rsshub and place.site in AUTHOR_IS_SOURCE
    source = entry.source or (entry.author if swapped else None)
    author = None if swapped else entry.author
    missing = {"source": source, "authors": author}
    return Article(
        site=place.site,
        native_id=place.native_id,
        url=place.url,
        kind=kind_of(place.site, channels[0] if channels else ""),
        channels=channels,
        title=entry.title,
        html=entry.html,
        times=(printed,) if printed else (),
        fetched_at=answered.received,
        origin=answered.channel,
        # What others tell of a site is no proof that the article still stands.
        on_site=site_of_address(answered.url) == place.site,
        summary=entry.summary,
        source_raw=source,
        publisher=publisher_of(feed) or None,
        author_raw=author,
        tags=tags,
        stocks=hot_words_in(entry.html),
        raw=answered.raw,
        unprinted=frozenset(name for name, value in missing.items() if not value),
    )


def publisher_of(feed: Feed) -> str:
    """`证券时报网` of `证券时报网 - 要闻`."""
    return feed.title.split(" - ")[0].strip()


def channels_of(
    entry: Entry, feed: Feed, place: Place
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """
    The channels of an entry, and its tags.

    Categories are channels, by the rule for posts; where a site's channels are
    known, the others are tags. RSSHub makes a feed of one list: that is the
    channel, and categories are what the pages have as tags, `公司` and all.
    """
    tags = tuple(dict.fromkeys(channel_of("", one) for one in entry.categories))
    named = {channel_of(place.site, one): one for one in tags}
    valid, link = place.channels, feed.link or ""
    if valid is None:
        return tuple(named), ()
    listed = PurePosixPath(urlsplit(link).path).stem
    from_page = (listed,) if site_of_address(link) == place.site and listed in valid else ()
    if from_page and feed.is_rsshub:
        return from_page, tags
    channels = dict.fromkeys([*from_page, *(one for one in named if one in valid)])
    return tuple(channels), tuple(tag for one, tag in named.items() if one not in valid)


def site_of_address(link: str) -> str:
    """The site id of a link: of a known domain, else the host itself."""
    host = host_of(link)
    labels = host.split(".")
    domains = (".".join(labels[start:]) for start in range(len(labels)))
    known = next((SITES[domain] for domain in domains if domain in SITES), None)
    return known or host.replace(":", "-") or "unknown"


def time_of(entry: Entry, answered: Answered, *, mislabelled: bool) -> PrintedTime | None:
    """When an entry says that it was published, or else changed."""
    raw = entry.published_raw or entry.updated_raw
    if not raw:
        return None
    return PrintedTime(
        raw=raw, where="feed", reference=answered.reference, mislabelled=mislabelled
    )


def teaser_of(
    entry: Entry, native_id: str, url: str, printed: PrintedTime | None
) -> Teaser:
    """What an entry tells of an article whose page is to be read."""
    published = None
    if printed is not None:
        published = read_time(
            printed.raw, printed.reference, mislabelled=printed.mislabelled
        )
    return Teaser(
        native_id=native_id,
        url=url,
        title=entry.title,
        title_is_cut=not entry.title or entry.title.endswith(("…", "...")),
        printed=printed,
        published=published,
        summary=entry.summary,
    )


def host_of(link: str) -> str:
    """The host of an address, in lower case and without `www.`."""
    return (urlsplit(link).hostname or "").lower().removeprefix("www.")
