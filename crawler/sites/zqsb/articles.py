"""
An article of the paper, in whichever of its layouts it comes. Pure.

The title is the main one alone. 引题 and 副题, the lines that the make-up sets over and
under it, go to the summary: the same article on www.stcn.com has none of them, and the
body must stay what its author wrote. `（上接A1版）` and `（下转A5版）` stay as they are
printed: what goes on elsewhere is a page of its own, and nothing is joined.
"""

import re
from typing import Final

from crawler import page
from crawler.errors import ExtractionError
from crawler.items import Article, Kind
from crawler.listed import printed
from crawler.page import Answered, Teaser
from crawler.selecting import every, first_of, inner_html, parse_html, text_of, text_outside
from crawler.shells import refuse_cut, refuse_shell
from crawler.sites.zqsb.address import PAPER, SITE, day_of
from crawler.sites.zqsb.issues import CHANNELS, NOTICES
from crawler.sites.zqsb.notes import noted_in

_TITLES: Final = (
    "#mainTiile h2",  # 2011 to July 2016; (sic)
    "td.font01",  # before 2011
    ".newsdetatit h3",  # the vendor's system of today
)
_WINDOW_TITLE: Final = "body > div:first-of-type > p:first-of-type"
"""Since July 2016 an article is a bare window. That is little to know a title by, so
what the system notes goes before it."""
_BODIES: Final = ("founder-content", "#ozoom")
"""The vendor's own element; before 2011 there was none."""
_OVER, _UNDER = ".intro", ".sub"
_MEDIUM = re.compile(
    r"(?<!\w)来\s?源\s?[:：]\s*(?P<medium>(?:(?!作者|责任编辑)[^\s:：]){2,20})"
    r"(?:[ \u3000]+(?P<day>\d{4}-\d\d-\d\d)"
    r"(?:[ \u3000]+第?(?P<number>[A-Z]{0,2}\d{1,4})版)?)?"
)
_AUTHOR = re.compile(r"作\s?者\s?[:：][ \u3000]*(?:(?!来源|责任编辑)[^\n:：]){2,40}")
_EDITOR = re.compile(r"责任编辑\s?[:：][ \u3000]*[^\n:：]{2,20}")
_PAGE_NAME = re.compile(r"第?([A-Z]{1,2}\d{1,4}|(?<=第)\d{1,2}(?=版))版?\s?[:：]\s*(\S*)")


class ArticlePage(page.ArticlePage):
    """Answers what one page prints; knows no network and no clock."""

    def __init__(self, text: str, answered: Answered) -> None:
        """
        Recognise the page.

        Raises:
            MissingPageError: there is no such article.
            BlockedError, ShellError: a shell came instead.
            ExtractionError: the layout is none that we know, or it is cut off.
        """
        self.answered = answered
        self.root = root = parse_html(text)
        bodies = first_of(root, _BODIES)
        if not bodies:
            refuse_shell(root, text)
        refuse_cut(text, answered.url, "body")
        if len(bodies) != 1:
            problem = f"{len(bodies)} elements may be the body"
            raise ExtractionError(answered.url, "body", problem)
        self.noted = noted_in(text)
        self.html = inner_html(bodies[0])
        # What the text says of sources and authors is not what the page credits.
        around = bodies[0].getparent()
        assert around is not None
        around.remove(bodies[0])
        self.head = text_outside(root, "script", "style", "a", between="\n")

    def title(self) -> str:
        """The main headline; every article has one."""
        root = self.root
        found = map(text_of, first_of(root, _TITLES)[:1])
        window = map(text_of, every(root, _WINDOW_TITLE)[:1])
        title = next(filter(None, (*found, self.noted.get("title"), *window)), None)
        if title is None:
            raise ExtractionError(self.answered.url, "title", "no layout's title is there")
        return title

    def summary(self) -> str | None:
        """引题 and 副题, in printed order."""
        over = [text_of(one) for one in every(self.root, _OVER)]
        under = [text_of(one) for one in every(self.root, _UNDER)]
        if not over and not under:
            over, under = (
                [self.noted.get("introtitle", "")],
                [self.noted.get("subtitle", "")],
            )
        return " ".join(filter(None, [*over, *under])) or None

    def source(self, teaser: Teaser | None) -> str:
        """
        The medium, the day and the page, as www.stcn.com prints them together.

        `证券时报 2026-06-26 A004版`: put together of what this page tells, its address,
        and the contents that led here. Where none of them tells the page of the paper,
        the medium alone: an earlier reading may have known it, and is not overwritten.
        """
        found = _MEDIUM.search(self.head)
        medium = found["medium"] if found else PAPER
        number = (found and found["number"]) or self._own_page()[0]
        if number:
            return f"{medium} {day_of(self.answered.url)} {number}版"
        if teaser is not None and teaser.source:
            return f"{medium} {teaser.source.removeprefix(PAPER).strip()}"
        return medium

    def _own_page(self) -> tuple[str, str]:
        """Number and column of the newspaper page, if just one is told; else blanks."""
        told = [self.noted.get("nodename", ""), *self.head.split("\n")]
        names = {
            name.groups() for one in told if (name := _PAGE_NAME.fullmatch(one.strip()))
        }
        number, column = names.pop() if len(names) == 1 else ("", "")
        return number, column

    def author(self) -> str | None:
        """作者 as printed; bylines in the text are another stage's business."""
        found = _AUTHOR.search(self.head)
        return found.group().strip() if found else self.noted.get("author") or None

    def kind(self, channels: tuple[str, ...]) -> Kind:
        """
        On a page of 信息披露 stand statutory announcements, and they are notices.

        They are their companies' own words, not the paper's.
        """
        is_notice = NOTICES in channels or CHANNELS[NOTICES] in self._own_page()[1]
        return Kind.NOTICE if is_notice else Kind.ARTICLE

    def article(self, teaser: Teaser | None, channels: tuple[str, ...]) -> Article:
        """What is printed; the day of the paper, midnight in Beijing."""
        assert teaser is not None
        found = _MEDIUM.search(self.head)
        on_page = printed((found and found["day"]) or "", "detail", self.answered)
        in_url = printed(f"{day_of(self.answered.url)}", "url", self.answered)
        editor = _EDITOR.search(self.head)
        return Article(
            site=SITE,
            native_id=teaser.native_id,
            url=teaser.url,
            kind=self.kind(channels),
            channels=channels,
            title=self.title(),
            html=self.html,
            times=tuple(filter(None, (on_page, in_url))),
            fetched_at=self.answered.received,
            origin=self.answered.url,
            summary=self.summary(),
            source_raw=self.source(teaser),
            author_raw=self.author(),
            editor_raw=editor.group() if editor else None,
            raw=self.answered.raw,
        )
