"""What every stage is: an article goes in, an article or a refusal comes out."""

from typing import ClassVar, Self

from scrapy.crawler import Crawler

from crawler.items import Article, NewsItem, Refusal
from pipelines.errors import Refused

_KEPT = 4000
"""Characters of a refused text that its rejection keeps."""


class Stage:
    """
    One step of the way. A subclass says what it does in `improve`.

    An article that is refused goes on as a `Refusal`, so that the store keeps
    what was refused and why; items that are no articles pass untouched.
    """

    name: ClassVar[str]
    """The verb and its object, as in the file's name."""

    def __init__(self, crawler: Crawler) -> None:
        """Keep the crawler for settings and statistics."""
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way in."""
        return cls(crawler)

    def improve(self, article: Article) -> Article:
        """
        Return the article, further along.

        Raises:
            Refused: a written rule says that it may not become an article.
        """
        raise NotImplementedError

    def process_item(self, item: NewsItem) -> NewsItem:
        """Scrapy's door: improve articles, let everything else pass."""
        if not isinstance(item, Article):
            return item
        try:
            return self.improve(item)
        except Refused as refused:
            self.count(f"refused/{refused.reason}")
            return refusal(item, refused.reason, refused.detail, self.name)
        except Exception as error:  # noqa: BLE001 - whatever broke, the article must not be lost
            self.count("failed")
            detail = f"{type(error).__name__}: {error}"
            return refusal(item, "stage_failed", detail, self.name, by_rule=False)

    def count(self, what: str, by: int = 1) -> None:
        """Report what was done, in the crawl's statistics."""
        self.crawler.stats.inc_value(f"shibao/{self.name}/{what}", by)


def refusal(
    article: Article, reason: str, detail: str, stage: str, *, by_rule: bool = True
) -> Refusal:
    """What remains of an article that was refused."""
    return Refusal(
        site=article.site,
        native_id=article.native_id,
        url=article.url or article.origin,
        reason=reason,
        detail=detail,
        stage=stage,
        refused_at=article.fetched_at,
        content={"title": article.title, "html": article.html[:_KEPT]},
        by_rule=by_rule,
        channels=article.channels,
        raw=article.raw,
    )
