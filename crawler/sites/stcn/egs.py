"""
e公司, egs.stcn.com (site notes, section c.8): another house of the same paper.

Its articles stand in another CMS, whose numbers may be those of other articles on
www.stcn.com: so they are told apart by a prefix, `egs-2291795`. The list carries them
whole, without mark-up. What it carries not or only in part is read by the general
reader, for nobody has shown us a page of this site.

All of it is READ OFF others' crawlers (2026): the address, `id`, `title`, `time`
("05-20 07:43", without a year), `content` (an abstract), `content_full`, `url`. That
`page` leads on is taken from its name; where it does not, the list repeats itself,
and the walk ends there.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

from crawler.addresses import Address
from crawler.errors import ExtractionError
from crawler.items import Article, Kind
from crawler.listed import dated, entry, printed
from crawler.page import Answered, ListPage, Teaser
from crawler.rows import is_uncut, paragraphs, plain, said
from crawler.sites.stcn.address import SITE
from crawler.sites.stcn.envelope import read_envelope, rows_of

EGS = "https://egs.stcn.com"
_LIST = "/news/intelligence.html"
_DETAIL = re.compile(r"/news/detail/(\d+)\.html")
_UNPRINTED = frozenset({"authors", "editor", "source"})


def egs_path(page: int = 1) -> str:
    """A page of the list; `_format` asks for JSON, without it there comes a page."""
    return f"{EGS}{_LIST}?page={page}&perPage=20&_format=json"


def egs_address(url: str) -> Address | None:
    """The article at an address of egs.stcn.com; None elsewhere."""
    parts = urlsplit(url)
    found = _DETAIL.fullmatch(parts.path)
    if found is None or parts.hostname != urlsplit(EGS).hostname:
        return None
    number = found.group(1)
    return Address(f"egs-{number}", f"{EGS}/news/detail/{number}.html")


def read_egs(text: str, answered: Answered) -> ListPage:
    """
    The articles of one answer; the list ends where `data` is empty.

    Raises:
        BusyError, BlockedError, ShellError: there is no answer for us.
        ExtractionError: the envelope or a row is not as it should be.
    """
    rows = rows_of(read_envelope(text, answered), answered)
    teasers = dated(tuple(_teaser(row, answered) for row in rows), answered)
    page = int(parse_qs(urlsplit(answered.url).query).get("page", ["1"])[0])
    return ListPage(teasers=teasers, next_path=egs_path(page + 1) if rows else None)


def _teaser(row: Mapping[str, Any], answered: Answered) -> Teaser:
    address = egs_address(urljoin(EGS, said(row, "url")))
    if address is None:
        raise ExtractionError(answered.url, "url", f"a row leads to {said(row, 'url')!r}")
    title, content = plain(said(row, "title")), said(row, "content_full")
    time = printed(said(row, "time"), "list", answered)
    listed = entry(address, title, time, plain(said(row, "content")))
    article = Article(
        site=SITE,
        native_id=address.native_id,
        url=address.url,
        kind=Kind.ARTICLE,
        channels=(answered.channel,),
        title=title,
        html=paragraphs(content),
        times=(time,) if time else (),
        fetched_at=answered.received,
        summary=listed.summary,
        raw=answered.raw,
        unprinted=_UNPRINTED,
    )
    return replace(listed, article=article, is_whole=is_uncut(title) and is_uncut(content))
