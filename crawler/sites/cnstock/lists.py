"""
Lists of www.cnstock.com as it stands since 2024: what its pages carry as JSON. Pure.

Read off others' code of June to September 2026, none of it seen: a channel's
page has `pageInfo.list` with cards, each an entry or a `childList` of some; the
page of fast news has days with a `timeList` each. More pages come by POST alone,
which is not asked: the first page is all that a walk sees.
"""

from collections.abc import Iterator
from dataclasses import replace

from crawler.addresses import Address
from crawler.errors import EmptyListError, ExtractionError
from crawler.items import Article, Kind, PrintedTime
from crawler.listed import dated, entry, printed
from crawler.page import Answered, ListPage, Teaser
from crawler.selecting import html_escape
from crawler.sites.cnstock.address import FAST, LIVE, SITE, article_at
from crawler.sites.cnstock.next_data import Object, a_list, a_number, an_object, said

_ARTICLE = 4
"""`forwardType` of what leads to `/commonDetail/`; 5 is a video, 9 a topic, ..."""
_SLOGAN = "权威、专业、价值 尽在上海证券报客户端"
"""Stands where an entry has no summary of its own."""
_UNPRINTED = frozenset({"authors", "editor", "source", "tags"})


def read_channel_page(props: Object, answered: Answered) -> ListPage:
    """
    The entries of one page, cards and days in the order of the page.

    Raises:
        EmptyListError: it lists no article.
        ExtractionError: the data is not of the shape that we know.
    """
    url = answered.url
    holder = props.get("initSsrData") or props.get("data")
    info = an_object(an_object(holder, url, "pageProps").get("pageInfo"), url, "pageInfo")
    teasers: list[Teaser] = []
    for row in a_list(info.get("list"), url, "pageInfo.list"):
        card = an_object(row, url, "pageInfo.list")
        read = _day if "timeList" in card else _card
        teasers += read(card, answered)
    if not teasers:
        raise EmptyListError(url, "pageInfo.list", "it lists no article")
    return ListPage(teasers=dated(tuple(teasers), answered), next_path=None)


# --- channels: cards -----------------------------------------------------------------


def _card(card: Object, answered: Answered) -> Iterator[Teaser]:
    """One card: an entry, or several; topics, videos and the like are left out."""
    children = card.get("childList")
    rows = a_list(children, answered.url, "childList") if children else [card]
    for row in rows:
        item = an_object(row, answered.url, "childList")
        if _is_article(item, answered):
            yield _entry(item, answered)


def _is_article(item: Object, answered: Answered) -> bool:
    """By `forwardType`; where that is missing, by where its share link leads."""
    if item.get("forwardType") is not None:
        return a_number(item["forwardType"], answered.url, "forwardType") == _ARTICLE
    shared = said(_share(item, answered), "shareUrl", answered.url)
    if not shared:
        raise ExtractionError(answered.url, "forwardType", "an entry says not what it is")
    return article_at(shared) is not None


def _entry(item: Object, answered: Answered) -> Teaser:
    share = _share(item, answered)
    title = said(item, "name", answered.url)
    if not title:
        raise ExtractionError(answered.url, "name", "an entry has no title")
    summary = said(item, "summary", answered.url) or said(share, "summary", answered.url)
    summary = "" if summary == _SLOGAN else summary
    return entry(_address(item, answered), title, _date_info(share, answered), summary)


def _share(item: Object, answered: Answered) -> Object:
    return an_object(item.get("shareInfo") or {}, answered.url, "shareInfo")


def _address(item: Object, answered: Answered) -> Address:
    number = a_number(item.get("contId"), answered.url, "contId")
    return Address(str(number), f"{LIVE}/commonDetail/{number}")


def _date_info(share: Object, answered: Answered) -> PrintedTime | None:
    """
    `dateInfo`, a date in five parts; an entry without it prints no time.

    `pubTime` beside it says `1小时前`, which is the page's arithmetic.
    """
    told = share.get("dateInfo")
    if not told:
        return None
    parts = an_object(told, answered.url, "dateInfo")
    names = ("year", "month", "day", "hour", "minute")
    year, month, day, hour, minute = (
        a_number(parts.get(name), answered.url, f"dateInfo.{name}") for name in names
    )
    raw = f"{year}-{month:02}-{day:02} {hour:02}:{minute:02}"
    return printed(raw, "list", answered)


# --- fast news: days -----------------------------------------------------------------


def _day(day: Object, answered: Answered) -> Iterator[Teaser]:
    """`{"year": 2026, "month": 6, "day": 3, "timeList": [...]}`, flashes with a clock."""
    url = answered.url
    year, month, number = (a_number(day.get(n), url, n) for n in ("year", "month", "day"))
    for row in a_list(day["timeList"], url, "timeList"):
        item = an_object(row, url, "timeList")
        title, clock = said(item, "title", url), said(item, "time", url)
        if not title or not clock:
            raise ExtractionError(url, "timeList", "a flash has no title or no time")
        time = printed(f"{year}-{month:02}-{number:02} {clock}", "list", answered)
        teaser = entry(_address(item, answered), title, time)
        yield replace(teaser, article=_flash(teaser, said(item, "text", url), answered))


def _flash(teaser: Teaser, text: str, answered: Answered) -> Article:
    """
    What a row tells of a flash: that it is one.

    Nobody has said whether `text` is all of it, so it never stands for the page.
    """
    return Article(
        site=SITE,
        native_id=teaser.native_id,
        url=teaser.url,
        kind=Kind.FLASH,
        channels=(FAST,),
        title=teaser.title,
        html=f"<p>{html_escape(text)}</p>" if text else "",
        times=(teaser.printed,) if teaser.printed else (),
        fetched_at=answered.received,
        raw=answered.raw,
        unprinted=_UNPRINTED,
    )
