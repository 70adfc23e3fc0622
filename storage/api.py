"""
The reading door in Python for analysts: `storage.open`.

    >>> import storage
    >>> news = storage.open("news.db")
    >>> for article in news.articles(symbol="002999.SZ", limit=2):
    ...     print(f"{article.published:%m-%d %H:%M} {article.title}")
    09-18 13:20 海棠电气：已回购3000万元股份
    09-18 09:40 云岭股份新厂投产，海棠电气供应电机
    >>> news.close()

Newest comes first, articles without a time last. All of it may be read while a
crawl writes. Nothing here loads Scrapy, SQLAlchemy, pandas or polars before they
are needed.
"""

from collections.abc import Iterator
from datetime import date
from os import PathLike, fspath
from types import TracebackType
from typing import Literal, Self, Unpack

from storage.answers import Article, ArticleVersion, CoverageDay, FoundArticle, Run
from storage.asking import (
    Choice,
    Names,
    Time,
    checked_limit,
    day,
    filters_of,
    moment,
    names,
)
from storage.queries import (
    Reader,
    count,
    coverage,
    detail,
    find_article,
    latest,
    open_reader,
    runs,
)
from storage.queries.articles import why_missing
from storage.queries.opening import as_of, url_of
from storage.queries.searching import count_hits, hits
from storage.results import Results
from storage.search_text import parse_query
from storage.spellings import in_all_spellings


def open_news(database: str | PathLike[str] = "news.db", *, write: bool = False) -> "News":
    """
    Open a database: `storage.open`.

        >>> with storage.open("news.db") as news:
        ...     print(len(news.articles()), "articles")
        9 articles

    Args:
        database: a file, or an SQLAlchemy URL such as `sqlite:///news.db`.
        write: allow `News.undo_repeat`; what was crawled is never changed.

    Raises:
        StorageError: it is missing, foreign, newer or older; the sentence says
            what would be right.
    """
    url = url_of(fspath(database))
    return News(open_reader(url), url if write else None)


