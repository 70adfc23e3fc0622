"""
The spider `posts`: files in the seed's format, as a feed's archive keeps them.

It asks no site. A post becomes an article of its publisher's site, by the same
stages as a page; what it cannot prove (that the article still stands, who
wrote it) it does not claim.
"""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

from crawler.decoding import decode_page
from crawler.errors import CrawlerError, UsageError
from crawler.hot_words import hot_words_in
from crawler.items import Article, Kind, NewsItem, PrintedTime, Refusal
from crawler.posts import (
    MISLABELLED,
    Post,
    channel_of,
    kind_of,
    native_id,
    read_post,
    site_id,
)
from crawler.reporting import ReportingSpider
from crawler.slices import read_slice

ENDINGS = {".md", ".markdown", ".txt"}
"""What counts as a post in a folder; a file named by itself may end anyhow."""


class PostsSpider(ReportingSpider):
    """Imports posts: `-a path=FILE`, or `-a path=FOLDER` whole or in slices."""

    name = "posts"

    def __init__(self, **given: str) -> None:
        """Find the files, or refuse the arguments with a `UsageError`."""
        super().__init__(**given)
        unknown = sorted(set(given) - {"path", "slice"})
        if unknown:
            raise UsageError(
                f"There is no argument {unknown[0]!r}; there are path and slice."
            )
        if not given.get("path"):
            raise UsageError("Say which posts: -a path=FILE or -a path=FOLDER.")
        self.path = Path(given["path"])
        if not self.path.exists():
            raise UsageError(f"There is no file or folder {self.path}.")
        part = given.get("slice")
        self.slice = read_slice(part, f"slice={part}") if part else None

    async def start(self) -> AsyncIterator[NewsItem]:
        """Every post, in the order of the files' names."""
        found = False
        for file in self._files():
            found = True
            yield self.read(file)
        if not found and self.slice is None:
            self.report.trouble(
                "no_posts", f"{self.path} holds no posts ({', '.join(sorted(ENDINGS))})."
            )

    @property
    def run_name(self) -> str:
        """Slices go side by side."""
        part = self.slice
        return f"{self.name}.{part.number}of{part.of}" if part else self.name

    def _files(self) -> Iterator[Path]:
        if self.path.is_file():
            yield self.path
            return
        for file in sorted(self.path.rglob("*")):
            hidden = any(p.startswith(".") for p in file.relative_to(self.path).parts)
            if file.suffix.lower() not in ENDINGS or not file.is_file() or hidden:
                continue
            if self.slice is None or self.slice.holds(str(file.relative_to(self.path))):
                yield file

    def read(self, file: Path) -> NewsItem:
        """One file: an article, or the refusal of something that is no post."""
        now = datetime.now(UTC)
        try:
            post = read_post(decode_page(file.read_bytes()))
        except (CrawlerError, OSError) as error:
            self.report.trouble("not_a_post", f"{file}: {error}.")
            return Refusal(
                site=self.name,
                native_id=None,
                url=str(file),
                reason="not_a_post",
                detail=str(error),
                stage="spider",
                refused_at=now,
                by_rule=False,
            )
        article = article_of(post, str(file), now)
        self.report.count(
            article.channels[0] if article.channels else article.site, "listed"
        )
        return article


def article_of(post: Post, origin: str, now: datetime) -> Article:
    """
    The article that a post is.

    Args:
        post: as it was read.
        origin: the file's name, for messages.
        now: when it was read, aware; posts print no relative times.
    """
    site = site_id(post)
    channel = channel_of(site, post.channel)
    return Article(
        site=site,
        native_id=native_id(post),
        url=post.link,
        kind=_kind(post, site, channel),
        channels=(channel,) if channel else (),
        title=post.title,
        html=post.body_html,
        times=_times(post, now),
        fetched_at=now,
        origin=origin,
        on_site=False,
        publisher=post.publisher or None,
        editor_raw=post.extra.get("editor"),
        tags=post.tags,
        stocks=hot_words_in(post.body_html),
        # The format has no place for them: what the text tells is not the last word.
        unprinted=frozenset({"source", "authors"}),
    )


def _kind(post: Post, site: str, channel: str) -> Kind:
    """As our own export says it; of other posts, the channel tells."""
    said = post.extra.get("kind", "") if "article_id" in post.extra else ""
    return Kind(said) if said in set(Kind) else kind_of(site, channel)


def _times(post: Post, now: datetime) -> tuple[PrintedTime, ...]:
    """What the post prints; our own exports print it as finely as it was known."""
    exact = post.extra.get("published") if "article_id" in post.extra else None
    if exact:
        return (PrintedTime(raw=exact, where="post", reference=now),)
    if not post.date_raw:
        return ()
    mislabelled = post.publisher in MISLABELLED
    return (
        PrintedTime(
            raw=post.date_raw, where="post", reference=now, mislabelled=mislabelled
        ),
    )
