"""
Flashes by the gateway of the site's app, ewap.stcn.com (site notes, section c.7).

Another source of the same articles, so they have the same identity and the same
channel. A row's `item_id` is the id of the article: its share link, and where it
has one its `jump_index`, name the same number, and `/article/detail/<item_id>.html`
is that flash's page (SEEN: one row of 2026-09-25, sanitised; READ OFF a crawler of
2026 that refuses a page whose id, title or minute differ). That is checked in each
row; one that contradicts itself is an error, for its text would become another
article's. What is found here is listed by `kx-ewap`, the door, and belongs to `kx`,
the board: who asks for 快讯 must not have to know how one came in.

The gateway prints no source, no author and no codes of stocks. It has pages of
twenty rows, and cursors in seconds: of the oldest row so far, and of the newest one
of page 1. To be confirmed on the live site: that `wap_title` and `wap_content` say
what kx says. If they do not, crawling both doors makes versions.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from crawler.addresses import Address
from crawler.errors import ExtractionError
from crawler.items import Article, Kind
from crawler.listed import dated, entry, printed
from crawler.page import Answered, ListPage, Teaser
from crawler.rows import flag, full_names, is_uncut, paragraphs, plain, said
from crawler.sites.stcn.address import SITE, article_url
from crawler.sites.stcn.envelope import read_envelope, rows_of

GATEWAY = "https://ewap.stcn.com/api/transform"
BOARD = "kx"
"""What the stream that we ask for is called on www.stcn.com."""
_STREAM = "news-fast_info_list"
_FIRST = {"page": 1, "max_id": 1, "first_id": -1, "post_times": 1}
_KINDS = {"fast_info": Kind.FLASH, "reported_info": Kind.ARTICLE}
"""`jump_type` of what is an article; topics, videos and the like are none."""
_UNPRINTED = frozenset({"authors", "editor", "source"})


def gateway_path(asked: Mapping[str, int] | None = None) -> str:
    """Where the stream stands: its first page, or the one that these cursors name."""
    other = {"type": "1", **(asked or _FIRST)}
    said_so = json.dumps(other, separators=(",", ":"))
    return f"{GATEWAY}?{urlencode({'path': _STREAM, 'other_param': said_so})}"


def read_gateway(text: str, answered: Answered) -> ListPage:
    """
    The flashes of one answer; the stream ends where `data` is null or empty.

    Raises:
        BusyError, BlockedError, ShellError: the gateway has no answer for us.
        ExtractionError: its envelope or a row is not as it should be.
    """
    envelope = read_envelope(text, answered, "status")
    rows = rows_of(envelope, answered)
    teasers = dated(tuple(_teasers(rows, answered)), answered)
    following = _following(envelope, answered) if rows else None
    return ListPage(teasers=teasers, next_path=following)


def _following(envelope: Mapping[str, Any], answered: Answered) -> str:
    """The next page: its number, and the cursors as the gateway itself gives them."""
    cursors = {"page": _asked(answered.url).get("page", 1) + 1}
    for name in ("max_id", "first_id"):
        value = envelope.get(name)
        if not isinstance(value, int):
            raise ExtractionError(answered.url, name, "the envelope has no such cursor")
        cursors[name] = value
    return gateway_path({**cursors, "post_times": -1})


def _asked(url: str) -> Mapping[str, int]:
    """What an address asks the gateway for."""
    other = parse_qs(urlsplit(url).query).get("other_param", ["{}"])[0]
    asked: Mapping[str, int] = json.loads(other)
    return asked


def _teasers(rows: list[Mapping[str, Any]], answered: Answered) -> Iterator[Teaser]:
    for row in rows:
        native_id, jump = _identity(row, answered)
        if jump in _KINDS:
            yield _teaser(row, native_id, _KINDS[jump], answered)


def _identity(row: Mapping[str, Any], answered: Answered) -> tuple[str, str]:
    """The article that a row is of, and what it calls itself; all must say the same."""
    native_id = said(row, "item_id")
    if not native_id.isdigit():
        raise ExtractionError(answered.url, "item_id", f"a row has the id {native_id!r}")
    share = _shared(row)
    for other in filter(None, (said(row, "jump_index"), share.get("id", ""))):
        if other != native_id:
            raise ExtractionError(
                answered.url, "item_id", f"row {native_id} leads to article {other}"
            )
    jump = said(row, "jump_type") or share.get("jump_type", "")
    if not jump:
        raise ExtractionError(
            answered.url, "jump_type", f"row {native_id} does not say what it is"
        )
    return native_id, jump


def _shared(row: Mapping[str, Any]) -> dict[str, str]:
    """`id` and `jump_type` of the share link."""
    share = row.get("share")
    link = said(share, "share_url") if isinstance(share, dict) else ""
    return {name: values[0] for name, values in parse_qs(urlsplit(link).query).items()}


def _teaser(
    row: Mapping[str, Any], native_id: str, kind: Kind, answered: Answered
) -> Teaser:
    title, content = plain(said(row, "wap_title")), said(row, "wap_content")
    time = printed(said(row, "time"), "api", answered)
    listed = entry(Address(native_id, article_url(native_id)), title, time)
    tags = row.get("tags")
    names = [said(tag, "tag_name") for tag in tags or () if isinstance(tag, dict)]
    article = Article(
        site=SITE,
        native_id=native_id,
        url=listed.url,
        kind=kind,
        channels=(answered.channel, BOARD),
        title=title,
        html=paragraphs("\n".join(map(plain, content.splitlines()))),
        times=(time,) if time else (),
        fetched_at=answered.received,
        tags=full_names(names),
        raw=answered.raw,
        important=flag(row, "is_red"),
        unprinted=_UNPRINTED,
    )
    is_whole = kind is Kind.FLASH and is_uncut(title) and is_uncut(content)
    return replace(listed, article=article, is_whole=is_whole)
