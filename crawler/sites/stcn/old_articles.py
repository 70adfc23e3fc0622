"""
The detail page of stcn.com as it was until September 2022 (site notes, section e).

Seen: one whole page of 26 September 2019, saved by a browser four days later. All
else is read off others' code, which `crawler.sites.stcn.layouts` marks.
"""

import re
from typing import Final, cast

from lxml import etree

from crawler import page
from crawler.errors import ExtractionError
from crawler.items import Article, Kind, PrintedTime
from crawler.listed import printed
from crawler.page import Answered, Teaser
from crawler.paging import refuse_other_page
from crawler.selecting import Element, first_of, inner_html, text_of
from crawler.shells import refuse_cut
from crawler.sites.stcn.address import SITE, place_of, printed_id
from crawler.sites.stcn.layouts import Layout
from crawler.sites.stcn.old_paging import Pages, bars_in, pages_of

_LABEL: Final = re.compile(r"((?:来源|作者|责任编辑|责编|编辑)\s*[:：])")
_SAID: Final = etree.XPath(".//text()[not(parent::script or parent::style)]")
_PUBLISH_DATE: Final = re.compile(r"\bpublishdate\s*=\s*[\"']([^\"']+)[\"']")
_FLASHES: Final = re.compile(r"//kuaixun\.|//[^/]+/kuaixun/")


class OldArticlePage(page.ArticlePage):
    """Answers what one page prints; knows no network and no clock."""

    def __init__(
        self, text: str, layout: Layout, root: Element, answered: Answered
    ) -> None:
        """
        Take a page that has been recognised.

        Raises:
            TruncatedError: it is cut off.
            IncompleteError: it is a later page of its article, not the first.
            ExtractionError: it is another page than was asked for.
        """
        refuse_cut(text, answered.url, "body")
        self.text, self.root, self.layout = text, root, layout
        self.answered = answered
        self.url = answered.url
        self.here = place_of(self.url)
        self.pages = pages_of(root, text, self.here) if self.here else Pages()
        asked = self.here.number if self.here else None
        refuse_other_page(self.url, asked, self.pages.may_be)

    def title(self) -> str:
        """The headline; every article has one."""
        found = first_of(self.root, self.layout.titles)
        if len(found) != 1:
            problem = f"{len(found)} elements match {self.layout.titles[0]}, not one"
            raise ExtractionError(self.url, "title", problem)
        title = text_of(found[0])
        if not title:
            raise ExtractionError(self.url, "title", "the headline is empty")
        return title

    def info(self) -> dict[str, str]:
        """`来源`, `作者`, `责任编辑` and `time` as printed under the headline."""
        boxes = first_of(self.root, self.layout.infos)
        if len({box.getparent() for box in boxes}) > 1:
            problem = f"{len(boxes)} elements may hold the time, not one"
            raise ExtractionError(self.url, "published", problem)
        told = " ".join(filter(None, map(_told, boxes)))
        time, *credited = _LABEL.split(told)
        found = {"time": time.strip()}
        for label, said in zip(credited[::2], credited[1::2], strict=True):
            if said.strip():
                found[label.rstrip(" :：")] = f"{label}{said}".strip()
        return found

    def html(self) -> str:
        """The mark-up of this page's part of the body; none if one page has it all."""
        bodies = first_of(self.root, self.layout.bodies)
        if len(bodies) != 1:
            problem = f"{len(bodies)} elements hold the text, not one"
            raise ExtractionError(self.url, "body", problem)
        if self.here is None:
            return inner_html(bodies[0])
        if self.pages.whole and self.here.number == 1:
            return ""
        for bar in bars_in(bodies[0], self.here):
            _drop(bar)
        return inner_html(bodies[0])

    def more(self) -> tuple[str, ...]:
        """The pages after this one, or the one that has them all."""
        return self.pages.after(self.here) if self.here else ()

    def article(self, teaser: Teaser | None, channels: tuple[str, ...]) -> Article:
        """The article, completed by what the list said of it."""
        address = self.here.address if self.here else None
        address = teaser.address if teaser else address
        if address is None:
            raise ExtractionError(self.url, "native_id", "neither list nor address has one")
        self._check_id(address.native_id)
        info = self.info()
        return Article(
            site=SITE,
            native_id=address.native_id,
            url=address.url,
            kind=Kind.FLASH if _FLASHES.search(address.url) else Kind.ARTICLE,
            channels=channels,
            title=self.title(),
            html=self.html(),
            times=self._times(info["time"], teaser),
            fetched_at=self.answered.received,
            origin=self.url,
            summary=teaser.summary if teaser else None,
            source_raw=info.get("来源"),
            author_raw=info.get("作者"),
            editor_raw=next(
                (info[k] for k in ("责任编辑", "责编", "编辑") if k in info), None
            ),
            raw=self.answered.raw,
        )

    def _times(self, under_title: str, teaser: Teaser | None) -> tuple[PrintedTime, ...]:
        """
        What the page prints, what the list printed, the day in the address.

        `publishdate` in a script counts only where nothing is printed: it has
        seconds, but no reader ever saw them, and `published_raw` is what was
        printed.
        """
        script = _PUBLISH_DATE.search(self.text)
        on_page = under_title or (script[1] if script else "")
        times = [printed(on_page, "detail", self.answered)]
        times += [teaser.printed if teaser else None]
        times += [printed(self.here.day if self.here else "", "url", self.answered)]
        return tuple(time for time in times if time is not None)

    def _check_id(self, expected: str) -> None:
        """Address and page must speak of the same article."""
        for printed_here in (printed_id(self.text), self.pages.name):
            if printed_here not in (None, expected):
                problem = f"asked for {expected}, got article {printed_here}"
                raise ExtractionError(self.url, "native_id", problem)


def _told(box: Element) -> str:
    """What a box under the headline says; buttons in an `<i>` say nothing."""
    said = " ".join(" ".join(map(str, cast("list[str]", _SAID(box)))).split())
    return said if box.tag != "i" or _LABEL.search(said) else ""


def _drop(element: Element) -> None:
    """Take an element out of its tree, and leave the text behind it."""
    parent, tail = element.getparent(), element.tail
    if parent is None:
        return  # it was taken out before
    before = element.getprevious()
    if tail and before is not None:
        before.tail = (before.tail or "") + tail
    elif tail:
        parent.text = (parent.text or "") + tail
    parent.remove(element)