class News:
    """One open database; for one thread at a time, and for `with`."""

    def __init__(self, reader: Reader, url_to_write: str | None = None) -> None:
        """Ask this reader; see `storage.open`."""
        self._reader = reader
        self._url_to_write = url_to_write

    def __enter__(self) -> Self:
        """Open already."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        self.close()

    def __repr__(self) -> str:
        """Which file it is."""
        then = f" as of {self._reader.as_of}" if self._reader.as_of else ""
        return f"<News of {self._reader.name}{then}>"

    def close(self) -> None:
        """Let go of the file; results that were not read are lost."""
        self._reader.close()

    def articles(
        self, *, limit: int | None = None, **filters: Unpack[Choice]
    ) -> Results[Article]:
        """
        Articles, newest first.

            >>> flashes = news.articles(kind="flash", since="2026-09-17")
            >>> [flash.article_id for flash in flashes]
            ['stcn:1006', 'stcn:1002']
            >>> news.articles(site="cs").first().original_id
            'stcn:1001'

        Args:
            limit: at most so many.
            filters: `site`, `channel`, `kind` and `symbol` (one name or several),
                `since` and `until` (Beijing text, a date, or an aware time; half
                open), `original_only`.

        Raises:
            ValueError, TypeError: a filter cannot be meant so.
        """
        chosen, most = filters_of(filters), checked_limit(limit)

        def counted() -> int:
            number = count(self._reader, chosen)
            return number if most is None else min(number, most)

        return Results(
            Article,
            lambda: map(Article.of, latest(self._reader, chosen, limit=most)),
            counted,
        )

    def search(
        self,
        words: str,
        *,
        sort: Literal["time", "relevance"] = "time",
        limit: int | None = None,
        **filters: Unpack[Choice],
    ) -> Results[FoundArticle]:
        """
        Articles whose title or body contains words as written.

        Letter case and full or half width aside, every character is literal.
        Words side by side must all occur; `A OR B`, `NOT A`, `-A` and `"A B"` are
        understood as `storage.search_text.parse_query` says.

            >>> for hit in news.search("净利润 12.5%"):
            ...     print(hit.article_id, hit.snippet)
            stcn:1002 北辰新材（688777）公告，净利润同比增长12.5%，营收增长8%。
            >>> len(news.search("回购 OR 净利润", kind="article", original_only=True))
            2

        Args:
            words: what to look for.
            sort: what comes first, the newest or the most relevant.
            limit: at most so many.
            filters: as for `articles`.

        Raises:
            ValueError, TypeError: no word, no such order, or a filter cannot be
                meant so.
        """
        query = in_all_spellings(parse_query(words))
        if not query:
            raise ValueError("a search needs a word")
        if sort not in {"time", "relevance"}:
            raise ValueError(f"sort={sort!r} is neither 'time' nor 'relevance'")
        chosen, most = filters_of(filters), checked_limit(limit)
        return Results(
            FoundArticle,
            lambda: map(
                FoundArticle.of_hit,
                hits(self._reader, query, chosen, limit=most, sort=sort),
            ),
            lambda: count_hits(self._reader, query, chosen, limit=most),
        )

    def article(self, name: str) -> Article:
        """
        One article by its id, its address, or its id without the site.

            >>> news.article("stcn:1001").authors
            ('林晓舟',)

        Raises:
            LookupError: there is none, or several.
        """
        return Article.of(detail(self._reader, self._id(name)).row)

    def versions(self, name: str) -> Results[ArticleVersion]:
        """
        What an article said, from the first version to the current one.

            >>> for version in news.versions("stcn:1001"):
            ...     print(version.version, version.changed, version.title)
            1 () 海棠电气拟回购股份
            2 ('title', 'body') 海棠电气拟回购股份用于员工持股

        Raises:
            LookupError: there is no such article, or several.
        """
        article_id = self._id(name)

        def ask() -> Iterator[ArticleVersion]:
            for version in detail(self._reader, article_id).versions:
                yield ArticleVersion.of(article_id, version)

        return Results(ArticleVersion, ask)

    def as_of(self, when: Time) -> "News":
        """
        The same database as it was: for a back-test, which may know no more.

        Articles, versions, symbols and repeats are what this database held then;
        its runs and its coverage are today's. To be closed on its own.

            >>> with news.as_of("2026-09-17 08:00") as then:
            ...     print(then.article("stcn:1001").title, len(then.articles()))
            海棠电气拟回购股份 5

        Args:
            when: Beijing text, a date (its first instant), or an aware time.

        Raises:
            ValueError: it has no zone, or is no time at all.
        """
        at, held = moment(when), self._reader.as_of
        if at is None:
            raise ValueError("as_of needs a time: Beijing text, a date or an aware time")
        if held is not None and at > held:
            raise ValueError(f"this is the database as of {held}; it knows no later time")
        return News(as_of(self._reader, at))

    def coverage(
        self,
        *,
        site: Names | None = None,
        channel: Names | None = None,
        since: str | date | None = None,
        until: str | date | None = None,
    ) -> Results[CoverageDay]:
        """
        How complete each channel's Beijing days are, the newest first.

            >>> for day in news.coverage(channel="yw", since="2026-09-16"):
            ...     print(day.day, day.listed, day.stored, day.complete)
            2026-09-18 0 0 False
            2026-09-17 1 0 True
            2026-09-16 1 1 True

        Args:
            site: one, several or all sites.
            channel: likewise.
            since: this Beijing day and later ones...
            until: ...and those before this one.

        Raises:
            ValueError: a day cannot be read.
        """
        sites, channels = names(site), names(channel)
        first, end = day(since), day(until)
        return Results(
            CoverageDay,
            lambda: map(
                CoverageDay.of,
                coverage(
                    self._reader, site=sites, channel=channels, since=first, until=end
                ),
            ),
        )

    def runs(
        self,
        *,
        since: Time | None = None,
        until: Time | None = None,
        limit: int | None = None,
    ) -> Results[Run]:
        """
        How the crawls went, newest first.

            >>> [(run.spider, run.outcome, run.new) for run in news.runs(limit=2)]
            [('stcn', 'ok', 2), ('cs', 'ok', 0)]

        Args:
            since: those that started then or later...
            until: ...or before then.
            limit: at most so many.

        Raises:
            ValueError: a time or the limit cannot be meant so.
        """
        first, end, most = moment(since), moment(until), checked_limit(limit)
        return Results(
            Run,
            lambda: map(Run.of, runs(self._reader, since=first, until=end, limit=most)),
        )

    def undo_repeat(self, one: str, other: str) -> None:
        """
        Tell two articles apart for ever: they are different stories.

            >>> with storage.open("news.db", write=True) as mine:
            ...     mine.undo_repeat("stcn:1001", "cs:1001")
            ...     mine.article("cs:1001").original_id
            'cs:1001'

        Raises:
            PermissionError: the database was opened for reading only.
            LookupError: there is no such article, or several.
            ValueError: the two are one.
        """
        if self._url_to_write is None:
            raise PermissionError(
                "This database is open for reading only; use storage.open(..., write=True)."
            )
        ids = self._id(one), self._id(other)
        if ids[0] == ids[1]:
            raise ValueError(f"{ids[0]} cannot be told apart from itself")
        from storage.engine import open_engine  # noqa: PLC0415 - loads SQLAlchemy
        from storage.repeats.mending import tell_apart  # noqa: PLC0415 - loads SQLAlchemy

        engine = open_engine(self._url_to_write, write=True)
        try:
            tell_apart(engine, *ids)
        finally:
            engine.dispose()

    def _id(self, name: str) -> str:
        """The one article that a name means."""
        found = find_article(self._reader, name)
        if not found:
            known = why_missing(self._reader, name)
            raise LookupError(
                f"There is no article {name}" + (f": {known}." if known else ".")
            )
        if len(found) > 1:
            raise LookupError(f"{name} may be {', '.join(found)}; name one of them.")
        return found[0]
